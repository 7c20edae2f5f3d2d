"""Recording, confirming, answering, regrading and ending findings."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from inspections.enums import FindingAnswer, FindingStatus, Grade, InspectionStatus, NonconformityStatus
from inspections.guards import ANSWER_DAYS
from inspections.joining import group_of, joined_with, main_of, nonconformity_of, stands_in_group, strictest
from inspections.models import Finding, FindingClause, FindingFile
from inspections.operations import nonconformity as nonconformities
from inspections.operations.inspection import managers_of
from inspections.operations.joined_findings import let_go
from inspections.operations.writing import number_drafts, write_with_references
from inspections.workflows import FINDING
from qms import clock, policy
from qms.calendar import add_working_days
from qms.enums import ActionKind, ActionStatus, ReferenceOrigin
from qms.history import bulk
from qms.history.recording import operation
from qms.models.actions import Action
from qms.models.organisation import Unit
from qms.models.people import User
from qms.models.standards import Clause
from qms.notices import notify
from qms.operations.actions import propose_actions
from qms.operations.citing import lies_beside
from qms.operations.files import attach_files
from qms.operations.people import account
from qms.workflow import StepRefused


@operation("record_findings")
def record_findings(
    drafts: Sequence[Finding], *, by: Any, references: Sequence[Sequence[FindingClause]] = ()
) -> list[Finding]:
    """Write many findings at once with their clause references; rule and guards once for each inspection.

    `references[i]` are unsaved references of `drafts[i]`, without their record.
    """
    recorded_here = {draft.inspection_id for draft in drafts if not draft.brought_in}
    for inspection in {draft.inspection_id: draft.inspection for draft in drafts}.values():
        if not inspection.brought_in or inspection.pk in recorded_here:
            _require_recordable(inspection, by)
    number_drafts("finding", drafts, place="raised_by_unit", day="recorded_on")
    return write_with_references(drafts, references)


def _require_recordable(inspection: Any, by: Any) -> None:
    policy.require(by, "inspections.record_finding", Finding(inspection=inspection))
    if inspection.status not in (InspectionStatus.IN_PROGRESS, InspectionStatus.REPORT_DRAFTED):
        raise StepRefused([_("Findings are recorded from the visit until the report is sent.")])


def record_finding(
    finding: Finding,
    *,
    by: Any,
    clauses: Iterable[Clause] = (),
    files: list[tuple[bytes, str, str]] | None = None,
    reason: str = "",
) -> Finding:
    """Record one finding of an inspection under way, with its clauses and evidence files."""
    inspection = finding.inspection
    finding.raised_by_unit_id = inspection.raised_by_unit_id
    finding.recorded_by, finding.recorded_on = by, finding.recorded_on or clock.today()
    references = [FindingClause(clause=clause, origin=ReferenceOrigin.HAND) for clause in clauses]
    created = record_findings([finding], by=by, references=[references], reason=reason)[0]
    if files:
        attach_files(FindingFile, created, files, by=by, purpose="evidence")
    return created


@operation("change_finding")
def change_finding(finding: Finding, *, by: Any, clauses: Iterable[Clause] | None = None) -> Finding:
    """Change a draft finding; `clauses` are then exactly the clauses it cites."""
    policy.require(by, "inspections.record_finding", finding)
    if finding.status != FindingStatus.DRAFT:
        raise StepRefused([_("A confirmed finding is regraded or withdrawn by the lead, not rewritten.")])
    finding.original_grade = finding.grade
    finding.save()
    if clauses is not None:
        _set_clauses(finding, clauses)
    return _still_together(finding, by)


def _still_together(finding: Finding, by: Any) -> Finding:
    """A draft that is no nonconformity any more, or lies in another unit, is answered by itself again."""
    others = [finding.joined_to] if finding.joined_to_id else joined_with(finding)
    fits = finding.grade in Grade.nonconforming() and all(one.unit_id == finding.unit_id for one in others if one)
    return finding if fits or not others else let_go(finding, by=by, reason=_("Its grade or its unit was changed."))


def _set_clauses(finding: Finding, wanted: Iterable[Clause]) -> None:
    keep = {clause.pk: clause for clause in wanted}
    rows = finding.clause_references.exclude(clause=None).select_related("clause")
    standing = {row.clause_id: row for row in rows}
    for key, row in standing.items():
        beside = key not in keep and lies_beside(row, finding.inspection.edition_id)
        if (key in keep) != (row.ended_at is None) and not beside:
            row.ended_at = None if key in keep else clock.now()
            row.save()
    bulk.create([FindingClause(record=finding, clause=clause) for key, clause in keep.items() if key not in standing])


@operation("confirm_finding")
def confirm_finding(finding: Finding, *, by: Any, version: int | None = None) -> Finding:
    """The lead confirms: a minor or major becomes a nonconformity, the unit answers the rest in 10 working days.

    Findings that are answered together are confirmed together, and one nonconformity is raised.
    """
    today = clock.today()
    due = add_working_days(today, ANSWER_DAYS) if finding.grade in Grade.answered_by_unit() else None
    finding = FINDING.apply("confirm", finding, by=by, confirmed_on=today, answer_due_on=due, version=version)
    if finding.grade in Grade.nonconforming():
        main = main_of(finding)
        for other in group_of(main):
            if other.status == FindingStatus.DRAFT:
                FINDING.apply("confirm", other, by=by, confirmed_on=today)
        nonconformities.raise_from_finding(Finding.objects.get(pk=main.pk), by=by)
    elif due:
        notify("finding_to_answer", about=finding, to=managers_of(finding.unit), by=by, due=due.isoformat())
    return finding


@operation("confirm_findings")
def confirm_findings(inspection: Any, *, by: Any) -> list[Finding]:
    """The lead confirms every draft finding of an inspection at the end of the visit."""
    drafts = list(inspection.findings.filter(status=FindingStatus.DRAFT))
    by_key = {finding.pk: finding for finding in drafts}
    for finding in drafts:
        if not finding.joined_to_id:  # what is joined is confirmed with its main finding
            confirm_finding(finding, by=by)
    return list(Finding.objects.filter(pk__in=by_key))


@operation("answer_finding")
def answer_finding(
    finding: Finding,
    *,
    by: Any,
    answer_kind: str,
    answer_text: str,
    owner: User | None = None,
    due_on: Any = None,
    version: int | None = None,
) -> Finding:
    """The unit answers: an improvement action with owner and day, or a reasoned "not taken up"."""
    if answer_kind == FindingAnswer.IMPROVEMENT and not (owner and due_on):
        raise StepRefused([_("Name who does the improvement and by when.")])
    finding = FINDING.apply(
        "answer",
        finding,
        by=by,
        version=version,
        answer_kind=answer_kind,
        answer_text=answer_text,
        answered_by=by,
        answered_on=clock.today(),
    )
    if answer_kind == FindingAnswer.IMPROVEMENT:
        finding.action = _improvement(finding, finding.unit, owner, due_on, by)
        finding.save()
    notify("finding_answered", about=finding, to=[finding.inspection.lead], by=by)
    return finding


def _improvement(finding: Finding, unit: Unit, owner: User | None, due_on: Any, by: Any) -> Action:
    action = Action(
        kind=ActionKind.IMPROVEMENT,
        title=finding.answer_text[:300],
        unit=unit,
        raised_by_unit_id=finding.raised_by_unit_id,
        owner=owner,
        due_on=due_on,
        assigned_by=by,
        approver=finding.inspection.lead,
        status=ActionStatus.ASSIGNED,
    )
    propose_actions([action], by=by)
    notify("action_assigned", about=action, to=[owner], by=by, due=str(due_on))
    return action


@transaction.atomic
def regrade_finding(finding: Finding, *, by: Any, reason: str = "", grade: str, version: int | None = None) -> Finding:
    """The lead regrades until conclusion; both grades stay. What answers it follows the new grade."""
    if grade not in Grade.values:
        raise StepRefused([_("Choose a grade.")])
    due: dict[str, Any] = {}
    if grade in Grade.answered_by_unit():
        due["answer_due_on"] = add_working_days(clock.today(), ANSWER_DAYS)
    finding = FINDING.apply("regrade", finding, by=by, reason=reason, grade=grade, version=version, **due)
    if grade not in Grade.nonconforming() and stands_in_group(finding):
        return let_go(finding, by=by, reason=reason)
    standing = nonconformity_of(finding)
    if standing is not None:
        together = group_of(main_of(finding)) if grade in Grade.nonconforming() else []
        standing = nonconformities.follow_regrade(
            standing, strictest(together) if together else grade, by=by, reason=reason
        )
        told = "nonconformity_withdrawn" if standing.status in standing_ended() else "finding_regraded"
        notify(told, about=standing, to=managers_of(standing.unit), by=by, reason=reason)
    elif grade in Grade.nonconforming() and finding.status != FindingStatus.DRAFT:
        nonconformities.raise_from_finding(finding, by=by)
    return finding


def close_finding(finding: Finding, *, by: Any, **common: Any) -> Finding:
    """The lead closes an answered observation or opportunity."""
    return FINDING.apply("close", finding, by=by, closed_on=clock.today(), **common)


@transaction.atomic
def withdraw_finding(finding: Finding, *, by: Any, reason: str, **common: Any) -> Finding:
    """The lead withdraws a finding; a nonconformity that stands on it alone is withdrawn by its own rule first.

    One of several that are answered together leaves them until the unit has accepted their nonconformity.
    """
    standing, together = nonconformity_of(finding), stands_in_group(finding)
    leaves = together and (standing is None or standing.status == NonconformityStatus.RECORDED)
    if standing is not None and not leaves and standing.status not in standing_ended():
        raise StepRefused([_("Withdraw its nonconformity %(number)s first.") % {"number": standing.number}])
    finding = FINDING.apply("withdraw", finding, by=by, reason=reason, closed_on=clock.today(), **common)
    return let_go(finding, by=by, reason=reason) if leaves else finding


def standing_ended() -> list[str]:
    """States in which a nonconformity no longer stands."""
    return [str(state) for state in NonconformityStatus.ended_states()]


def close_after_action(action: Action) -> None:
    """An improvement action was verified: the system closes the finding that it answers."""
    for finding in Finding.objects.filter(action=action, status=FindingStatus.ANSWERED):
        FINDING.apply(
            "close_by_nonconformity",
            finding,
            by=account("system"),
            closed_on=clock.today(),
            reason=_("Its improvement action %(number)s was verified.") % {"number": action.number},
        )
