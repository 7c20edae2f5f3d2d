"""Nonconforming outputs as the printed register takes them."""

from collections.abc import Sequence
from typing import Any

from qms.printing.output_contexts import OutputEntry
from qms.reports.printed_parts import language

SLIP = {"vi": "Phiếu xin lỗi {number} ngày {day}", "en": "Apology slip {number} of {day}"}


def output_entries(records: Sequence[Any]) -> tuple[OutputEntry, ...]:
    """Rows of the register."""
    return tuple(
        OutputEntry(
            number=f"{record.number}\n{record.get_kind_display()}",
            found_on=record.found_on,
            unit="\n".join(filter(None, [record.unit.name, record.document.number if record.document else ""])),
            dossier=record.dossier,
            description=record.description,
            decision="\n".join(filter(None, [record.decision, slip(record)])),
            new_date=record.new_due_on,
            returned_on=record.returned_on,
            decided_by=str(record.decided_by or ""),
            state=record.get_status_display(),
        )
        for record in records
    )


def slip(record: Any) -> str:
    """Number and date of the apology slip."""
    if not record.apology_number or record.apology_on is None:
        return ""
    return SLIP[language()].format(number=record.apology_number, day=f"{record.apology_on:%d/%m/%Y}")
