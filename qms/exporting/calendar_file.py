"""Days as a calendar file (RFC 5545): UTF-8, lines of at most 75 octets, each ended by CR LF."""

import datetime as dt
from collections.abc import Callable, Iterable

from qms.due_days import DueDay

MOST = 75  # octets of one line
ONE_DAY = dt.timedelta(days=1)


def calendar_file(
    days: Iterable[DueDay], *, name: str, host: str, at: dt.datetime, absolute: Callable[[str], str]
) -> bytes:
    """The days as whole-day events; `absolute` makes an address that works outside the product."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//ISO 9001 tracker//QMS//VI", "CALSCALE:GREGORIAN"]
    lines += ["METHOD:PUBLISH", f"X-WR-CALNAME:{escaped(name)}"]
    for one in days:
        lines += _event(one, host, at, absolute(one.url))
    lines.append("END:VCALENDAR")
    return b"".join(folded(line) for line in lines)


def _event(one: DueDay, host: str, at: dt.datetime, url: str) -> list[str]:
    told = "\n".join(part for part in (str(one.kind), one.unit, one.owner, url) if part)
    return [
        "BEGIN:VEVENT",
        f"UID:{one.uid}@{host}",
        f"DTSTAMP:{at.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{one.day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{one.day + ONE_DAY:%Y%m%d}",
        f"SUMMARY:{escaped(f'{one.number} {one.text}')}",
        f"DESCRIPTION:{escaped(told)}",
        f"URL:{url}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def escaped(text: str) -> str:
    """Text as a calendar file holds it: nothing in it can begin a line or a field of its own."""
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return "\\n".join(text.splitlines())


def folded(line: str) -> bytes:
    """The line in pieces of at most 75 octets, never cut inside a letter."""
    pieces: list[bytes] = []
    piece = b""
    for letter in line:
        octets = letter.encode()
        if len(piece) + len(octets) > (MOST if not pieces else MOST - 1):
            pieces.append(piece)
            piece = b""
        piece += octets
    return b"\r\n ".join([*pieces, piece]) + b"\r\n"
