"""The pages of refusals and absences: the same sentence whatever is missing."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
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
