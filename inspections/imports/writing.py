"""Writing planned rows through the plural operations: new records, later states, clause references."""

from typing import Any

from inspections.imports.row_plan import RowPlan
from inspections.operations.brought_in import cite_brought_in, update_brought_in
from qms.enums import ReferenceOrigin
from qms.importing.register_kind import Asked, PlannedRow


def source_of(row: PlannedRow, asked: Asked) -> dict[str, Any]:
    """What a brought-in record keeps of where it comes from."""
    plan: RowPlan = row.plan
    return {
        "brought_in": True,
        "external_ref": plan.reference,
        "source_file": asked.file_name[:200],
        "source_row": row.number,
        "source_hash": plan.source_hash,
        "source_text": plan.source_text,
    }


def references_of(reference_model: Any, plan: RowPlan) -> list[Any]:
    """Unsaved references of a new record."""
    return [
        reference_model(clause_id=clause, written_as=written, origin=ReferenceOrigin.IMPORT)
        for clause, written in plan.citations
    ]


def write_updates(rows: list[PlannedRow], reference_model: Any, asked: Asked, *, by: Any) -> None:
    """Bring records in step with what their rows say now."""
    fields: set[str] = set()
    for row in rows:
        changes = dict(row.plan.changes)
        if not row.plan.own:
            source = source_of(row, asked)
            changes |= {name: source[name] for name in ("source_file", "source_row", "source_hash", "source_text")}
        for name, value in changes.items():
            setattr(row.plan.record, name, value)
        fields |= set(changes)
    update_brought_in([row.plan.record for row in rows if row.plan.changes or not row.plan.own], fields, by=by)
    cited = [(row.plan.record.pk, *one) for row in rows for one in row.plan.new_citations]
    dropped = [reference for row in rows for reference in row.plan.dropped]
    if cited or dropped:
        cite_brought_in(reference_model, cited, dropped, by=by)
