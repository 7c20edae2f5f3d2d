"""Consolidated reports as Word, PDF and Excel; the page over all units as Word and PDF."""

import tempfile
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from qms import clock, printing
from qms.exporting.consolidation_workbook import write_consolidation
from qms.exporting.form_workbook import Heading
from qms.history.standing import moment_of_reading
from qms.models.periodic_reports import Consolidation
from qms.operations.print_templates import form_for
from qms.reporting_enums import LineKind
from qms.reports import consolidation_facts as told
from qms.reports.consolidations import said_counts, share
from qms.reports.printed_consolidations import consolidated_context, printed_units
from qms.reports.printed_parts import letterhead
from qms.views.exports import XLSX
from qms.views.noting import note_export
from qms.views.printing import answer, found
from qms.views.reach import asked_day, get_visible, signed_in

RELATED = ("unit__parent", "form", "signed_by", "replaces")


@require_safe
def consolidation_print(request: HttpRequest, uid: Any, kind: str) -> HttpResponseBase:
    """The report with its annex as Word, PDF or Excel."""
    if kind == "xlsx":
        record = get_visible(Consolidation, request.user, uid, *RELATED)
        return _workbook(request, record)
    record = found(request, Consolidation, uid, kind, *RELATED)
    return answer(request, record, form_for(printing.CONSOLIDATED_REPORT, record.unit_id), consolidated_context, kind)


def _workbook(request: HttpRequest, record: Consolidation) -> FileResponse:
    context = consolidated_context(record)
    head: Any = letterhead(record, record.unit, record.signed_on)
    day = record.signed_on or asked_day(request) or clock.today()
    title = _("Consolidated report of %(quarter)s") % {"quarter": context.quarter}
    counts = said_counts(told.counts_of(record))
    number = _("No.: %(number)s") % {"number": record.document_number or "…"}
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    write_consolidation(
        file,
        (Heading(title, head, counts, day), sum_columns(), sum_cells(record)),
        (Heading(_("Reports of the units"), head, counts, day), state_columns(), state_cells(record)),
        context.recipients,
        _provenance(request, record),
        number,
    )
    note_export(request, title, file, kind="xlsx", rows=len(record.states), as_of=asked_day(request))
    name = f"{record.number}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)


def sum_columns() -> list[tuple[str, str, int]]:
    """Headers, kinds and widths of the sums."""
    return [
        (_("Section"), "text", 30), (_("Line"), "text", 60), (_("Unit of measure"), "text", 14),
        (_("Value or numerator"), "number", 16), (_("Denominator"), "number", 14), (_("Rate"), "percent", 10),
        (_("Reports with a figure"), "integer", 12),
    ]  # fmt: skip


def sum_cells(record: Consolidation) -> list[list[Any]]:
    """Every line with its sums as numbers."""
    rows = record.figures.select_related("line__section").order_by("line__section__position", "line__position", "pk")
    cells = []
    for one in rows:
        is_share = one.line.kind == LineKind.RATIO
        rate = share(one.numerator, one.denominator) if is_share else None
        section = f"{one.line.section.number}. {one.line.section.title}"
        cells.append([
            section, one.line.title, one.line.measure_unit, one.numerator, one.denominator if is_share else None,
            rate / 100 if rate is not None else None, one.reports,
        ])  # fmt: skip
    return cells


def state_columns() -> list[tuple[str, str, int]]:
    """Headers, kinds and widths of the annex."""
    return [
        (_("Code"), "text", 14), (_("Unit"), "text", 60), (_("Period"), "text", 12), (_("Due"), "date", 12),
        (_("Submitted on"), "date", 12), (_("Status"), "text", 24),
    ]  # fmt: skip


def state_cells(record: Consolidation) -> list[list[Any]]:
    """Each unit with its state in words."""
    return [
        [row.code, row.name, row.period, row.due, row.submitted, row.look["label"]] for row in told.state_rows(record)
    ]


def _provenance(request: HttpRequest, record: Consolidation) -> dict[str, Any]:
    return {
        _("List"): record.number,
        _("Taken by"): signed_in(request).get_full_name(),
        _("Taken at"): moment_of_reading().astimezone(clock.HANOI),
        _("Reports as of"): record.as_of,
        _("Address"): request.build_absolute_uri(record.get_absolute_url()),
    }


class _Page:
    """The page over all units as what a failed print leads back to."""

    def get_absolute_url(self) -> str:
        """Its address."""
        return reverse("reports_board")


def print_board(request: HttpRequest, board: Any, lines: Any, form: Any, kind: str) -> HttpResponse:
    """The units shown as Word or PDF."""
    paper = form_for(printing.REPORTS_BOARD, board.superior.pk)
    name = f"{_('All units by quarters')} {board.day.isoformat()}"
    return answer(request, _Page(), paper, lambda _page: printed_units(board, lines, form), kind, name=name)
