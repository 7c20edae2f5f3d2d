"""Reads dates as registers write them: cells typed as dates, serials, and text in several orders."""

import calendar
import re
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from qms.importing.problems import Problem
from qms.importing.sheet import NEVER_CALCULATED, ErrorCell
from qms.importing.text import fold, is_blank

ISO = re.compile(r"^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?$")
NUMERIC = re.compile(r"^(\d{1,2})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{4}|\d{2})(?:[ T,]+\d{1,2}[:h].*)?$")
NAMED = re.compile(r"^(?:[a-z]{3,9}\s+)?(\d{1,2})(?:st|nd|rd|th)?\s+([a-z]{3,9})(?:\s+(\d{4}|\d{2}))?$")
NAMED_FIRST = re.compile(r"^([a-z]{3,9})\s+(\d{1,2})(?:st|nd|rd|th)?(?:\s+(\d{4}))?$")
VIETNAMESE = re.compile(r"^(?:ngay\s+)?(\d{1,2})\s+thang\s+(\d{1,2})(?:\s+nam\s+(\d{4}))?$")
DAY_AND_MONTH = re.compile(r"^(\d{1,2})\s*[-/.]\s*(\d{1,2})$")
MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
MONTHS |= {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}
# Serials from 1 January 1955 to 31 December 2099; smaller numbers are more likely quantities.
FIRST_SERIAL, LAST_SERIAL = 20090, 73050
EMPTY_WORDS = {"", "n/a", "na", "none", "null", "khong", "khong co", "chua", "tbd", "tba", "-", "/"}


def parse_date(value, *, day_first=True, year=None):
    """Return a date, None for an empty cell, or a Problem; `year` is the one said for dates written without."""
    if isinstance(value, ErrorCell):
        return failed(value)
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return from_serial(value)
    if is_blank(value) or fold(value) in EMPTY_WORDS:
        return None
    return from_text(str(value).strip(), day_first, year)


def failed(cell):
    """The Problem of a cell whose formula failed or was never calculated."""
    if cell.code == NEVER_CALCULATED:
        return Problem(
            "never_calculated",
            _(
                "This cell holds a formula that was never calculated. Open the file in Excel, save it and choose it "
                "again."
            ),
        )
    return Problem(
        "failed_formula", _("The formula of this cell failed (%(code)s). Type the value instead.") % {"code": cell.code}
    )


def from_serial(value):
    """Dates kept as plain numbers of days, counted as spreadsheet programs count them."""
    if FIRST_SERIAL <= value <= LAST_SERIAL:
        return date(1899, 12, 30) + timedelta(days=int(value))
    text = f"{value:.0f}"
    if len(text) == 8 and (found := made(int(text[:4]), int(text[4:6]), int(text[6:]))):
        return found
    return not_a_date(value)


def from_text(text, day_first, year=None):
    if found := ISO.match(text):
        return made(*map(int, found.groups())) or impossible(text)
    if found := NUMERIC.match(text):
        first, second, written = map(int, found.groups())
        day, month = (first, second) if day_first else (second, first)
        return made(full_year(written), month, day) or impossible(text)
    if found := DAY_AND_MONTH.match(text):
        first, second = map(int, found.groups())
        return in_year(text, year, *((second, first) if day_first else (first, second)))
    return from_words(text, year)


def from_words(text, year=None):
    folded = fold(text)
    for pattern, day_at, month_at, year_at in ((NAMED, 1, 2, 3), (NAMED_FIRST, 2, 1, 3), (VIETNAMESE, 1, 2, 3)):
        found = pattern.match(folded)
        month = found and month_number(found.group(month_at))
        if not month:
            continue
        day = int(found.group(day_at))
        if not found.group(year_at):
            return in_year(text, year, month, day)
        return made(full_year(int(found.group(year_at))), month, day) or impossible(text)
    return not_a_date(text)


def in_year(text, year, month, day):
    """A day without a year, in the year that a person named; never in one that is guessed."""
    if made(2000, month, day) is None:
        return impossible(text)
    if year is None:
        return without_year(text)
    return made(year, month, day) or impossible(text)


def month_number(word):
    return int(word) if word.isdigit() else MONTHS.get(word)


def full_year(year):
    """Two figures mean 1970 to 2069."""
    if year > 99:
        return year
    return 2000 + year if year < 70 else 1900 + year


def made(year, month, day):
    if not 1900 <= year <= 2200:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def impossible(text):
    return Problem(
        "impossible_date",
        _("There is no such day as “%(value)s”. Write it as day/month/year, such as 20/03/2026.") % {"value": text},
    )


def without_year(text):
    return Problem(
        "no_year", _("“%(value)s” has no year. Write the year as well, such as 20/03/2026.") % {"value": text}
    )


def not_a_date(value):
    return Problem(
        "not_a_date", _("“%(value)s” is not a date. Write it as day/month/year, such as 20/03/2026.") % {"value": value}
    )


def date_order(values):
    """What the dates of a column prove: "dmy", "mdy", "both" (they contradict each other) or None."""
    days_first = months_first = False
    for value in values:
        found = NUMERIC.match(value.strip()) if isinstance(value, str) else None
        if found:
            first, second = int(found.group(1)), int(found.group(2))
            days_first = days_first or (first > 12 >= second)
            months_first = months_first or (second > 12 >= first)
    if days_first and months_first:
        return "both"
    return "dmy" if days_first else "mdy" if months_first else None
