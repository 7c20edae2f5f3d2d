"""How recurring duties stand by period: the last twelve periods of each rhythm, read in a fixed number of queries."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qms.duty_periods import Period, last_periods, period_of
from qms.enums import ActionStatus, SeriesRhythm
from qms.models.action_work import ActionSeries
from qms.models.actions import Action

COLUMNS = 12  # periods
MOST = 500  # duties on one page
FINISHED = (ActionStatus.DONE, ActionStatus.VERIFIED)


@dataclass(frozen=True)
class Cell:
    """How one duty stood in one period. `kind` names the look; `text` says it in words."""

    kind: str
    text: str
    period: str
    url: str = ""
    number: str = ""


@dataclass(frozen=True)
class Row:
    """One duty with its cells, oldest period first."""

    series: Any
    cells: list[Cell]


@dataclass(frozen=True)
class Table:
    """The duties of one rhythm."""

    rhythm: str
    label: str
    periods: list[Period]
    rows: list[Row]


def heat_tables(user: Any, duties: Iterable[ActionSeries], today: dt.date) -> list[Table]:
    """One table for each rhythm that the duties have; links lead to actions within the person's reach."""
    by_rhythm: dict[str, list[ActionSeries]] = defaultdict(list)
    for series in duties:
        by_rhythm[series.rhythm].append(series)
    actions = _actions(user, [series.pk for rows in by_rhythm.values() for series in rows])
    return [
        _table(SeriesRhythm(rhythm), by_rhythm[rhythm], actions, today)
        for rhythm in SeriesRhythm.values
        if by_rhythm[rhythm]
    ]


def _actions(user: Any, series_ids: list[int]) -> dict[tuple[int | None, str], tuple[Action, bool]]:
    """The action of each duty and period, and whether the person reaches it: two queries."""
    rows = Action.objects.filter(series_id__in=series_ids, ended_at=None)
    seen = set(rows.visible_to(user).values_list("pk", flat=True))
    return {(action.series_id, action.period): (action, action.pk in seen) for action in rows}


def _table(rhythm: SeriesRhythm, duties: list[ActionSeries], actions: dict, today: dt.date) -> Table:
    periods = last_periods(rhythm, today, COLUMNS)
    rows = [Row(series, [_cell(series, one, actions, today) for one in periods]) for series in duties]
    return Table(str(rhythm), str(rhythm.label), periods, rows)


def _cell(series: ActionSeries, period: Period, actions: dict, today: dt.date) -> Cell:
    action, seen = actions.get((series.pk, period.code), (None, False))
    if action is None:
        return _without_action(series, period, today)
    kind, text = standing(action, today)
    return Cell(kind, text, period.label, action.get_absolute_url() if seen else "", action.number if seen else "")


def standing(action: Action, today: dt.date) -> tuple[str, str]:
    """The look and the words of one period's action."""
    if action.status == ActionStatus.CANCELLED:
        return "none", _("cancelled")
    if action.status in FINISHED:
        late = (action.done_on - action.due_on).days if action.done_on and action.due_on else 0
        return ("late", _days_late(late)) if late > 0 else ("done", _("in time"))
    if action.due_on is not None and action.due_on < today:
        return "missed", _missed((today - action.due_on).days)
    return "open", _("open")


def _days_late(days: int) -> str:
    return ngettext("%(count)d day late", "%(count)d days late", days) % {"count": days}


def _missed(days: int) -> str:
    return ngettext("missed, %(count)d day", "missed, %(count)d days", days) % {"count": days}


def _without_action(series: ActionSeries, period: Period, today: dt.date) -> Cell:
    first = period_of(series.rhythm, series.starts_on)
    outside = period.begins < first.begins or (series.ends_on is not None and period.begins > series.ends_on)
    if outside or series.ended_at is not None:
        return Cell("none", _("not asked for"), period.label)
    if period.due(series.due_day) >= today:
        return Cell("coming", _("not due yet"), period.label)
    return Cell("missed", _("missed"), period.label)
