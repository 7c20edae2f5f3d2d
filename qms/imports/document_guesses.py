"""Which kind a document most likely is, where the list does not say: a guess with its reasons, for people to judge."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from qms.enums import DocumentKind
from qms.importing.text import fold
from qms.importing.values import folded_words, frozen
from qms.imports.document_words import KINDS, PREFIXES

LETTERS = re.compile(r"[a-z]+")
LAW = re.compile(r"^\d+/\d{4}/|/(?:nd-cp|tt-|qh\d|ttlt-|qd-ttg)", re.IGNORECASE)
AGREED, TOLD, CONTRADICTED = 90, 70, 50  # per cent


@dataclass(frozen=True)
class Guess:
    """A kind, how sure it is in per cent (0: nothing says anything), and what says so."""

    kind: str
    sure: int = 0
    signs: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """What the preview shows."""
        label = DocumentKind(self.kind).label
        if not self.sure:
            return _("Kind: %(kind)s, because nothing says otherwise.") % {"kind": label}
        return _("Kind guessed: %(kind)s (%(sure)s%% sure, from %(signs)s).") % {
            "kind": label,
            "sure": self.sure,
            "signs": ", ".join(f"“{sign}”" for sign in self.signs),
        }


def guess_kind(number: str, title: str, heading: str = "") -> Guess:
    """By the code's beginning, and the words with which the title or the heading above the row begins."""
    by_code = kind_by_code(number)
    by_words = kind_by_words(title) or kind_by_words(heading)
    found = [one for one in (by_code, by_words) if one]  # where they contradict each other, the code counts
    if not found:
        return Guess(DocumentKind.PROCEDURE)
    kinds = {kind for kind, _sign in found}
    sure = CONTRADICTED if len(kinds) > 1 else AGREED if len(found) > 1 else TOLD
    return Guess(found[0][0], sure, tuple(sign for kind, sign in found if kind == found[0][0]))


def kind_by_code(number: str) -> tuple[str, str] | None:
    """("procedure", "QT") of "QT-05"; numbers as laws have them are from outside."""
    if found := LAW.search(fold_code(number)):
        return DocumentKind.EXTERNAL, found[0].strip("/").upper()
    first = LETTERS.match(fold_code(number))
    kind = PREFIXES.get(first[0]) if first else None
    return (kind, first[0].upper()) if kind and first else None


def fold_code(number: str) -> str:
    """The code without accents and case, its points and dashes kept."""
    return "".join(fold(part) or part for part in re.split(r"([^\w])", number))


def kind_by_words(text: str) -> tuple[str, str] | None:
    """The kind whose word the text begins with, the longest such word."""
    start, best = f"{fold(text)[:80]} ", ("", None)
    for word, kind in folded_words(frozen(KINDS)).items():
        if len(word) > 3 and start.startswith(f"{word} ") and len(word) > len(best[0]):
            best = (word, kind)
    return (best[1], " ".join(text.split()[: len(best[0].split())])) if best[1] else None
