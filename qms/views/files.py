"""Files of records: served only through a record that one may see."""

from typing import Any

from django.core.files.storage import storages
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from qms.history.standing import present
from qms.reaching import reaches
from qms.registry import registry
from qms.retention.stubs import stub_of_file

SANDBOX = "sandbox; default-src 'none'; style-src 'unsafe-inline'"


def reached_record(link: Any) -> Any:
    """The record through which the file is reached: the link's own answer, its record's, or its record."""
    for one in (link, link.record):
        if hasattr(one, "reach_record"):
            return one.reach_record()
    return link.record


def serve_file(request: HttpRequest, label: str, uid: Any) -> HttpResponseBase:
    """The bytes of a file; photographs inline, all else as an attachment; never run by the browser."""
    link = find_link(label, uid)
    record = reached_record(link)
    if not (may_open(request.user, record) and is_in_part(link, request.user)):
        raise Http404
    if link.file.gone_at is not None:
        return gone(request, link)
    try:
        content = storages["records"].open(link.file.stored_name)
    except FileNotFoundError:
        if disposed := gone_since(link):
            return gone(request, disposed)
        reason = _("The file «%(name)s» is missing from the storage. Tell your administrator.") % {"name": link.name}
        return render(request, "404.html", {"reason": reason}, status=404)
    inline = link.is_image
    response = FileResponse(content, as_attachment=not inline, filename=link.name, content_type=link.file.media_type)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Content-Security-Policy"] = SANDBOX
    return response


def gone_since(link: Any) -> Any:
    """As of a past day: the link as it is today, where its bytes were disposed of after that day; else None."""
    with present():
        today = type(link).objects.select_related("file__gone_by").get(pk=link.pk)
    return today if today.file.gone_at is not None else None


def gone(request: HttpRequest, link: Any) -> HttpResponseBase:
    """That the file was disposed of, when and by which decision; what it was stays."""
    stub = stub_of_file(link.file)
    told = {"name": link.name, "sha256": link.file.sha256, "said": str(stub or "")}
    told["decision_url"] = stub.url if stub else ""
    return render(request, "qms/retention/gone.html", told, status=410)


def may_open(user: Any, record: Any) -> bool:
    """Whether the person reaches the record; of documents and issues, whoever may read them."""
    return hasattr(type(record)._default_manager, "visible_to") and reaches(user, record)


def is_in_part(link: Any, user: Any) -> bool:
    """Whether the file belongs to what the person sees of the record: the link's own answer, or its record's."""
    return all(one.seen_by(user) for one in (link, link.record) if hasattr(one, "seen_by"))


def find_link(label: str, uid: Any) -> Any:
    """The standing link of that kind. Raises Http404."""
    model = registry.file_links.get(label)
    if not model:
        raise Http404
    link = model.objects.select_related("file__gone_by", "record").filter(uid=uid, ended_at=None).first()
    if link is None:
        raise Http404
    return link
