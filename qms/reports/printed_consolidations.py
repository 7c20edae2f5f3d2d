"""A consolidated report and the page over all units as their printed forms take them."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from qms.consolidating.board import Board, Line
from qms.consolidating.quarters import quarter_coded, said_joined
from qms.consolidating.reading import periods_joined
from qms.consolidating.states import IN, Standing
from qms.history.standing import moment_of_reading
from qms.models.periodic_reports import Consolidation
from qms.printing import contexts
from qms.printing.consolidation_form import (
    Consolidated,
    StateEntry,
    SumEntry,
    UnitEntry,
    UnitsByQuarters,
)
from qms.reporting_enums import ConsolidationStatus
from qms.reports import consolidation_facts as told
from qms.reports.consolidations import said_counts
from qms.reports.printed_parts import language, letterhead, mark, signed
from qms.reports.printed_registers import Headed

MOST = 500
"""Units on one print; a workbook takes any number."""


def consolidated_context(record: Consolidation) -> Consolidated:
    """The report with its sums and its annex; what is not signed says so."""
    quarter = quarter_coded(record.code)
    periods = periods_joined(record.unit_id, record.form_id, quarter) if quarter else []
    head: Any = record
    return Consolidated(
        letterhead=letterhead(_Numbered(head), record.unit, record.signed_on),
        mark=mark(record),
        language=language(),
        draft=record.status == ConsolidationStatus.DRAWN,
        quarter=quarter.label if quarter else record.code,
        period=f"{record.figures_from:%d/%m/%Y} - {record.figures_to:%d/%m/%Y}",
        as_of=record.as_of,
        joined=said_joined(quarter, periods) if quarter else "",
        counts=said_counts(told.counts_of(record)),
        replaces=f"{record.replaces.number}: {record.why}" if record.replaces else "",
        note=record.note,
        rows=tuple(_rows(record)),
        states=tuple(
            StateEntry(
                unit=f"{row.name} ({row.code})",
                period=row.period,
                due=row.due,
                submitted=row.submitted,
                state=row.look["label"],
            )
            for row in told.state_rows(record)
        ),
        signatures=tuple(signed(record)),
        recipients=tuple(line.strip(" -;.") for line in record.recipients.splitlines() if line.strip()),
    )


class _Numbered:
    """The number on the paper is the one it was registered under."""

    def __init__(self, record: Consolidation) -> None:
        self.number = record.document_number or ""


def _rows(record: Consolidation) -> list[SumEntry]:
    rows = []
    for section, lines in told.sections_of(record):
        rows.append(SumEntry(line=f"{section.number}. {section.title}", heading=True))
        for row in lines:
            unit = f" ({row.line.measure_unit})" if row.line.measure_unit else ""
            rows.append(
                SumEntry(
                    line=f"{row.line.title}{unit}", over=row.numerator, under=row.denominator, rate=row.rate,
                    reports=str(row.reports),
                )
            )  # fmt: skip
    return rows


def printed_units(board: Board, lines: Sequence[Line], form: Any) -> UnitsByQuarters:
    """The units shown, each with the quarters in which its report was late, returned or is missing."""
    url = settings.QMS_BASE_URL.rstrip("/") + reverse("reports_board")
    cut = [_("cut off: narrow the list")] if len(lines) > MOST else []
    labels = [column.quarter.label for column in board.columns]
    totals = [f"{column.quarter.label}: {said_counts(column.counts)}" for column in board.columns if column.counts.owed]
    return UnitsByQuarters(
        letterhead=letterhead(Headed, board.superior, board.day),
        mark=contexts.PrintMark(status=f"{board.day:%d/%m/%Y}", printed_at=moment_of_reading(), url=url),
        language=language(),
        scope="; ".join([*said_filters(form), *cut]),
        quarters=f"{labels[0]} - {labels[-1]}" if labels else "",
        totals="\n".join(totals),
        updated_on=board.day,
        rows=tuple(_unit(line, labels) for line in lines[:MOST]),
    )


def _unit(line: Line, labels: Sequence[str]) -> UnitEntry:
    cells = [(label, cell.judged) for label, cell in zip(labels, line.cells, strict=True) if cell.judged is not None]
    owed = [one for _label, one in cells if one.state != Standing.EXCUSED]

    def where(holds: Any) -> str:
        return ", ".join(label for label, one in cells if holds(one))

    return UnitEntry(
        unit=f"{line.holder.name} ({line.holder.code})",
        received=f"{sum(one.state in IN for one in owed)}/{len(owed)}",
        late=where(lambda one: one.late and one.state in IN),
        returned=where(lambda one: one.state == Standing.RETURNED),
        missing=where(lambda one: one.state == Standing.MISSING),
    )


def said_filters(form: Any) -> list[str]:
    found = []
    for name in ("q", "kind", "year", "show"):
        value = form.asked(name)
        if value:
            field = form.fields[name]
            found.append(f"{field.label}: {dict(getattr(field, 'choices', ())).get(value, value)}")
    return found
