"""Issues of the context and interested parties: recorded, corrected, reviewed, ended."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from qms import clock, policy
from qms.history.recording import operation
from qms.workflow import StepRefused, check_version

RULE = "qms.keep_context"


@operation("record_context")
def record_context(record: Any, *, by: Any) -> Any:
    """Record an issue of the context or an interested party; recorded is looked at."""
    policy.require(by, RULE, record)
    record.recorded_by, record.reviewed_on = by, clock.today()
    record.full_clean(exclude=["search_text"])
    record.save()
    return record


@operation("edit_context")
def edit_context(record: Any, *, by: Any) -> Any:
    """Change what is said of it."""
    before = type(record).objects.locked().get(pk=record.pk)
    policy.require(by, RULE, before)
    policy.require(by, RULE, record)
    if before.ended_at is not None:
        raise StepRefused([_("It has ended: record it anew where it counts again.")])
    record.full_clean(exclude=["search_text"])
    record.save()
    return record


def standing_blockers(record: Any) -> list[str]:
    """Why nothing is done with it any more."""
    return [_("It has ended: record it anew where it counts again.")] if record.ended_at is not None else []


@operation("review_context", reason_required=True)
def review_context(record: Any, *, by: Any, review_due_on: dt.date | None = None, version: int | None = None) -> Any:
    """It was looked at and still holds; the reason says what was looked at."""
    record = _standing(record, by, version)
    if review_due_on is not None and review_due_on <= clock.today():
        raise StepRefused([_("The next review comes after today.")])
    record.reviewed_on, record.review_due_on = clock.today(), review_due_on
    record.save()
    return record


@operation("end_context", reason_required=True)
def end_context(record: Any, *, by: Any, version: int | None = None) -> Any:
    """It no longer counts; it stays readable with its reason."""
    record = _standing(record, by, version)
    record.ended_at = clock.now()
    record.save()
    return record


def _standing(record: Any, by: Any, version: int | None) -> Any:
    locked = type(record).objects.locked().get(pk=record.pk)
    check_version(locked, version)
    policy.require(by, RULE, locked)
    faults = standing_blockers(locked)
    if faults:
        raise StepRefused(faults)
    return locked
