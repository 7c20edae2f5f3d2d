"""Printed forms for who may see the record, as Word or PDF."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header

from qms import printing
from qms.views.noting import note_print
from qms.views.reach import get_visible

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
KINDS: dict[str, tuple[Callable[..., bytes], str]] = {
    "docx": (printing.render_docx, WORD),
    "pdf": (printing.render_pdf, "application/pdf"),
}


def answer(
    request: HttpRequest, record: Any, form: Any, context: Callable[[Any], Any], kind: str, name: str = ""
) -> HttpResponse:
    """The rendered form as an attachment, or a page that says why it cannot be printed now."""
    try:
        content = KINDS[kind][0](form, context(record))
    except printing.PrintingUnavailable as reason:
        told = {"reason": str(reason), "back": record.get_absolute_url()}
        return render(request, "qms/generic/unprintable.html", told, status=503)
    note_print(request, record, name, content, kind=kind)
    response = HttpResponse(content, content_type=KINDS[kind][1])
    response.headers["Content-Disposition"] = content_disposition_header(True, f"{name or record.number}.{kind}")
    response.headers["Cache-Control"] = "private, no-store"
    return response


def found(request: HttpRequest, model: Any, uid: Any, kind: str, *related: str, rows: Any = None) -> Any:
    """The record within reach (or among `rows`), for a known kind of file."""
    if kind not in KINDS:
        raise Http404
    return get_visible(model, request.user, uid, *related, rows=rows)
