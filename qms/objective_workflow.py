"""The lifecycle of an objective, as a table."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from qms.models.objectives import Measurement
from qms.objective_periods import last_period
from qms.performance_enums import Achievement, ObjectiveStatus
from qms.policy import Text
from qms.workflow import Transition, Workflow


def is_taken(objective: Any) -> bool:
    """Whether the step is being taken: before, what it asks for is not there yet."""
    return hasattr(objective, "step_reason")


def has_target(objective: Any) -> Text | None:
    """What is approved can be measured against something."""
    if objective.targets.filter(ended_at=None).exists():
        return None
    return _("Set a target for at least one year first.")


def is_planned(objective: Any) -> Text | None:
    """The plan says what is done (6.2.2)."""
    return None if objective.plan.strip() else _("Say in the plan what is done to reach it.")


def last_period_measured(objective: Any) -> Text | None:
    """It is judged on its last figure."""
    last = last_period(objective)
    rows = Measurement.objects.filter(objective_id=objective.pk, ended_at=None, period_to__gte=objective.ends_on)
    if rows.exists():
        return None
    return _("Measure its last period (%(period)s) first.") % {"period": last.label}


def judgement_given(objective: Any) -> Text | None:
    """Met, partly or missed, and why."""
    if not is_taken(objective):
        return None
    if objective.achievement not in Achievement.values:
        return _("Say whether it was met, partly met or missed.")
    return None if objective.conclusion.strip() else _("Write a conclusion.")


OBJECTIVE = Workflow(
    "objective",
    "qms.objective",
    [
        Transition(
            "approve",
            [ObjectiveStatus.PROPOSED],
            ObjectiveStatus.APPROVED,
            "qms.approve_objective",
            _("Approve"),
            [has_target, is_planned],
            signed=True,
            meaning=_("Approved the quality objective with its targets and its plan"),
        ),
        Transition(
            "start",
            [ObjectiveStatus.APPROVED],
            ObjectiveStatus.RUNNING,
            "qms.start_objective",
            _("Start"),
        ),
        Transition(
            "judge",
            [ObjectiveStatus.RUNNING],
            ObjectiveStatus.JUDGED,
            "qms.judge_objective",
            _("Judge"),
            [last_period_measured, judgement_given],
            fields=["achievement", "conclusion"],
        ),
        Transition(
            "return",
            [ObjectiveStatus.APPROVED, ObjectiveStatus.RUNNING],
            ObjectiveStatus.PROPOSED,
            "qms.return_objective",
            _("Return to the proposal"),
            reason=True,
            tone="secondary",
        ),
        Transition(
            "drop",
            [ObjectiveStatus.PROPOSED, ObjectiveStatus.APPROVED, ObjectiveStatus.RUNNING],
            ObjectiveStatus.DROPPED,
            "qms.drop_objective",
            _("Drop"),
            reason=True,
            tone="danger",
        ),
    ],
)
