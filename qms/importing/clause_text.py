"""Reads clause numbers out of what registers write: lists, ranges, titles, editions."""

import re
from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _

from qms.importing.dates import failed
from qms.importing.problems import Problem
from qms.importing.sheet import ErrorCell
from qms.importing.text import fold, is_blank

EDITION = re.compile(
    r"\b((?:TCVN|ISO)(?:\s*/\s*(?:IEC|TS|IATF))?(?:\s*ISO)?(?:\s*/\s*IEC)?\s*\d{4,5})\s*[:\-–]\s*(\d{4})\b",
    re.IGNORECASE,
)
YEAR = re.compile(r"\(\s*((?:19|20)\d{2})\s*\)")
DOTTED = r"(?:[A-Z]\.)?\d{1,2}(?:\.\d{1,3}){1,5}"
LONE = r"(?:[A-Z]\.)?\d{1,2}"
RANGE = re.compile(rf"(?<![\w.])({DOTTED})\s*(?:-|–|đến|to)\s*({DOTTED}|\d{{1,3}})(?![\w])(?!\.\d)")
NUMBER = re.compile(rf"(?<![\w.])({DOTTED})(?!\w{{2}})(?!\.?\d)")
AFTER_WORD = re.compile(
    rf"(?:\b(?:clauses?|điều khoản|điều|khoản|mục|section)|§)\s*"
    rf"((?:{LONE})(?:\s*(?:,|;|/|&|and|và)\s*{LONE})*)(?![\w.])",
    re.IGNORECASE,
)
ONLY_NUMBERS = re.compile(rf"^(?:{DOTTED}|{LONE})(?:\s*(?:,|;|/|&|\n|and|và)\s*(?:{DOTTED}|{LONE}))*$")
DATE_LIKE = re.compile(r"^\d{1,2}/\d{1,2}/\d{2,4}$")
NONE_WORDS = {"moi", "new", "khong", "khong co", "none", "n/a", "na", "-", ""}
LONGEST_RANGE = 40


class ClauseText(NamedTuple):
    """One clause as written: the edition where the text names one, and the number."""

    edition: str | None
    number: str


def parse_clauses(value):
    """Return a list of ClauseText (empty where none is named), or a Problem."""
    if isinstance(value, ErrorCell):
        return failed(value)
    if isinstance(value, date):
        return turned_into_date(value)
    if is_blank(value) or fold(value) in NONE_WORDS:
        return []
    text = str(value).strip()
    if DATE_LIKE.match(text):
        return []
    edition, text = split_edition(text)
    return [ClauseText(edition, number) for number in dict.fromkeys(numbers_in(text))]


def turned_into_date(value):
    """Excel makes 8.5 a date where the locale writes dates with dots."""
    guess = f"{value.day}.{value.month}"
    return Problem(
        "clause_became_date",
        _("Excel turned this clause into the date %(value)s. Format the column as text and type the clause again.")
        % {"value": value.strftime("%d/%m/%Y")},
        suggestion=guess,
    )


def split_edition(text):
    """("ISO 9001:2015", the rest); a year in brackets alone is a hint as well."""
    if found := EDITION.search(text):
        standard = re.sub(r"\s+", " ", found.group(1)).strip().upper()
        return f"{standard}:{found.group(2)}", EDITION.sub(" ", text).strip()
    if found := YEAR.search(text):
        return found.group(1), YEAR.sub(" ", text).strip()
    return None, text


def numbers_in(text):
    """The numbers in the order of the text; 5.1 is not 5.10, and years, quantities and dates are none."""
    if ONLY_NUMBERS.match(text.strip(" .;,()")):
        return re.findall(rf"{DOTTED}|{LONE}", text)
    found = []
    for match in RANGE.finditer(text):
        found.append((match.start(), expanded(match.group(1), match.group(2))))
    covered = [match.span() for match in RANGE.finditer(text)]
    for match in NUMBER.finditer(text):
        if not any(start <= match.start() < end for start, end in covered):
            found.append((match.start(), [match.group(1)]))
    for match in AFTER_WORD.finditer(text):
        found.append((match.start(1), re.findall(LONE, match.group(1))))
    return [number for _place, numbers in sorted(found, key=lambda pair: pair[0]) for number in numbers]


def expanded(first, last):
    """A.5.15-5.18 is four clauses; ends that do not belong together stay two."""
    letter = first[:2] if first[0].isalpha() else ""
    stem, _dot, start = first.rpartition(".")
    if "." in last:
        last = last if last[0].isalpha() else letter + last
        other, _dot, end = last.rpartition(".")
    else:
        other, end = stem, last
    if other != stem or not int(start) <= int(end) <= int(start) + LONGEST_RANGE:
        return [first, last]
    return [f"{stem}.{number}" for number in range(int(start), int(end) + 1)]
