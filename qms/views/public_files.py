"""Files and prints of published documents, open without an account."""

from typing import Any

from django.core.cache import cache
from django.core.files.storage import storages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from qms import clock, printing
from qms.operations.print_templates import form_for
from qms.reports.printed_documents import controlled_document, print_name
from qms.views.files import SANDBOX
from qms.views.public_pages import KEPT, page, public
from qms.views.publication import content_files, found

PRINTED = 24 * 3600  # seconds that a print is kept: the day stands on it


@public
def public_print(request: HttpRequest, slug: str) -> HttpResponse:
    """The issue in force as PDF; drawn once a day for each language, since anybody may ask."""
    issue = found(slug)
    key = f"public-print:{issue.uid}:{issue.head_hash}:{get_language()}:{clock.today()}"
    content = cache.get(key)
    if content is None:
        form = form_for(printing.CONTROLLED_DOCUMENT, issue.document.unit_id)
        try:
            content = printing.render_pdf(form, controlled_document(issue))
        except printing.PrintingUnavailable:
            return page(request, "qms/public/unprintable.html", {"no_index": True}, status=503)
        cache.set(key, content, PRINTED)
    response = HttpResponse(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = content_disposition_header(True, f"{print_name(issue)}.pdf")
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@require_safe
def public_file(request: HttpRequest, slug: str, uid: Any) -> HttpResponseBase:
    """A file that is part of the issue in force of a published document."""
    link = content_files(found(slug)).filter(uid=uid).first()
    if link is None:
        raise Http404
    try:
        content = storages["records"].open(link.file.stored_name)
    except FileNotFoundError as missing:
        raise Http404 from missing
    response = FileResponse(content, as_attachment=True, filename=link.name, content_type=link.file.media_type)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = f"public, max-age={KEPT}"
    response.headers["Content-Security-Policy"] = SANDBOX
    return response
