"""Recurring duties: given, changed, moved, ended; and the task that each period brings by itself."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from qms import clock, policy
from qms.calendar import working_days_between
from qms.duty_periods import Period, periods_between
from qms.enums import ActionKind, ActionStatus
from qms.history.recording import operation
from qms.models.action_work import ActionSeries
from qms.models.actions import Action
from qms.models.organisation import Unit
from qms.models.people import Membership, User
from qms.models.reach import inside_ancestors, inside_subtree
from qms.notices import notify
from qms.operations.actions import propose_actions
from qms.operations.people import ensure_machine_accounts

LONGEST_LEAD = dt.timedelta(days=400)
"""No duty is assigned longer before its due day: the form takes at most 60 working days."""


@operation("give_duty")
def give_duty(series: ActionSeries, *, by: Any) -> ActionSeries:
    """Give a recurring duty to an owner; its tasks come by themselves. Tells the owner."""
    policy.require(by, "qms.keep_duty", series)
    series.assigned_by = by
    series.save()
    notify("duty_given", about=series, to=[series.owner], by=by, duty=series.title)
    return series


@operation("change_duty")
def change_duty(series: ActionSeries, *, by: Any) -> ActionSeries:
    """Change a recurring duty or move it to another owner. Tasks that are assigned already stay as they are."""
    before = ActionSeries.objects.select_related("owner").get(pk=series.pk)
    policy.require(by, "qms.keep_duty", before)
    policy.require(by, "qms.keep_duty", series)
    series.save()
    if series.owner_id != before.owner_id:
        notify("duty_moved", about=series, to=[series.owner, before.owner], by=by, duty=series.title)
    return series


def owned_duties(person: User) -> Any:
    """Recurring duties that the person holds."""
    return ActionSeries.objects.filter(owner=person, ended_at=None)


def move_faults(series: ActionSeries, person: User, to: User, by: Any) -> list[str]:
    """Why a duty does not pass to `to`."""
    return policy.refusal(by, "qms.keep_duty", series) + outsider_faults(to, series.unit)


def move_duty(series: ActionSeries, person: User, to: User, *, by: Any, reason: str) -> ActionSeries:
    """Another owner for the periods to come. Tells both."""
    series.owner = to
    return change_duty(series, by=by, reason=reason)


def works_with(person: User, unit_id: int) -> bool:
    """Whether somebody works today in the unit, above it or below it inside its QMS."""
    up = inside_ancestors([unit_id])
    down = inside_subtree([unit_id])
    around = Membership.objects.standing_on(clock.today()).filter(user=person)
    return around.filter(Q(unit_id__in=up) | Q(unit_id__in=down)).exists()


def outsider_faults(person: User, unit: Unit) -> list[str]:
    """That somebody works neither in the unit nor above or below it; empty where they do."""
    if works_with(person, unit.pk):
        return []
    return [_("%(person)s does not work in %(unit)s, nor above or below it.") % {"person": person, "unit": unit}]


@operation("end_duty", reason_required=True)
def end_duty(series: ActionSeries, *, by: Any) -> ActionSeries:
    """End a recurring duty: nothing is assigned any more; what is assigned already stays. Tells the owner."""
    policy.require(by, "qms.keep_duty", series)
    series = ActionSeries.objects.locked().get(pk=series.pk)
    if series.ended_at is None:
        series.ended_at = clock.now()
        series.save()
        notify("duty_ended", about=series, to=[series.owner], by=by, duty=series.title)
    return series


def due_periods(series: ActionSeries, today: dt.date) -> list[Period]:
    """Periods of the duty whose task should be assigned by today, oldest first."""
    last = today + LONGEST_LEAD
    if series.ends_on is not None:
        last = min(last, series.ends_on)
    if last < series.starts_on:
        return []
    found = periods_between(series.rhythm, series.starts_on, last)
    return [one for one in found if working_days_between(today, one.due(series.due_day)) <= series.lead_days]


def assign_due_series() -> int:
    """Assign the task of each period that is due to be assigned: each duty in its own transaction, each period once.

    Returns how many tasks were assigned. Killed half-way and run again it goes on where it stopped.
    """
    today, made = clock.today(), 0
    standing = ActionSeries.objects.filter(ended_at=None, starts_on__lte=today + LONGEST_LEAD).order_by("pk")
    rows = list(standing)
    known: dict[int, set[str]] = {}
    for series_id, code in Action.objects.filter(series__in=standing).values_list("series_id", "period"):
        known.setdefault(series_id, set()).add(code)
    for series in rows:
        missing = [one for one in due_periods(series, today) if one.code not in known.get(series.pk, ())]
        if missing:
            made += _assign(series.pk, missing)
    return made


@transaction.atomic
def _assign(series_id: int, periods: Iterable[Period]) -> int:
    """Under the duty's lock, so that two runs at once make one task a period."""
    series = ActionSeries.objects.locked().get(pk=series_id)
    done = set(Action.objects.filter(series=series).values_list("period", flat=True))
    made = 0
    for period in periods:
        if series.ended_at is None and period.code not in done:
            _assign_period(series, period)
            made += 1
    return made


def _assign_period(series: ActionSeries, period: Period) -> None:
    system = ensure_machine_accounts()
    action = Action(
        kind=ActionKind.TASK,
        unit_id=series.unit_id,
        raised_by_unit_id=series.unit_id,
        owner=series.owner,
        assigned_by=series.assigned_by,
        title=f"{series.title[:280]} ({period.label})",
        details=series.details,
        due_on=period.due(series.due_day),
        status=ActionStatus.ASSIGNED,
        series=series,
        period=period.code,
    )
    propose_actions([action], by=system)
    notify("action_assigned", about=action, to=[series.owner], by=system, due=str(action.due_on))
