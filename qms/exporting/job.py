"""A long list as work in the background: its own page writes the file, as who asked, in their language."""

import shutil
import tempfile
from pathlib import Path
from typing import Any

from django.contrib.messages.storage.base import BaseStorage
from django.http import FileResponse, Http404, HttpRequest, QueryDict
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from qms.jobs import JobRefused, Progress, job, start
from qms.models.evidence import BackgroundJob
from qms.models.people import User
from qms.policy import Refused

KIND = "export_list"


def ask_for_export(address: str, title: str, *, by: User) -> BackgroundJob:
    """Have the list at that address, with its filters, written in the background."""
    return start(KIND, by=by, title=_("File of the list: %(title)s") % {"title": title}, address=address)


@job(KIND)
def run(progress: Progress, *, address: str) -> None:
    """Ask the list's page for the file, and keep it for the person."""
    progress.step(_("Reading the list"))
    answer = answered(request_for(address, progress))
    if not isinstance(answer, FileResponse):
        raise JobRefused(_("The list no longer stands, or you no longer reach it."))
    name = answer.filename or "export"
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "export"
        source: Any = answer.file_to_stream
        with target.open("wb") as file, source as content:  # the answer's own close ends connections
            shutil.copyfileobj(content, file)
        progress.result(name, target)
    progress.link(without_export(address))
    progress.summary(_("The file is ready: %(name)s") % {"name": name})


def request_for(address: str, progress: Progress) -> HttpRequest:
    """A request as the person's own browser would send it."""
    path, _mark, query = address.partition("?")
    request: Any = HttpRequest()
    request.method, request.path, request.path_info = "GET", path, path
    request.GET = QueryDict(query)
    request.META |= {"SERVER_NAME": "localhost", "SERVER_PORT": "80", "QUERY_STRING": query, "REQUEST_METHOD": "GET"}
    request.user, request.htmx, request.session = progress.user, False, {}
    request.export_progress = progress
    request._messages = Unheard(request)
    return request


def answered(request: HttpRequest) -> Any:
    """What the page answers, as of the day that its address names."""
    from qms.views.as_of import AsOfMiddleware  # noqa: PLC0415 - pages stand on this

    try:
        found = resolve(request.path_info)
        request.resolver_match = found
        return AsOfMiddleware(lambda asked: found.func(asked, *found.args, **found.kwargs))(request)
    except (Resolver404, Http404) as gone:
        raise JobRefused(_("The list no longer stands, or you no longer reach it.")) from gone
    except Refused as refused:
        raise JobRefused(str(refused)) from refused


def without_export(address: str) -> str:
    """The list itself, as it was filtered."""
    path, _mark, query = address.partition("?")
    left = QueryDict(query, mutable=True)
    left.pop("export", None)
    return f"{path}?{left.urlencode()}" if left else path


class Unheard(BaseStorage):
    """Messages of a page that nobody looks at."""

    def _get(self, *args: Any, **kwargs: Any) -> tuple[list[Any], bool]:
        return [], True

    def _store(self, messages: Any, response: Any, *args: Any, **kwargs: Any) -> list[Any]:
        return []
