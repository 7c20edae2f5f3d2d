"""Which of day and month stands first in the dates of a file, as far as the file itself proves it."""

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from qms.importing.dates import NUMERIC, full_year, made, parse_date
from qms.importing.problems import Problem

KEPT = 5
"""Addresses kept as examples."""
ENOUGH = 2


@dataclass
class DateEvidence:
    """What the cells of one column of dates prove."""

    days_first: int = 0
    months_first: int = 0
    unsure: int = 0
    typed: int = 0
    typed_could_swap: int = 0
    without_year: int = 0
    unsure_at: list[str] = field(default_factory=list)
    without_year_at: list[str] = field(default_factory=list)

    def take(self, value: Any, address: Any) -> None:
        """Look at one cell; `address` is called only where it is worth keeping."""
        if isinstance(value, date):
            self.typed += 1
            self.typed_could_swap += value.day <= 12
        elif isinstance(value, str):
            found = NUMERIC.match(value.strip())
            if found:
                first, second, year = map(int, found.groups())
                self.count(first, second, year, address)
            elif getattr(parse_date(value), "code", "") == "no_year":
                self.without_year += 1
                keep(self.without_year_at, address)

    def count(self, first: int, second: int, year: int, address: Any) -> None:
        year = full_year(year)
        if not (made(year, second, first) or made(year, first, second)):
            return  # a day that there never was proves nothing
        if first > 12 >= second:
            self.days_first += 1
        elif second > 12 >= first:
            self.months_first += 1
        elif first != second and first <= 12 and second <= 12:
            self.unsure += 1
            keep(self.unsure_at, address)

    @property
    def proves(self) -> bool | None:
        """True where the day stands first, False where the month does, None where nothing or both are proved."""
        if bool(self.days_first) == bool(self.months_first):
            return None
        return bool(self.days_first)

    @property
    def contradicts(self) -> bool:
        """Some dates have the day first and some the month."""
        return bool(self.days_first and self.months_first)

    @property
    def was_swapped(self) -> bool:
        """Dates a program took for months first and typed, beside those that it could not and left as text."""
        return (
            self.days_first >= ENOUGH
            and not self.months_first
            and not self.unsure
            and self.typed >= ENOUGH
            and self.typed == self.typed_could_swap
        )


def keep(addresses: list[str], address: Any) -> None:
    if len(addresses) < KEPT:
        addresses.append(address())


def date_parser(evidence: DateEvidence, day_first: bool, year: int | None) -> Any:
    """How the cells of a column are read, with a warning where what it says is not sure."""
    parse = partial(parse_date, day_first=day_first, year=year)
    if evidence.was_swapped:
        return partial(perhaps_swapped, parse)
    return partial(perhaps_other_way, parse) if evidence.contradicts else parse


def swapped(day: date) -> date | None:
    """The same figures with day and month the other way round, where that is another day."""
    return day.replace(day=day.month, month=day.day) if day.day <= 12 and day.day != day.month else None


def perhaps_swapped(parse: Any, value: Any) -> Any:
    """A cell that a program may have turned from 06/07 into the seventh of June."""
    found = parse(value)
    other = swapped(found) if isinstance(value, date | datetime) and isinstance(found, date) else None
    return unsure(found, other) if other else found


def perhaps_other_way(parse: Any, value: Any) -> Any:
    """A text that may be meant either way in a column that holds both ways."""
    found = parse(value)
    numeric = isinstance(value, str) and NUMERIC.match(value.strip())
    other = swapped(found) if numeric and isinstance(found, date) else None
    return unsure(found, other) if other else found


def unsure(day: date, other: date) -> Problem:
    """A warning; the row comes in with the day as it was read."""
    return Problem(
        "perhaps_swapped",
        _("Day and month may stand the wrong way round: %(day)s was read; perhaps %(other)s is meant.")
        % {"day": day.strftime("%d/%m/%Y"), "other": other.strftime("%d/%m/%Y")},
        suggestion=other.strftime("%d/%m/%Y"),
        level="warning",
        value=day,
    )
