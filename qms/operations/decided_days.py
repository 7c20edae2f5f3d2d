"""Deciding that a day is off, or worked; the decision is the reason."""

from typing import Any

from qms import clock, policy
from qms.decided_days import decided_days
from qms.history.recording import operation
from qms.models.reminding import DecidedDay


@operation("decide_day")
def decide_day(day: DecidedDay, *, by: Any) -> DecidedDay:
    """Record or change what was decided about a day. Administrators only; one decision a day stands."""
    policy.require(by, "qms.decide_days", None)
    day.ended_at = None
    day.full_clean()
    day.save()
    decided_days.ask_again()
    return day


@operation("end_decided_day", reason_required=True)
def end_decided_day(day: DecidedDay, *, by: Any) -> DecidedDay:
    """The public calendar holds again for the day; what was decided stays in its history."""
    policy.require(by, "qms.decide_days", None)
    day.ended_at = clock.now()
    day.save()
    decided_days.ask_again()
    return day
