"""Feedback that became a nonconformity: while that is open, its sender reads no more than that."""

from typing import Any

from inspections.enums import NonconformityStatus
from inspections.models import Nonconformity
from qms.feedback_seams import DEALT_WITH


def is_a_nonconformity(feedback: Any) -> bool:
    """Whether an open nonconformity was raised from it."""
    raised = Nonconformity.objects.filter(source_kind="qms.feedback", source_uid=feedback.uid, ended_at=None)
    return raised.filter(status__in=NonconformityStatus.open_states()).exists()


def register_feedback() -> None:
    """Fill the seam; once, when apps are ready."""
    DEALT_WITH.append(is_a_nonconformity)
