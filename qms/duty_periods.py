"""Periods of recurring duties: months, quarters, half-years, years; and the day on which each is due."""

import calendar
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from qms.enums import SeriesRhythm

MONTHS = {
    SeriesRhythm.MONTHLY: 1,
    SeriesRhythm.QUARTERLY: 3,
    SeriesRhythm.SIX_MONTHLY: 6,
    SeriesRhythm.YEARLY: 12,
}


@dataclass(frozen=True)
class Period:
    """One period of a rhythm, first and last day included. `code` is as it is kept: 2020-07, 2020-Q3, 2020-H2, 2020."""

    rhythm: str
    begins: dt.date

    @property
    def months(self) -> int:
        """How many months it lasts."""
        return MONTHS[SeriesRhythm(self.rhythm)]

    @property
    def ends(self) -> dt.date:
        """Its last day."""
        return _shifted(self.begins, self.months) - dt.timedelta(days=1)

    @property
    def code(self) -> str:
        """How an action names it."""
        year, part = self.begins.year, (self.begins.month - 1) // self.months + 1
        forms = {1: f"{year}-{part:02d}", 3: f"{year}-Q{part}", 6: f"{year}-H{part}", 12: str(year)}
        return forms[self.months]

    @property
    def label(self) -> str:
        """How a heading names it, in any language: 07/2020, III/2020, 1-6/2020, 2020."""
        year, first = self.begins.year, self.begins.month
        last = first + self.months - 1
        roman = ("I", "II", "III", "IV")[(first - 1) // 3]
        forms = {1: f"{first:02d}/{year}", 3: f"{roman}/{year}", 6: f"{first}–{last}/{year}", 12: str(year)}
        return forms[self.months]

    def shifted(self, periods: int) -> "Period":
        """The period so many after it, or before it."""
        return Period(self.rhythm, _shifted(self.begins, periods * self.months))

    def due(self, day: int) -> dt.date:
        """That day of the month after it; its last day where the month is shorter."""
        after = _shifted(self.begins, self.months)
        return after.replace(day=min(day, calendar.monthrange(after.year, after.month)[1]))


def period_of(rhythm: str, day: dt.date) -> Period:
    """The period in which the day lies."""
    months = MONTHS[SeriesRhythm(rhythm)]
    first = (day.month - 1) // months * months + 1
    return Period(rhythm, dt.date(day.year, first, 1))


def periods_between(rhythm: str, first: dt.date, last: dt.date) -> Iterator[Period]:
    """Every period that holds one of the days."""
    period = period_of(rhythm, first)
    while period.begins <= last:
        yield period
        period = period.shifted(1)


def last_periods(rhythm: str, day: dt.date, count: int) -> list[Period]:
    """The periods up to the one in which the day lies, oldest first."""
    newest = period_of(rhythm, day)
    return [newest.shifted(-back) for back in reversed(range(count))]


def _shifted(day: dt.date, months: int) -> dt.date:
    """The first of the month so many months on."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, 1)
