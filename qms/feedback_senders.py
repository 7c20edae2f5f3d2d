"""Who wrote feedback: who may see it, asked of the record as it stands today whatever day is shown."""

from typing import Any

from django.db.models import Q

from qms import policy
from qms.enums import Role
from qms.history.standing import day_shown
from qms.models.feedback import Feedback, FeedbackFile, FeedbackSender
from qms.models.reach import inside_subtree

SENT = "sent"
"""The purpose of a file that the sender attached: as closed as their name."""

SIGNED = "signed"
"""The purpose of the signed answer."""


def sees_sender(user: Any, feedback: Any) -> bool:
    """Whether the person handles it today, or is the quality officer over the unit that has it today.

    As of a past day nobody is shown who wrote: that page is for how the case stood.
    """
    if day_shown() is not None:
        return False
    today = Feedback.objects.filter(pk=feedback.pk).first()
    return today is not None and bool(policy.may(user, "qms.see_feedback_sender", today))


def seen_feedback(user: Any) -> Any:
    """The feedback of which the person sees who wrote: the rule, for many. None as of a past day, as `sees_sender`."""
    if day_shown() is not None:
        return Feedback.objects.none()
    if user.is_system:
        return Feedback.objects.all()
    units = inside_subtree(user.authority.units_as(Role.OFFICER))
    return Feedback.objects.filter(Q(unit_id__in=units) | Q(handler_id__in=user.authority.person_ids))


def seen_senders(user: Any) -> Any:
    """Senders whom the person sees."""
    return FeedbackSender.objects.filter(feedback__in=seen_feedback(user).order_by().values("pk"))


def seen_files(user: Any) -> Any:
    """Files that the person sees: the sender's own with the sender, all others with the record."""
    reached = Q(record__in=Feedback.objects.visible_to(user).order_by().values("pk")) & ~Q(purpose=SENT)
    return FeedbackFile.objects.filter(reached | Q(record__in=seen_feedback(user).order_by().values("pk")))


def without_senders_files(model: Any, row: dict[str, Any]) -> dict[str, Any] | None:
    """The part of a timeline for who does not see the sender: without the files that the sender gave."""
    if model is not FeedbackFile:
        return row
    return None if row.get("purpose") == SENT else row


def sender_of(feedback: Any) -> FeedbackSender | None:
    """Who wrote; None where nothing was said."""
    return FeedbackSender.objects.filter(feedback_id=feedback.pk).first()
