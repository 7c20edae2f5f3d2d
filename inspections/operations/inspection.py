"""Changing inspections: plan, team, sessions, and every step to closing."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from inspections.enums import InspectionStatus, NonconformityStatus
from inspections.guards import SILENCE, silent_units
from inspections.models import IndependenceOverrule, InspectedUnit, Inspection, SessionInspector, TeamMember
from inspections.operations.meeting import keep_closing_meeting, move_meetings
from inspections.operations.report_version import concluded_facts, freeze_report, supersede_report
from inspections.report_facts import report_hash
from inspections.workflows import INSPECTION
from qms import clock, policy
from qms.calendar import add_working_days
from qms.enums import Role
from qms.history import bulk
from qms.history.recording import operation
from qms.models.organisation import Unit
from qms.models.people import MACHINE_ACCOUNTS, RoleAssignment, User
from qms.models.reach import inside_ancestors, sync_participation
from qms.notices import notify
from qms.numbering import next_number
from qms.operations.people import account
from qms.rules.people import is_manager_of
from qms.workflow import StepRefused, check_version


@operation("plan_inspection")
def plan_inspection(
    inspection: Inspection, *, by: Any, units: Iterable[Unit] = (), team: Iterable[User] = ()
) -> Inspection:
    """Plan an inspection, with further inspected units and a team. Its number is given here."""
    policy.require(by, "inspections.plan_inspection", inspection)
    inspection.number = next_number(inspection.kind, inspection.raised_by_unit, inspection.starts_on.year)
    inspection.save()
    for unit in units:
        if unit.pk != inspection.unit_id:
            InspectedUnit(inspection=inspection, unit=unit).save()
    name_team(inspection, team, by=by)
    return inspection


@operation("change_inspection")
def change_inspection(inspection: Inspection, *, by: Any, version: int | None = None) -> Inspection:
    """Change the plan while it is planned or notified."""
    policy.require(by, "inspections.plan_inspection", inspection)
    check_version(Inspection.objects.locked().get(pk=inspection.pk), version)
    if inspection.status not in (InspectionStatus.PLANNED, InspectionStatus.NOTIFIED):
        raise StepRefused([_("The plan is changed before the visit starts.")])
    inspection.save()
    return inspection


@operation("name_team")
def name_team(inspection: Inspection, team: Iterable[User], *, by: Any) -> None:
    """Make the team exactly these people, beside the lead; who leaves it no longer reaches the inspection.

    Raises StepRefused for whoever still asks in a session that was not held.
    """
    policy.require(by, "inspections.plan_inspection", inspection)
    wanted = {user.pk: user for user in team if user.pk != inspection.lead_id}
    standing = {row.user_id: row for row in inspection.team.all()}
    _require_no_session(inspection, {key for key, row in standing.items() if not row.ended_at} - set(wanted))
    for user_id, row in standing.items():
        if (user_id in wanted) == (row.ended_at is None):
            continue
        row.ended_at = None if user_id in wanted else clock.now()
        row.save()
    for user_id, user in wanted.items():
        if user_id not in standing:
            TeamMember(inspection=inspection, user=user).save()
    sync_participation(inspection)


def _require_no_session(inspection: Inspection, leaving: set[int]) -> None:
    """Nobody leaves the team with a session still to hold: they would be expected there and find nothing."""
    asked = SessionInspector.objects.filter(
        session__inspection=inspection, session__ended_at=None, session__held_at=None, ended_at=None
    )
    rows = asked.filter(user__in=leaving - {inspection.lead_id}).select_related("user", "session__unit")
    text = _("%(person)s asks in the session “%(session)s”: change that session first, or keep them on the team.")
    if reasons := [text % {"person": row.user, "session": row.session} for row in rows]:
        raise StepRefused(reasons)


def join_team(inspection: Inspection, people: Iterable[User], *, by: Any) -> None:
    """Add to the team whoever asks in a session: only the team reaches the inspection and answers."""
    standing = list(inspection.team.filter(ended_at=None).select_related("user"))
    named = {inspection.lead_id, *(row.user_id for row in standing)}
    new = [person for person in people if person.pk not in named]
    if new:
        name_team(inspection, [*(row.user for row in standing), *new], by=by)


@operation("overrule_independence", reason_required=True)
def _write_overrule(inspection: Inspection, inspector: User, *, by: Any, why: str) -> IndependenceOverrule:
    policy.require(by, "inspections.overrule_independence", inspection)
    overrule = IndependenceOverrule(
        inspection=inspection, user=inspector, decided_by=by, decided_on=clock.today(), reason=why
    )
    overrule.save()
    return overrule


def overrule_independence(inspection: Inspection, inspector: User, *, by: Any, reason: str) -> IndependenceOverrule:
    """Top management lets an inspector go although the rules say no; the report prints the reason."""
    return _write_overrule(inspection, inspector, by=by, reason=reason, why=reason)


def managers_of(unit: Unit) -> list[User]:
    """Who answers for the unit: its managers, or top management where the unit holds the QMS."""
    rows = RoleAssignment.objects.standing_on(clock.today()).filter(unit=unit, role__in=[Role.MANAGER, Role.TOP])
    return [row.user for row in rows.select_related("user")]


def team_of(inspection: Inspection) -> list[User | None]:
    """The lead and the team."""
    rows = inspection.team.filter(ended_at=None).select_related("user")
    return [inspection.lead, *(row.user for row in rows)]


def inspected_units(inspection: Inspection) -> list[Unit]:
    """The first inspected unit and the further ones."""
    rows = inspection.inspected_units.filter(ended_at=None).select_related("unit")
    return [inspection.unit, *(row.unit for row in rows)]


def _tell_units(kind: str, inspection: Inspection, by: Any, **details: Any) -> None:
    people = [person for unit in inspected_units(inspection) for person in managers_of(unit)]
    notify(kind, about=inspection, to=[*people, *team_of(inspection)], by=by, **details)


@transaction.atomic
def notify_unit(inspection: Inspection, *, by: Any, **common: Any) -> Inspection:
    """Tell the unit and the team; at least 7 days before (the team 14), or with a reason."""
    inspection = INSPECTION.apply("notify", inspection, by=by, notified_on=clock.today(), **common)
    _tell_units("inspection_notified", inspection, by, day=inspection.starts_on.isoformat())
    return inspection


@transaction.atomic
def postpone(
    inspection: Inspection, *, by: Any, reason: str, starts_on: dt.date, ends_on: dt.date, **common: Any
) -> Inspection:
    """Back to planned, on new days, with a reason. Sessions keep their order and move by as many days."""
    if ends_on < starts_on:
        raise StepRefused([_("The last day is before the first.")])
    shift = starts_on - inspection.starts_on
    inspection = INSPECTION.apply(
        "postpone", inspection, by=by, reason=reason, starts_on=starts_on, ends_on=ends_on, notified_on=None, **common
    )
    _move_sessions(inspection, shift, by=by, reason=reason)
    _tell_units("inspection_postponed", inspection, by, day=starts_on.isoformat(), reason=reason)
    return inspection


@operation("move_sessions")
def _move_sessions(inspection: Inspection, shift: dt.timedelta, *, by: Any) -> None:
    for session in inspection.sessions.filter(ended_at=None, held_at=None):
        session.day = min(max(session.day + shift, inspection.starts_on), inspection.ends_on)
        session.save()
    move_meetings(inspection, shift)


@transaction.atomic
def confirm_team(inspection: Inspection, *, by: Any, reason: str, **common: Any) -> Inspection:
    """The team changed after notice: same guards, and the unit is told again."""
    inspection = INSPECTION.apply("change_team", inspection, by=by, reason=reason, **common)
    _tell_units("inspection_team_changed", inspection, by, reason=reason)
    return inspection


def start_visit(inspection: Inspection, *, by: Any, **common: Any) -> Inspection:
    """Start on the day; the guards are asked again."""
    return INSPECTION.apply("start", inspection, by=by, started_on=clock.today(), **common)


@transaction.atomic
def end_visit(
    inspection: Inspection,
    *,
    by: Any,
    closing_meeting_on: dt.date | None = None,
    ended_early_reason: str = "",
    **common: Any,
) -> Inspection:
    """End the visit with the closing meeting; the report is due within 7 working days of it."""
    inspection = INSPECTION.apply(
        "end_visit",
        inspection,
        by=by,
        closing_meeting_on=closing_meeting_on or clock.today(),
        ended_early_reason=ended_early_reason,
        **common,
    )
    keep_closing_meeting(inspection, by=by)
    return inspection


@operation("write_report")
def write_report(
    inspection: Inspection,
    *,
    by: Any,
    conclusion: str,
    strengths: str = "",
    distribution: str | None = None,
    version: int | None = None,
) -> Inspection:
    """Write conclusion, strengths and who receives the report, while it is drafted."""
    policy.require(by, "inspections.lead_inspection", inspection)
    inspection = Inspection.objects.locked().get(pk=inspection.pk)
    check_version(inspection, version)
    if inspection.status not in (InspectionStatus.IN_PROGRESS, InspectionStatus.REPORT_DRAFTED):
        raise StepRefused([_("The report is written before it is sent to the unit.")])
    inspection.conclusion, inspection.strengths = conclusion, strengths
    if distribution is not None:
        inspection.distribution = distribution
    inspection.save()
    return inspection


@transaction.atomic
def send_report(inspection: Inspection, *, by: Any, **common: Any) -> Inspection:
    """Send the report to the units, which may comment and dispute for 5 working days from today."""
    today = clock.today()
    inspection = INSPECTION.apply(
        "send", inspection, by=by, sent_on=today, unit_commented_on=None, unit_silent_on=None, **common
    )
    _ask_for_comments(inspection, by=by)
    _give_time_to_dispute(inspection, add_working_days(today, SILENCE), by=by)
    _tell_units("report_sent", inspection, by)
    return inspection


@operation("ask_for_comments")
def _ask_for_comments(inspection: Inspection, *, by: Any) -> None:
    """What further units said of an earlier version is no word on this one; it stays in the history."""
    rows = list(inspection.inspected_units.filter(ended_at=None, commented_on__isnull=False))
    for row in rows:
        row.comment, row.commented_by, row.commented_on = "", None, None
    bulk.update(rows, ["comment", "commented_by", "commented_on"])


@operation("give_time_to_dispute")
def _give_time_to_dispute(inspection: Inspection, until: dt.date, *, by: Any) -> None:
    """Silence counts from the report: nonconformities that wait for the unit's word wait at least until then."""
    waiting = inspection.nonconformities.filter(status=NonconformityStatus.RECORDED)
    rows = [row for row in waiting if row.answer_due_on is None or row.answer_due_on < until]
    for row in rows:
        row.answer_due_on = until
    bulk.update(rows, ["answer_due_on"])


def units_commented_by(inspection: Inspection, person: Any) -> list[Unit]:
    """The inspected units for which the person may speak."""
    return [unit for unit in inspected_units(inspection) if is_manager_of(person, unit.pk)]


@transaction.atomic
def comment_on_report(
    inspection: Inspection, *, by: Any, unit_comment: str, unit: Unit | None = None, **common: Any
) -> Inspection:
    """A unit comments (or says that it agrees); without `unit` the first that the person speaks for. Tells the lead."""
    if not unit_comment.strip():
        raise StepRefused([_("Write the comment, or that you agree.")])
    own = units_commented_by(inspection, by)
    unit = unit or next(iter(own), inspection.unit)
    if own and unit not in own:
        raise StepRefused([_("You do not speak for %(unit)s: its manager comments.") % {"unit": unit.name}])
    first = unit.pk == inspection.unit_id
    said: dict[str, Any] = {"unit_comment": unit_comment, "unit_commented_on": clock.today()} if first else {}
    inspection = INSPECTION.apply("comment", inspection, by=by, **said, **common)
    if not first:
        _comment_of_unit(inspection, unit, unit_comment, by=by)
    notify("report_commented", about=inspection, to=[inspection.lead], by=by)
    return inspection


@operation("inspection.comment")
def _comment_of_unit(inspection: Inspection, unit: Unit, comment: str, *, by: Any) -> None:
    row = inspection.inspected_units.get(unit=unit, ended_at=None)
    row.comment, row.commented_by, row.commented_on = comment, by, clock.today()
    row.save()


@transaction.atomic
def conclude(inspection: Inspection, *, by: Any, **common: Any) -> Inspection:
    """Conclude, signed; the report is frozen as a version with its hash. Closes at once where nothing is open."""
    inspection = Inspection.objects.locked().get(pk=inspection.pk)
    silent = clock.today() if silent_units(inspection) else None
    told = told_of_conclusion(inspection, by)
    facts = concluded_facts(inspection, silent, [str(person) for person in told])
    number, digest = inspection.report_version + 1, report_hash(facts)
    inspection = INSPECTION.apply(
        "conclude", inspection, by=by, unit_silent_on=silent, report_version=number, report_hash=digest, **common
    )
    freeze_report(inspection, facts, by=by)
    notify("inspection_concluded", about=inspection, to=told, by=by)
    return close_when_done(inspection)


def told_of_conclusion(inspection: Inspection, by: Any) -> list[User]:
    """Who gets the concluded report, once each: the units' managers, the team, head and officers of the sender."""
    people = [person for unit in inspected_units(inspection) for person in managers_of(unit)]
    people += [person for person in team_of(inspection) if person is not None]
    people += heads_and_officers_of(inspection.raised_by_unit)
    once = {person.pk: person for person in people if person.is_active and person.username not in MACHINE_ACCOUNTS}
    return [person for person in once.values() if person.pk != by.pk]


def heads_and_officers_of(unit: Unit) -> list[User]:
    """Top management and quality officers over the unit in its QMS."""
    above = inside_ancestors([unit.pk])
    rows = RoleAssignment.objects.standing_on(clock.today()).filter(
        unit_id__in=above, role__in=[Role.TOP, Role.OFFICER]
    )
    return [row.user for row in rows.select_related("user").order_by("pk")]


def close_when_done(inspection: Inspection) -> Inspection:
    """The system closes a concluded inspection once all its nonconformities have ended."""
    inspection.refresh_from_db()
    if inspection.status != InspectionStatus.CONCLUDED:
        return inspection
    try:
        return INSPECTION.apply(
            "close", inspection, by=account("system"), reason=_("All its nonconformities are closed or withdrawn.")
        )
    except StepRefused:
        return inspection


@transaction.atomic
def reopen(inspection: Inspection, *, by: Any, reason: str, **common: Any) -> Inspection:
    """Top management reopens it, signed: a new version of the report; the old one stays, superseded."""
    inspection = INSPECTION.apply("reopen", inspection, by=by, reason=reason, **common)
    supersede_report(inspection, by=by)
    _tell_units("inspection_reopened", inspection, by, reason=reason)
    return inspection


@transaction.atomic
def cancel(inspection: Inspection, *, by: Any, reason: str, **common: Any) -> Inspection:
    """Cancel before the visit, with a reason."""
    inspection = INSPECTION.apply("cancel", inspection, by=by, reason=reason, **common)
    _tell_units("inspection_cancelled", inspection, by, reason=reason)
    return inspection
