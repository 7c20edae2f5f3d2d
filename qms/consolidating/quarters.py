"""Quarters, and which periods of reports join them: a half-year joins the quarter in which it ends."""

import datetime as dt
import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

CODE = re.compile(r"(\d{4})-Q([1-4])")


@dataclass(frozen=True, order=True)
class Quarter:
    """Three months of a year."""

    year: int
    number: int

    @property
    def code(self) -> str:
        """2019-Q2."""
        return f"{self.year}-Q{self.number}"

    @property
    def label(self) -> str:
        """Q2/2019."""
        return _label(self.number, self.year, get_language() or "")

    @property
    def begins(self) -> dt.date:
        """Its first day."""
        return dt.date(self.year, 3 * self.number - 2, 1)

    @property
    def ends(self) -> dt.date:
        """Its last day."""
        month = 3 * self.number
        return dt.date(self.year, month, monthrange(self.year, month)[1])


@lru_cache(maxsize=1000)
def _label(number: int, year: int, language: str) -> str:
    return pgettext("quarter of a year", "Q%(number)d/%(year)d") % {"number": number, "year": year}


def quarter_of(day: dt.date) -> Quarter:
    """The quarter that the day lies in."""
    return Quarter(day.year, (day.month + 2) // 3)


def quarter_coded(code: str) -> Quarter | None:
    """The quarter by its code, None for anything else."""
    found = CODE.fullmatch(code)
    return Quarter(int(found[1]), int(found[2])) if found else None


def said_joined(quarter: Quarter, periods: Iterable[Any]) -> str:
    """In words which periods a quarter holds, and that half-years join two of four."""
    longer = sorted({one.code for one in periods if one.figures_from < quarter.begins})
    if longer:
        text = _(
            "%(quarter)s adds up the quarterly reports of this quarter and the half-yearly reports that end with it "
            "(%(codes)s): half-year units join the second and the fourth quarter with the figures of six months."
        )
        return text % {"quarter": quarter.label, "codes": ", ".join(longer)}
    text = _(
        "%(quarter)s adds up quarterly reports only: units that report every six months join the second and the "
        "fourth quarter."
    )
    return text % {"quarter": quarter.label}
