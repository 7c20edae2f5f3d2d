"""The deadlines of a transition, each with its decision, wording and last permitted day."""

from typing import Any

from django.utils.translation import gettext as _

from qms import clock
from qms.history.recording import operation
from qms.models.transition import TransitionDeadline, TransitionProgramme
from qms.operations.transition_programmes import open_programme
from qms.workflow import StepRefused, check_version

NAMES = ("name_vi", "name_en", "wording", "last_day", "decision", "group", "obligation")


@operation("set_transition_deadline")
def set_deadline(programme: TransitionProgramme, *, by: Any, **values: Any) -> TransitionDeadline:
    """Set a further deadline: who set it, in which words, its last permitted day, for whom."""
    programme = open_programme(programme, by=by)
    deadline = TransitionDeadline(programme=programme, **{name: values[name] for name in NAMES if name in values})
    deadline.full_clean(exclude=["programme"])
    deadline.save()
    return deadline


@operation("change_transition_deadline", reason_required=True)
def change_deadline(
    deadline: TransitionDeadline, *, by: Any, version: int | None = None, **values: Any
) -> TransitionDeadline:
    """Change a deadline; what it was stays in the history with the reason."""
    open_programme(deadline.programme, by=by)
    deadline = _standing(deadline, version)
    for name in NAMES:
        if name in values:
            setattr(deadline, name, values[name])
    deadline.full_clean(exclude=["programme"])
    deadline.save()
    return deadline


@operation("end_transition_deadline", reason_required=True)
def end_deadline(deadline: TransitionDeadline, *, by: Any, version: int | None = None) -> TransitionDeadline:
    """Take a deadline away that no longer holds."""
    open_programme(deadline.programme, by=by)
    deadline = _standing(deadline, version)
    deadline.ended_at = clock.now()
    deadline.save()
    return deadline


def _standing(deadline: TransitionDeadline, version: int | None) -> TransitionDeadline:
    deadline = TransitionDeadline.objects.locked().get(pk=deadline.pk)
    check_version(deadline, version)
    if deadline.ended_at is not None:
        raise StepRefused([_("This deadline was taken away already.")])
    return deadline
