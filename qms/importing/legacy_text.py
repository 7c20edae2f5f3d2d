"""Vietnamese typed with TCVN3 or VNI fonts: it looks right only in that font, so it is refused, never guessed."""

import re

from django.utils.translation import gettext as _

from qms.importing.problems import NotAWorkbook

VIETNAMESE = re.compile(r"[ăđơưĂĐƠƯ\u1ea0-\u1ef9]")
TCVN3 = re.compile(
    r"[A-Za-z][\u00a8-\u00ae\u00b5-\u00bf§µ¶·¸¹][a-zA-Z]*|[§®][a-zA-Z\u00a8-\u00ff]|[bcdghklmnpqrstvx]\u00ad"
)
VNI = re.compile(r"(?i)[aeouy][ùøûõïâêáàåãäéèúüë]|[aeouy][uùøûõï]?ñ|ñ[aeiouyö][a-zùøûõïâêáàåãäéèúüëöô]|[ôö][ùøûõï]")
SAMPLE = 4000


def refuse_legacy_text(texts, name):
    """Refuse a file whose accented words are mostly font-encoded; `texts` is any iterable of cell texts."""
    counted = {"TCVN3": 0, "VNI": 0}
    accented = vietnamese = 0
    for position, text in enumerate(texts):
        if position >= SAMPLE:
            break
        for word in text[:400].split():
            if word.isascii():
                continue
            accented += 1
            vietnamese += bool(VIETNAMESE.search(word))
            counted["TCVN3"] += bool(TCVN3.search(word))
            counted["VNI"] += bool(VNI.search(word))
    encoding = max(counted, key=counted.get)
    if counted[encoding] >= 3 and counted[encoding] > accented * 0.3 and vietnamese < counted[encoding] / 4:
        raise NotAWorkbook(
            _(
                "“%(name)s” is written with an old %(encoding)s font, not in Unicode. Convert the text to Unicode "
                "(for example with UniKey: Ctrl+Shift+F6) and choose the file again."
            )
            % {"name": name, "encoding": encoding}
        )
