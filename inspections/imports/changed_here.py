"""What was changed here since a file brought it in, against what the file says now: three ways, for a person."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from inspections.imports.about import chunks
from qms.importing.register_kind import PlannedRow
from qms.importing.verdicts import CONFLICT

IMPORTING = ("update_brought_in", "import_register", "undo_import")
"""Operations by which a file speaks; so does the first version of what was brought in."""
KEPT_APART = frozenset({"source_text", "source_hash", "source_file", "source_row"})


def as_imported(model: Any, keys: Iterable[int]) -> dict[int, Any]:
    """For records that were changed here: the version that the last import left."""
    found: dict[int, Any] = {}
    for part in chunks(keys):
        later = model.history.filter(id__in=part, sequence__gt=1).exclude(operation__in=IMPORTING)
        moved = set(later.values_list("id", flat=True))
        rows = model.history.filter(id__in=moved).filter(Q(sequence=1) | Q(operation__in=IMPORTING))
        found |= {row.id: row for row in rows.order_by("sequence")}
    return found


def ask_about_changes(row: PlannedRow, record: Any, before: Any) -> None:
    """What only the file changed is taken, what only we changed stays; what both changed waits for a decision."""
    for name, value in list(row.plan.changes.items()):
        here, then = getattr(record, name), getattr(before, name)
        if name in KEPT_APART or here == then:
            continue
        if value == then:
            del row.plan.changes[name]
        else:
            row.conflicts[name] = (then, value, here)
    if row.conflicts:
        row.verdict, row.why = "decide", CONFLICT
        row.record_title, row.record_url = record.number, record.get_absolute_url()
