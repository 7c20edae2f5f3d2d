"""The page over all units: every unit by every quarter, sums of each quarter, a line through time.

The same number of queries whatever the number of units and quarters: periods, holders, reports, one line's figures.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import BigIntegerField, DecimalField, F, Value
from django.db.models.functions import Cast, Round

from qms import clock
from qms.consolidating.frozen import Counts
from qms.consolidating.holders import Holder, holders_below, owes
from qms.consolidating.quarters import Quarter, quarter_of
from qms.consolidating.reading import versions_by_unit
from qms.consolidating.states import IN, SHORT, Judged, Standing, Version, judge
from qms.models.organisation import Unit
from qms.models.period_schemes import ReportLine, ReportPeriod
from qms.models.periodic_reports import PeriodicReport, ReportFigure
from qms.reporting_enums import LineKind


class Period(NamedTuple):
    """A period of a scheme, as little of it as the board needs."""

    pk: int
    code: str
    rhythm: str
    form_id: int
    figures_from: dt.date
    figures_to: dt.date
    opens_on: dt.date
    due_on: dt.date


PARTS = 10_000
PERIOD = ("id", "code", "scheme__rhythm", "scheme__form_id", "figures_from", "figures_to", "opens_on", "due_on")


@dataclass(frozen=True, slots=True)
class Cell:
    """One unit in one quarter; without `judged` it owes no report then."""

    period: Period | None = None
    judged: Judged | None = None


NONE_OWED = Cell()


@dataclass
class Column:
    """One quarter with the periods that end in it, and its figures over all lines shown."""

    quarter: Quarter
    periods: list[Period]
    counts: Counts = field(default_factory=Counts)


@dataclass
class Line:
    """One unit with its cells in the order of the columns."""

    holder: Holder
    cells: list[Cell]

    @property
    def missing(self) -> int:
        """In how many quarters its report is missing."""
        return sum(1 for cell in self.cells if cell.judged and cell.judged.state == Standing.MISSING)


@dataclass
class Board:
    """All units of a superior by quarters, on a day."""

    superior: Unit
    day: dt.date
    columns: list[Column]
    lines: list[Line]
    counting: dict[int, list[int]] = field(default_factory=dict)
    """By place of the column: the reports whose figures count."""


def read_board(superior: Unit, columns: list[Column]) -> Board:
    """The board over these quarters, in two queries."""
    today = clock.today()
    shown = [period.pk for column in columns for period in column.periods]
    reports = PeriodicReport.objects.filter(superior_id=superior.pk, period_id__in=shown)
    versions = versions_by_unit(reports, SHORT)
    lines = []
    for holder in holders_below(superior.pk):
        cells = [_cell(holder, column, versions, today) for column in columns]
        if any(cell is not NONE_OWED for cell in cells):
            lines.append(Line(holder, cells))
    return Board(superior, today, columns, lines)


def _cell(holder: Holder, column: Column, versions: dict[Any, list[Version]], today: dt.date) -> Cell:
    for period in column.periods:
        found = versions.get((holder.unit_id, period.pk))
        if found:
            return Cell(period, judge(found, False))
        if period.opens_on <= today and owes(holder, period.rhythm, period.figures_to):
            return Cell(period, judge((), period.due_on < today))
    return NONE_OWED


def all_columns(superior_id: int) -> list[Column]:
    """Every quarter in which periods of the superior's schemes end and that has opened, the oldest first."""
    rows = ReportPeriod.objects.filter(scheme__superior_id=superior_id, opens_on__lte=clock.today())
    found: dict[Quarter, Column] = {}
    for row in rows.order_by("figures_to", "id").values_list(*PERIOD):
        period = Period(*row)
        quarter = quarter_of(period.figures_to)
        found.setdefault(quarter, Column(quarter, [])).periods.append(period)
    return [found[quarter] for quarter in sorted(found)]


def count_up(board: Board, lines: Iterable[Line]) -> None:
    """Write the figures of each quarter over these lines into its column, and which reports count."""
    for column in board.columns:
        column.counts = Counts()
    board.counting = {place: [] for place in range(len(board.columns))}
    for line in lines:
        for place, cell in enumerate(line.cells):
            if cell.judged is None:
                continue
            board.columns[place].counts.add(cell.judged.state, cell.judged.late)
            if cell.judged.counts is not None and cell.judged.state in IN:
                board.counting[place].append(cell.judged.counts.pk)


@dataclass(frozen=True)
class Told:
    """One line in one quarter: numerator and denominator over all that count."""

    quarter: Quarter
    numerator: Any
    denominator: Any
    reports: int


def trend(board: Board, key: str, kind: str) -> list[Told]:
    """The line through the quarters, over the reports that count, in one query.

    Figures are read as whole ten-thousandths: thousands of decimals are slow to read.
    """
    place_of = {pk: place for place, keys in board.counting.items() for pk in keys}
    sums = [[0, 0, 0] for _column in board.columns]
    periods = [period.pk for column in board.columns for period in column.periods]
    rows = ReportFigure.objects.filter(
        line__key=key, report__period_id__in=periods, report__superior_id=board.superior.pk, numerator__isnull=False
    )
    if kind == LineKind.RATIO:
        rows = rows.filter(denominator__isnull=False)
    rows = rows.annotate(over=_whole("numerator"), under=_whole("denominator")).order_by()
    for report_id, over, under in rows.values_list("report_id", "over", "under"):
        place = place_of.get(report_id)
        if place is not None:
            one = sums[place]
            one[0] += over
            one[1] += under or 0
            one[2] += 1
    return [_told(column, kind, *one) for column, one in zip(board.columns, sums, strict=True)]


def _whole(name: str) -> Any:
    """A figure in ten-thousandths, as its column keeps it."""
    return Cast(Round(F(name) * Value(PARTS), output_field=DecimalField()), BigIntegerField())


def _told(column: Column, kind: str, over: int, under: int, reports: int) -> Told:
    if not reports:
        return Told(column.quarter, None, None, 0)
    denominator = Decimal(under) / PARTS if kind == LineKind.RATIO else None
    return Told(column.quarter, Decimal(over) / PARTS, denominator, reports)


def lines_of(columns: Sequence[Column]) -> list[tuple[str, str, str, str, str]]:
    """Key, titles, kind and unit of measure of every line of the forms in use; one query."""
    forms = {period.form_id for column in columns for period in column.periods}
    rows = ReportLine.objects.filter(form_id__in=forms).order_by("section__position", "position", "id")
    found: dict[str, tuple[str, str, str, str, str]] = {}
    for row in rows.values_list("key", "title_vi", "title_en", "kind", "measure_unit"):
        found.setdefault(row[0], row)
    return list(found.values())
