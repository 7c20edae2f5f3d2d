"""Every step of a nonconformity (10.2), from record to proven effect."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from inspections.enums import EffectVerdict, FindingStatus, Grade, InspectionStatus, NonconformityStatus, Source
from inspections.guards import SILENCE
from inspections.joining import findings_of, group_of
from inspections.models import Finding, Nonconformity, NonconformityClause, NonconformityFile
from inspections.operations import corrective_action
from inspections.operations import inspection as inspections
from inspections.operations.effect_checks import UNCOUNTED, Sample, write_effect_check
from inspections.operations.joined_findings import cited_by, told_by
from inspections.operations.nonconformities import record_nonconformities
from inspections.operations.repeats import propose_on
from inspections.operations.settlement import check_settlement, regrade_findings
from inspections.workflows import FINDING, NONCONFORMITY
from qms import clock
from qms.calendar import add_working_days
from qms.enums import ReferenceOrigin
from qms.history.recording import operation
from qms.models.people import User
from qms.models.standards import Clause
from qms.notices import notify
from qms.operations.files import attach_files
from qms.operations.people import account
from qms.workflow import StepRefused

DUE_DAYS = 30  # days for dealing with a nonconformity unless agreed otherwise (product rule)


@operation("record_nonconformity")
def record_nonconformity(
    nonconformity: Nonconformity,
    *,
    by: Any,
    clauses: Iterable[Clause] = (),
    files: list[tuple[bytes, str, str]] | None = None,
) -> Nonconformity:
    """Record one from a source other than a finding. The unit has 5 working days to dispute it."""
    today = clock.today()
    nonconformity.raised_by, nonconformity.raised_on = by, nonconformity.raised_on or today
    nonconformity.answer_due_on = add_working_days(today, SILENCE)
    nonconformity.due_on = nonconformity.due_on or today + dt.timedelta(days=DUE_DAYS)
    cited = list(clauses)
    references = [NonconformityClause(clause=clause, origin=ReferenceOrigin.HAND) for clause in cited]
    created = record_nonconformities([nonconformity], by=by, references=[references])[0]
    if files:
        attach_files(NonconformityFile, created, files, by=by, purpose="evidence")
    due = created.answer_due_on.isoformat()
    notify("nonconformity_recorded", about=created, to=inspections.managers_of(created.unit), by=by, due=due)
    propose_on(clause.pk for clause in cited)
    return created


def raise_from_finding(finding: Finding, *, by: Any) -> Nonconformity:
    """The lead's confirmed minor or major finding, with those joined to it, becomes a nonconformity of the unit."""
    inspection, together = finding.inspection, group_of(finding)
    draft = Nonconformity(
        source=Source.FINDING, finding=finding, inspection=inspection, unit=finding.unit,
        raised_by_unit_id=finding.raised_by_unit_id, raised_by=by, raised_on=clock.today(), lead=inspection.lead,
        **told_by(together),
    )  # fmt: skip
    return record_nonconformity(draft, by=by, clauses=cited_by(together))


@operation("follow_regrade")
def follow_regrade(nonconformity: Nonconformity, grade: str, *, by: Any) -> Nonconformity:
    """A regraded finding takes its nonconformity along; back to an observation it is withdrawn."""
    locked = Nonconformity.objects.locked().get(pk=nonconformity.pk)
    if grade in Grade.nonconforming():
        locked.grade = grade
    elif locked.status in NonconformityStatus.open_states():
        locked.status = NonconformityStatus.WITHDRAWN
        locked.closed_on = clock.today()
    locked.save()
    return locked


def _answer_finding(nonconformity: Nonconformity) -> None:
    for finding in findings_of(nonconformity):
        if finding.status != FindingStatus.CONFIRMED:
            continue
        FINDING.apply(
            "answer_by_nonconformity", finding, by=account("system"), answered_on=clock.today(),
            reason=_("%(number)s was accepted.") % {"number": nonconformity.number},
        )  # fmt: skip


def _end_finding(nonconformity: Nonconformity) -> None:
    for finding in findings_of(nonconformity):
        stands = finding.status in (FindingStatus.CONFIRMED, FindingStatus.ANSWERED)
        if not stands or finding.grade not in Grade.nonconforming():
            continue
        FINDING.apply(
            "close_by_nonconformity", finding, by=account("system"), closed_on=clock.today(),
            reason=_("%(number)s has ended.") % {"number": nonconformity.number},
        )  # fmt: skip
    if nonconformity.status == NonconformityStatus.WITHDRAWN:
        corrective_action.cancel_all(nonconformity)
    if nonconformity.inspection is not None:
        inspections.close_when_done(nonconformity.inspection)


@operation("accept_nonconformity")
def accept(nonconformity: Nonconformity, *, by: Any, handler: User | None = None, **common: Any) -> Nonconformity:
    """The unit's manager accepts, and may name who deals with it. The finding counts as answered."""
    values: dict[str, Any] = {"handler": handler} if handler else {}
    nonconformity = NONCONFORMITY.apply("accept", nonconformity, by=by, accepted_on=clock.today(), **values, **common)
    _answer_finding(nonconformity)
    notify("nonconformity_accepted", about=nonconformity, to=[nonconformity.lead, handler], by=by)
    return nonconformity


@operation("accept_by_silence")
def accept_by_silence(nonconformity: Nonconformity, *, by: Any) -> Nonconformity:
    """Five working days without a word: accepted by the system, recorded, and told one level up."""
    nonconformity = NONCONFORMITY.apply(
        "accept", nonconformity, by=by, accepted_on=clock.today(), accepted_by_silence=True,
        reason=_("No answer within 5 working days."),
    )  # fmt: skip
    _answer_finding(nonconformity)
    above = nonconformity.unit.parent
    people = [*inspections.managers_of(nonconformity.unit), *(inspections.managers_of(above) if above else [])]
    notify("nonconformity_silent", about=nonconformity, to=[*people, nonconformity.lead])
    return nonconformity


def accept_all_silent() -> int:
    """Scheduled: accept what nobody answered in time; before the report is sent no time runs. Returns how many."""
    waiting = Nonconformity.objects.filter(
        status=NonconformityStatus.RECORDED, brought_in=False, answer_due_on__lt=clock.today()
    ).exclude(inspection__status__in=[InspectionStatus.IN_PROGRESS, InspectionStatus.REPORT_DRAFTED])
    system = account("system")
    listed = list(waiting[:500])
    return sum(_accepted(nonconformity, system) for nonconformity in listed)


def _accepted(nonconformity: Nonconformity, system: User) -> bool:
    """One that cannot be accepted (a fact is missing) does not keep the others waiting."""
    try:
        accept_by_silence(nonconformity, by=system)
    except StepRefused:
        return False
    return True


@transaction.atomic
def dispute(nonconformity: Nonconformity, *, by: Any, reason: str, **common: Any) -> Nonconformity:
    """The unit disputes it with reasons, within 5 working days."""
    nonconformity = NONCONFORMITY.apply("dispute", nonconformity, by=by, reason=reason, dispute=reason, **common)
    heads = inspections.managers_of(nonconformity.raised_by_unit)
    notify("nonconformity_disputed", about=nonconformity, to=[nonconformity.lead, *heads], by=by, reason=reason)
    return nonconformity


@transaction.atomic
def settle(
    nonconformity: Nonconformity, *, by: Any, reason: str = "", settled_as: str, grade: str = "", **common: Any
) -> Nonconformity:
    """The head of the body that raised it settles: accepted (perhaps regraded), or withdrawn.

    Withdrawn with the grade of an observation or opportunity, its finding goes back to the unit for an answer.
    """
    accepted = settled_as == NonconformityStatus.ACCEPTED
    check_settlement(settled_as, grade)
    ends: dict[str, Any] = {"accepted_on": clock.today()} if accepted else {"closed_on": clock.today()}
    if accepted and grade:
        ends["grade"] = grade
    nonconformity = NONCONFORMITY.apply(
        "settle", nonconformity, by=by, reason=reason, settlement=reason, settled_as=settled_as, **ends, **common
    )
    if grade and nonconformity.finding_id:
        nonconformity.finding = regrade_findings(nonconformity, grade, by=by, reason=reason)
    if accepted:
        _answer_finding(nonconformity)
    else:
        _end_finding(nonconformity)
    people = [*inspections.managers_of(nonconformity.unit), nonconformity.raised_by]
    notify("dispute_settled", about=nonconformity, to=people, by=by, reason=reason)
    return nonconformity


@transaction.atomic
def name_handler(nonconformity: Nonconformity, *, by: Any, handler: User, **common: Any) -> Nonconformity:
    """The manager names who deals with it."""
    nonconformity = NONCONFORMITY.apply("name_handler", nonconformity, by=by, handler=handler, **common)
    notify("nonconformity_to_handle", about=nonconformity, to=[handler], by=by)
    return nonconformity


@operation("contain_nonconformity")
def contain(
    nonconformity: Nonconformity,
    *,
    by: Any,
    correction: str = "",
    correction_on: dt.date | None = None,
    no_correction_reason: str = "",
    files: list[tuple[bytes, str, str]] | None = None,
    **common: Any,
) -> Nonconformity:
    """Record the correction with its date, or why none is possible."""
    nonconformity = NONCONFORMITY.apply(
        "contain", nonconformity, by=by, correction=correction, correction_on=correction_on,
        no_correction_reason=no_correction_reason, **common,
    )  # fmt: skip
    if files:
        attach_files(NonconformityFile, nonconformity, files, by=by, purpose="correction")
    return nonconformity


@transaction.atomic
def propose_plan(
    nonconformity: Nonconformity,
    *,
    by: Any,
    similar_cases: str = "",
    similar_note: str = "",
    criterion: str = "",
    check_on: dt.date | None = None,
    **common: Any,
) -> Nonconformity:
    """Propose the plan made of causes and actions, with criterion and day of the check. Tells who approves."""
    nonconformity = NONCONFORMITY.apply(
        "propose", nonconformity, by=by, proposed_by=by, similar_cases=similar_cases, similar_note=similar_note,
        criterion=criterion, check_on=check_on, **common,
    )  # fmt: skip
    notify("plan_proposed", about=nonconformity, to=[nonconformity.lead, nonconformity.raised_by], by=by)
    return nonconformity


@operation("approve_plan")
def approve_plan(
    nonconformity: Nonconformity, *, by: Any, verifier: User, due_on: dt.date | None = None, **common: Any
) -> Nonconformity:
    """Approve the plan, name the verifier, assign every action. Never by the proposer."""
    values: dict[str, Any] = {"due_on": due_on} if due_on else {}
    nonconformity = NONCONFORMITY.apply(
        "approve", nonconformity, by=by, approved_by=by, verifier=verifier, **values, **common
    )
    corrective_action.assign_all(nonconformity, by=by)
    people = [*inspections.managers_of(nonconformity.unit), verifier]
    notify("plan_approved", about=nonconformity, to=people, by=by)
    return nonconformity


@transaction.atomic
def refuse_plan(nonconformity: Nonconformity, *, by: Any, reason: str, **common: Any) -> Nonconformity:
    """Refuse the plan with a reason."""
    nonconformity = NONCONFORMITY.apply("refuse", nonconformity, by=by, reason=reason, **common)
    notify("plan_refused", about=nonconformity, to=[nonconformity.proposed_by], by=by, reason=reason)
    return nonconformity


@transaction.atomic
def change_plan(
    nonconformity: Nonconformity,
    *,
    by: Any,
    reason: str,
    criterion: str = "",
    check_on: dt.date | None = None,
    **common: Any,
) -> Nonconformity:
    """The manager changes the plan under way, perhaps with criterion and day of the check: it is proposed anew."""
    given = {"criterion": criterion.strip(), "check_on": check_on}
    changed: dict[str, Any] = {name: value for name, value in given.items() if value}
    nonconformity = NONCONFORMITY.apply(
        "change_plan", nonconformity, by=by, reason=reason, proposed_by=by, **changed, **common
    )
    notify("plan_proposed", about=nonconformity, to=[nonconformity.lead, nonconformity.approved_by], by=by)
    return nonconformity


@transaction.atomic
def report_implemented(nonconformity: Nonconformity, *, by: Any, **common: Any) -> Nonconformity:
    """Every action is verified: the check of the effect is next. Tells the verifier."""
    nonconformity = NONCONFORMITY.apply("implemented", nonconformity, by=by, **common)
    day = nonconformity.check_on.isoformat() if nonconformity.check_on else ""
    notify("effect_to_verify", about=nonconformity, to=[nonconformity.verifier], by=by, day=day)
    return nonconformity


@operation("confirm_effective")
def confirm_effective(
    nonconformity: Nonconformity,
    *,
    by: Any,
    effect_evidence: str = "",
    files: list[tuple[bytes, str, str]] | None = None,
    sample: Sample = UNCOUNTED,
    **common: Any,
) -> Nonconformity:
    """Close after the effectiveness check, signed, by a verifier who did no part of it. Reopening is its own step."""
    nonconformity = NONCONFORMITY.apply(
        "effective", nonconformity, by=by, effect_evidence=effect_evidence, closed_on=clock.today(), **common
    )
    write_effect_check(nonconformity, EffectVerdict.EFFECTIVE, effect_evidence, sample, by=by)
    if files:
        attach_files(NonconformityFile, nonconformity, files, by=by, purpose="effect")
    _end_finding(nonconformity)
    people = [*inspections.managers_of(nonconformity.unit), nonconformity.lead, nonconformity.handler]
    notify("nonconformity_closed", about=nonconformity, to=people, by=by)
    return nonconformity


UNPLANNED: dict[str, Any] = {"proposed_by": None, "approved_by": None}
"""A new round begins without a plan; history keeps whose the last one was."""


@transaction.atomic
def report_not_effective(
    nonconformity: Nonconformity,
    *,
    by: Any,
    reason: str,
    effect_evidence: str = "",
    sample: Sample = UNCOUNTED,
    **common: Any,
) -> Nonconformity:
    """The cause is still there: back to contained, the next round; the first one stays readable."""
    nonconformity = NONCONFORMITY.apply(
        "not_effective", nonconformity, by=by, reason=reason, loop=nonconformity.loop + 1, **UNPLANNED, **common
    )
    shown, judged = effect_evidence or reason, nonconformity.loop - 1
    write_effect_check(nonconformity, EffectVerdict.NOT_EFFECTIVE, shown, sample, by=by, loop=judged)
    people = [*inspections.managers_of(nonconformity.unit), nonconformity.handler, nonconformity.lead]
    notify("not_effective", about=nonconformity, to=people, by=by, reason=reason)
    return nonconformity


@transaction.atomic
def report_not_yet_proven(
    nonconformity: Nonconformity,
    *,
    by: Any,
    reason: str,
    check_on: dt.date,
    effect_evidence: str = "",
    sample: Sample = UNCOUNTED,
    **common: Any,
) -> Nonconformity:
    """Not enough to judge: what is missing, and the next day of the check."""
    if check_on <= clock.today():
        raise StepRefused([_("The next day of the check must lie ahead.")])
    nonconformity = NONCONFORMITY.apply(
        "not_yet_proven", nonconformity, by=by, reason=reason, check_on=check_on, **common
    )
    write_effect_check(nonconformity, EffectVerdict.NOT_YET, effect_evidence or reason, sample, by=by)
    people = [*inspections.managers_of(nonconformity.unit), nonconformity.handler]
    notify("not_yet_proven", about=nonconformity, to=people, by=by, reason=reason)
    return nonconformity


@transaction.atomic
def ask_withdrawal(nonconformity: Nonconformity, *, by: Any, reason: str, **common: Any) -> Nonconformity:
    """An officer asks; a second person confirms."""
    nonconformity = NONCONFORMITY.apply(
        "ask_withdrawal", nonconformity, by=by, reason=reason, withdrawal_asked_by=by, **common
    )
    heads = inspections.managers_of(nonconformity.raised_by_unit)
    notify("withdrawal_asked", about=nonconformity, to=[nonconformity.lead, *heads], by=by, reason=reason)
    return nonconformity


@transaction.atomic
def withdraw(nonconformity: Nonconformity, *, by: Any, reason: str = "", **common: Any) -> Nonconformity:
    """The second person confirms the withdrawal."""
    nonconformity = NONCONFORMITY.apply(
        "withdraw", nonconformity, by=by, reason=reason, closed_on=clock.today(), **common
    )
    _end_finding(nonconformity)
    people = [*inspections.managers_of(nonconformity.unit), nonconformity.withdrawal_asked_by]
    notify("nonconformity_withdrawn", about=nonconformity, to=people, by=by, reason=reason)
    return nonconformity


@transaction.atomic
def reopen_nonconformity(nonconformity: Nonconformity, *, by: Any, reason: str, **common: Any) -> Nonconformity:
    """Top management reopens a closed one, signed: the next round begins at the correction."""
    nonconformity = NONCONFORMITY.apply(
        "reopen",
        nonconformity,
        by=by,
        reason=reason,
        loop=nonconformity.loop + 1,
        closed_on=None,
        **UNPLANNED,
        **common,
    )
    people = [*inspections.managers_of(nonconformity.unit), nonconformity.lead, nonconformity.verifier]
    notify("nonconformity_reopened", about=nonconformity, to=people, by=by, reason=reason)
    return nonconformity
