"""The lifecycle of a yearly plan, as a table."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext_lazy as _

from qms import clock
from qms.enums import ActionStatus
from qms.policy import Text
from qms.reporting_enums import PlanStatus
from qms.workflow import Transition, Workflow

WAITING = (ActionStatus.PROPOSED, ActionStatus.ASSIGNED, ActionStatus.IN_PROGRESS)
"""Actions that are not done yet."""


def is_taken(plan: Any) -> bool:
    """Whether the step is being taken: before, what it asks for is not there yet."""
    return hasattr(plan, "step_reason")


def has_tasks(plan: Any) -> Text | None:
    """What is approved says what is done."""
    if plan.tasks.filter(ended_at=None).exists():
        return None
    return _("Write at least one task first.")


def has_number(plan: Any) -> Text | None:
    """It is approved by a Decision that people can cite."""
    if is_taken(plan) and not plan.decision_number.strip():
        return _("Give the number of the Decision that approves it.")
    return None


def is_over(plan: Any) -> Text | None:
    """Closed once its year is over, or everything is done before."""
    if clock.today() > dt.date(plan.year, 12, 31):
        return None
    if not plan.tasks.filter(ended_at=None, action__status__in=WAITING).exists():
        return None
    return _("Its year is not over and tasks are open: finish or cancel them first.")


def conclusion_given(plan: Any) -> Text | None:
    """It is closed with what the year came to."""
    if is_taken(plan) and not plan.conclusion.strip():
        return _("Say what the year came to.")
    return None


WORK_PLAN = Workflow(
    "workplan",
    "qms.workplan",
    [
        Transition(
            "approve",
            [PlanStatus.DRAFT],
            PlanStatus.APPROVED,
            "qms.approve_plan",
            _("Approve"),
            [has_tasks, has_number],
            signed=True,
            meaning=_("Approved the yearly plan with its tasks"),
            fields=["decision_number"],
        ),
        Transition(
            "close",
            [PlanStatus.APPROVED],
            PlanStatus.CLOSED,
            "qms.prepare_plan",
            _("Close"),
            [is_over, conclusion_given],
            fields=["conclusion"],
        ),
        Transition(
            "abandon",
            [PlanStatus.DRAFT, PlanStatus.APPROVED],
            PlanStatus.ABANDONED,
            "qms.abandon_plan",
            _("Abandon"),
            reason=True,
            tone="danger",
        ),
    ],
)
