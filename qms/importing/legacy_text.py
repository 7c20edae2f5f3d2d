"""Vietnamese typed with TCVN3 or VNI fonts: it looks right only in that font, so it is refused, never guessed."""

import re
from collections import Counter, defaultdict
from itertools import islice

from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter

from qms.importing.problems import NotAWorkbook

VIETNAMESE = re.compile(r"[ăđơưĂĐƠƯ\u1ea0-\u1ef9]")
TCVN3 = re.compile(
    r"[A-Za-z][\u00a8-\u00ae\u00b5-\u00bf§µ¶·¸¹][a-zA-Z]*|[§®][a-zA-Z\u00a8-\u00ff]|[bcdghklmnpqrstvx]\u00ad"
)
# Not "oà" and "uâ", which are good Vietnamese in Unicode: hoàn, quân.
VNI = re.compile(
    r"(?i)[aeouy][ùøûõï]|[ae][âêáàåãäéèúüë]|o[âåä]|[aeouy][ùøûõï]?ñ|ñ[aeiouyö][a-zùøûõïâêáàåãäéèúüëöô]|[ôö][ùøûõï]"
)
DIFFERENT = 3
"""Different words in an old encoding before a column counts as written in it: one "Nº" in each row is none."""
ROWS = 2_000
WHOLE = None


class Spelling:
    """How the accented words of a column are written."""

    def __init__(self):
        self.accented = self.vietnamese = 0
        self.counted = Counter()
        self.words = {"TCVN3": set(), "VNI": set()}

    def take(self, text):
        for word in text[:400].split():
            if word.isascii():
                continue
            self.accented += 1
            if VIETNAMESE.search(word):
                self.vietnamese += 1
                continue
            for encoding, pattern in (("TCVN3", TCVN3), ("VNI", VNI)):
                if pattern.search(word):
                    self.counted[encoding] += 1
                    if len(self.words[encoding]) < DIFFERENT:
                        self.words[encoding].add(word.casefold())

    @property
    def encoding(self):
        """The old encoding that most accented words are in, or None."""
        if not self.counted:
            return None
        encoding, found = self.counted.most_common(1)[0]
        various = len(self.words[encoding]) >= DIFFERENT
        return encoding if various and found > self.accented * 0.3 and self.vietnamese < found / 2 else None


def refuse_legacy_text(sheets, name):
    """Refuse a file in which all of the text, or that of some columns, is font-encoded."""
    for sheet in sheets:
        columns = spellings(sheet)
        legacy = {index: one.encoding for index, one in columns.items() if one.encoding}
        if not legacy:
            continue
        encoding = next(iter(legacy.values()))
        where = sorted(index for index in legacy if index is not WHOLE)
        raise NotAWorkbook(sentence(name, sheet, encoding, where, len(columns)))


def spellings(sheet):
    """A Spelling for each column that holds accented text, and one under WHOLE for all of them together."""
    columns = defaultdict(Spelling)
    for row in islice(sheet.rows, ROWS):
        for index, cell in enumerate(row.cells):
            if cell.__class__ is str and not cell.isascii():
                columns[index].take(cell)
                columns[WHOLE].take(cell)
    return columns


def sentence(name, sheet, encoding, where, columns):
    if where and len(where) < columns - 1:
        return _(
            "“%(name)s”: on sheet “%(sheet)s” the columns %(columns)s are written with an old %(encoding)s font, not "
            "in Unicode. Convert the text to Unicode (for example with UniKey: Ctrl+Shift+F6) and choose the file "
            "again."
        ) % {
            "name": name,
            "sheet": sheet.name,
            "columns": ", ".join(get_column_letter(index + 1) for index in where),
            "encoding": encoding,
        }
    return _(
        "“%(name)s” is written with an old %(encoding)s font, not in Unicode. Convert the text to Unicode "
        "(for example with UniKey: Ctrl+Shift+F6) and choose the file again."
    ) % {"name": name, "encoding": encoding}
