"""Figures of a programme's board: every holder with what is proved, in hand and lost, from one aggregated query.

The states of a holder's steps come as sums of powers of two, one bit a step, so that 11,000 holders are 11,000 rows.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import BigIntegerField, Case, Max, Q, Sum, Value, When
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import get_language

from qms.enums import Obligation, StepState, TransitionGroup
from qms.transition import recorded
from qms.transition.deadlines import binding, deadlines_for
from qms.transition.forecast import forecast_day

MOST_STEPS = 60
"""Steps whose bits fit into a number of the database."""


@dataclass(slots=True)
class Line:
    """One holder on the board."""

    key: int
    uid: Any
    unit_id: int
    code: str
    name: str
    sort_key: str
    kind: str
    group: str
    obligation: str
    began_on: dt.date
    completed_on: dt.date | None
    steps: int
    proved: int
    """The bits of the steps that are proved; likewise the next three."""
    in_hand: int
    lost: int
    behind: int
    last: dt.date | None
    last_day: dt.date | None
    """The last permitted day that holds for it."""
    forecast: dt.date | None = None
    late: bool = False

    @property
    def done(self) -> int:
        """How many steps are proved."""
        return self.proved.bit_count()

    @property
    def exempt(self) -> bool:
        """Whether it has nothing to prove."""
        return self.group == TransitionGroup.EXEMPT

    @property
    def late_by(self) -> int:
        """Days by which the forecast lies after the last permitted day."""
        if self.forecast is None or self.last_day is None or self.completed_on:
            return 0
        return max(0, (self.forecast - self.last_day).days)

    def state(self, place: int) -> str:
        """How the step at the place stands."""
        bit = 1 << place
        for state, bits in (
            (StepState.PROVED, self.proved),
            (StepState.LOST, self.lost),
            (StepState.IN_HAND, self.in_hand),
        ):
            if bits & bit:
                return str(state)
        return str(StepState.OPEN)


@dataclass
class Figures:
    """How many holders of a kind are complete."""

    complete: int = 0
    all: int = 0


@dataclass
class Board:
    """A programme on a day: its steps, deadlines, and every holder within reach."""

    programme: Any
    day: dt.date
    as_of: dt.date | None
    steps: list[Any]
    deadlines: list[Any]
    lines: list[Line]
    holders: Any
    counts: dict[str, Figures] = field(default_factory=dict)
    states: Any = None
    """States of all holders, once a small board has read them."""

    @property
    def taking_part(self) -> list[Line]:
        """The holders that have something to prove."""
        return [line for line in self.lines if not line.exempt]

    @property
    def late(self) -> list[Line]:
        """The late list: the longest delay first."""
        found = [line for line in self.lines if line.late]
        return sorted(found, key=lambda line: (-line.late_by, line.sort_key))


def read_board(programme: Any, user: Any, as_of: dt.date | None, today: dt.date) -> Board:
    """Everything that the board's figures rest on, in four queries whatever the number of holders."""
    steps = recorded.steps_on(programme)[:MOST_STEPS]
    deadlines = recorded.deadlines_on(programme)
    holders = recorded.holders_on(programme, user)
    day = as_of or today
    lines = _lines(holders, steps, deadlines, day, _bits(holders, steps, day))
    board = Board(programme, day, as_of, steps, deadlines, lines, holders)
    board.counts = _counts(board.taking_part)
    return board


HOLDER = (
    "id", "uid", "unit_id", "unit__code", "unit__name_vi", "unit__name_en", "unit__sort_key", "unit__kind", "group",
    "obligation", "began_on", "completed_on",
)  # fmt: skip
NOTHING = (0, 0, 0, 0, None)


def _lines(
    holders: Any, steps: Sequence[Any], deadlines: Sequence[Any], day: dt.date, bits: dict[int, tuple[Any, ...]]
) -> list[Line]:
    english, count, last_days = get_language() == "en", len(steps), {}
    for group in TransitionGroup.values:
        for obligation in Obligation.values:
            last_days[group, obligation] = binding(deadlines_for(deadlines, group, obligation))
    lines = []
    for row in holders.order_by().values_list(*HOLDER):
        key, uid, unit, code, vi, en, sort, kind, group, obligation, began, completed = row
        proved, in_hand, lost, behind, last = bits.get(key, NOTHING)
        name = en if english and en else vi
        last_day = last_days.get((group, obligation))
        line = Line(
            key, uid, unit, code, name, sort, kind, group, obligation, began, completed, count, proved, in_hand, lost,
            behind, last, last_day,
        )  # fmt: skip
        if group != TransitionGroup.EXEMPT:
            _judge(line, day)
        lines.append(line)
    return lines


def _judge(line: Line, day: dt.date) -> None:
    """The forecast, and whether the holder is late: past its last permitted day, or forecast to be."""
    if line.completed_on is not None:
        return
    line.forecast = forecast_day(line.began_on, line.last, line.proved.bit_count(), line.steps, day)
    if line.last_day is not None:
        line.late = day > line.last_day or (line.forecast is not None and line.forecast > line.last_day)


def _bits(holders: Any, steps: Sequence[Any], day: dt.date) -> dict[int, tuple[Any, ...]]:
    """By holder: bits of the steps proved, in hand, lost and behind the holder's own plan; the last proof."""
    if not steps:
        return {}
    rows = recorded.states_on(holders, list(steps)).order_by()
    found = rows.values("holder_id").annotate(
        proved=_sum(steps, Q(state=StepState.PROVED)),
        in_hand=_sum(steps, Q(state=StepState.IN_HAND)),
        lost=_sum(steps, Q(state=StepState.LOST)),
        behind=_sum(steps, Q(planned_on__lt=day) & ~Q(state=StepState.PROVED)),
        last=Max("proved_on", filter=Q(state=StepState.PROVED)),
    )
    columns = ("holder_id", "proved", "in_hand", "lost", "behind", "last")
    return {row[0]: row[1:] for row in found.values_list(*columns)}


def _sum(steps: Sequence[Any], condition: Q) -> Any:
    weights = Case(
        *(When(step_id=step.pk, then=Value(1 << place)) for place, step in enumerate(steps)),
        default=Value(0),
        output_field=BigIntegerField(),
    )
    return Cast(Coalesce(Sum(weights, filter=condition), Value(0)), BigIntegerField())


def _counts(lines: Iterable[Line]) -> dict[str, Figures]:
    counts = {str(one): Figures() for one in Obligation.values}
    for line in lines:
        counts[line.obligation].all += 1
        counts[line.obligation].complete += line.completed_on is not None
    return counts


@dataclass
class StepFigures:
    """One step over all holders: states, and whom it blocks."""

    step: Any
    states: dict[str, int]
    blocks: int = 0
    """Holders in which this step can be taken and another waits for it alone to be proved."""
    waiting: int = 0
    """Steps that wait for it there."""

    def count(self, state: str) -> int:
        """How many holders stand so."""
        return self.states.get(state, 0)


def step_figures(board: Board) -> list[StepFigures]:
    """How many holders stand how with each step, and which step blocks how many of them.

    A step blocks a holder where it is the next to prove (what comes before it is proved) and another waits for it.
    """
    places = {step.key: place for place, step in enumerate(board.steps)}
    before = [_mask(step.after, places) for step in board.steps]
    after = [sum(1 << place for place, mask in enumerate(before) if mask >> one & 1) for one in range(len(before))]
    kinds = Counter((line.proved, line.in_hand, line.lost) for line in board.taking_part)
    figures = [StepFigures(step, {}) for step in board.steps]
    for (proved, in_hand, lost), count in kinds.items():
        for place, one in enumerate(figures):
            bit = 1 << place
            state = (
                StepState.PROVED if proved & bit else StepState.LOST if lost & bit
                else StepState.IN_HAND if in_hand & bit else StepState.OPEN
            )  # fmt: skip
            one.states[str(state)] = one.states.get(str(state), 0) + count
            waits = after[place] & ~proved
            if not proved & bit and waits and before[place] & ~proved == 0:
                one.blocks += count
                one.waiting += count * waits.bit_count()
    return figures


def _mask(keys: Sequence[str] | None, places: dict[str, int]) -> int:
    return sum(1 << places[key] for key in set(keys or ()) if key in places)
