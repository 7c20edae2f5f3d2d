"""Sums of reports: numerators and denominators apart, never rates."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from qms.models.period_schemes import ReportLine
from qms.models.periodic_reports import ReportFigure
from qms.reporting_enums import LineKind

Pair = tuple[Decimal | None, Decimal | None]
Figures = dict[str, Pair]
"""Of one report: numerator and denominator by the key of the line."""


@dataclass(frozen=True)
class Sum:
    """What the reports say together in one line, and how many of them have a figure in it."""

    numerator: Decimal | None = None
    denominator: Decimal | None = None
    reports: int = 0


def figures_of(report_ids: Iterable[int]) -> dict[int, Figures]:
    """The figures of many reports in one query, by report and line."""
    rows = ReportFigure.objects.filter(report_id__in=list(report_ids)).order_by()
    found: dict[int, Figures] = {}
    for report_id, key, over, under in rows.values_list("report_id", "line__key", "numerator", "denominator"):
        found.setdefault(report_id, {})[key] = (over, under)
    return found


def is_told(line: ReportLine, pair: Pair) -> bool:
    """Whether a report has a figure in the line; a share without one of its halves has none."""
    return pair[0] is not None and (line.kind != LineKind.RATIO or pair[1] is not None)


def sum_of(line: ReportLine, many: Iterable[Mapping[str, Pair]]) -> Sum:
    """The sum of one line over reports."""
    told = [one[line.key] for one in many if line.key in one and is_told(line, one[line.key])]
    if not told:
        return Sum()
    over = sum((pair[0] for pair in told if pair[0] is not None), Decimal(0))
    if line.kind != LineKind.RATIO:
        return Sum(over, None, len(told))
    return Sum(over, sum((pair[1] for pair in told if pair[1] is not None), Decimal(0)), len(told))


def as_text(pair: Pair) -> list[str | None]:
    """A pair as it is frozen in a consolidation: plain digits."""
    return [None if one is None else f"{Decimal(one).normalize():f}" for one in pair]


def as_pairs(kept: Mapping[str, Any]) -> Figures:
    """What was frozen, as numbers again."""
    return {key: (_number(pair[0]), _number(pair[1])) for key, pair in kept.items()}


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
