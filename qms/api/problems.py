"""What the interface answers when it does not do what was asked: always JSON, with a sentence for the person."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.core.exceptions import ValidationError as FormError
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.request import RawPostDataException, UnreadablePostError
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from pydantic import BaseModel

from qms.history.recording import ReasonMissing
from qms.history.tracked import StaleRecord
from qms.policy import Refused
from qms.workflow import StepRefused

FAULTS_SHOWN = 20


class ProblemAnswer(BaseModel):
    """An answer that is none: what stands against it, every reason, who can, and a code where a program must tell."""

    detail: str
    reasons: list[str] = []
    who: str = ""
    code: str = ""


ERRORS: dict[int, Any] = dict.fromkeys((400, 401, 403, 404, 409, 413, 415, 422, 428), ProblemAnswer)
"""The errors that every operation declares."""


class Problem(Exception):
    """A refusal of the interface's own: its status, a sentence, and what else the answer carries."""

    def __init__(self, status: int, detail: Any, **further: Any) -> None:
        self.status, self.detail, self.further = status, str(detail), further
        super().__init__(self.detail)


def problem(status: int, detail: Any, **further: Any) -> JsonResponse:
    """The answer itself. Nothing is kept of it on the way."""
    answer = JsonResponse({"detail": str(detail), **further}, status=status)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def not_found() -> JsonResponse:
    """The same for what is not there and for what the person does not reach."""
    return problem(404, _("Not found."))


def _refused(step: StepRefused) -> JsonResponse:
    return problem(409, " ".join(step.reasons), reasons=step.reasons, who=step.who)


def _forbidden(refused: Refused) -> JsonResponse:
    return problem(403, refused, who=str(refused.decision.who))


def _unreadable(error: ValidationError) -> JsonResponse:
    faults = [_fault(one) for one in error.errors[:FAULTS_SHOWN]]
    return problem(422, _("What was sent is not in the form that is asked for: %(faults)s.") % {
        "faults": "; ".join(faults)
    }, reasons=faults)  # fmt: skip


def _fault(fault: dict[str, Any]) -> str:
    """Where, and what is wrong: for whoever writes a program, in the words of the reader of JSON."""
    return f"{'.'.join(str(part) for part in fault.get('loc', ())[1:])}: {fault.get('msg', '')}"


def _too_large(_error: Any = None) -> JsonResponse:
    return problem(413, _("What was sent is larger than is taken at once. Send less."))


def _broken(_error: Any) -> JsonResponse:
    return problem(400, _("What was sent cannot be read."))


def _twice(_error: Any) -> JsonResponse:
    return problem(409, _("The same was sent twice at the same moment. Send it again."), code="again")


ANSWERS: dict[type[Exception], Callable[[Any], JsonResponse]] = {
    AuthenticationError: lambda _error: problem(401, _("Sign in first.")),
    HttpError: lambda error: _broken(error) if error.status_code == 400 else problem(error.status_code, error),
    ValidationError: _unreadable,
    Problem: lambda error: problem(error.status, error.detail, **error.further),
    Http404: lambda _error: not_found(),
    Refused: _forbidden,
    StepRefused: _refused,
    StaleRecord: _twice,
    IntegrityError: _twice,
    ReasonMissing: lambda error: problem(400, error),
    FormError: lambda error: problem(422, " ".join(error.messages), reasons=error.messages),
    RequestDataTooBig: _too_large,
    SuspiciousOperation: _broken,
    UnreadablePostError: _broken,
    RawPostDataException: _broken,
}
"""Every refusal of the product, and how it is said."""


def declare_problems(api: NinjaAPI) -> None:
    """Have the interface answer every refusal by the table."""
    for kind, answer in ANSWERS.items():
        api.add_exception_handler(kind, _handler(answer))


def _handler(answer: Callable[[Any], JsonResponse]) -> Callable[[HttpRequest, Any], HttpResponse]:
    def handle(request: HttpRequest, error: Any) -> HttpResponse:
        return answer(error)

    return handle
