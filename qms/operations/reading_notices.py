"""Telling readers: an issue that came into force, newcomers, reminders. The lists need none of it: they are derived."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Q

from qms import clock, policy
from qms import notices as notices_of
from qms.events import announce
from qms.models.documents import Issue
from qms.models.people import User
from qms.models.system import Notice
from qms.operations.issue_steps import locked_issue
from qms.operations.people import account
from qms.reading import expected
from qms.reading_rows import Reading, Readings

IN_FORCE = "issue_in_force"
NEWCOMER = "reading_expected"
REMINDER = "reading_reminder"
TOLD = "readers_told"
"""A notice to the installation's own account: the note that something was announced, and when."""

LATE = 31  # days after which what came into force is no longer news
RECENT = 7  # days in which a newcomer is told
AT_ONCE = 200  # issues announced in one run
BATCH = 500


def announce_in_force() -> int:
    """Scheduled: announce each issue that came into force, once, and tell its readers. Returns how many issues."""
    today, system = clock.today(), account("system")
    told = Notice.objects.filter(user=system, kind=IN_FORCE).values("record_uid")
    came = Issue.objects.effective_on(today).filter(effective_on__gte=today - dt.timedelta(days=LATE))
    waiting = came.exclude(uid__in=told).order_by("effective_on", "pk")
    return sum(_announced(issue, system) for issue in waiting[:AT_ONCE])


@transaction.atomic
def _announced(issue: Issue, system: User) -> bool:
    """All of it or nothing: whoever runs second finds the note and tells nobody again."""
    issue = locked_issue(issue)
    if Notice.objects.filter(user=system, kind=IN_FORCE, record_uid=issue.uid).exists():
        return False
    _notice(IN_FORCE, issue, system, clock.now()).save()
    write_notices(IN_FORCE, expected(issue=issue).in_state("open"))
    announce("issue_in_force", issues=[issue])
    return True


@transaction.atomic
def tell_newcomers() -> int:
    """Scheduled, once a day: tell who joined an audience, and whom a new audience names. Returns how many notices."""
    today, system = clock.today(), account("system")
    User.objects.locked().get(pk=system.pk)
    if Notice.objects.filter(user=system, kind=TOLD, number=today.isoformat()).exists():
        return 0
    week = today - dt.timedelta(days=RECENT)
    joined = Q(audience_since__gte=week) | Q(valid_from__gte=week)
    readings = list(expected(today).filter(joined).in_state("open"))
    told = _already_told(readings, (IN_FORCE, NEWCOMER))
    Notice.objects.create(
        user=system, kind=TOLD, record_kind="qms.issue", record_uid=system.uid, number=today.isoformat(),
        url="/", created_at=clock.now(), read_at=clock.now(),
    )  # fmt: skip
    return write_notices(NEWCOMER, [one for one in readings if (one.person.pk, one.issue.uid) not in told])


def remind(readings: Readings, *, by: Any) -> int:
    """Remind each of these people of each issue, at most once a day. Returns how many notices."""
    policy.require(by, "qms.follow_reading", None)
    with transaction.atomic():
        User.objects.locked().get(pk=by.pk)
        return write_notices(REMINDER, to_remind(readings))


def to_remind(readings: Readings) -> list[Reading]:
    """Those still open whom nobody has reminded today."""
    start = clock.end_of(clock.today() - dt.timedelta(days=1))
    listed = list(readings)
    told = _already_told(listed, (REMINDER,), since=start)
    return [one for one in listed if one.is_open and (one.person.pk, one.issue.uid) not in told]


def _already_told(readings: Iterable[Reading], kinds: Iterable[str], since: dt.datetime | None = None) -> set[Any]:
    people = sorted({one.person.pk for one in readings})
    told: set[Any] = set()
    for start in range(0, len(people), BATCH):
        rows = Notice.objects.filter(user_id__in=people[start : start + BATCH], kind__in=kinds)
        rows = rows.filter(created_at__gte=since) if since else rows
        told |= set(rows.values_list("user_id", "record_uid"))
    return told


def write_notices(kind: str, readings: Iterable[Reading]) -> int:
    """One notice for each reading, written together."""
    now = clock.now()
    notices = [_notice(kind, one.issue, one.person, now, due=one.due_on.isoformat()) for one in readings]
    return notices_of.write_notices(notices)


def _notice(kind: str, issue: Issue, user: User, now: dt.datetime, **details: str) -> Notice:
    return Notice(
        user=user,
        kind=kind,
        record_kind="qms.issue",
        record_uid=issue.uid,
        number=issue.document.number,
        url=issue.get_absolute_url(),
        details={"document": f"{issue} {issue.title_vi}", **details},
        created_at=now,
    )
