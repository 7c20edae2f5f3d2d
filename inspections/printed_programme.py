"""The printed programme of a year: units by months, its clauses, its version and the one before, its signatures."""

from typing import Any

from django.utils.translation import gettext as _

from inspections.enums import ProgrammeStatus
from inspections.models import Programme
from inspections.programme_versions import clauses_of_visits
from qms.printing import contexts
from qms.reports.printed_parts import language, letterhead, mark, signed


def programme_grid(record: Programme) -> contexts.ProgrammeGrid:
    """The programme as it stands: units by months."""
    lines = list(
        record.lines.filter(ended_at=None).select_related("unit", "lead").order_by("unit__sort_key", "month", "pk")
    )
    return contexts.ProgrammeGrid(
        letterhead=letterhead(record, record.unit, record.approved_on),
        mark=mark(record),
        year=record.year,
        language=language(),
        version=_version(record),
        basis=record.basis,
        criteria=str(record.edition),
        rows=tuple(_visits(lines, clauses_of_visits(record))),
        legend=_("x: one visit; clauses: those that it covers, each with all below it"),
        signatures=_signatures(record),
        recipients=tuple(dict.fromkeys(line.unit.name for line in lines)),
    )


def _version(record: Programme) -> str:
    """The number; for an amendment also why, and which approved version it takes the place of."""
    number = f"{record.issue:02d}"
    before = record.versions.filter(number__lt=record.issue).order_by("-number").first()
    if before is None:
        return number
    text = _("%(number)s, in place of %(before)02d of %(day)s: %(reason)s")
    values = {"before": before.number, "day": f"{before.approved_on:%d/%m/%Y}", "reason": record.amendment_reason}
    return text % (values | {"number": number})


def _signatures(record: Programme) -> tuple[contexts.Signature, ...]:
    """The signature on this version; none while it is written or amended, whoever signed what was before."""
    if record.status in (ProgrammeStatus.DRAFT, ProgrammeStatus.AMENDED):
        return (contexts.Signature(heading=_("Top management")),)
    return tuple(signed(record)[-1:]) or (contexts.Signature(heading=_("Top management")),)


def _visits(lines: list[Any], clauses: dict[int, list[str]]) -> list[contexts.ProgrammeRow]:
    """One row for each unit, subject and lead, with its months marked."""
    rows: dict[tuple[str, str, str, str], dict[int, str]] = {}
    for line in lines:
        subject = "; ".join(filter(None, [", ".join(clauses.get(line.pk, [])), line.scope]))
        rows.setdefault((line.unit.name, subject, str(line.lead or ""), line.note), {})[line.month] = "x"
    return [
        contexts.ProgrammeRow(unit=unit, subject=subject, months=months, lead=lead, note=note)
        for (unit, subject, lead, note), months in rows.items()
    ]
