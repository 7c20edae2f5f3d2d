"""A report as a file: xlsx with its provenance, CSV, or a form of the administration; long lists by a job."""

import datetime as dt
import tempfile
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from qms import clock
from qms.exporting.csv_file import delimiter_of, write_csv
from qms.exporting.form_workbook import Heading, write_form
from qms.exporting.workbook import write_workbook
from qms.history.standing import moment_of_reading, present
from qms.registry import registry
from qms.reports.declaration import Report
from qms.reports.printed_parts import letterhead
from qms.reports.printed_registers import Headed, filters_said, unit_of
from qms.views.noting import LEFT_OUT, note_export
from qms.views.reach import signed_in

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TYPES = {"xlsx": XLSX, "csv": "text/csv; charset=utf-8", "form": XLSX}
LARGE = 20_000
"""Rows above which a file is made in the background."""
MOST_IN_FORM = 5_000
"""Rows of a form: what people still print."""
STEP = 500  # rows between two words about progress


class TooLong(Exception):
    """A form would hold more rows than anybody prints."""


def export_report(
    request: HttpRequest, report: Report, rows: Any, kind: str, as_of: dt.date | None
) -> HttpResponseBase:
    """The rows of a report as an attachment of the kind; a long list as the page of the job that makes it."""
    progress = getattr(request, "export_progress", None)
    if progress is None and is_longer(rows, LARGE) and kind != "form":
        return in_background(request, report)
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    try:
        count = write_kind(file, request, report, rows, kind, as_of)
    except TooLong:
        file.close()
        return told_too_long(request)
    note_export(request, report.title, file, kind=kind, rows=count, as_of=as_of)
    day = (as_of or clock.today()).isoformat()
    ending = "xlsx" if kind == "form" else kind
    name = f"{report.name}-{'form-' if kind == 'form' else ''}{day}.{ending}"
    return FileResponse(file, as_attachment=True, filename=name, content_type=TYPES[kind])


def write_kind(file: Any, request: HttpRequest, report: Report, rows: Any, kind: str, as_of: dt.date | None) -> int:
    """Write the file and return how many rows there were."""
    if kind == "form":
        return write_as_form(file, request, report, rows, as_of)
    columns, cells = report.export_columns(), told(request, report.cells(rows, as_of), rows)
    if kind == "xlsx":
        return write_workbook(file, str(report.title), columns, cells, provenance(request, report, as_of))
    headers = [header for header, _kind, _width in columns]
    return write_csv(file, headers, cells, delimiter=delimiter_of(get_language()))


def is_longer(rows: Any, most: int) -> bool:
    """Whether there are more rows than that, without counting them all."""
    if isinstance(rows, QuerySet):
        return len(rows.order_by().values_list("pk", flat=True)[most : most + 1]) > 0
    try:
        return len(rows) > most
    except TypeError:  # made while it is written
        return False


def told(request: HttpRequest, cells: Iterable[Any], rows: Any) -> Iterator[Any]:
    """The cells as they pass; a job says how far it is."""
    progress = getattr(request, "export_progress", None)
    if progress is None:
        yield from cells
        return
    total, done, source = rows.count() if isinstance(rows, QuerySet) else len(rows), 0, iter(cells)
    while batch := list(islice(source, STEP)):
        progress.step(_("Writing rows"), done, total)
        yield from batch
        done += len(batch)
    progress.step(_("Rows are written"), total, total)


def in_background(request: HttpRequest, report: Report) -> HttpResponseBase:
    """Have the file made by a job, and lead to its page."""
    from qms.exporting.job import ask_for_export  # noqa: PLC0415 - the job opens pages, this is part of them

    with present():
        row = ask_for_export(request.get_full_path(), str(report.title), by=signed_in(request))
    sentence = _("The list has more than %(count)s rows: the file is made in the background. You may go on meanwhile.")
    messages.info(request, sentence % {"count": f"{LARGE:,}".replace(",", "." if get_language() == "vi" else ",")})
    return redirect("job", row.uid)


def told_too_long(request: HttpRequest) -> HttpResponseBase:
    """A form is for paper: say so, and show the list again."""
    sentence = _("A form holds at most %(count)d rows. Narrow the filter, or take the list as Excel.")
    messages.warning(request, sentence % {"count": MOST_IN_FORM})
    query = request.GET.copy()
    query.pop("export", None)
    return redirect(f"{request.path}?{query.urlencode()}")


def provenance(request: HttpRequest, report: Report, as_of: dt.date | None) -> dict[str, Any]:
    """Where the rows come from: list, person, moment, filter, day."""
    return {
        _("List"): str(report.title),
        _("Taken by"): signed_in(request).get_full_name(),
        _("Taken at"): moment_of_reading().astimezone(clock.HANOI),
        _("Filter"): "; ".join(filter_said(request, report)) or _("none"),
        _("As recorded by the end of"): as_of or _("today"),
        _("Address"): request.build_absolute_uri(request.path),
    }


def filter_said(request: HttpRequest, report: Report) -> list[str]:
    """The filters in words; of a page without a declared filter, its own words for them, else as they stand."""
    own = getattr(report, "filter_said", None)
    if own is not None:
        return list(own(request))
    filterset = filterset_of(request, report)
    if filterset is not None:
        return [one for one in filters_said(filterset) if one]
    return [f"{name}: {', '.join(given)}" for name, given in request.GET.lists() if name not in LEFT_OUT and any(given)]


def filterset_of(request: HttpRequest, report: Report) -> Any:
    """The list's filter as the address asks it, read."""
    if getattr(report, "filterset_class", None) is None:
        return None
    nothing = report.model.objects.none()
    filterset: Any = report.filterset_class(request.GET, queryset=nothing, request=request, user=request.user)
    filterset.is_valid()
    return filterset


def form_of(report: Report) -> Report:
    """The report whose columns the form of a list has: those that come in again, where such records do."""
    own, name = type(report), report.name
    same = (kind for kind in registry.export_kinds.values() if kind.name == name or issubclass(kind, own))
    found = next(same, None)
    return found() if found is not None else report


def write_as_form(file: Any, request: HttpRequest, report: Report, rows: Any, as_of: dt.date | None) -> int:
    """The rows below the heading of an administrative document."""
    if is_longer(rows, MOST_IN_FORM):
        raise TooLong
    layout = form_of(report)
    if layout is not report:
        rows = layout.queryset(request.user, as_of).filter(pk__in=rows.order_by().values("pk")).order_by(*layout.order)
    filterset = filterset_of(request, report)
    unit = getattr(report, "form_unit", None) or unit_of(request.user, filterset)
    head: Any = letterhead(Headed, unit, as_of or clock.today()) if unit else None
    scope = "; ".join(filter_said(request, report))
    heading = Heading(str(report.title), head, scope, as_of or clock.today())
    about = provenance(request, report, as_of)
    return write_form(file, heading, layout.export_columns(), layout.cells(rows, as_of), about)
