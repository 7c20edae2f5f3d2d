"""Working times as procedures write them: "1/2 ngày", "04 giờ làm việc", "0,5 ngày", "30 phút"."""

import re
from decimal import Decimal

from qms.importing.text import composed, fold

HOURS_A_DAY = 8
LEAD = re.compile(
    r"^(?:trong vong|trong thoi han|trong|khong qua|khong lon hon|toi da|cham nhat|within|at most|<=|≤)\s+"
)
NUMBER = r"(\d{1,3}\s*/\s*\d{1,2}|\d{1,4}(?:[.,]\d{1,3})?)"
PART = re.compile(
    NUMBER + r"(?:\s*\([^()]{1,30}\))?\s*"
    r"(ngay|gio|phut|buoi|days?|hours?|minutes?|h|p)(?:\s+(?:lam viec|hanh chinh|lv|working))?(?![^\s,;+])"
)
ENGLISH = re.compile(r"\bworking\s+(days?|hours?)")
GLUE = re.compile(r"^(?:\s|,|;|\+|va|and)*$")
IN_HOURS = {
    "ngay": Decimal(HOURS_A_DAY), "day": Decimal(HOURS_A_DAY), "buoi": Decimal(HOURS_A_DAY) / 2,
    "gio": Decimal(1), "h": Decimal(1), "hour": Decimal(1),
    "phut": Decimal(1) / 60, "p": Decimal(1) / 60, "minute": Decimal(1) / 60,
}  # fmt: skip
DAYS = {"ngay", "day", "buoi"}
LARGEST = Decimal(9999)


def plain(text: str) -> str:
    """Without accents and case; signs that make numbers stay."""
    text = composed(text).replace("½", "1/2").replace("¼", "1/4").replace("¾", "3/4")
    kept = re.split(r"([/.,+()<=≤;])", text)
    return " ".join("".join(part if len(part) == 1 and not part.isalnum() else _folded(part) for part in kept).split())


def _folded(part: str) -> str:
    before, after = part[:1].isspace(), part[-1:].isspace()
    return f"{' ' if before else ''}{fold(part)}{' ' if after else ''}"


def read_duration(text: str) -> tuple[float | int, str] | None:
    """(number, "day" or "hour") with one decimal at most; None where the text says anything else."""
    rest = ENGLISH.sub(r"\1", LEAD.sub("", plain(text).strip(" .;")))
    hours, units, place = Decimal(0), set(), 0
    for found in PART.finditer(rest):
        unit = found.group(2) if found.group(2) in IN_HOURS else found.group(2).rstrip("s")
        number = _number(found.group(1))
        if number is None or not GLUE.match(rest[place : found.start()]):
            return None
        hours += number * IN_HOURS[unit]
        units.add(unit)
        place = found.end()
    if not units or rest[place:].strip(" .;,"):
        return None
    return _told(hours, units)


def _number(text: str) -> Decimal | None:
    if "/" in text:
        above, below = (int(part) for part in text.split("/"))
        return Decimal(above) / below if below else None
    return Decimal(text.replace(",", "."))


def _told(hours: Decimal, units: set[str]) -> tuple[float | int, str] | None:
    """In days where the text speaks of days and one decimal is enough, else in hours where that is."""
    days = (hours / HOURS_A_DAY, "day")
    for amount, unit in ([days] if units & DAYS else []) + [(hours, "hour")]:
        rounded = round(amount, 1)
        if abs(rounded - amount) < Decimal("0.000001") and rounded <= LARGEST:
            return (int(rounded) if rounded == rounded.to_integral() else float(rounded)), unit
    return None
