"""The calendar of duties: what each unit owes in a year, quarter by quarter, from every app."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qms.models.documents import Document
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


ICONS = {"done": "circle-check", "late": "clock", "missed": "alert-triangle", "coming": "calendar"}
FEW = 2  # duties of one kind and state that a quarter shows one by one


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

    @property
    def icon(self) -> str:
        """Its sign."""
        return ICONS[self.state]


@dataclass(frozen=True)
class Group:
    """Duties of one kind and state in one quarter."""

    duties: list[Owing]

    @property
    def many(self) -> bool:
        """Whether they are told as a number that opens."""
        return len(self.duties) > FEW

    @property
    def label(self) -> str:
        """The kind of duty."""
        return str(self.duties[0].kind.label)

    @property
    def state(self) -> str:
        """The state of each of them."""
        return self.duties[0].state

    @property
    def said(self) -> str:
        """Their state in words."""
        return self.duties[0].said

    @property
    def icon(self) -> str:
        """Their sign."""
        return self.duties[0].icon


@dataclass
class UnitYear:
    """A unit and its duties by quarter, 1 to 4."""

    unit: Unit
    quarters: list[list[Group]]


def units_of_calendar(user: Any) -> Any:
    """Of the units whose records the person reaches, those that hold a QMS or own a document, and holders below."""
    holders = Q(pk__in=QMSHolding.objects.values("unit_id"))
    owning = Q(pk__in=Document.objects.filter(review_due_on__isnull=False).values("unit_id"))
    if user.is_system:
        return Unit.objects.filter(holders | owning)
    mine = user.authority.record_units
    below = Q(pk__in=UnitPath.objects.filter(ancestor_id__in=mine).values("unit_id"))
    return Unit.objects.filter(Q(pk__in=inside_subtree(mine)) & owning | below & holders)


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


def years(units: Collection[Unit], found: Iterable[Owing]) -> list[UnitYear]:
    """The duties laid out by unit and quarter; a unit that owes nothing has an empty row."""
    cells: dict[tuple[int, int], dict[tuple[str, str], list[Owing]]] = defaultdict(lambda: defaultdict(list))
    for one in found:
        cells[one.unit.pk, (one.duty.due_on.month - 1) // 3][one.kind.name, one.state].append(one)
    return [
        UnitYear(unit, [[Group(rows) for rows in cells[unit.pk, part].values()] for part in range(4)]) for unit in units
    ]


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


def quarter_names() -> list[str]:
    """Headings of the four quarters."""
    return [_("Quarter %(number)s") % {"number": number} for number in ("I", "II", "III", "IV")]
