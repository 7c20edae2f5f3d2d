"""The pages of refusals and absences: the same sentence whatever is missing."""

import errno
import sys
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views import defaults


def not_found(request: HttpRequest, exception: Any) -> HttpResponse:
    """The same body for what does not exist and for what one may not see; programs are told so in JSON."""
    if request.path.startswith("/api/"):
        return JsonResponse({"detail": _("Not found.")}, status=404)
    return render(request, "404.html", status=404)


def forbidden(request: HttpRequest, exception: Any) -> HttpResponse:
    """Says why, and who can."""
    decision = getattr(exception, "decision", None)
    reason = str(exception) or _("Your roles do not allow it.")
    context = {"reasons": [reason], "who": str(getattr(decision, "who", ""))}
    return render(request, "403.html", context, status=403)


RETRY_SECONDS = 10
FULL = {errno.ENOSPC, errno.EDQUOT}


def server_error(request: HttpRequest) -> HttpResponse:
    """A fault of ours is 500; a database that is gone or locked and a full disk are 503, to be tried again.

    The pages ask nothing of database or session.
    """
    if _will_pass(sys.exc_info()[1]):
        return not_available(request)
    return HttpResponse(render_to_string("500.html"), status=500)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django takes a session that could not be written for one that was ended."""
    if _will_pass(exception):
        return not_available(request)
    return defaults.bad_request(request, exception)


def _will_pass(fault: BaseException | None) -> bool:
    """Whether the database or the disk stands behind a fault, at any remove."""
    while fault is not None:
        if isinstance(fault, OperationalError | InterfaceError) or getattr(fault, "errno", None) in FULL:
            return True
        fault = fault.__cause__ or fault.__context__
    return False


def not_available(request: HttpRequest) -> HttpResponse:
    """Says that it is worth trying again, and when."""
    headers = {"Retry-After": str(RETRY_SECONDS), "Cache-Control": "no-store"}
    if request.path.startswith("/api/"):
        detail = _("The system cannot save right now. Nothing was saved; try again in a moment.")
        return JsonResponse({"detail": detail}, status=503, headers=headers)
    return HttpResponse(render_to_string("503.html"), status=503, headers=headers)
