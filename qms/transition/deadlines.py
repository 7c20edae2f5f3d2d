"""Deadlines of a programme as they concern one holder: the last permitted day decides, never the day that is named."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Left:
    """A deadline and the days left to its last permitted day: 0 on that day, negative when it has passed."""

    deadline: Any
    days: int

    @property
    def over(self) -> int:
        """Days by which it has passed."""
        return max(0, -self.days)


def concerns(deadline: Any, group: str, obligation: str) -> bool:
    """Whether the deadline is set for such a holder."""
    return deadline.group in ("", group) and deadline.obligation in ("", obligation)


def deadlines_for(deadlines: Iterable[Any], group: str, obligation: str) -> list[Any]:
    """The deadlines of such a holder, the earliest first."""
    found = [one for one in deadlines if concerns(one, group, obligation)]
    return sorted(found, key=lambda one: one.last_day)


def left(deadlines: Sequence[Any], today: dt.date) -> list[Left]:
    """Days left to each."""
    return [Left(one, (one.last_day - today).days) for one in deadlines]


def binding(deadlines: Sequence[Any]) -> dt.date | None:
    """The last permitted day that holds for the holder: the earliest of its deadlines."""
    return min((one.last_day for one in deadlines), default=None)
