"""The lifecycle of feedback, as a table."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qms import clock
from qms.operations.duties import works_with
from qms.performance_enums import FeedbackStatus
from qms.policy import Text
from qms.workflow import Transition, Workflow

OPEN = (FeedbackStatus.RECEIVED, FeedbackStatus.ASSIGNED)
"""States in which nothing has been answered yet."""

IN_HAND = (*OPEN, FeedbackStatus.ANSWER_PROPOSED, FeedbackStatus.ANSWER_APPROVED)
"""States in which the sender waits."""

ANSWERED = (FeedbackStatus.ANSWERED, FeedbackStatus.CLOSED)


def is_taken(feedback: Any) -> bool:
    """Whether the step is being taken: before, what it asks for is not there yet."""
    return hasattr(feedback, "step_reason")


def handler_named(feedback: Any) -> Text | None:
    """Somebody who works with the unit handles it."""
    if not is_taken(feedback):
        return None
    if feedback.handler is None:
        return _("Name who handles it.")
    if not works_with(feedback.handler, feedback.unit_id):
        return _("Who handles it works in the unit, or above or below it.")
    return None


def due_given(feedback: Any) -> Text | None:
    """There is a day, and it is not past."""
    if not is_taken(feedback):
        return None
    if feedback.due_on is None:
        return _("Give the day by which it is answered.")
    return _("The day by which it is answered is not past.") if feedback.due_on < clock.today() else None


def answer_written(feedback: Any) -> Text | None:
    """There is an answer to look at."""
    return _("Write the answer.") if is_taken(feedback) and not feedback.answer.strip() else None


def place_told(feedback: Any) -> Text | None:
    """It is said where it goes."""
    told = feedback.forwarded_to.strip() if is_taken(feedback) else "-"
    return None if told else _("Say to which agency it is forwarded.")


def moves_elsewhere(feedback: Any) -> Text | None:
    """It goes to another unit than the one that has it."""
    if is_taken(feedback) and feedback.before_step.get("unit_id") == feedback.unit_id:
        return _("Choose another unit: this one has it already.")
    return None


FEEDBACK = Workflow(
    "feedback",
    "qms.feedback",
    [
        Transition(
            "assign",
            [FeedbackStatus.RECEIVED],
            FeedbackStatus.ASSIGNED,
            "qms.assign_feedback",
            pgettext_lazy("feedback", "Assign"),
            [handler_named, due_given],
            fields=["handler", "due_on"],
        ),
        Transition(
            "propose",
            [FeedbackStatus.ASSIGNED],
            FeedbackStatus.ANSWER_PROPOSED,
            "qms.answer_feedback",
            _("Propose the answer"),
            [answer_written],
            fields=["answer"],
        ),
        Transition(
            "approve",
            [FeedbackStatus.ANSWER_PROPOSED],
            FeedbackStatus.ANSWER_APPROVED,
            "qms.approve_feedback_answer",
            _("Approve the answer"),
        ),
        Transition(
            "return",
            [FeedbackStatus.ANSWER_PROPOSED, FeedbackStatus.ANSWER_APPROVED],
            FeedbackStatus.ASSIGNED,
            "qms.return_feedback_answer",
            _("Return for another answer"),
            reason=True,
            tone="secondary",
        ),
        Transition(
            "send",
            [FeedbackStatus.ANSWER_APPROVED],
            FeedbackStatus.ANSWERED,
            "qms.send_feedback_answer",
            _("Send the answer"),
        ),
        Transition(
            "close",
            [FeedbackStatus.ANSWERED, FeedbackStatus.FORWARDED, FeedbackStatus.REFUSED],
            FeedbackStatus.CLOSED,
            "qms.assign_feedback",
            _("Close"),
            tone="secondary",
        ),
        Transition(
            "reopen",
            [FeedbackStatus.ANSWERED, FeedbackStatus.CLOSED, FeedbackStatus.FORWARDED, FeedbackStatus.REFUSED],
            FeedbackStatus.RECEIVED,
            "qms.assign_feedback",
            _("Open again"),
            reason=True,
            tone="secondary",
        ),
        Transition(
            "move",
            OPEN,
            FeedbackStatus.RECEIVED,
            "qms.move_feedback",
            _("Hand over to another unit"),
            [moves_elsewhere],
            reason=True,
            tone="secondary",
            fields=["unit"],
        ),
        Transition(
            "forward",
            OPEN,
            FeedbackStatus.FORWARDED,
            "qms.assign_feedback",
            _("Forward to another agency"),
            [place_told],
            tone="secondary",
            fields=["forwarded_to", "public_note"],
        ),
        Transition(
            "refuse",
            OPEN,
            FeedbackStatus.REFUSED,
            "qms.assign_feedback",
            pgettext_lazy("feedback", "Refuse"),
            reason=True,
            tone="danger",
            fields=["public_note"],
        ),
    ],
)
