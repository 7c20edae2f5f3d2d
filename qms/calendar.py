"""Working days of a Vietnamese administration: Monday to Friday without public holidays.

Public holidays, days off in lieu and Saturdays worked in exchange come from the `holidays` package, which knows them
up to 2100; outside its years only weekends are free. What a government or an office decides beyond that comes from
one provider, registered by `set_overrides`. Every unit below is a whole day; a day is a `datetime.date`.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from datetime import MAXYEAR, date, timedelta
from functools import lru_cache

import holidays

COUNTRY = "VN"
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Overrides:
    """Days decided beyond the public calendar; a day named in both sets is worked."""

    days_off: frozenset[date] = frozenset()
    working_days: frozenset[date] = frozenset()


NO_OVERRIDES = Overrides()


def _no_overrides() -> Overrides:
    return NO_OVERRIDES


_provider: Callable[[], Overrides] = _no_overrides


def set_overrides(provider: Callable[[], Overrides] | None) -> None:
    """Register the function that names extra days off and extra working days; None takes it away.

    It is asked at every question, so it must answer from memory: the same Overrides object while nothing changed.
    """
    global _provider
    _provider = provider or _no_overrides


def is_working_day(day: date) -> bool:
    """Whether offices work on that day."""
    return day in _year(day.year).days


def add_working_days(day: date, n: int) -> date:
    """Return the n-th working day after `day` (n working days, n >= 0).

    The day itself is not counted: a period begins on the day after the event that sets it off, as the Vietnamese
    civil code counts. With n = 0 the day comes back as it is, worked or not.
    """
    if n < 0:
        raise ValueError("n must not be negative")
    if n == 0:
        return day
    year, overrides = day.year, _provider()
    index = bisect_right(_working_year(year, overrides).ordered, day) + n - 1
    while index >= len(ordered := _working_year(year, overrides).ordered):
        index, year = index - len(ordered), year + 1
        if year > MAXYEAR:
            raise ValueError(f"{n} working days after {day} is beyond the calendar")
    return ordered[index]


def working_days_before(day: date, n: int) -> date:
    """Return the n-th working day before `day` (n >= 1); the day itself is not counted."""
    if n < 1:
        raise ValueError("n must be positive")
    year, overrides = day.year, _provider()
    index = bisect_left(_working_year(year, overrides).ordered, day) - n
    while index < 0:
        year -= 1
        index += len(_working_year(year, overrides).ordered)
    return _working_year(year, overrides).ordered[index]


def working_day_from(day: date) -> date:
    """The day itself where offices work, else the next working day: where a time limit ends (civil code, 148.5)."""
    return day if is_working_day(day) else add_working_days(day, 1)


def working_days_between(a: date, b: date) -> int:
    """Count the working days after `a`, up to and including `b`; negative when `b` lies before `a`."""
    if b < a:
        return -working_days_between(b, a)
    overrides = _provider()
    whole = sum(len(_working_year(year, overrides).ordered) for year in range(a.year, b.year))
    before = bisect_right(_working_year(a.year, overrides).ordered, a)
    return whole + bisect_right(_working_year(b.year, overrides).ordered, b) - before


def day_off_names(year: int, language: str) -> dict[date, str]:
    """Public holidays of a year by day with their name in `language` (vi or en), days in lieu included."""
    public = holidays.country_holidays(COUNTRY, years=year, language="en_US" if language == "en" else "vi")
    return {day: name for day, name in sorted(public.items()) if day.year == year}


def worked_weekends(year: int) -> list[date]:
    """Saturdays that the government had worked in exchange for a day off."""
    public = holidays.country_holidays(COUNTRY, years=year)
    list(public.items())
    return sorted(day for day in public.weekend_workdays if day.year == year)


@dataclass(frozen=True, slots=True)
class _WorkingYear:
    ordered: tuple[date, ...]
    days: frozenset[date]


def _year(year: int) -> _WorkingYear:
    return _working_year(year, _provider())


@lru_cache(maxsize=512)
def _working_year(year: int, overrides: Overrides) -> _WorkingYear:
    """Work one year out once; a new answer of the provider is a new key, so nothing stale is served."""
    public = holidays.country_holidays(COUNTRY, years=year)
    worked = public.weekend_workdays | overrides.working_days
    free = (public.keys() | overrides.days_off) - overrides.working_days
    first = date(year, 1, 1)
    length = date(year, 12, 31).toordinal() - first.toordinal() + 1
    every = (first + timedelta(days=offset) for offset in range(length))
    ordered = tuple(day for day in every if day in worked or (day.weekday() < SATURDAY and day not in free))
    return _WorkingYear(ordered, frozenset(ordered))
