"""Printed forms for who may see the record, as Word or PDF."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from inspections.models import Inspection, Nonconformity, Programme
from inspections.printed import corrective_action_request, programme_grid
from inspections.printed_report import inspection_report
from qms import printing
from qms.operations.print_templates import form_for
from qms.views.printing import answer, found


def nonconformity_print(request: HttpRequest, uid: Any, kind: str) -> HttpResponse:
    """The corrective action request."""
    related = ("unit", "raised_by_unit__parent", "raised_by", "lead", "verifier", "inspection")
    record = found(request, Nonconformity, uid, kind, *related)
    form = form_for(printing.CORRECTIVE_ACTION_REQUEST, record.raised_by_unit_id)
    return answer(request, record, form, corrective_action_request, kind)


def inspection_print(request: HttpRequest, uid: Any, kind: str) -> HttpResponse:
    """The report of an inspection."""
    record = found(request, Inspection, uid, kind, "unit", "raised_by_unit__parent", "lead", "edition__standard")
    form = form_for(printing.INSPECTION_REPORT, record.raised_by_unit_id)
    return answer(request, record, form, inspection_report, kind)


def programme_print(request: HttpRequest, uid: Any, kind: str) -> HttpResponse:
    """The programme of a year."""
    record = found(request, Programme, uid, kind, "unit__parent", "edition__standard")
    return answer(request, record, form_for(printing.PROGRAMME_GRID, record.unit_id), programme_grid, kind)
