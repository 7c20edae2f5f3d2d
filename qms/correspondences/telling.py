"""What a version changed, in words of the reader's language."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qms.correspondences.rows import SAID, Said
from qms.correspondences.versions import Change
from qms.correspondences.words import basis_shown, degree_shown, relation_shown
from qms.policy import Text

LABELS: dict[str, Text] = {
    "from": gettext_lazy("Old clause"),
    "to": gettext_lazy("New clause"),
    "relation": gettext_lazy("Relation"),
    "note_vi": gettext_lazy("Note in Vietnamese"),
    "note_en": gettext_lazy("Note in English"),
    "change_degree": gettext_lazy("Degree of change"),
    "basis": gettext_lazy("Evidence"),
    "own_word": gettext_lazy("Relation in the source’s word"),
}
SHOWN = {"relation": relation_shown, "change_degree": degree_shown, "basis": basis_shown}


@dataclass
class Told:
    """One changed row: which, what happened to it, and label, old and new of what differs."""

    row: str
    kind: str
    text: str
    values: list[dict[str, str]] = field(default_factory=list)


def told_changes(changes: Iterable[Change]) -> list[Told]:
    """The changes of a version, row by row."""
    return [_told(change) for change in changes]


def _told(change: Change) -> Told:
    old, new = change["old"], change["new"]
    if old is None:
        return Told(sides(new), "added", _("added: %(relation)s") % {"relation": relation_shown(new["relation"])})
    if new is None:
        return Told(sides(old), "ended", _("taken out"))
    return Told(sides(old), "changed", _("changed"), _values(old, new))


def sides(row: Said) -> str:
    """Both clauses by number."""
    return f"{row['from'] or '–'} → {row['to'] or '–'}"


def _values(old: Said, new: Said) -> list[dict[str, str]]:
    return [
        {"label": str(LABELS[name]), "old": _shown(name, old), "new": _shown(name, new)}
        for name in ("from", "to", *SAID)
        if old[name] != new[name]
    ]


def _shown(name: str, row: Said) -> str:
    value = row[name] or ""
    return SHOWN[name](value) if name in SHOWN and value else value
