"""The lifecycle of a management review, as a table."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qms import clock
from qms.enums import ActionStatus
from qms.policy import Text
from qms.reporting_enums import ReviewStatus
from qms.workflow import Transition, Workflow

PREPARING = (ReviewStatus.PLANNED, ReviewStatus.FROZEN)
"""States in which the meeting is still to come."""

WRITING = (*PREPARING, ReviewStatus.HELD)
"""States in which its papers are still written."""

OVER = (ReviewStatus.SIGNED, ReviewStatus.CLOSED)
"""States in which the review counts as held."""


def is_taken(review: Any) -> bool:
    """Whether the step is being taken: before, what it asks for is not there yet."""
    return hasattr(review, "step_reason")


def has_agenda(review: Any) -> Text | None:
    """There is something to gather."""
    return None if review.inputs.filter(ended_at=None).exists() else _("It has no agenda: choose its edition again.")


def frozen_day_fits(review: Any) -> Text | None:
    """Figures are those of a day that has come, not before the period began."""
    if not is_taken(review):
        return None
    if review.frozen_on is None:
        return _("Give the day as of which the figures stand.")
    if review.frozen_on > clock.today():
        return _("The day as of which the figures stand has not come yet.")
    if review.frozen_on < review.period_from:
        return _("The figures cannot stand before the period begins.")
    return None


def meeting_has_come(review: Any) -> Text | None:
    """What is recorded as held has taken place, after the inputs were frozen."""
    if not is_taken(review):
        return None
    if review.meeting_on > clock.today():
        return _("The day of the meeting has not come yet.")
    if review.frozen_on is not None and review.meeting_on < review.frozen_on:
        return _("The meeting cannot have been held before its inputs were frozen.")
    return None


def minutes_told(review: Any) -> Text | None:
    """The minutes name who was there and what was concluded."""
    if not review.present.strip():
        return _("Say in the minutes who was present.")
    if not review.conclusion.strip():
        return _("Write the conclusion of the meeting.")
    return None


def minutes_told_when_held(review: Any) -> Text | None:
    """The same, once somebody records the meeting: before, there is nothing to say."""
    return minutes_told(review) if is_taken(review) else None


def decisions_told(review: Any) -> Text | None:
    """9.3.3 asks for decisions; none is a fault of the minutes."""
    if review.decisions.filter(ended_at=None).exists():
        return None
    return _("Write down at least one decision: what is improved, changed or given.")


def decisions_over(review: Any) -> Text | None:
    """Every decision has been verified, or cancelled with a reason."""
    rows = review.decisions.filter(ended_at=None).exclude(action__status__in=ActionStatus.ended_states())
    return _("Decisions of the review are still open.") if rows.exists() else None


REVIEW = Workflow(
    "management_review",
    "qms.managementreview",
    [
        Transition(
            "freeze",
            [ReviewStatus.PLANNED],
            ReviewStatus.FROZEN,
            "qms.prepare_review",
            _("Freeze the inputs"),
            [has_agenda, frozen_day_fits],
            fields=["frozen_on"],
        ),
        Transition(
            "hold",
            [ReviewStatus.FROZEN],
            ReviewStatus.HELD,
            "qms.write_review",
            _("Record the meeting"),
            [meeting_has_come, minutes_told_when_held],
            fields=["meeting_on", "present", "absent", "discussion", "conclusion"],
        ),
        Transition(
            "sign",
            [ReviewStatus.HELD],
            ReviewStatus.SIGNED,
            "qms.sign_review",
            _("Sign the minutes"),
            [minutes_told, decisions_told],
            signed=True,
            meaning=_("Signed the minutes of the management review with its inputs and decisions"),
            fields=["minutes_number"],
        ),
        Transition(
            "close",
            [ReviewStatus.SIGNED],
            ReviewStatus.CLOSED,
            "qms.prepare_review",
            pgettext_lazy("review", "Close"),
            [decisions_over],
            by_system=True,
        ),
        Transition(
            "cancel",
            PREPARING,
            ReviewStatus.CANCELLED,
            "qms.prepare_review",
            pgettext_lazy("review", "Cancel"),
            reason=True,
            tone="danger",
        ),
    ],
)
