"""What a deadline's wording means: the last day on which something may still be done.

"Trước 31/12/2020" excludes the day named: 30/12/2020 is the last. "Chậm nhất", "đến hết" and the like include it.
"""

import calendar
import datetime as dt
import re

from qms.folding import fold

DAY = re.compile(r"(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})|(\d{1,2})\s+thang\s+(\d{1,2})\s+nam\s+(\d{4})")
MONTH = re.compile(r"thang\s+(\d{1,2})\s*(?:/|nam)\s*(\d{4})")
QUARTER = re.compile(r"(?:quy|quarter)\s+(iv|i{1,3}|[1-4])\s*(?:/|nam|of)?\s*(\d{4})")
YEAR = re.compile(r"(?:nam|year|of|the end of|before)\s+(\d{4})")
BEFORE = re.compile(r"\b(truoc|before|prior to)\b")
UNTIL_END = re.compile(r"\b(het|cuoi|end of)\b")
ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


def last_day_of(wording: str) -> dt.date | None:
    """The last permitted day that the wording names, or None where it names no day that can be read."""
    text = fold(wording)
    span = _span(text)
    if span is None:
        return None
    first, last = span
    # "before the end of December" still permits its last day; "before 31/12" does not
    if BEFORE.search(text) and not (UNTIL_END.search(text) and first != last):
        return first - dt.timedelta(days=1)
    return last


def _span(text: str) -> tuple[dt.date, dt.date] | None:
    """First and last day of the time that is named."""
    try:
        return _day(text) or _month(text) or _quarter(text) or _year(text)
    except ValueError:  # 31/02/2020
        return None


def _day(text: str) -> tuple[dt.date, dt.date] | None:
    found = DAY.search(text)
    if not found:
        return None
    day, month, year = (int(part) for part in found.groups() if part)
    named = dt.date(year, month, day)
    return named, named


def _month(text: str) -> tuple[dt.date, dt.date] | None:
    found = MONTH.search(text)
    if not found:
        return None
    month, year = int(found[1]), int(found[2])
    return _months(year, month, month)


def _quarter(text: str) -> tuple[dt.date, dt.date] | None:
    found = QUARTER.search(text)
    if not found:
        return None
    quarter = ROMAN.get(found[1]) or int(found[1])
    return _months(int(found[2]), 3 * quarter - 2, 3 * quarter)


def _year(text: str) -> tuple[dt.date, dt.date] | None:
    found = YEAR.search(text)
    return _months(int(found[1]), 1, 12) if found else None


def _months(year: int, first: int, last: int) -> tuple[dt.date, dt.date]:
    return dt.date(year, first, 1), dt.date(year, last, calendar.monthrange(year, last)[1])
