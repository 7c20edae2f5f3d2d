"""A refused step that no form caught still ends in a page that says why, never in a fault."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from qms.history.recording import ReasonMissing
from qms.workflow import StepRefused


class RefusalMiddleware:
    """Turn StepRefused into 409 with every reason, ReasonMissing into 400."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer what views let through."""
        if isinstance(exception, StepRefused):
            return refusal(request, exception)
        if isinstance(exception, ReasonMissing):
            return render(request, "409.html", {"reasons": [str(exception)]}, status=400)
        return None


def refusal(request: HttpRequest, refused: StepRefused) -> HttpResponse:
    """The page that says everything that stands against a step, and who can take it."""
    return render(request, "409.html", {"reasons": refused.reasons, "who": refused.who}, status=409)
