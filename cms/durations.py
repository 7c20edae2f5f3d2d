"""Working time of a document: what its steps add up to, and the legal limit over them."""

from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.formats import number_format

HOURS_PER_DAY = 8
NOTHING = Decimal(0)

Body = Iterable[Mapping[str, Any]]
"""Sections in their stored form."""


def step_total(body: Body) -> Decimal:
    """Working days that all steps of all step tables add up to; steps without a time count nothing."""
    return sum((step_days(step) for table in values(body, "steps") for step in items(table.get("steps"))), NOTHING)


def step_days(step: Mapping[str, Any]) -> Decimal:
    """The time of one step in working days: 8 working hours are a day."""
    time = number(step.get("duration")) or NOTHING
    return time / HOURS_PER_DAY if step.get("duration_unit") == "hour" else time


def legal_limit(body: Body) -> Decimal | None:
    """The limit in working days: that of the administrative procedure where it is given, else of the steps."""
    body = list(body)
    for name in ("administrative", "steps"):
        limits = [number(value.get("time_limit_days")) for value in values(body, name)]
        given = [limit for limit in limits if limit is not None]
        if given:
            return sum(given, NOTHING)
    return None


def shown(days: Decimal) -> str:
    """A number of days as the reader's language writes it, without noughts at its end."""
    return number_format(f"{days.normalize():f}")


def values(body: Body, name: str) -> list[Any]:
    """What the sections of that name hold."""
    return [block["value"] for block in body if block.get("type") == name and block.get("value")]


def items(rows: Iterable[Any] | None) -> list[Any]:
    """The rows of a stored list: with or without the wrapping that the workshop gives them."""
    return [row["value"] if _wrapped(row) else row for row in rows or []]


def _wrapped(row: Any) -> bool:
    return isinstance(row, Mapping) and row.get("type") == "item" and "value" in row


def number(value: Any) -> Decimal | None:
    """A finite number of the stored form, or None for what is none."""
    try:
        read = Decimal(str(value))
    except InvalidOperation:
        return None
    return read if read.is_finite() else None
