"""Targets and figures of an objective in one cell of a register: written without any language, read as people write."""

import datetime as dt
import re
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from qms import clock
from qms.importing.text import fold
from qms.objective_figures import LARGEST
from qms.objective_periods import periods_of
from qms.operations.measurements import Figure
from qms.performance_enums import MeasuredBy

TARGET = re.compile(r"(\d{4})\s*[:=]\s*(\S.*)")
ENTRY = re.compile(r"([^:=]+?)\s*[:=]\s*([^()]+?)\s*(?:\(([^()]*)\))?")
PERIOD_WORDS = re.compile(r"\b(quy|thang|nam|q|quarter|month|year|ky)\b")
THOUSANDS = re.compile(r"-?[1-9]\d{0,2}(\.\d{3})+")


class Unreadable(ValueError):
    """A part of a cell that says nothing readable; the sentence names it."""


def figure_of(text: str) -> Decimal:
    """97,5 or 97.5 %, 1.234 or 1 234. Raises Unreadable."""
    bare = re.sub(r"[\s\N{NO-BREAK SPACE}]", "", text).removesuffix("%")
    if "," in bare and "." in bare:
        bare = bare.replace("." if bare.rfind(",") > bare.rfind(".") else ",", "")
    elif THOUSANDS.fullmatch(bare):
        bare = bare.replace(".", "")
    try:
        value = Decimal(bare.replace(",", "."))
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or abs(value) >= LARGEST:
        raise Unreadable(_("«%(value)s» is no figure. Write it such as 97,5.") % {"value": text[:40]})
    return value


def written(value: Any) -> str:
    """A figure with a comma and without marks of thousands: read again as itself."""
    return f"{Decimal(value).normalize():f}".replace(".", ",")


def parts_of(text: str) -> list[str]:
    """What stands between semicolons or on lines of its own."""
    return [part.strip() for part in re.split(r"[;\n]", text) if part.strip()]


def targets_written(targets: Iterable[Any]) -> str:
    """2019: 97; 2020: 98,5."""
    return "; ".join(f"{one.year}: {written(one.value)}" for one in sorted(targets, key=lambda one: one.year))


def targets_read(text: str, year: int | None = None) -> dict[int, Decimal]:
    """Targets by year; a bare figure is that of `year`. Raises Unreadable."""
    parts = parts_of(text)
    if len(parts) == 1 and TARGET.fullmatch(parts[0]) is None and year is not None:
        return {year: figure_of(parts[0].lstrip("≥≤><= "))}
    found: dict[int, Decimal] = {}
    for part in parts:
        match = TARGET.fullmatch(part)
        if match is None or not 1990 <= int(match[1]) <= 2100:  # noqa: PLR2004 - years of an administration
            told = _("«%(line)s» is no target. Write year and figure, such as 2020: 98.")
            raise Unreadable(told % {"line": part[:60]})
        found[int(match[1])] = figure_of(match[2])
    return found


def figures_written(measurements: Iterable[Any], codes: dict[tuple[dt.date, dt.date], str]) -> str:
    """2020-Q1: 440/452 (08/04/2020); 2020-Q2: 97,6 (08/07/2020)."""
    return "; ".join(
        f"{codes.get((one.period_from, one.period_to), f'{one.period_from:%d/%m/%Y}-{one.period_to:%d/%m/%Y}')}: "
        f"{_figure_written(one)} ({one.as_of:%d/%m/%Y})"
        for one in sorted(measurements, key=lambda one: one.period_from)
    )


def _figure_written(one: Any) -> str:
    if one.numerator is not None and one.denominator is not None:
        return f"{written(one.numerator)}/{written(one.denominator)}"
    return written(one.value)


def codes_of(objective: Any) -> dict[tuple[dt.date, dt.date], str]:
    """The codes of its periods by their days."""
    return {(one.begins, one.ends): one.code for one in periods_of(objective)}


def figures_read(text: str, objective: Any) -> list[Figure]:
    """The figures of a cell, by the periods of the objective. Raises Unreadable."""
    periods = list(periods_of(objective))
    known = {_period_key(name): one for one in periods for name in (one.label, one.code)}
    found, seen = [], set()
    for part in parts_of(text):
        match = ENTRY.fullmatch(part)
        period = known.get(_period_key(match[1])) if match else None
        if match is None or period is None:
            told = _("«%(part)s» names no period of this objective. Write such as %(example)s: 97,5.")
            raise Unreadable(told % {"part": part[:60], "example": periods[0].code})
        if period.code in seen:
            raise Unreadable(_("%(period)s is given twice.") % {"period": period.label})
        seen.add(period.code)
        found.append(_figure(match[2], match[3], period))
    return found


def _figure(text: str, day: str | None, period: Any) -> Figure:
    as_of = _day(day) if day else min(period.ends, clock.today())
    above, slash, below = text.partition("/")
    if slash:
        top, bottom = figure_of(above), figure_of(below)
        return Figure(
            period.begins, period.ends, as_of=as_of, source=MeasuredBy.IMPORT, numerator=top, denominator=bottom
        )
    return Figure(period.begins, period.ends, figure_of(text), as_of=as_of, source=MeasuredBy.IMPORT)


def _day(text: str) -> dt.date:
    day = clock.read_day("-".join(reversed(text.strip().split("/"))))
    if day is None:
        raise Unreadable(_("«%(text)s» is no day. Write it such as 08/07/2020.") % {"text": text[:40]})
    return day


def _period_key(text: str) -> str:
    """Quý II/2020, II/2020 and II 2020 are one; so are 2020-Q2 and 2020 - q2."""
    return re.sub(r"[\s./–-]+", "", PERIOD_WORDS.sub(" ", fold(text)))
