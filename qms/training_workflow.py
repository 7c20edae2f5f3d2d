"""The lifecycle of a training, as a table."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from qms import clock
from qms.policy import Text
from qms.reporting_enums import TrainingStatus
from qms.workflow import Transition, Workflow


def is_taken(training: Any) -> bool:
    """Whether the step is being taken: before, what it asks for is not there yet."""
    return hasattr(training, "step_reason")


def names_people(training: Any) -> Text | None:
    """A training is of somebody."""
    if training.people.filter(ended_at=None).exists():
        return None
    return _("Say first who is trained.")


def day_has_come(training: Any) -> Text | None:
    """What was held has a day, today or before."""
    if not is_taken(training):
        return None
    if training.held_on is None:
        return _("Give the day on which it was held.")
    return _("The training was held: its day is not ahead.") if training.held_on > clock.today() else None


def competence_lasts(training: Any) -> Text | None:
    """A competence does not end before it begins."""
    if not is_taken(training) or training.valid_to is None or training.held_on is None:
        return None
    if training.valid_to > training.held_on:
        return None
    return _("The competence would end before it begins: correct until when it is valid.")


def everybody_has_result(training: Any) -> Text | None:
    """Effectiveness is judged by what each person took from it."""
    if not training.people.filter(ended_at=None, result="").exists():
        return None
    return _("Record the result of every person first.")


def effect_told(training: Any) -> Text | None:
    """How it was judged is what an auditor asks for (7.2 c)."""
    if is_taken(training) and not training.effect.strip():
        return _("Say how effective it was and how that was judged.")
    return None


TRAINING = Workflow(
    "training",
    "qms.training",
    [
        Transition(
            "hold",
            [TrainingStatus.PLANNED],
            TrainingStatus.HELD,
            "qms.prepare_training",
            _("Record that it was held"),
            [names_people, day_has_come, competence_lasts],
            fields=["held_on", "hours", "place", "trainer"],
        ),
        Transition(
            "judge",
            [TrainingStatus.HELD],
            TrainingStatus.JUDGED,
            "qms.judge_training",
            _("Judge how effective it was"),
            [everybody_has_result, effect_told],
            fields=["effect"],
        ),
        Transition(
            "cancel",
            [TrainingStatus.PLANNED],
            TrainingStatus.CANCELLED,
            "qms.prepare_training",
            _("Cancel"),
            reason=True,
            tone="danger",
        ),
    ],
)
