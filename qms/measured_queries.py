"""Declared queries: a figure of a unit and a period, counted from the records, with its definition in words.

Each is declared once and is the only place where that figure is counted: a measurement from the records, a report and
a test ask the same function.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any

from qms import clock
from qms.history.standing import day_shown, standing
from qms.policy import Text


@dataclass(frozen=True)
class Counted:
    """What was counted for one unit."""

    numerator: int
    denominator: int


@dataclass(frozen=True)
class MeasuredQuery:
    """One declared figure.

    count(unit_ids, first, last): what was counted, by unit; set-wise, in a number of queries that does not grow with
    the units. It is asked while the database stands as of the cut-off, so it reads plain records.
    link(unit_id, first, last): where the records behind it are listed, "" where there is no such list.
    """

    name: str
    title: Text
    definition: Text
    numerator: Text
    denominator: Text
    count: Callable[[list[int], dt.date, dt.date], Mapping[int, Counted]]
    link: Callable[[int, dt.date, dt.date], str] = lambda unit_id, first, last: ""
    measure_unit: str = "%"


QUERIES: dict[str, MeasuredQuery] = {}


def declare_query(query: MeasuredQuery) -> None:
    """Make a figure known by its name."""
    QUERIES[query.name] = query


def counted(name: str, units: Iterable[int], first: dt.date, last: dt.date, as_of: dt.date) -> dict[int, Counted]:
    """What the declared query says of each unit for the period, from the records as they stood on the day `as_of`."""
    keys = sorted(set(units))
    past = as_of < clock.today() and day_shown() != as_of
    with standing(as_of) if past else nullcontext():
        found = QUERIES[name].count(keys, first, min(last, as_of))
    nothing = Counted(0, 0)
    return {key: found.get(key, nothing) for key in keys}


def link_of(name: str, unit_id: int, first: dt.date, last: dt.date, as_of: dt.date | None = None) -> str:
    """The list of the records behind a figure, as of its cut-off."""
    query = QUERIES.get(name)
    url = query.link(unit_id, first, last) if query is not None else ""
    if not url or as_of is None or as_of >= clock.today():
        return url
    return f"{url}{'&' if '?' in url else '?'}as_of={as_of.isoformat()}"


def choices(kept: str = "") -> list[tuple[str, Any]]:
    """The shares as a form offers them; a query that is no longer declared stays where it was chosen."""
    known = [(query.name, query.title) for query in QUERIES.values() if query.measure_unit]
    return known + ([(kept, kept)] if kept and kept not in QUERIES else [])
