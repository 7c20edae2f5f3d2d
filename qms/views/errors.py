"""The pages of refusals and absences: the same sentence whatever is missing."""

import errno
import sys
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _


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
    fault = sys.exc_info()[1]
    passing = isinstance(fault, OperationalError | InterfaceError) or getattr(fault, "errno", None) in FULL
    if not passing:
        return HttpResponse(render_to_string("500.html"), status=500)
    headers = {"Retry-After": str(RETRY_SECONDS), "Cache-Control": "no-store"}
    if request.path.startswith("/api/"):
        detail = _("The system cannot save right now. Nothing was saved; try again in a moment.")
        return JsonResponse({"detail": detail}, status=503, headers=headers)
    return HttpResponse(render_to_string("503.html"), status=503, headers=headers)
