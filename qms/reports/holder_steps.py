"""A holder's page in a transition: its steps with what proves them, its forecast and deadlines, its story."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from qms import clock
from qms.enums import StepState, TransitionGroup
from qms.history.timeline import Entry, timeline
from qms.models.people import User
from qms.models.transition import HolderStep, HolderStepFile, TransitionHolder, TransitionStep
from qms.reports.transition_board import LOOKS
from qms.transition import recorded
from qms.transition.deadlines import Left, deadlines_for, left
from qms.transition.forecast import Forecast, forecast
from qms.transition.next_things import words
from qms.transition.steps import missing_before, proof_of
from qms.views.facts import spoken

LONGEST = 300  # changes told


@dataclass(frozen=True)
class StepLine:
    """One step as the page shows it. `after`: titles of what has to be proved first."""

    step: TransitionStep
    row: HolderStep | None
    state: str
    look: dict[str, str]
    text: str
    url: str
    counted: str
    hint: str
    after: list[str]
    behind: bool
    files: list[Any] = field(default_factory=list)

    @property
    def day(self) -> dt.date | None:
        """The day that goes with the state."""
        if self.row is None:
            return None
        days = {StepState.PROVED: self.row.proved_on, StepState.LOST: self.row.lost_on}
        return days.get(self.row.state, self.row.began_on)  # type: ignore[call-overload]  # stored as its value


@dataclass(frozen=True)
class HolderView:
    """One holder on a day: steps, deadlines, forecast."""

    holder: TransitionHolder
    steps: list[TransitionStep]
    rows: list[HolderStep]
    lines: list[StepLine]
    deadlines: list[Left]
    forecast: Forecast | None
    day: dt.date

    @property
    def done(self) -> int:
        """How many steps are proved."""
        return sum(line.state == StepState.PROVED for line in self.lines)

    @property
    def last_day(self) -> dt.date | None:
        """The last permitted day that holds: the earliest deadline."""
        return self.deadlines[0].deadline.last_day if self.deadlines else None

    @property
    def late_by(self) -> int:
        """Days by which the forecast lies after it."""
        if self.forecast is None or self.last_day is None:
            return 0
        return max(0, (self.forecast.day - self.last_day).days)


def holder_view(holder: TransitionHolder, as_of: dt.date | None, today: dt.date) -> HolderView:
    """Everything that the page tells of the steps, as it stands or as it was recorded."""
    programme, day = holder.programme, as_of or today
    steps = recorded.steps_on(programme)
    rows = list(HolderStep.objects.filter(holder_id=holder.pk, step_id__in=[step.pk for step in steps]).order_by("id"))
    known = {row.step_id: row for row in rows}
    proved = {key for key, row in known.items() if row.state == StepState.PROVED}
    files = _files(rows)
    lines = [_line(step, known.get(step.pk), steps, proved, files, day) for step in steps]
    exempt = holder.group == TransitionGroup.EXEMPT
    standing = deadlines_for(recorded.deadlines_on(programme), holder.group, holder.obligation)
    days = [row.proved_on for row in rows if row.state == StepState.PROVED and row.proved_on]
    ahead = None if exempt or holder.completed_on else forecast(holder.began_on, days, len(steps), day)
    return HolderView(holder, steps, rows, [] if exempt else lines, left(standing, day), ahead, day)


def _files(rows: Sequence[HolderStep]) -> dict[int, list[Any]]:
    found = defaultdict(list)
    links = HolderStepFile.objects.filter(record__in=[row.pk for row in rows], ended_at=None).select_related("file")
    for link in links.order_by("pk"):
        found[link.record_id].append(link.shown())
    return found


def _line(
    step: TransitionStep, row: HolderStep | None, steps: Sequence[TransitionStep], proved: set[int],
    files: dict[int, list[Any]], day: dt.date,
) -> StepLine:  # fmt: skip
    state = row.state if row else str(StepState.OPEN)
    proof: dict[str, Any] = (row.proof if row else None) or {}
    registered = proof_of(step)
    tone, icon = LOOKS[StepState(state)]
    missing = [] if state == StepState.PROVED else missing_before(step, steps, proved)
    planned = row.planned_on if row else None
    return StepLine(
        step=step,
        row=row,
        state=state,
        look={"label": str(StepState(state).label), "tone": tone, "icon": icon},
        text=_told(state, proof),
        url=str(proof.get("url") or ""),
        counted=f"{proof['done']}/{proof['all']}" if "all" in proof else "",
        hint=str(registered.hint) if registered else _("By hand: with words, a file and a signature."),
        after=[one.title for one in missing],
        behind=bool(planned and planned < day and state != StepState.PROVED),
        files=files.get(row.pk, []) if row else [],
    )


def _told(state: str, proof: dict[str, Any]) -> str:
    text = words(proof)
    lost = words(proof, "lost") if state == StepState.LOST else ""
    if lost:
        return " · ".join(filter(None, [_("lost: %(proof)s") % {"proof": lost}, text]))
    return text


def story(holder: TransitionHolder, until: dt.date | None = None) -> list[Entry]:
    """The holder's own history and what became of each step, newest first."""
    entries = timeline(holder, until=until) + _of_steps(holder, until)
    return sorted(entries, key=lambda entry: entry.when, reverse=True)


TOLD = ("id", "step_id", "state", "planned_on", "proof", "note", "by_hand")


def _of_steps(holder: TransitionHolder, until: dt.date | None) -> list[Entry]:
    """A step's changes that say something: another state, another planned day. Three queries."""
    rows = HolderStep.history.model.objects.filter(holder_id=holder.pk).order_by("-history_date", "-history_id")
    if until is not None:
        rows = rows.filter(history_date__lt=clock.end_of(until))
    about = ("history_date", "history_user_id", "history_change_reason", "occurred_at")
    told = list(rows.values(*TOLD, *about)[:LONGEST])[::-1]
    titles = {step.pk: step for step in TransitionStep.objects.filter(programme=holder.programme_id)}
    people = {one.pk: one for one in User.objects.filter(pk__in={row["history_user_id"] for row in told})}
    before: dict[int, dict[str, Any]] = {}
    entries: list[Entry] = []
    planned: dict[tuple[Any, Any], Entry] = {}
    for row in told:
        earlier, step, person = before.get(row["id"]), titles.get(row["step_id"]), people.get(row["history_user_id"])
        before[row["id"]] = row
        if (earlier or {}).get("state", StepState.OPEN) != row["state"]:
            entries.append(_stepped(row, step, person))
        elif (earlier or {}).get("planned_on") != row["planned_on"]:
            key = (row["history_date"], row["history_user_id"])
            planned.setdefault(key, _entry(row, _("Days of the transition planned"), person))
            old, new = ((one or {}).get("planned_on") for one in (earlier, row))
            planned[key].changes.append({"label": str(step), "old": spoken(old), "new": spoken(new)})
    return entries + list(planned.values())


def _stepped(row: dict[str, Any], step: Any, person: Any) -> Entry:
    state, proof = str(StepState(row["state"]).label), _told(row["state"], row["proof"] or {})
    text = f"{step}: {state}" + (f" ({_('by hand')})" if row["by_hand"] else "")
    changes = [{"label": _("What proves it"), "old": "", "new": proof}] if proof else []
    return _entry(row, text, person, changes)


def _entry(row: dict[str, Any], text: str, person: Any, changes: Sequence[dict[str, str]] = ()) -> Entry:
    who = ", ".join(filter(None, [str(person), person.position])) if person else _("unknown")
    reason, claimed = row["history_change_reason"] or "", row["occurred_at"]
    return Entry(row["history_date"], who, text, reason, claimed, list(changes))
