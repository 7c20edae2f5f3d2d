"""Which units report to a superior: those below it that hold a system, its own office, and those that reported."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, IntegerField, OuterRef, Q, Value
from django.utils.translation import get_language

from qms.enums import UnitKind
from qms.models.organisation import QMSHolding, Unit
from qms.models.periodic_reports import PeriodicReport
from qms.models.reach import UnitPath
from qms.prepared import as_day, prepared_rows


@dataclass(slots=True)
class Holder:
    """One unit with the rhythms in which it reports: (rhythm, from, to).

    `rhythms` of its own system; `lent` of the superior's, for which the superior's office reports.
    """

    unit_id: int
    uid: UUID
    code: str
    name: str
    sort_key: str
    kind: str
    valid_from: dt.date
    valid_to: dt.date | None
    rhythms: list[tuple[str, dt.date, dt.date | None]] = field(default_factory=list)
    lent: list[tuple[str, dt.date, dt.date | None]] = field(default_factory=list)

    @property
    def alike(self) -> Any:
        """The same for units that owe reports of the same periods."""
        return tuple(self.rhythms), tuple(self.lent), (self.valid_from, self.valid_to) if self.lent else None


COLUMNS = ("id", "uid", "code", "name_vi", "name_en", "sort_key", "kind", "valid_from", "valid_to")
RHYTHM = ("rhythm", "valid_from", "valid_to")


def holders_below(superior_id: int) -> list[Holder]:
    """Every unit below the superior that ever held a system, its own office, every unit that reports to it; one query.

    Central units first, departments of provinces after them, each by name.
    """
    english = get_language() == "en"
    found: dict[int, Holder] = {}
    for row in prepared_rows(_rows, superior=superior_id):
        key, uid, code, vi, en, sort, kind, begins, ends, lent, *rhythm = row
        holder = found.get(key)
        if holder is None:
            name = en if en and english else vi
            days = as_day(begins), as_day(ends)
            holder = found[key] = Holder(key, UUID(str(uid)), code, name, sort, kind, *days)
        if rhythm[0] is not None:
            (holder.lent if lent else holder.rhythms).append((rhythm[0], as_day(rhythm[1]), as_day(rhythm[2])))
    return sorted(found.values(), key=lambda one: (one.kind == UnitKind.PROVINCIAL, one.sort_key, one.unit_id))


def _rows(superior: int) -> Any:
    below = UnitPath.objects.filter(unit_id=OuterRef("pk"), ancestor_id=superior, depth__gt=0)
    holding = QMSHolding.objects.filter(unit_id=OuterRef("pk"))
    reported = PeriodicReport.objects.filter(unit_id=OuterRef("pk"), superior_id=superior)
    holders = Unit.objects.filter(Exists(below) & Exists(holding) | Exists(reported))
    offices = Unit.objects.filter(parent_id=superior, kind=UnitKind.OFFICE)
    return _told(holders, 0, "holdings").union(_told(offices, 1, "parent__holdings"), all=True)


def _told(units: Any, lent: int, holdings: str) -> Any:
    """The units with the holdings that say how often they report."""
    said = {f"its_{name}": F(f"{holdings}__{name}") for name in RHYTHM}
    rows = units.order_by().annotate(lent=Value(lent, output_field=IntegerField()), **said)
    return rows.values_list(*COLUMNS, "lent", *said)


def owes(holder: Holder, rhythm: str, last: dt.date) -> bool:
    """Whether it held a system with the rhythm on the last day of the period; an office with none, its superior."""
    own = _standing(holder.rhythms, last)
    if own or not _lies_in(last, holder.valid_from, holder.valid_to):
        return rhythm in own
    return rhythm in _standing(holder.lent, last)


def _standing(rhythms: list[tuple[str, dt.date, dt.date | None]], day: dt.date) -> list[str]:
    return [rhythm for rhythm, begins, ends in rhythms if _lies_in(day, begins, ends)]


def _lies_in(day: dt.date, begins: dt.date, ends: dt.date | None) -> bool:
    return begins <= day and (ends is None or ends >= day)


def units_owing(superior_id: int, rhythm: str, last: dt.date) -> Any:
    """The units that owe a report of a period that ends on the day, as `owes` tells it.

    Those below the superior that hold a system with the rhythm; and where the superior's own has it, the superior's
    office, which reports for that system: a unit of that kind directly below, standing, with no system of its own.
    """
    below = UnitPath.objects.filter(ancestor_id=superior_id).exclude(unit_id=superior_id)
    held = QMSHolding.objects.filter(Q(valid_to=None) | Q(valid_to__gte=last), valid_from__lte=last)
    asked = held.filter(rhythm=rhythm)
    holders = Q(pk__in=below.values("unit_id")) & Q(pk__in=asked.values("unit_id"))
    offices = Unit.objects.valid_on(last).filter(kind=UnitKind.OFFICE, parent_id=superior_id)
    offices = offices.filter(parent_id__in=asked.values("unit_id")).exclude(pk__in=held.values("unit_id"))
    return Unit.objects.filter(holders | Q(pk__in=offices.order_by().values("pk")))
