"""Printed forms for who may see the record, as Word or PDF."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from inspections.models import Inspection, Nonconformity, Programme
from inspections.printed import corrective_action_request
from inspections.printed_programme import programme_grid
from inspections.printed_report import inspection_report
from inspections.report_reading import Reading, reading, version_reading
from qms import printing
from qms.operations.print_templates import form_for
from qms.views.printing import answer, found

REPORT_RELATED = ("unit", "raised_by_unit__parent", "lead", "edition__standard")


def nonconformity_print(request: HttpRequest, uid: Any, kind: str) -> HttpResponse:
    """The corrective action request."""
    related = ("unit", "raised_by_unit__parent", "raised_by", "lead", "verifier", "inspection")
    record = found(request, Nonconformity, uid, kind, *related)
    form = form_for(printing.CORRECTIVE_ACTION_REQUEST, record.raised_by_unit_id)
    return answer(request, record, form, corrective_action_request, kind)


def inspection_print(request: HttpRequest, uid: Any, kind: str) -> HttpResponse:
    """The report of an inspection: from the conclusion on as it was frozen, before it the reader's part of it."""
    record = found(request, Inspection, uid, kind, *REPORT_RELATED)
    return print_report(request, record, reading(record, request.user), kind)


def version_print(request: HttpRequest, uid: Any, number: int, kind: str) -> HttpResponse:
    """One concluded version of the report, superseded or not."""
    record = found(request, Inspection, uid, kind, *REPORT_RELATED)
    version = get_object_or_404(record.report_versions.select_related("inspection"), number=number)
    return print_report(request, record, version_reading(version), kind)


def print_report(request: HttpRequest, record: Inspection, read: Reading, kind: str) -> HttpResponse:
    """The report in the sender's form; each version has its own file name."""
    form = form_for(printing.INSPECTION_REPORT, record.raised_by_unit_id)
    name = f"{record.number}-{read.version.number:02d}" if read.version else record.number
    return answer(request, record, form, lambda one: inspection_report(one, read), kind, name)


def programme_print(request: HttpRequest, uid: Any, kind: str) -> HttpResponse:
    """The programme of a year."""
    record = found(request, Programme, uid, kind, "unit__parent", "edition__standard")
    return answer(request, record, form_for(printing.PROGRAMME_GRID, record.unit_id), programme_grid, kind)
