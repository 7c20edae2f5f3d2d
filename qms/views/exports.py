"""A report as a file: xlsx with its provenance, or CSV. Rows are read and written in batches."""

import datetime as dt
import tempfile
from typing import Any

from django.http import FileResponse, HttpRequest
from django.utils.translation import gettext as _

from qms import clock
from qms.exporting.csv_file import write_csv
from qms.exporting.workbook import write_workbook
from qms.history.standing import moment_of_reading
from qms.reports.declaration import Report
from qms.views.noting import filter_text, note_export
from qms.views.reach import signed_in

TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


def export_report(request: HttpRequest, report: Report, rows: Any, kind: str, as_of: dt.date | None) -> FileResponse:
    """The rows of a report as an attachment of the kind."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    columns, cells = report.export_columns(), report.cells(rows, as_of)
    if kind == "xlsx":
        count = write_workbook(file, str(report.title), columns, cells, provenance(request, report, as_of))
    else:
        count = write_csv(file, [header for header, _kind, _width in columns], cells)
    note_export(request, report.title, file, kind=kind, rows=count, as_of=as_of)
    day = (as_of or clock.today()).isoformat()
    return FileResponse(file, as_attachment=True, filename=f"{report.name}-{day}.{kind}", content_type=TYPES[kind])


def provenance(request: HttpRequest, report: Report, as_of: dt.date | None) -> dict[str, Any]:
    """Where the rows come from: list, person, moment, filter, day."""
    return {
        _("List"): str(report.title),
        _("Taken by"): signed_in(request).get_full_name(),
        _("Taken at"): moment_of_reading().astimezone(clock.HANOI),
        _("Filter"): filter_text(request) or _("none"),
        _("As recorded by the end of"): as_of or _("today"),
    }
