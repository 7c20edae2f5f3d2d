"""What each unit owes in a year: the seam by which every app tells the calendar of duties."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from qms.policy import Text


@dataclass(frozen=True)
class DutyDay:
    """One duty of one unit: by when, and when it was done (None: not yet)."""

    unit_id: int
    due_on: dt.date
    text: Text
    done_on: dt.date | None = None
    url: str = ""

    def state(self, day: dt.date) -> str:
        """done | late (done after its day) | missed | coming, as of the day."""
        if self.done_on is not None and self.done_on <= day:
            return "done" if self.done_on <= self.due_on else "late"
        return "missed" if self.due_on < day else "coming"


@dataclass(frozen=True)
class DutyKind:
    """One kind of duty. `crosses`: supervision sees it of units that hold a QMS of their own below.

    find(units, holders, first, last): the duties of these units due in the span, `holders` being those of them that
    hold a QMS; set-wise, in a number of queries that does not grow with the units.
    """

    name: str
    label: Text
    short: Text
    find: Callable[[list[int], list[int], dt.date, dt.date], Iterable[DutyDay]]
    crosses: bool = False


KINDS: dict[str, DutyKind] = {}


def add_duty_kind(kind: DutyKind) -> None:
    """Let the calendar of duties show one more kind."""
    KINDS[kind.name] = kind


def kind_choices() -> list[tuple[str, Any]]:
    """The kinds as a filter offers them."""
    return [(kind.name, kind.label) for kind in KINDS.values()]


def once_a_year(
    holders: Iterable[int],
    first: dt.date,
    last: dt.date,
    *,
    month: int,
    day: int,
    done: dict[tuple[int, int], tuple[dt.date, str]],
    text: Callable[[int], Text],
    url: str,
) -> list[DutyDay]:
    """A duty of every holder in every year by the same day. `done`: day and address by holder and year."""
    found = []
    for year in range(first.year, last.year + 1):
        due = dt.date(year, month, day)
        if first <= due <= last:
            for holder in holders:
                done_on, own_url = done.get((holder, year), (None, ""))
                found.append(DutyDay(holder, due, text(year), done_on, own_url or url))
    return found
