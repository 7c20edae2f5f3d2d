"""A stored value as a person reads it: numbers, days, choices, yes and no."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from wagtail import blocks

NUMBERS = (blocks.IntegerBlock, blocks.DecimalBlock, blocks.FloatBlock)
WHOLE = (*NUMBERS, blocks.BooleanBlock, blocks.ChoiceBlock, blocks.DateBlock)
DEEPEST = 30  # levels of a value that no block explains


def is_whole(block: Any) -> bool:
    """Whether another value replaces this one whole, rather than word by word."""
    return isinstance(block, WHOLE)


def shown(block: Any, value: Any) -> str:
    """The value in words; what does not fit its block is shown as it is stored."""
    if isinstance(block, blocks.ChoiceBlock):
        return choice(block, value)
    if isinstance(block, blocks.DateBlock):
        return day(value)
    if isinstance(block, NUMBERS):
        return number(value)
    return plain(bool(value) if isinstance(block, blocks.BooleanBlock) and not value else value)


def plain(value: Any) -> str:
    """Any value: words stand as they are."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, int | float | Decimal):
        return number(value)
    if isinstance(value, dt.date):
        return date_format(value, "SHORT_DATE_FORMAT")
    return "\n".join(leaves(value))


def number(value: Any) -> str:
    """4, "4" and "4.0" are the same number."""
    found = decimal(value)
    return plain(str(value or "")) if found is None else number_format(found.normalize() + 0, use_l10n=True)


def decimal(value: Any) -> Decimal | None:
    """A number of ordinary size, or None."""
    try:
        found = Decimal(str(value))
    except InvalidOperation:
        return None
    return found if found.is_finite() and abs(found.adjusted()) < 20 else None


def day(value: Any) -> str:
    """A day that was stored as text."""
    try:
        return plain(dt.date.fromisoformat(str(value)))
    except ValueError:
        return plain(value)


def choice(block: blocks.ChoiceBlock, value: Any) -> str:
    """The name of what was chosen."""
    if value is None or value == "":
        return ""
    names = {str(key): str(name) for key, name in block.field.choices}
    return names.get(str(value)) or plain(value)


def leaves(value: Any, depth: int = 0) -> Iterator[str]:
    """Every text and number inside a value that no block explains, in order."""
    if depth > DEEPEST:
        yield "…"
    elif isinstance(value, dict):
        for key, inner in value.items():
            if not (key in {"id", "type"} and "value" in value):
                yield from leaves(inner, depth + 1)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from leaves(inner, depth + 1)
    elif value is not None and value != "":
        yield str(value)
