"""The parts of an administrative procedure: legal basis, dossier, sets, time limit, fee."""

import re
from typing import Any

from cms.word.durations import plain, read_duration
from cms.word.markup import unlabelled
from cms.word.tables import counted
from qms.importing.text import fold

LEGAL_NUMBER = re.compile(r"\b\d{1,5}/(?:\d{4}/)?[A-ZĐ][A-ZĐ0-9]*(?:[-–][A-ZĐ0-9]+)*")
SETS = re.compile(r"\b0*(\d{1,2})(?:\s+\w+)?\s+bo\b")
ORIGINALS = re.compile(r"\b0*(\d{1,2})\s+(?:ban\s+)?(?:ban chinh|chinh)\b")
COPIES = re.compile(r"\b0*(\d{1,2})\s+(?:ban\s+)?(?:ban sao|sao)\b")
TIME = re.compile(r"(?:khong qua |trong )?\d[\d.,/]*(?: ?\([^()]{1,30}\))? ?(?:ngay|gio)(?: lam viec)?")

STATED = re.compile(r"^[\d.,/]+(?:\s*\([^()]{1,30}\))?\s*(?:ngày|giờ)\s+làm\s+việc[\s,;:.]*", re.IGNORECASE)


def read_legal_basis(lines: list[str]) -> list[dict[str, str]]:
    """One law or decree a line; its number where the line has one."""
    found = []
    for line in (unlabelled(line).rstrip(";.") for line in lines):
        number = LEGAL_NUMBER.search(line)
        if line:
            found.append({"number": number.group(0) if number else "", "title": line})
    return found


def read_parts(lines: list[str]) -> list[dict[str, Any]]:
    """The dossier as a list: "- Bản sao giấy phép (01 bản sao)"."""
    parts = []
    for line in (unlabelled(line).rstrip(";.") for line in lines):
        words = fold(line)
        numbers = [pattern.search(words) for pattern in (ORIGINALS, COPIES)]
        originals, copies = (int(number.group(1)) if number else 0 for number in numbers)
        parts.append({"name": line, "originals": originals, "copies": copies, "note": ""})
    return [part for part in parts if part["name"]]


def read_sets(text: str) -> int | None:
    """ "01 (một) bộ" > 1."""
    found = SETS.search(fold(text))
    if found:
        return int(found.group(1))
    number, left = counted(text)
    return number if number and not left else None


def read_time_limit(text: str) -> tuple[float | int | None, bool]:
    """(working days, whether the text says working days) of a legal time limit that names one time only."""
    found = list(TIME.finditer(plain(text)))
    read = read_duration(found[0].group(0)) if len(found) == 1 else None
    if read is None:
        return None, False
    number, unit = read
    days = number / 8 if unit == "hour" else number
    return (int(days) if days == int(days) else round(days, 1)), "lam viec" in plain(text) or unit == "hour"


def beyond_the_days(text: str) -> str:
    """What the text says besides the number of working days with which it begins."""
    return STATED.sub("", text)
