"""Telling a denunciation from feedback: a denunciation is never taken in here."""

import re
import unicodedata

from django.utils.translation import gettext_lazy as _

MARKED = re.compile(r"\btố\s+cáo\b", re.IGNORECASE)
"""As it is written; báo cáo, tờ cáo and the like are other words."""

UNMARKED = re.compile(r"\b(?:to|don to|bi to)\s+cao\b", re.IGNORECASE)
"""As it is typed on a telephone without accents, in a text without any."""

ENGLISH = re.compile(r"\bdenounc(?:e|es|ed|ing)\b|\bdenunciations?\b", re.IGNORECASE)

WHERE = _(
    "A denunciation (tố cáo) is not received here and nothing of it was kept. Under the Law on Denunciations it goes "
    "to the inspectorate of the agency, or to the head of the agency that manages the person denounced: there your "
    "name is protected by law."
)
"""What is said, before anything is stored."""


def sounds_like_one(*texts: str) -> bool:
    """Whether the words are those of a denunciation: then the sender is asked."""
    text = unicodedata.normalize("NFC", " ".join(texts))
    plain = not any(ord(sign) > 127 for sign in text)
    return bool(MARKED.search(text) or ENGLISH.search(text) or (plain and UNMARKED.search(text)))
