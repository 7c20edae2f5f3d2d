"""The lifecycle of a meeting of a steering committee, as a table."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from qms import clock
from qms.enums import ActionStatus
from qms.policy import Text
from qms.reporting_enums import MeetingStatus
from qms.workflow import Transition, Workflow


def is_taken(meeting: Any) -> bool:
    """Whether the step is being taken: before, what it asks for is not there yet."""
    return hasattr(meeting, "step_reason")


def day_has_come(meeting: Any) -> Text | None:
    """Nothing is held before its day."""
    if meeting.held_on <= clock.today():
        return None
    return _("Its day has not come yet: correct the day if it was held earlier.")


def minutes_written(meeting: Any) -> Text | None:
    """What was held has its minutes."""
    if is_taken(meeting) and not meeting.minutes.strip():
        return _("Write the minutes.")
    return None


def concludes_something(meeting: Any) -> Text | None:
    """A notice of conclusions says what was concluded."""
    if meeting.conclusions.filter(ended_at=None).exists():
        return None
    return _("Write at least one conclusion first.")


def has_number(meeting: Any) -> Text | None:
    """The notice has a number that people can cite."""
    if is_taken(meeting) and not meeting.notice_number.strip():
        return _("Give the number of the notice of conclusions.")
    return None


def conclusions_settled(meeting: Any) -> Text | None:
    """Every action that it asked for was verified or cancelled."""
    open_ones = meeting.conclusions.filter(ended_at=None, action__isnull=False)
    if not open_ones.exclude(action__status__in=[ActionStatus.VERIFIED, ActionStatus.CANCELLED]).exists():
        return None
    return _("Actions of its conclusions are still open.")


MEETING = Workflow(
    "committee",
    "qms.committeemeeting",
    [
        Transition(
            "hold",
            [MeetingStatus.PLANNED],
            MeetingStatus.HELD,
            "qms.prepare_meeting",
            _("Record the minutes"),
            [day_has_come, minutes_written],
            fields=["present", "absent", "minutes"],
        ),
        Transition(
            "conclude",
            [MeetingStatus.HELD],
            MeetingStatus.CONCLUDED,
            "qms.conclude_meeting",
            _("Sign the notice of conclusions"),
            [concludes_something, has_number],
            signed=True,
            meaning=_("Signed the notice of conclusions of the meeting"),
            fields=["notice_number"],
        ),
        Transition(
            "close",
            [MeetingStatus.CONCLUDED],
            MeetingStatus.CLOSED,
            "qms.prepare_meeting",
            _("Close"),
            [conclusions_settled],
            by_system=True,
        ),
        Transition(
            "cancel",
            [MeetingStatus.PLANNED],
            MeetingStatus.CANCELLED,
            "qms.prepare_meeting",
            _("Cancel"),
            reason=True,
            tone="danger",
        ),
    ],
)
