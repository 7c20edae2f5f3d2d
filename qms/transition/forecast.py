"""When a holder will be complete if it goes on as it went: from the days of its own proofs and nothing else.

The method, as pages and documents state it: with n of m steps proved since the holder took part, its pace is the days
from that beginning to the last proof, divided by n. Forecast = day of the last proof + (m - n) x pace, part of a day
counting as a whole one. The range comes from the fastest and the slowest interval between its own proofs, the first
counted from the beginning. With fewer than two proofs there is no forecast.
"""

import datetime as dt
import math
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

LEAST = 2
"""Proofs from which a pace is read."""
FURTHEST = 365 * 50
"""Days: what lies further away is no forecast."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """The day, its range, and what it was read from."""

    day: dt.date
    earliest: dt.date
    latest: dt.date
    pace: Fraction
    proved: int
    steps: int
    last: dt.date

    @property
    def pace_days(self) -> float:
        """Days per step, for people."""
        return round(float(self.pace), 1)

    @property
    def remaining(self) -> int:
        """Steps that are left."""
        return self.steps - self.proved


def forecast(began: dt.date, proofs: Iterable[dt.date], steps: int) -> Forecast | None:
    """The forecast of a holder that took part from `began`; None where nothing can be said, or nothing is left.

    A proof older than the beginning counts from the beginning.
    """
    days = sorted(max(day, began) for day in proofs)
    if len(days) < LEAST or len(days) >= steps:
        return None
    intervals = [(day - before).days for before, day in zip([began, *days], days, strict=False)]
    left = steps - len(days)
    pace = Fraction((days[-1] - began).days, len(days))
    return Forecast(
        _after(days[-1], left * pace),
        _after(days[-1], left * min(intervals)),
        _after(days[-1], left * max(intervals)),
        pace,
        len(days),
        steps,
        days[-1],
    )


def forecast_day(began: dt.date, last: dt.date | None, proved: int, steps: int) -> dt.date | None:
    """The day alone, where only the number of proofs and the last are known: the same day as `forecast` tells."""
    if last is None or proved < LEAST or proved >= steps:
        return None
    last = max(last, began)
    return _after(last, Fraction((last - began).days * (steps - proved), proved))


def _after(day: dt.date, days: Fraction | int) -> dt.date:
    return day + dt.timedelta(days=min(math.ceil(days), FURTHEST))
