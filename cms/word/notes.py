"""What a reading tells the person: what was recognised, what was left out, what to look at again."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, override

NOT_PLACED = gettext_lazy("Not placed")
LONGER = gettext_lazy("Longer than its field")
BARE_HEADINGS = gettext_lazy("Headings without text")
BEFORE = gettext_lazy("Before the first heading")
BOXES = gettext_lazy("Text boxes")
FOOTNOTES = gettext_lazy("Footnotes")
"""Headings of what is kept in the contents, drawn in the language of documents."""

READ, LEFT_OUT, CHECK = "read", "left_out", "check"


@dataclass(frozen=True)
class Note:
    """One sentence of a reading."""

    kind: str
    text: str

    def __str__(self) -> str:
        return self.text


def of_things_met(met: Mapping[str, int]) -> list[Note]:
    """Everything besides text, named with its count."""
    sentences = {
        "picture": ngettext(
            "%(count)s picture was left out.", "%(count)s pictures were left out.", met.get("picture", 0)
        ),
        "chart": ngettext("%(count)s chart was left out.", "%(count)s charts were left out.", met.get("chart", 0)),
        "embedded": ngettext(
            "%(count)s embedded object was left out.",
            "%(count)s embedded objects were left out.",
            met.get("embedded", 0),
        ),
        "comment": ngettext(
            "%(count)s comment was left out.", "%(count)s comments were left out.", met.get("comment", 0)
        ),
        "hidden": ngettext(
            "%(count)s piece of hidden text was left out.",
            "%(count)s pieces of hidden text were left out.",
            met.get("hidden", 0),
        ),
        "attached": ngettext(
            "%(count)s attached part of another format was left out.",
            "%(count)s attached parts of another format were left out.",
            met.get("attached", 0),
        ),
        "toc": _("The table of contents was left out: it is made anew."),
    }
    notes = [Note(LEFT_OUT, text % {"count": met[kind]}) for kind, text in sentences.items() if met.get(kind)]
    if met.get("struck"):
        notes.append(Note(CHECK, _("The file has tracked changes: they were read as accepted.")))
    if met.get("formula"):
        notes.append(Note(CHECK, _("Formulas were read as plain text.")))
    return notes


def in_document(heading: Any) -> str:
    """A heading as it stands in a document: documents are Vietnamese, whoever reads the file in."""
    with override("vi"):
        return str(heading)
