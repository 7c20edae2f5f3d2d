"""Days by which something is owed, from every app: what the calendar and the calendar file show."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from qms import clock
from qms.policy import Text
from qms.reports.declaration import Report


@dataclass(frozen=True)
class DueSource:
    """One kind of day: the list that it comes from, the column of the day, what still waits for it, and whose it is."""

    name: str
    label: Text
    report: type[Report]
    day: str
    waiting: Callable[[], Q]
    own: Callable[[Any], Q]
    text: Callable[[Any], str]
    owner: Callable[[Any], str]
    related: tuple[str, ...] = ("unit",)


@dataclass(frozen=True)
class DueDay:
    """One thing that is due on a day, as calendar and file tell of it."""

    uid: str
    day: dt.date
    kind: Text
    number: str
    text: str
    unit: str
    owner: str
    url: str

    @property
    def is_late(self) -> bool:
        """Whether the day has passed and it still waits."""
        return self.day < clock.today()


SOURCES: dict[str, DueSource] = {}


def add_due_source(source: DueSource) -> None:
    """Let the calendar show one more kind of day."""
    SOURCES[source.name] = source


def due_days(source: DueSource, rows: Any, most: int | None = None) -> Iterable[DueDay]:
    """The days of these rows that something still waits for, earliest first."""
    rows = rows.filter(source.waiting(), **{f"{source.day}__isnull": False})
    rows = rows.select_related(None).select_related(*source.related).order_by(source.day, "id")
    return [_told(source, record) for record in (rows[:most] if most else rows)]


def own_due_days(user: Any) -> list[DueDay]:
    """Everything that the person owes by a day, of all kinds."""
    found: list[DueDay] = []
    for source in SOURCES.values():
        found += due_days(source, source.report().queryset(user).filter(source.own(user)))
    return sorted(found, key=lambda one: (one.day, one.number))


def _told(source: DueSource, record: Any) -> DueDay:
    return DueDay(
        uid=f"{source.name}-{record.uid}",
        day=getattr(record, source.day),
        kind=source.label,
        number=record.number,
        text=source.text(record),
        unit=record.unit.name,
        owner=source.owner(record),
        url=record.get_absolute_url(),
    )
