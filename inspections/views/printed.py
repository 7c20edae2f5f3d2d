"""Printed forms for who may see the record, as Word or PDF."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header

from inspections.models import Inspection, Nonconformity, Programme
from inspections.printed import corrective_action_request, programme_grid
from inspections.printed_report import inspection_report
from qms import printing
from qms.views.reach import get_visible

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
KINDS: dict[str, tuple[Callable[..., bytes], str]] = {
    "docx": (printing.render_docx, WORD),
    "pdf": (printing.render_pdf, "application/pdf"),
}


def answer(request: HttpRequest, record: Any, form: Any, context: Callable[[Any], Any], kind: str) -> HttpResponse:
    """The rendered form as an attachment, or a page that says why it cannot be printed now."""
    try:
        content = KINDS[kind][0](form, context(record))
    except printing.PrintingUnavailable as reason:
        told = {"reason": str(reason), "back": record.get_absolute_url()}
        return render(request, "inspections/nonconformity_unprintable.html", told, status=503)
    response = HttpResponse(content, content_type=KINDS[kind][1])
    response.headers["Content-Disposition"] = content_disposition_header(True, f"{record.number}.{kind}")
    response.headers["Cache-Control"] = "private, no-store"
    return response


def found(request: HttpRequest, model: Any, uid: Any, kind: str, *related: str) -> Any:
    """The record within reach, for a known kind of file."""
    if kind not in KINDS:
        raise Http404
    return get_visible(model, request.user, uid, *related)


def nonconformity_print(request: HttpRequest, uid: Any, kind: str) -> HttpResponse:
    """The corrective action request."""
    related = ("unit", "raised_by_unit__parent", "raised_by", "lead", "verifier", "inspection")
    record = found(request, Nonconformity, uid, kind, *related)
    return answer(request, record, printing.CORRECTIVE_ACTION_REQUEST, corrective_action_request, kind)


def inspection_print(request: HttpRequest, uid: Any, kind: str) -> HttpResponse:
    """The report of an inspection."""
    record = found(request, Inspection, uid, kind, "unit", "raised_by_unit__parent", "lead", "edition__standard")
    return answer(request, record, printing.INSPECTION_REPORT, inspection_report, kind)


def programme_print(request: HttpRequest, uid: Any, kind: str) -> HttpResponse:
    """The programme of a year."""
    record = found(request, Programme, uid, kind, "unit__parent", "edition__standard")
    return answer(request, record, printing.PROGRAMME_GRID, programme_grid, kind)
