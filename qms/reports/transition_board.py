"""What the board of a transition shows and exports: lines in words, the burn-down, days left, who is late."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from qms.burn_down import Mark, burn_down
from qms.enums import Obligation, StepState, TransitionGroup, UnitKind
from qms.transition import recorded
from qms.transition.board import Board, Line
from qms.transition.deadlines import Left, deadlines_for, left
from qms.transition.forecast import Forecast, forecast

READ_AT_ONCE = 200
"""Holders whose states are all read in one query; of more, those of a page, and the days of all by the database."""
LOOKS = {
    StepState.PROVED: ("success", "circle-check"),
    StepState.IN_HAND: ("info", "clock"),
    StepState.OPEN: ("neutral", "circle"),
    StepState.LOST: ("danger", "alert-triangle"),
}
GROUPS = dict(TransitionGroup.choices)
OBLIGATIONS = dict(Obligation.choices)
KINDS = dict(UnitKind.choices)
COMPUTED = gettext_lazy(
    "With n of m steps proved, a holder's pace is the days from when it took part to its last proof, divided by n. "
    "Forecast = day of the last proof + steps left × pace, part of a day counting as a whole one. Where that day has "
    "passed already, the days without a proof count too: the pace is then from when it took part until today, and the "
    "steps left follow from today. The range comes from the fastest and the slowest interval between its own proofs, "
    "the first counted from when it took part, and never begins before today. With fewer than two proofs there is no "
    "forecast."
)
"""The method of the forecast as the pages state it."""
LATE_MEANS = gettext_lazy(
    "Late: not complete after the last permitted day, or forecast to be complete after it. The earliest deadline that "
    "is set for the holder decides."
)


def short(state: str) -> str:
    """A state in one or two short words, for a cell."""
    return {
        str(StepState.PROVED): pgettext("state of a step", "proved"),
        str(StepState.IN_HAND): pgettext("state of a step", "in hand"),
        str(StepState.LOST): pgettext("state of a step", "proof lost"),
    }.get(state) or pgettext("state of a step", "open")


@dataclass(frozen=True)
class Cell:
    """One step of one holder: the state in words, the day that goes with it, and whether the own plan is missed."""

    label: str
    state: str
    text: str
    icon: str
    day: dt.date | None = None
    behind: bool = False
    by_hand: bool = False


@dataclass(frozen=True)
class Row:
    """One holder with its cells and its forecast."""

    line: Line
    url: str
    group: str
    obligation: str
    cells: list[Cell]
    forecast: Forecast | None
    left: int | None

    @property
    def speed(self) -> str:
        """What the forecast says in words."""
        return said_speed(self.line, self.forecast)


def said_speed(line: Line, ahead: Forecast | None = None) -> str:
    """ "At this speed: 14/02/2021, 46 days late", or why nothing can be said."""
    if line.exempt:
        return _("exempt")
    if line.completed_on:
        return _("complete on %(day)s") % {"day": f"{line.completed_on:%d/%m/%Y}"}
    day = ahead.day if ahead else line.forecast
    if day is None:
        return _("no forecast: fewer than two proofs")
    text = _("at this speed: %(day)s") % {"day": f"{day:%d/%m/%Y}"}
    if line.late_by:
        late = ngettext("%(count)d day late", "%(count)d days late", line.late_by) % {"count": line.late_by}
        return f"{text}, {late}"
    return text


def board_rows(board: Board, lines: Sequence[Line]) -> list[Row]:
    """The lines with cells, days and forecasts, in one query."""
    found = every_state(board)
    if found is None:
        found = _states(board, [line.key for line in lines])
    return [_row(board, line, found[line.key]) for line in lines]


States = dict[int, dict[int, tuple[Any, ...]]]


def every_state(board: Board) -> States | None:
    """The states of all holders of a small board, read once; None for a large one, of which a page is read."""
    if len(board.lines) > READ_AT_ONCE:
        return None
    if board.states is None:
        board.states = _states(board, None)
    return board.states


def _states(board: Board, keys: Sequence[int] | None) -> States:
    found: States = defaultdict(dict)
    rows = recorded.states_on(board.holders, board.steps)
    rows = rows if keys is None else rows.filter(holder_id__in=keys)
    columns = ("holder_id", "step_id", "state", "began_on", "proved_on", "lost_on", "planned_on", "by_hand")
    for holder, step, *values in rows.order_by().values_list(*columns):
        found[holder][step] = tuple(values)
    return found


OPEN = (str(StepState.OPEN), None, None, None, None, False)


def _row(board: Board, line: Line, states: dict[int, tuple[Any, ...]]) -> Row:
    from django.urls import reverse  # noqa: PLC0415 - addresses are known once pages are

    days = [values[2] for values in states.values() if values[0] == StepState.PROVED and values[2]]
    return Row(
        line,
        reverse("transition_holder", args=[line.uid]),
        str(GROUPS.get(line.group, line.group)),
        str(OBLIGATIONS.get(line.obligation, line.obligation)),
        [] if line.exempt else [_cell(step, states.get(step.pk, OPEN), board.day) for step in board.steps],
        None if line.exempt or line.completed_on else forecast(line.began_on, days, line.steps, board.day),
        (line.last_day - board.day).days if line.last_day and not line.exempt and not line.completed_on else None,
    )


def _cell(step: Any, values: tuple[Any, ...], day: dt.date) -> Cell:
    state, began, proved, lost, planned, by_hand = values
    behind = bool(planned and planned < day and state != StepState.PROVED)
    on = {StepState.PROVED: proved, StepState.IN_HAND: began, StepState.LOST: lost}.get(state)
    return Cell(step.title, state, short(state), LOOKS[state][1], on, behind, by_hand)


@dataclass(frozen=True)
class DeadlineLine:
    """A deadline on the board: whom it concerns, days left, how many of them are complete."""

    left: Left
    whom: str
    complete: int
    all: int


def deadline_lines(board: Board) -> list[DeadlineLine]:
    """Each deadline with the days left to its last permitted day, and how far those it concerns are."""
    lines = []
    for one in left(board.deadlines, board.day):
        concerned = [line for line in board.taking_part if deadlines_for([one.deadline], line.group, line.obligation)]
        whom = [str(GROUPS.get(one.deadline.group, "")), str(OBLIGATIONS.get(one.deadline.obligation, ""))]
        done = sum(line.completed_on is not None for line in concerned)
        lines.append(DeadlineLine(one, ", ".join(filter(None, whom)) or _("everybody"), done, len(concerned)))
    return lines


@dataclass(frozen=True)
class Burned:
    """The burn-down: the drawing and the same as a table."""

    svg: str
    months: list[tuple[dt.date, int, int]]
    """Last day of a month, steps proved by then, steps left."""
    total: int
    left: int


def burned(board: Board) -> Burned | None:
    """Steps left by day, from the days of the proofs that stand; one query. None where nothing takes part."""
    taking = board.taking_part
    total = len(taking) * len(board.steps)
    if not total:
        return None
    counts: dict[dt.date, int] = defaultdict(int)
    first = min(board.programme.starts_on, board.day)
    for day, count in _proofs_by_day(board):
        counts[min(max(day or board.day, first), board.day)] += count
    points, gone = [(first, total)], 0
    for day in sorted(counts):
        gone += counts[day]
        points.append((day, total - gone))
    points.append((board.day, total - gone))
    return Burned(_drawn(board, points, total), months_of(points, total), total, total - gone)


def _proofs_by_day(board: Board) -> Iterable[tuple[dt.date | None, int]]:
    known = every_state(board)
    if known is not None:
        rows = [values for line in board.taking_part for values in known[line.key].values()]
        return [(proved, 1) for state, _began, proved, *_rest in rows if state == StepState.PROVED]
    states = recorded.states_on(board.holders.exclude(group=TransitionGroup.EXEMPT), board.steps)
    return states.filter(state=StepState.PROVED).order_by().values_list("proved_on").annotate(count=Count("id"))


def _drawn(board: Board, points: list[tuple[dt.date, int]], total: int) -> str:
    text = _("%(left)d of %(total)d steps are left on %(day)s.") % {
        "left": points[-1][1],
        "total": total,
        "day": f"{board.day:%d/%m/%Y}",
    }
    marks = {one.last_day: Mark(one.last_day, f"{one.last_day:%d/%m/%Y}") for one in board.deadlines}
    drawing = burn_down(points, total, list(marks.values()), title=_("Steps left"), text=text, name="burn-down")
    return mark_safe(drawing)  # noqa: S308 - drawn and escaped by us


def months_of(points: Sequence[tuple[dt.date, int]], total: int) -> list[tuple[dt.date, int, int]]:
    """What was proved and left at the end of each month, and on the last day."""
    last, found = points[-1][0], []
    day = points[0][0]
    while True:
        end = min((day.replace(day=28) + dt.timedelta(days=4)).replace(day=1) - dt.timedelta(days=1), last)
        rest = [left for on, left in points if on <= end][-1]
        found.append((end, total - rest, rest))
        if end >= last:
            return found
        day = end + dt.timedelta(days=1)


class BoardExport:
    """The board as a workbook or CSV: the same lines in the same order, each state in words."""

    name = "transition-board"

    def __init__(self, board: Board) -> None:
        self.board = board
        self.title = f"{board.programme.title}: {_('Transition board')}"

    def export_columns(self) -> list[tuple[str, str, int]]:
        """Headers, kinds and widths."""
        head = [
            (_("Code"), "text", 12), (_("QMS holder"), "text", 45), (_("Kind of unit"), "text", 20),
            (_("Group"), "text", 25), (_("Obligation"), "text", 15), (_("Takes part from"), "date", 12),
        ]  # fmt: skip
        steps = [
            column for step in self.board.steps for column in ((step.title, "text", 14), (_day_of(step), "date", 12))
        ]
        tail = [
            (_("Proved"), "integer", 10), (_("Steps"), "integer", 10), (_("Complete on"), "date", 12),
            (_("Last permitted day"), "date", 12), (_("Days left"), "integer", 10), (_("Forecast"), "date", 12),
            (_("At the earliest"), "date", 12), (_("At the latest"), "date", 12), (_("Days late"), "integer", 10),
            (_("Late"), "text", 8),
        ]  # fmt: skip
        return head + steps + tail

    def cells(self, lines: Sequence[Line], as_of: dt.date | None = None) -> Iterable[list[Any]]:
        """Values of every line, some hundreds at a time."""
        for start in range(0, len(lines), 500):
            for row in board_rows(self.board, lines[start : start + 500]):
                yield self._values(row)

    def _values(self, row: Row) -> list[Any]:
        line, ahead = row.line, row.forecast
        steps: list[Any] = []
        for cell in row.cells:
            steps += [cell.text, cell.day]
        if not row.cells:
            steps = ["", None] * len(self.board.steps)
        return [
            line.code, line.name, str(KINDS.get(line.kind, line.kind)), row.group, row.obligation, line.began_on,
            *steps, line.done, line.steps, line.completed_on, line.last_day, row.left,
            ahead.day if ahead else None, ahead.earliest if ahead else None, ahead.latest if ahead else None,
            line.late_by or None, _("yes") if line.late else "",
        ]  # fmt: skip


def _day_of(step: Any) -> str:
    return _("%(step)s: day") % {"step": step.title}
