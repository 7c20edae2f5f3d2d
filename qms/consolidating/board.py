"""The page over all units: every unit by every quarter, sums of each quarter, a line through time.

The same number of queries whatever the number of units and quarters: periods, holders, reports, one line's figures.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import BigIntegerField, DecimalField, F, FilteredRelation, Q, Value
from django.db.models.functions import Cast, Round

from qms import clock
from qms.consolidating.frozen import Counts
from qms.consolidating.holders import Holder, holders_below, owes
from qms.consolidating.quarters import Quarter, quarter_of
from qms.consolidating.states import SHORT, Judged, Standing, Version, judge, judged_rows
from qms.models.organisation import Unit
from qms.models.period_schemes import ReportLine, ReportPeriod
from qms.models.periodic_reports import PeriodicReport
from qms.prepared import as_day, prepared_rows
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
WIDTH = len(SHORT)
PERIOD = ("id", "code", "scheme__rhythm", "scheme__form_id", "figures_from", "figures_to", "opens_on", "due_on")


class Cell(NamedTuple):
    """One unit in one quarter; without `judged` it owes no report then."""

    period: Period | None = None
    judged: Judged | None = None


NONE_OWED = Cell()
Owing = tuple[list[Cell], list[int]]


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
    figures: dict[int, tuple[int, int | None]] = field(default_factory=dict)
    """By report: what it says in the line that is followed, in ten-thousandths: thousands of decimals are slow."""


def read_board(superior: Unit, columns: list[Column], followed: "Followed | None" = None) -> Board:
    """The board over these quarters, with the figures of the line that is followed, in two queries."""
    board = Board(superior, clock.today(), columns, [])
    found = _read_reports(board, followed)
    places = {
        period.pk: (place, rank, period)
        for place, column in enumerate(columns)
        for rank, period in enumerate(column.periods)
    }
    owed_by: dict[Any, Owing] = {}
    for holder in holders_below(superior.pk):
        alike = holder.alike
        if alike not in owed_by:
            owed_by[alike] = _owing(holder, board)
        cells = _cells(owed_by[alike], found.get(holder.unit_id, {}), places)
        if any(cell is not NONE_OWED for cell in cells):
            board.lines.append(Line(holder, cells))
    return board


def _read_reports(board: Board, followed: "Followed | None") -> dict[int, dict[int, list[Version]]]:
    """The versions of every report by unit and period, the oldest first; rows as the database has them."""
    shown = [period.pk for column in board.columns for period in column.periods]
    asked: dict[str, Any] = {"superior": board.superior.pk, "periods": shown, "today": board.day}
    if followed is None:
        rows = prepared_rows(_reports, **asked)
    else:
        rows = prepared_rows(_reports_and_figures, **asked, lines=followed.ids)
    found: dict[int, dict[int, list[Version]]] = {}
    for row in rows:
        version = Version(*row[:WIDTH])
        found.setdefault(version.unit_id, {}).setdefault(version.period_id, []).append(version)
        if followed is not None and row[WIDTH] is not None:
            board.figures[version.pk] = row[WIDTH:]
    return found


def _reports(superior: int, periods: list[int], today: dt.date) -> Any:
    rows = PeriodicReport.objects.filter(superior_id=superior, period_id__in=periods)
    return judged_rows(rows, today).order_by("edition_number").values_list(*SHORT)


def _reports_and_figures(superior: int, periods: list[int], today: dt.date, lines: list[int]) -> Any:
    said = FilteredRelation("figures", condition=Q(figures__line_id__in=lines))
    rows = _reports(superior, periods, today).annotate(said=said)
    rows = rows.annotate(over=_whole("said__numerator"), under=_whole("said__denominator"))
    return rows.values_list(*SHORT, "over", "under")


def _owing(holder: Holder, board: Board) -> Owing:
    """What units with the rhythms of this one owe where nothing is there: a cell for each column, and its rank."""
    cells, ranks = [], []
    for column in board.columns:
        owed = (
            (Cell(period, judge((), period.due_on < board.day)), rank)
            for rank, period in enumerate(column.periods)
            if owes(holder, period.rhythm, period.figures_to)
        )
        cell, rank = next(owed, (NONE_OWED, len(column.periods)))
        cells.append(cell)
        ranks.append(rank)
    return cells, ranks


def _cells(owing: Owing, found: dict[int, list[Version]], places: dict[int, tuple[int, int, Period]]) -> list[Cell]:
    """The cells of a unit: of each column the first period that it owes or reported."""
    cells, first = list(owing[0]), list(owing[1])
    for key, versions in found.items():
        place, rank, period = places[key]
        if rank <= first[place]:
            first[place] = rank
            cells[place] = Cell(period, judge(versions, False))
    return cells


def all_columns(superior_id: int) -> list[Column]:
    """Every quarter in which periods of the superior's schemes end and that has opened, the oldest first."""
    found: dict[Quarter, Column] = {}
    for row in prepared_rows(_periods, superior=superior_id, today=clock.today()):
        period = Period(*row[:4], *map(as_day, row[4:]))
        quarter = quarter_of(period.figures_to)
        found.setdefault(quarter, Column(quarter, [])).periods.append(period)
    return [found[quarter] for quarter in sorted(found)]


def _periods(superior: int, today: dt.date) -> Any:
    rows = ReportPeriod.objects.filter(scheme__superior_id=superior, opens_on__lte=today)
    return rows.order_by("figures_to", "id").values_list(*PERIOD)


def count_up(board: Board, lines: Iterable[Line]) -> None:
    """Write the figures of each quarter over these lines into its column, and which reports count."""
    counted: list[dict[tuple[str, bool], int]] = [{} for _column in board.columns]
    board.counting = {place: [] for place in range(len(board.columns))}
    for line in lines:
        for place, (_period, judged) in enumerate(line.cells):
            if judged is None:
                continue
            state, late, counts, _newest = judged
            sums = counted[place]
            sums[state, late] = sums.get((state, late), 0) + 1
            if counts is not None:
                board.counting[place].append(counts.pk)
    for column, sums in zip(board.columns, counted, strict=True):
        column.counts = Counts()
        for (state, late), number in sums.items():
            column.counts.add(state, late, number)


@dataclass(frozen=True)
class Told:
    """One line in one quarter: numerator and denominator over all that count."""

    quarter: Quarter
    numerator: Any
    denominator: Any
    reports: int


def trend(board: Board, kind: str) -> list[Told]:
    """The line that is followed through the quarters, over the reports that count."""
    told = []
    for place, column in enumerate(board.columns):
        said = [board.figures[key] for key in board.counting[place] if key in board.figures]
        if kind == LineKind.RATIO:
            said = [one for one in said if one[1] is not None]
        told.append(_told(column, kind, sum(one[0] for one in said), sum(one[1] or 0 for one in said), len(said)))
    return told


def _whole(name: str) -> Any:
    """A figure in ten-thousandths, as its column keeps it."""
    return Cast(Round(F(name) * Value(PARTS), output_field=DecimalField()), BigIntegerField())


def _told(column: Column, kind: str, over: int, under: int, reports: int) -> Told:
    if not reports:
        return Told(column.quarter, None, None, 0)
    denominator = Decimal(under) / PARTS if kind == LineKind.RATIO else None
    return Told(column.quarter, Decimal(over) / PARTS, denominator, reports)


class Followed(NamedTuple):
    """A line of the forms in use, that may be followed through time; `ids`: one in each form that has it."""

    key: str
    title_vi: str
    title_en: str
    kind: str
    measure_unit: str
    ids: list[int]


def lines_of(columns: Sequence[Column]) -> list[Followed]:
    """Every line of the forms in use; one query."""
    forms = sorted({period.form_id for column in columns for period in column.periods})
    found: dict[str, Followed] = {}
    for *said, key in prepared_rows(_lines, forms=forms):
        found.setdefault(said[0], Followed._make((*said, []))).ids.append(key)
    return list(found.values())


def _lines(forms: list[int]) -> Any:
    rows = ReportLine.objects.filter(form_id__in=forms).order_by("section__position", "position", "id")
    return rows.values_list("key", "title_vi", "title_en", "kind", "measure_unit", "id")
