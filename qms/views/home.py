"""My work: the first page after signing in."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from qms.worklist import sections


def home(request: HttpRequest) -> HttpResponse:
    """To decide, to do, overdue, coming."""
    context: dict[str, Any] = {"sections": sections(request.user), "shortcuts": []}
    return render(request, "qms/home.html", context)
