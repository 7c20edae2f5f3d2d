"""The calendar of duties: what each unit owes in a year, month by month, from every app."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qms.models.organisation import QMSHolding, Unit
from qms.models.reach import UnitPath, inside_subtree
from qms.reports.declaration import Column, Report
from qms.tables.duty_calendar import DutyCalendarFilter
from qms.unit_duties import KINDS, DutyDay, DutyKind

STATES = {
    "done": gettext_lazy("done in time"),
    "late": gettext_lazy("done late"),
    "missed": gettext_lazy("not done, late"),
    "coming": gettext_lazy("to come"),
}


@dataclass(frozen=True)
class Owing:
    """One duty as page and file tell it."""

    unit: Unit
    kind: DutyKind
    duty: DutyDay
    state: str

    @property
    def said(self) -> str:
        """Its state in words."""
        return str(STATES[self.state])


@dataclass
class UnitYear:
    """A unit and its duties by month, 1 to 12."""

    unit: Unit
    months: list[list[Owing]] = field(default_factory=lambda: [[] for _month in range(12)])


def units_of_calendar(user: Any) -> Any:
    """Units whose records the person reaches, and holders below them that report to them."""
    if user.is_system:
        return Unit.objects.all()
    mine = user.authority.record_units
    below = UnitPath.objects.filter(ancestor_id__in=mine).values("unit_id")
    holders = QMSHolding.objects.filter(unit_id__in=below).values("unit_id")
    return Unit.objects.filter(Q(pk__in=inside_subtree(mine)) | Q(pk__in=holders))


def owing(
    user: Any, units: Iterable[Unit], year: int, today: dt.date, *, kind: str = "", late: bool = False
) -> list[Owing]:
    """The duties of these units in the year, earliest first: one or two queries for each kind of duty."""
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    by_key = {unit.pk: unit for unit in units}
    own = sorted(_own(user, by_key))
    held = QMSHolding.objects.filter(unit_id__in=own, valid_from__lte=last).exclude(valid_to__lt=first)
    holders = sorted(set(held.values_list("unit_id", flat=True)))
    found = []
    for one in (KINDS[kind],) if kind in KINDS else KINDS.values():
        for duty in one.find(sorted(by_key) if one.crosses else own, holders, first, last):
            found.append(Owing(by_key[duty.unit_id], one, duty, duty.state(today)))
    shown = [one for one in found if not late or one.state in ("missed", "late")]
    return sorted(shown, key=lambda one: (one.unit.sort_key, one.duty.due_on, str(one.duty.text)))


def _own(user: Any, keys: Iterable[int]) -> set[int]:
    if user.is_system:
        return set(keys)
    inside = inside_subtree(user.authority.record_units).filter(unit_id__in=list(keys))
    return set(inside.values_list("unit_id", flat=True))


def years(units: Iterable[Unit], found: Iterable[Owing]) -> list[UnitYear]:
    """The duties laid out by unit and month; a unit that owes nothing has an empty row."""
    rows: dict[int, UnitYear] = {unit.pk: UnitYear(unit) for unit in units}
    for one in found:
        rows[one.unit.pk].months[one.duty.due_on.month - 1].append(one)
    return list(rows.values())


def counts(found: Iterable[Owing]) -> dict[str, int]:
    """How many there are in each state."""
    told: dict[str, int] = defaultdict(int)
    for one in found:
        told[one.state] += 1
    return dict(told)


class DutyCalendarExport(Report):
    """One row for each duty of each unit."""

    name = "duty-calendar"
    title = gettext_lazy("Calendar of duties")
    model = Unit
    filterset_class = DutyCalendarFilter
    columns = (
        Column(gettext_lazy("Unit code"), lambda one: one.unit.code, width=14),
        Column(gettext_lazy("Unit"), lambda one: one.unit.name, width=40),
        Column(gettext_lazy("Duty"), lambda one: str(one.kind.label), width=28),
        Column(gettext_lazy("What"), lambda one: str(one.duty.text), width=40),
        Column(gettext_lazy("Due"), lambda one: one.duty.due_on, "date"),
        Column(gettext_lazy("Done on"), lambda one: one.duty.done_on, "date"),
        Column(gettext_lazy("State"), lambda one: one.said, width=20),
    )

    def cells(self, rows: Any, as_of: dt.date | None) -> Iterator[list[Any]]:
        """A row for each duty."""
        for one in rows:
            yield [column.value(one) for column in self.columns]


def month_names() -> list[str]:
    """Short headings of the twelve months."""
    return [_("M%(month)d") % {"month": month} for month in range(1, 13)]
