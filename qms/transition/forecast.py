"""When a holder will be complete if it goes on as it went: from the days of its own proofs and nothing else.

The method, as pages and documents state it: with n of m steps proved since the holder took part, its pace is the days
from that beginning to the last proof, divided by n. Forecast = day of the last proof + (m - n) x pace, part of a day
counting as a whole one. Where that day has passed already, the days without a proof count too: the pace is then from
the beginning to today, and the steps left follow from today. The range comes from the fastest and the slowest interval
between its own proofs, the first counted from the beginning, and never begins before today. With fewer than two proofs
there is no forecast.
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
    """The day, its range, and what it was read from. `stalled`: nothing was proved for longer than its own pace."""

    day: dt.date
    earliest: dt.date
    latest: dt.date
    pace: Fraction
    proved: int
    steps: int
    last: dt.date
    stalled: bool = False

    @property
    def pace_days(self) -> float:
        """Days per step, for people."""
        return round(float(self.pace), 1)

    @property
    def remaining(self) -> int:
        """Steps that are left."""
        return self.steps - self.proved


def forecast(began: dt.date, proofs: Iterable[dt.date], steps: int, today: dt.date) -> Forecast | None:
    """The forecast of a holder that took part from `began`; None where nothing can be said, or nothing is left.

    A proof older than the beginning counts from the beginning.
    """
    days = sorted(max(day, began) for day in proofs)
    if len(days) < LEAST or len(days) >= steps:
        return None
    count, last, left = len(days), days[-1], steps - len(days)
    intervals: list[Fraction | int] = [(day - before).days for before, day in zip([began, *days], days, strict=False)]
    start, pace = last, Fraction((last - began).days, count)
    stalled = _after(last, left * pace) < today
    if stalled:
        start, pace = today, Fraction((today - began).days, count)
        intervals += [(today - last).days, pace]
    fastest, slowest = min(intervals), max(intervals)
    return Forecast(
        _after(start, left * pace), max(_after(start, left * fastest), today), _after(start, left * slowest),
        pace, count, steps, last, stalled,
    )  # fmt: skip


def forecast_day(began: dt.date, last: dt.date | None, proved: int, steps: int, today: dt.date) -> dt.date | None:
    """The day alone, where only the number of proofs and the last are known: the same day as `forecast` tells."""
    if last is None or proved < LEAST or proved >= steps:
        return None
    last, left = max(last, began), steps - proved
    day = _after(last, Fraction((last - began).days * left, proved))
    return day if day >= today else _after(today, Fraction((today - began).days * left, proved))


def _after(day: dt.date, days: Fraction | int) -> dt.date:
    return day + dt.timedelta(days=min(math.ceil(days), FURTHEST))
