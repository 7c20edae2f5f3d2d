"""The periods in which an objective is measured, and which of them still wait for a measurement."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from qms.duty_periods import Period, period_of, periods_between
from qms.enums import SeriesRhythm
from qms.performance_enums import Rhythm

RHYTHMS = {
    Rhythm.MONTH: SeriesRhythm.MONTHLY,
    Rhythm.QUARTER: SeriesRhythm.QUARTERLY,
    Rhythm.HALF: SeriesRhythm.SIX_MONTHLY,
    Rhythm.YEAR: SeriesRhythm.YEARLY,
}

GRACE = 15
"""Days after the end of a period within which its figure is expected."""


def period_at(rhythm: str, day: dt.date) -> Period:
    """The period in which the day lies."""
    return period_of(RHYTHMS[Rhythm(rhythm)], day)


def periods_of(objective: Any, until: dt.date | None = None) -> Iterator[Period]:
    """Its periods from the first day to the last; with `until` only those that had ended by then."""
    for period in periods_between(RHYTHMS[Rhythm(objective.rhythm)], objective.starts_on, objective.ends_on):
        if until is not None and period.ends > until:
            return
        yield period


def period_coded(objective: Any, code: str) -> Period | None:
    """The objective's period of that code."""
    return next((one for one in periods_of(objective) if one.code == code), None)


def is_period_of(objective: Any, first: dt.date, last: dt.date) -> bool:
    """Whether the days are the first and the last of one of its periods."""
    period = period_at(objective.rhythm, first)
    inside = first <= objective.ends_on and last >= objective.starts_on
    return inside and (period.begins, period.ends) == (first, last)


def last_period(objective: Any) -> Period:
    """The one that ends the objective."""
    return period_at(objective.rhythm, objective.ends_on)


def said(rhythm: str, first: dt.date, last: dt.date) -> str:
    """A measured period as a heading names it; days where it is no period of the rhythm."""
    period = period_at(rhythm, first)
    if (period.begins, period.ends) == (first, last):
        return period.label
    return f"{first:%d/%m/%Y} – {last:%d/%m/%Y}"


def expected(day: dt.date) -> dt.date:
    """Figures of periods that had ended by then are expected by the day: more than the days of grace lie between."""
    return day - dt.timedelta(days=GRACE + 1)


def missing(objective: Any, measured: set[dt.date], day: dt.date) -> list[Period]:
    """Periods whose figure was expected by the day and is not there; `measured`: last days of measured periods."""
    return [one for one in periods_of(objective, expected(day)) if one.ends not in measured]
