"""Sending reminders: each once for each record, occasion, due day and person, however often the job runs."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from qms import calendar, clock
from qms.batches import batched
from qms.ladder import Ladder
from qms.models.people import User
from qms.models.reminding import Reminder
from qms.models.system import Notice
from qms.notices import write_notices
from qms.operations.people import account
from qms.registry import Owed, registry
from qms.reminders import BEFORE, DUE, occasions, span

BATCH = 500  # records of one transaction
MOST_MADE_UP = 10  # working days without a run whose lateness is still told
RAN = "reminders_sent"
"""A notice to the installation's own account: the note that the reminders of a day are out."""
TITLE = 160  # characters of a title


@dataclass(frozen=True)
class Told:
    """One reminder for one person."""

    owed: Owed
    occasion: str
    kind: str
    user_id: int

    @property
    def key(self) -> tuple[Any, ...]:
        """What it is sent once for."""
        return (self.record_kind, self.owed.record.uid, self.occasion, self.owed.due_on, self.user_id)

    @property
    def record_kind(self) -> str:
        """The record's kind, with the part of it that is owed."""
        label = self.owed.record._meta.label_lower
        return f"{label}:{self.owed.part}" if self.owed.part else label


@dataclass
class Sent:
    """How many reminders fall on the day, and how many of them this run sent."""

    due: int = 0
    sent: int = 0


def send_reminders(on: dt.date) -> Sent:
    """Send what falls on the day, in batches that each stand or fall together; on a day off nothing."""
    total = Sent()
    if not calendar.is_working_day(on):
        return total
    system, since = account("system"), _since(on)
    first, last = span(on, since)
    ladder = Ladder(on)
    everything = (owed for provide in registry.owed for owed in provide(first, last))
    due = ((owed, names) for owed in everything if (names := occasions(owed, on, since)))
    for batch in batched(due, BATCH):
        _send(batch, on, ladder, system, total)
    _note(on, system)
    return total


def remind_today() -> int:
    """Scheduled: today's reminders, once they are not out yet. Returns how many were sent."""
    today = clock.today()
    if _runs().filter(number=today.isoformat()).exists():
        return 0
    return send_reminders(today).sent


def _runs() -> Any:
    return Notice.objects.filter(user__username="system", kind=RAN)


def _since(on: dt.date) -> dt.date:
    """The last day whose reminders are out; where none is known, or it is long ago, no further than told above."""
    last = _runs().filter(number__lt=on.isoformat()).order_by("-number").values_list("number", flat=True).first()
    if last is None:
        return calendar.working_days_before(on, 1)
    return max(dt.date.fromisoformat(last), calendar.working_days_before(on, MOST_MADE_UP))


@transaction.atomic
def _send(batch: Iterable[Any], on: dt.date, ladder: Ladder, system: User, total: Sent) -> None:
    """Ledger and notices in one transaction; the lock makes a second run wait and find them."""
    User.objects.locked().get(pk=system.pk)
    ladder.learn((owed.unit_id for owed, _names in batch), (owed.owner_id for owed, _names in batch))
    due = {told.key: told for owed, names in batch for name in names for told in _people(owed, name, ladder)}
    rows = Reminder.objects.filter(record_uid__in={key[1] for key in due})
    known = set(rows.values_list("record_kind", "record_uid", "occasion", "about_day", "user_id"))
    new = [told for key, told in due.items() if key not in known]
    Reminder.objects.bulk_create([_row(told, on) for told in new], batch_size=BATCH)
    write_notices([_notice(told, on) for told in new])
    total.due += len(due)
    total.sent += len(new)


def _people(owed: Owed, occasion: str, ladder: Ladder) -> list[Told]:
    """Who is told on that occasion, each once; the manager before the officer who is copied."""
    unit = owed.unit_id
    if occasion == "late-manager":
        told = [("escalated", ladder.managers(unit)), ("escalated_copy", ladder.officers(unit))]
    elif occasion == "late-head":
        told = [("escalated_head", ladder.heads(unit))]
    else:
        kind = "reminder_before" if occasion in BEFORE else "reminder_due" if occasion == DUE else "reminder_late"
        told = [(kind, ladder.owner(owed.owner_id, unit))]
    once: dict[int, str] = {}
    for kind, people in told:
        for person in people:
            once.setdefault(person, kind)
    return [Told(owed, occasion, kind, person) for person, kind in once.items()]


def _row(told: Told, on: dt.date) -> Reminder:
    kind, uid, occasion, about_day, user_id = told.key
    return Reminder(
        record_kind=kind, record_uid=uid, occasion=occasion, about_day=about_day, user_id=user_id, sent_on=on
    )


def _notice(told: Told, on: dt.date) -> Notice:
    owed = told.owed
    return Notice(
        user_id=told.user_id,
        kind=told.kind,
        record_kind=owed.record._meta.label_lower,
        record_uid=owed.record.uid,
        number=getattr(owed.record, "number", ""),
        url=owed.url or owed.record.get_absolute_url(),
        details={
            "due": owed.due_on.isoformat(),
            "days": str(BEFORE.get(told.occasion, "")),
            "title": owed.title[:TITLE],
        },
        created_at=clock.now(),
    )


@transaction.atomic
def _note(on: dt.date, system: User) -> None:
    User.objects.locked().get(pk=system.pk)
    if not _runs().filter(number=on.isoformat()).exists():
        now = clock.now()
        Notice.objects.create(
            user=system, kind=RAN, record_kind="qms.user", record_uid=system.uid, number=on.isoformat(),
            url="/", created_at=now, read_at=now,
        )  # fmt: skip
