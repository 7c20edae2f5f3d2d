"""Taking moves back: what would be undone and what rests on it is shown first; no outer transaction around portions."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qms.forms.steps import StepForm
from qms.history.recording import ReasonMissing
from qms.policy import Refused
from qms.transition.resting import Rest
from qms.views.attempts import attempt
from qms.views.steps import StepView
from qms.workflow import StepRefused


def attempt_in_portions(form: Any, record: Any, work: Callable[[], Any]) -> tuple[Any, int]:
    """As `attempt`, for work that commits in portions of its own."""
    try:
        return work(), 200
    except (StepRefused, Refused, ReasonMissing, ValidationError) as refusal:
        return attempt(form, record, _raising(refusal))


def said_no(work: Callable[[], Any]) -> tuple[Any, list[str], int]:
    """The result, or every reason why not with the status of the answer; for what is asked without a form."""
    try:
        return work(), [], 200
    except StepRefused as refusal:
        return None, refusal.reasons, 409
    except Refused as refusal:
        return None, [str(refusal)], 403


def _raising(refusal: Exception) -> Callable[[], Any]:
    def again() -> Any:
        raise refusal

    return again


class UndoStep(StepView):
    """Base of steps of which one, "undo", takes moves back. Set `resting`."""

    template_name = "qms/transition/undo.html"

    def resting(self) -> list[Rest]:
        """What rests on the moves."""
        raise NotImplementedError

    def standing(self) -> int:
        """How many moves would be taken back."""
        raise NotImplementedError

    def context(self, form: StepForm) -> dict[str, Any]:
        undoing = self.name == "undo"
        self.rests = self.resting() if undoing else []
        return super().context(form) | {"rests": self.rests, "standing": self.standing() if undoing else 0}

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Take back, then to the record; or everything that stands against it."""
        if self.name != "undo":
            return super().post(request, **kwargs)
        form = self.form(request.POST)
        if not form.is_valid():
            return self.show(form)
        outcome, status = attempt_in_portions(form, self.record, lambda: self.run(form))
        if status != 200:
            return self.show(form, status=status)
        messages.success(request, undone_said(outcome))
        return HttpResponseRedirect(self.address(outcome))

    def address(self, result: Any) -> str:
        """The run that undid it."""
        run = getattr(result, "run", None)
        return run.get_absolute_url() if run is not None else super().address(result)


def undone_said(outcome: Any) -> str:
    """How many moves were taken back."""
    if not outcome.changed:
        return _("Nothing had been moved by it.")
    text = ngettext("%(number)d move was taken back.", "%(number)d moves were taken back.", outcome.changed)
    return text % {"number": outcome.changed}
