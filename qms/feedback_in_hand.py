"""Whether somebody has feedback in hand: told with the person of a session, so that the menu costs no query."""

from typing import Any

from qms.models.feedback import Feedback

HANDLES = "feedback_in_hand"
IN_HAND = {HANDLES: "EXISTS (SELECT 1 FROM qms_feedback WHERE qms_feedback.handler_id = qms_user.id)"}


def has_in_hand(user: Any) -> bool:
    """Asked for where the person did not come with a session, or acts for somebody."""
    if hasattr(user, HANDLES) and not user.authority.principals:
        return bool(getattr(user, HANDLES))
    return Feedback.objects.filter(handler_id__in=user.authority.person_ids).exists()
