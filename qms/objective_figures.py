"""Figures of objectives: values worked out, compared with their target, and written out."""

import datetime as dt
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils import translation

from qms.performance_enums import Direction

PLACES = Decimal("0.0001")
LARGEST = Decimal(10) ** 10
"""What a column of fourteen digits, four of them decimals, holds."""
PERCENT = "%"


def rounded(value: Decimal) -> Decimal:
    """As the database keeps it."""
    return value.quantize(PLACES, ROUND_HALF_UP)


def ratio(numerator: Any, denominator: Any, measure_unit: str) -> Decimal | None:
    """The value of a share in its unit of measure; None where there is nothing to take a share of."""
    if not denominator:
        return None
    times = 100 if measure_unit.strip() == PERCENT else 1
    return rounded(Decimal(numerator) * times / Decimal(denominator))


def is_met(value: Any, target: Any, direction: str) -> bool | None:
    """Whether the value reaches the target; None without a target."""
    if target is None or value is None:
        return None
    if direction == Direction.UP:
        return bool(value >= target)
    return bool(value <= target) if direction == Direction.DOWN else bool(value == target)


def plain(value: Any) -> str:
    """A figure without needless zeros, in the reader's manner: 97,5 or 97.5."""
    if value is None:
        return ""
    number = Decimal(value).normalize()
    text = f"{number:,f}"
    if translation.get_language() == "en":
        return text
    return text.replace(",", "\N{NO-BREAK SPACE}").replace(".", ",").replace("\N{NO-BREAK SPACE}", ".")


def shown(value: Any) -> str:
    """A figure as pages and papers show it: two decimals at most."""
    return plain(None if value is None else Decimal(value).quantize(Decimal("0.01"), ROUND_HALF_UP))


def with_unit(value: Any, measure_unit: str) -> str:
    """97,5 %; nothing for nothing."""
    return f"{shown(value)}\N{NO-BREAK SPACE}{measure_unit}" if value is not None else ""


def shares(numerator: Any, denominator: Any) -> str:
    """12 / 13, where both are known."""
    if numerator is None or denominator is None:
        return plain(numerator)
    return f"{plain(numerator)} / {plain(denominator)}"


def target_on(targets: Iterable[Any], day: dt.date) -> Any:
    """The target of the day's year, else of the nearest year before; None where none is set yet."""
    before = [target for target in targets if target.year <= day.year]
    return max(before, key=lambda target: target.year).value if before else None
