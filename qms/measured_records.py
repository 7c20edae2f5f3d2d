"""Declared queries whose figure is a number of records: what is counted, and the list behind it, are one queryset."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.urls import reverse

from qms.measured_queries import Counted, MeasuredQuery, declare_query
from qms.models.reach import UnitPath
from qms.policy import Text

Rows = Callable[[dt.date, dt.date], Any]
Pair = tuple[int, int]


@dataclass(frozen=True)
class Counting:
    """Which records a figure counts: `rows(first, last)`, of which `part(first, last)` are the numerator.

    Without `part` it is a number, not a share. `unit`: the path to the key of the unit where a record lies.
    """

    rows: Rows
    part: Callable[[dt.date, dt.date], Q] | None = None
    unit: str = "unit_id"


COUNTINGS: dict[str, Counting] = {}


def added_up(units: Iterable[int], of_unit: Mapping[int, Pair]) -> dict[int, Counted]:
    """Figures of single units added up for each unit asked and those below it in the same QMS; one query."""
    keys = list(units)
    sums: dict[int, list[int]] = {key: [0, 0] for key in keys}
    paths = UnitPath.objects.filter(ancestor_id__in=keys, inside=True).order_by()
    for ancestor, unit in paths.values_list("ancestor_id", "unit_id").distinct():
        numerator, denominator = of_unit.get(unit, (0, 0))
        sums[ancestor][0] += numerator
        sums[ancestor][1] += denominator
    return {key: Counted(*pair) for key, pair in sums.items()}


def inside(units: Iterable[int]) -> Any:
    """Keys of the units asked and those below them in the same QMS."""
    return UnitPath.objects.filter(ancestor_id__in=list(units), inside=True).order_by().values("unit_id")


def counter(counting: Counting) -> Callable[[list[int], dt.date, dt.date], dict[int, Counted]]:
    """What counts the records of many units at once; two queries."""

    def count(units: list[int], first: dt.date, last: dt.date) -> dict[int, Counted]:
        rows = counting.rows(first, last).filter(**{f"{counting.unit}__in": inside(units)}).order_by()
        told: Any = rows.values_list(counting.unit)
        if counting.part is None:
            pairs = {unit: (number, 0) for unit, number in told.annotate(all=Count("pk", distinct=True))}
        else:
            part = Count("pk", filter=counting.part(first, last), distinct=True)
            told = told.annotate(part=part, all=Count("pk", distinct=True))
            pairs = {unit: (done, number) for unit, done, number in told}
        return added_up(units, pairs)

    return count


def records_link(name: str) -> Callable[[int, dt.date, dt.date], str]:
    """The address of the list of records behind a figure."""

    def link(unit_id: int, first: dt.date, last: dt.date) -> str:
        asked = {"unit": str(unit_id), "first": first.isoformat(), "last": last.isoformat()}
        return f"{reverse('counted_records', args=[name])}?{urlencode(asked)}"

    return link


def records_of(name: str, unit_id: int, first: dt.date, last: dt.date) -> Any:
    """The records that a figure counts; `in_part` says whether one is in the numerator too."""
    counting = COUNTINGS[name]
    rows = counting.rows(first, last).filter(**{f"{counting.unit}__in": inside([unit_id])})
    return rows


def in_part(name: str, rows: Any, first: dt.date, last: dt.date) -> set[int]:
    """Keys of those among the records that are in the numerator; of a number all are."""
    part = COUNTINGS[name].part
    return set((rows if part is None else rows.filter(part(first, last))).order_by().values_list("pk", flat=True))


def declare_counting(
    name: str, title: Text, definition: Text, numerator: Text, counting: Counting, denominator: Text = ""
) -> None:
    """Make a figure known that counts records."""
    COUNTINGS[name] = counting
    unit = "%" if counting.part is not None else ""
    declare_query(
        MeasuredQuery(
            name, title, definition, numerator, denominator or title, counter(counting), records_link(name), unit
        )
    )
