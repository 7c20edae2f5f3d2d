"""Figures of periodic reports: counted set-wise from the records, what was typed beside them, what is wrong with it."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qms.measured_queries import QUERIES, Counted, counted
from qms.models.period_schemes import ReportLine
from qms.models.periodic_reports import PeriodicReport, ReportFigure
from qms.objective_figures import plain
from qms.reporting_enums import LineKind
from qms.workflow import StepRefused

LARGEST = Decimal(10) ** 12
"""What a column of sixteen digits, four of them decimals, holds."""


@dataclass(frozen=True)
class Entry:
    """What a unit reports in a line: a number in the numerator, a share in both; why it differs from the records."""

    numerator: Decimal | None = None
    denominator: Decimal | None = None
    why: str = ""


class FigureFaults(StepRefused):
    """Figures that were not taken: by key of the line what is wrong; nothing was written."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        self.by_line = dict(faults)
        super().__init__(list(faults.values()))


Counts = dict[tuple[int, str], Counted]
"""By key of the unit and name of the query."""


def counts_of(reports: Iterable[PeriodicReport], lines: Iterable[ReportLine], as_of: dt.date) -> dict[Any, Counts]:
    """What the declared queries say as of the day, by period of figures: set-wise over all units of a period."""
    names = sorted({line.query for line in lines if line.query in QUERIES})
    by_days: dict[tuple[dt.date, dt.date], set[int]] = defaultdict(set)
    for report in reports:
        by_days[report.figures_from, report.figures_to].add(report.unit_id)
    return {
        days: {
            (unit, name): found
            for name in names
            for unit, found in counted(name, units, days[0], days[1], as_of).items()
        }
        for days, units in by_days.items()
    }


def pair_of(line: ReportLine, found: Counted | None) -> tuple[Decimal | None, Decimal | None]:
    """Numerator and denominator as the line tells what was counted."""
    if found is None:
        return None, None
    return Decimal(found.numerator), Decimal(found.denominator) if line.kind == LineKind.RATIO else None


def take_count(figure: ReportFigure, line: ReportLine, found: Counted | None, as_of: dt.date) -> None:
    """Write what was counted into a figure, not saved. What the unit corrected with a reason stays."""
    figure.counted_numerator, figure.counted_denominator = pair_of(line, found)
    figure.counted_as_of = as_of if found is not None else None
    if found is not None and not figure.why:
        figure.numerator, figure.denominator = figure.counted_numerator, figure.counted_denominator


def entry_faults(line: ReportLine, entry: Entry, figure: ReportFigure | None) -> str | None:
    """What is wrong with an entry, in a sentence; None where it stands."""
    values = [one for one in (entry.numerator, entry.denominator) if one is not None]
    if any(abs(one) >= LARGEST or not one.is_finite() for one in values):
        return _("The figure is too large.")
    if any(one < 0 for one in values):
        return _("A figure is not below zero.")
    if any(one != round(one, line.decimals) for one in values):
        return _decimals_fault(line)
    return _share_fault(line, entry, figure) or _reason_fault(entry, figure)


def _decimals_fault(line: ReportLine) -> str:
    if not line.decimals:
        return _("This is a whole number.")
    text = ngettext("At most %(count)s decimal.", "At most %(count)s decimals.", line.decimals)
    return text % {"count": line.decimals}


def _share_fault(line: ReportLine, entry: Entry, figure: ReportFigure | None) -> str | None:
    if line.kind != LineKind.RATIO:
        return None if entry.denominator is None else _("This is a number, not a share.")
    if (entry.numerator is None) != (entry.denominator is None):
        return _("Give both: the part and the whole.")
    if entry.numerator is None or entry.denominator is None or not differs(entry, figure):
        return None
    if entry.numerator > entry.denominator:
        told = {"part": plain(entry.numerator), "whole": plain(entry.denominator)}
        return _("The part (%(part)s) is larger than the whole (%(whole)s).") % told
    return None


def _reason_fault(entry: Entry, figure: ReportFigure | None) -> str | None:
    if figure is None or figure.counted_as_of is None or not differs(entry, figure) or entry.why.strip():
        return None
    told = {"counted": shown(figure.counted_numerator, figure.counted_denominator)}
    return _("The records say %(counted)s: say why the report differs.") % told


def differs(entry: Entry | ReportFigure, figure: ReportFigure | None) -> bool:
    """Whether what is reported is not what was counted; a line that nothing counts differs from nothing."""
    if figure is None or figure.counted_as_of is None:
        return True
    counted_pair = (figure.counted_numerator, figure.counted_denominator)
    return (entry.numerator, entry.denominator) != counted_pair


def shown(numerator: Any, denominator: Any) -> str:
    """12, or 12 / 13."""
    if numerator is None:
        return "–"
    return plain(numerator) if denominator is None else f"{plain(numerator)} / {plain(denominator)}"


def share(numerator: Any, denominator: Any) -> str:
    """A share in percent with one decimal; nothing where there is nothing to take a share of."""
    if numerator is None or not denominator:
        return ""
    rate = (Decimal(100) * Decimal(numerator) / Decimal(denominator)).quantize(Decimal("0.1"))
    return f"{plain(rate)}\N{NO-BREAK SPACE}%"


def entry_changes(figure: ReportFigure, entry: Entry) -> bool:
    """Write an entry into a figure, not saved. Returns whether anything changed."""
    why = entry.why.strip() if differs(entry, figure) else ""
    before = (figure.numerator, figure.denominator, figure.why)
    figure.numerator, figure.denominator, figure.why = entry.numerator, entry.denominator, why
    return before != (figure.numerator, figure.denominator, figure.why)


@dataclass(frozen=True)
class Different:
    """A figure that the records would now tell otherwise than when it was counted."""

    figure: ReportFigure
    then: str
    now: str


def different_now(report: PeriodicReport, figures: Sequence[ReportFigure], as_of: dt.date) -> list[Different]:
    """Figures whose declared query now says something else than it said at the cut-off; nothing is written."""
    lines = [figure.line for figure in figures]
    counts = counts_of([report], lines, as_of)[report.figures_from, report.figures_to]
    found = []
    for figure in figures:
        if figure.counted_as_of is None:
            continue
        now = pair_of(figure.line, counts.get((report.unit_id, figure.line.query)))
        then = (figure.counted_numerator, figure.counted_denominator)
        if now != then:
            found.append(Different(figure, shown(*then), shown(*now)))
    return found
