"""Text and days as a printed form shows them."""

import unicodedata
from datetime import date, datetime

from django.utils.timezone import is_aware, localtime

# Our own names: a printed English month must not depend on the server's locale.
_MONTHS = ["January", "February", "March", "April", "May", "June"]
_MONTHS += ["July", "August", "September", "October", "November", "December"]
# Invisible characters that turn the reading direction, so that text could pose as other text.
_DIRECTION = frozenset("\u200e\u200f\u061c" + "".join(map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A)))))


def clean(value):
    """Return the value with every text inside in NFC, without control characters; lines end with \\n only."""
    if isinstance(value, str):
        return _clean_text(value)
    if isinstance(value, dict):
        return {key: clean(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [clean(part) for part in value]
    return value


def _clean_text(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    text = text.replace("\t", " ")
    return unicodedata.normalize("NFC", "".join(char for char in text if _is_printable(char)))


def _is_printable(char: str) -> bool:
    if char == "\n":
        return True
    nonsense = unicodedata.category(char) in {"Cc", "Cs"} or (ord(char) & 0xFFFE) == 0xFFFE
    return not nonsense and char not in _DIRECTION


def short_day(day: date | None) -> str:
    return day.strftime("%d/%m/%Y") if day else ""


def long_day(day: date | None, language: str) -> str:
    """Return the day as a letter dates itself; in Vietnamese a day under 10 and months 1 and 2 lead with a zero."""
    if language == "vi":
        if day is None:
            return "ngày … tháng … năm …"
        month = f"{day.month:02}" if day.month < 3 else str(day.month)
        return f"ngày {day.day:02} tháng {month} năm {day.year}"
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}" if day else "… … …"


def local(moment: datetime) -> datetime:
    return localtime(moment) if is_aware(moment) else moment


def short_moment(moment: datetime) -> str:
    return local(moment).strftime("%H:%M %d/%m/%Y")
