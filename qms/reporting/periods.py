"""Periods of a scheme by its rhythm: from, to, when each opens and when it is due."""

import datetime as dt
from collections.abc import Iterator

from qms.duty_periods import Period
from qms.enums import Rhythm, SeriesRhythm
from qms.models.period_schemes import PeriodScheme, ReportPeriod

SERIES = {Rhythm.QUARTERLY: SeriesRhythm.QUARTERLY, Rhythm.SIX_MONTHLY: SeriesRhythm.SIX_MONTHLY}
OPENS_BEFORE = 15
DUE_DAY = 10


def of_year(
    scheme: PeriodScheme, year: int, *, opens_before: int = OPENS_BEFORE, due_day: int = DUE_DAY
) -> Iterator[ReportPeriod]:
    """The periods of a year, not saved: open so many days before the end, due on a day of the month after."""
    period = Period(SERIES[Rhythm(scheme.rhythm)], dt.date(year, 1, 1))
    while period.begins.year == year:
        yield ReportPeriod(
            scheme=scheme, code=period.code, figures_from=period.begins, figures_to=period.ends,
            opens_on=period.ends - dt.timedelta(days=opens_before), due_on=period.due(due_day),
        )  # fmt: skip
        period = period.shifted(1)


def said(code: str) -> str:
    """A period as papers name it: 2019-Q1 is quý I năm 2019."""
    year, _dash, part = code.partition("-")
    roman = {"1": "I", "2": "II", "3": "III", "4": "IV"}
    if part.startswith("Q"):
        return f"quý {roman[part[1:]]} năm {year}"
    if part.startswith("H"):
        return f"6 tháng {'đầu' if part == 'H1' else 'cuối'} năm {year}"
    return f"năm {year}"
