"""A simulated stretch of days with actions that come, move, end and stay late; and what should be told, told naively.

The naive model shares nothing with the product but the models: it steps day by day through a calendar of its own.
"""

import datetime as dt
import random
from collections import Counter

import holidays

from qms import clock
from qms.enums import ActionKind, ActionStatus
from qms.history import bulk
from qms.history.recording import recording
from qms.models import Action, Notice, User
from tests.shared_organisation import on

BEFORE, LADDER = (7, 3, 1), {"late-owner": 1, "late-manager": 3, "late-head": 7}
ABOVE = {
    # unit: manager, officer, head
    "division": ("manager1", "officer1", "head1"),
    "section": ("manager1", "officer1", "head1"),
    "sibling": ("manager_sibling1", "officer1", "head1"),
    "department": ("head1", "officer1", "head1"),
    "division2": ("manager2", "officer2", "head2"),
}
OWNERS = {
    "division": ["owner1", "reader1", None],
    "section": ["owner1", None],
    "sibling": ["verifier1", "lead1"],
    "department": ["head1", "officer1"],
    "division2": ["reader2", "manager2"],
}
DEPUTY = ("owner1", "verifier1")  # acts for owner1 in the second half


class NaiveCalendar:
    """Working days by looking at each day."""

    def __init__(self):
        self.public = holidays.VN(years=range(2018, 2023))
        self.public.get(dt.date(2019, 1, 1))

    def works(self, day):
        if day in self.public.weekend_workdays:
            return True
        return day.weekday() < 5 and day not in self.public

    def step(self, day, n):
        """The n-th working day after `day`, before it for a negative n."""
        direction = 1 if n > 0 else -1
        while n:
            day += dt.timedelta(days=direction)
            if self.works(day):
                n -= direction
        return day

    def end_of_limit(self, day):
        while not self.works(day):
            day += dt.timedelta(days=1)
        return day


class Year:
    """Days lived one by one; `lived` notes what the naive model expects."""

    def __init__(self, organisation, *, first, days, actions, seed=7):
        self.org, self.first, self.days = organisation, first, days
        self.chance = random.Random(seed)  # noqa: S311 - no secret
        self.calendar = NaiveCalendar()
        self.system = User.objects.get(username="system")
        self.to_come = Counter(self.chance.randrange(int(days * 0.8)) for _each in range(actions))
        self.alive, self.expected, self.number = [], set(), 0
        self.deputy_from = first + dt.timedelta(days=days // 2)

    def live(self, remind):
        """Each day: work is given, moved, done; then `remind(day)` runs."""
        for offset in range(self.days):
            day = self.first + dt.timedelta(days=offset)
            with on(day):
                self._give(day, self.to_come[offset])
                self._move_and_do(day)
                self._expect(day)
                remind(day)

    def _give(self, day, many):
        made = []
        for _each in range(many):
            unit = self.chance.choice(sorted(ABOVE))
            owner = self.chance.choice(OWNERS[unit])
            self.number += 1
            due = day + dt.timedelta(days=self.chance.randrange(0, 40))
            made.append((unit, owner, due))
        base = self.number - many
        with recording(by=self.system, operation="test", reason="a year"):
            rows = bulk.create(
                Action(
                    number=f"HĐ-{base + place}",
                    kind=ActionKind.TASK,
                    title="Việc",
                    unit=getattr(self.org, unit),
                    raised_by_unit=getattr(self.org, unit),
                    owner=getattr(self.org, owner) if owner else None,
                    owner_text="" if owner else "Người ngoài",
                    assigned_by=self.org.officer,
                    status=ActionStatus.ASSIGNED,
                    due_on=due,
                    original_due_on=due,
                )
                for place, (unit, owner, due) in enumerate(made)
            )
        for row, (unit, owner, due) in zip(rows, made, strict=True):
            self.alive.append({"row": row, "unit": unit, "owner": owner, "due": due, "given": day})

    def _move_and_do(self, day):
        moved = [one for one in self.alive if self.chance.random() < 0.01]
        done = [one for one in self.alive if one not in moved and self.chance.random() < 0.025]
        for one in moved:
            one["due"] = max(one["due"], day) + dt.timedelta(days=self.chance.randrange(1, 25))
            one["row"].due_on = one["due"]
        for one in done:
            one["row"].status, one["row"].evidence, one["row"].done_on = ActionStatus.DONE, "Biên bản", day
        with recording(by=self.system, operation="test", reason="a year"):
            bulk.update([one["row"] for one in moved], ["due_on"])
            bulk.update([one["row"] for one in done], ["status", "evidence", "done_on"])
        self.alive = [one for one in self.alive if one not in done]

    def _expect(self, day):
        if not self.calendar.works(day):
            return
        for one in self.alive:
            for occasion, kind, names in self._told(one, day):
                for name in self._with_deputy(names, day):
                    self.expected.add((one["row"].number, one["due"], occasion, kind, name, day))

    def _told(self, one, day):
        last = self.calendar.end_of_limit(one["due"])
        manager, officer, head = ABOVE[one["unit"]]
        owner = [one["owner"] or manager]
        if day > one["given"]:
            for n in BEFORE:
                if day == self.calendar.step(last, -n):
                    yield f"before-{n}", "reminder_before", owner
            if day == last:
                yield "due", "reminder_due", owner
            if day == self.calendar.step(last, 1):
                yield "late-owner", "reminder_late", owner
        if day == self.calendar.step(last, 3):
            yield "late-manager", "escalated", [manager]
            yield "late-manager", "escalated_copy", [officer]
        if day == self.calendar.step(last, 7):
            yield "late-head", "escalated_head", [head]

    def _with_deputy(self, names, day):
        acting = [DEPUTY[1]] if DEPUTY[0] in names and day >= self.deputy_from else []
        return list(dict.fromkeys([*names, *acting]))


def told():
    """What was told, counted: number, due day, kind, person, day on which it was written."""
    rows = Notice.objects.exclude(user__username="system").select_related("user")
    return Counter(
        (
            row.number,
            dt.date.fromisoformat(row.details["due"]),
            row.kind,
            row.user.username,
            clock.day_of(row.created_at),
        )
        for row in rows
    )


def expected(year):
    """The same of the naive model; a person who owes and is copied is told once on an occasion."""
    wanted = Counter()
    for number, due, _occasion, kind, name, day in year.expected:
        wanted[number, due, kind, name, day] += 1
    return wanted
