"""Any page as of a day: `?as_of=2019-12-31` shows what had been recorded by the end of it, whatever the page."""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from qms.api.problems import problem
from qms.history.standing import know_authority, standing
from qms.views.as_of_doors import SHUT_REASON, is_shut, only_today
from qms.views.as_of_links import keep_the_day
from qms.views.reach import asked_day
from qms.views.refusals import refusal
from qms.workflow import StepRefused

API = "/api/"
"""Programs ask it, and they are not left to believe that today's answer is that of a past day."""


class AsOfMiddleware:
    """Reads the day once, lets the whole page read as of it, shuts the doors to changes, keeps the day in links."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The page of today, or of the day that is asked for."""
        if not request.GET.get("as_of"):
            return self.get_response(request)
        if request.path_info.startswith(API):
            return problem(400, _("This interface knows only today: leave as_of out, or open the page of that day."))
        if not request.user.is_authenticated:
            return self.get_response(request)
        try:
            match = resolve(request.path_info)
        except Resolver404:
            return self.get_response(request)
        why = only_today(match)
        if why is not None:
            return self._of_today(request, str(why))
        day = asked_day(request)
        if day is None:
            return self.get_response(request)
        if request.method not in {"GET", "HEAD"} or is_shut(match):
            return self._read(request, day, shut)
        return self._read(request, day, self.get_response)

    def _of_today(self, request: HttpRequest, why: str) -> HttpResponseBase:
        if request.method == "GET" and "text/html" in request.headers.get("accept", ""):
            messages.info(request, _("%(why)s Today is shown.") % {"why": why})
        return self.get_response(request)

    def _read(self, request: HttpRequest, day: dt.date, answer: Callable[[Any], Any]) -> HttpResponseBase:
        know_authority(request.user)
        with standing(day):
            response = keep_the_day(request, answer(request), day)
        if response.streaming and not hasattr(response, "file_to_stream"):
            response.streaming_content = read_on(response.streaming_content, day)
        return response


def shut(request: HttpRequest) -> HttpResponseBase:
    """Why nothing is changed on a past day: to who opens a page that changes something, the way to today and back."""
    if request.method != "GET" or "text/html" not in request.headers.get("accept", ""):
        return refusal(request, StepRefused([SHUT_REASON]))
    today = request.GET.copy()
    today.pop("as_of")
    url = f"{request.path}?{today.urlencode()}" if today else request.path
    return render(request, "qms/as_of/shut.html", {"today_url": url, "reason": SHUT_REASON})


def read_on(chunks: Any, day: dt.date) -> Iterator[Any]:
    """An answer that is written while it is sent, each piece read as of the day."""
    pieces = iter(chunks)
    while True:
        with standing(day):
            piece = next(pieces, None)
        if piece is None:
            return
        yield piece
