"""Objectives: proposed, corrected, approved, started, judged, returned, dropped, handed on; targets and files."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qms import clock, policy
from qms.enums import Role
from qms.history.recording import operation
from qms.models.objectives import Objective, ObjectiveClause, ObjectiveFile, ObjectiveTarget
from qms.models.people import User
from qms.models.reach import UnitPath, remember_participation
from qms.models.standards import Clause
from qms.notices import notify
from qms.numbering import next_number
from qms.objective_workflow import OBJECTIVE
from qms.operations.duties import outsider_faults
from qms.operations.files import Prepared, attach_files, attach_new_files, end_link
from qms.operations.issue_steps import people_over
from qms.operations.scheduled_steps import take_where_ready
from qms.performance_enums import ObjectiveStatus
from qms.workflow import StepRefused, check_version

STANDING = (ObjectiveStatus.PROPOSED, ObjectiveStatus.APPROVED, ObjectiveStatus.RUNNING)
"""Objectives that are not over."""

OWN = (
    "parent", "title", "definition", "numerator", "denominator", "source", "query", "measure_unit", "direction",
    "baseline", "baseline_on", "rhythm", "owner", "starts_on", "ends_on", "plan", "resources", "judged_how", "basis",
)  # fmt: skip
"""What may be corrected while it is proposed."""


@operation("propose_objective")
def propose_objective(
    objective: Objective,
    *,
    by: Any,
    targets: Mapping[int, Decimal],
    clauses: Iterable[Clause] = (),
    files: Sequence[Prepared] | None = None,
) -> Objective:
    """Propose an objective with its targets by year. Tells its owner and who approves it."""
    policy.require(by, "qms.propose_objective", objective)
    check_parent(objective)
    objective.number = next_number("objective", objective.unit, objective.starts_on.year)
    objective.proposed_by, objective.status = by, ObjectiveStatus.PROPOSED
    objective.full_clean(exclude=["search_text"])
    objective.save()
    set_targets(objective, targets)
    _cite(objective, clauses)
    if files:
        attach_files(ObjectiveFile, objective, list(files), by=by)
    notify("objective_given", about=objective, to=[objective.owner], by=by, title=objective.title[:200])
    tell_approvers(objective, by)
    return objective


def tell_approvers(objective: Objective, by: Any) -> None:
    """Top management over the unit is told what waits for them."""
    notify(
        "objective_proposed", about=objective, to=people_over(objective.unit_id, Role.TOP), by=by,
        title=objective.title[:200],
    )  # fmt: skip


def check_parent(objective: Objective) -> None:
    """What it serves stands in its unit or above it, and is not itself or below itself."""
    parent, seen = objective.parent, set()
    if parent is None:
        return
    if not stands_above(parent.unit_id, objective.unit_id):
        text = _("%(number)s is no objective of the unit or of one above it.")
        raise StepRefused([text % {"number": parent.number}])
    while parent is not None and parent.pk not in seen:
        if objective.pk is not None and parent.pk == objective.pk:
            raise StepRefused([_("It would serve itself. Choose another objective above it.")])
        seen.add(parent.pk)
        parent = parent.parent


def stands_above(upper_id: int, unit_id: int) -> bool:
    """Whether a unit is the other, or above it in the reporting line."""

    return UnitPath.objects.filter(ancestor_id=upper_id, unit_id=unit_id).exists()


def set_targets(objective: Objective, wanted: Mapping[int, Decimal]) -> None:
    """Exactly these targets stand: others end, changed ones are replaced by new ones."""
    standing = {row.year: row for row in objective.targets.filter(ended_at=None)}
    for year, row in standing.items():
        if wanted.get(year) != row.value:
            row.ended_at = clock.now()
            row.save()
    for year, value in sorted(wanted.items()):
        if year not in standing or standing[year].value != value:
            target = ObjectiveTarget(objective=objective, year=year, value=value)
            target.full_clean()
            target.save()


def _cite(objective: Objective, clauses: Iterable[Clause]) -> None:
    """It cites exactly these clauses; what no loaded edition knows stays."""
    wanted = {clause.pk: clause for clause in clauses}
    known = {row.clause_id: row for row in objective.clause_references.filter(clause__isnull=False)}
    for key, row in known.items():
        if (key in wanted) != (row.ended_at is None):
            row.ended_at = None if key in wanted else clock.now()
            row.save()
    for key in wanted.keys() - known.keys():
        ObjectiveClause(record=objective, clause=wanted[key]).save()


@operation("edit_objective", reason_required=True)
def edit_objective(
    objective: Objective, *, by: Any, targets: Mapping[int, Decimal], clauses: Iterable[Clause] | None = None
) -> Objective:
    """Correct a proposal; what was approved is returned first. Tells a new owner."""
    before = Objective.objects.locked().get(pk=objective.pk)
    policy.require(by, "qms.propose_objective", before)
    if before.status != ObjectiveStatus.PROPOSED:
        raise StepRefused([_("It is «%(state)s»: it is changed only while it is proposed. Return it to the proposal"
                             " first.") % {"state": before.get_status_display()}])  # fmt: skip
    remember_participation(before)
    owner_before = before.owner_id
    for name in OWN:
        setattr(before, name, getattr(objective, name))
    check_parent(before)
    before.full_clean(exclude=["search_text"])
    before.save()
    set_targets(before, targets)
    if clauses is not None:
        _cite(before, clauses)
    if before.owner_id != owner_before:
        notify("objective_given", about=before, to=[before.owner], by=by, title=before.title[:200])
    return before


@transaction.atomic
def approve_objective(objective: Objective, *, by: Any, **common: Any) -> Objective:
    """Approve with a signature. Tells its owner and who proposed it."""
    objective = OBJECTIVE.apply("approve", objective, by=by, approved_by=by, approved_on=clock.today(), **common)
    _tell("objective_approved", objective, by)
    return objective


@transaction.atomic
def start_objective(objective: Objective, *, by: Any, **common: Any) -> Objective:
    """It runs from now on: its periods are measured."""
    objective = OBJECTIVE.apply("start", objective, by=by, **common)
    notify("objective_started", about=objective, to=[objective.owner], by=by, title=objective.title[:200])
    return objective


def start_due() -> int:
    """Start what is approved and whose first day has come; each in its own transaction. Returns how many."""
    rows = Objective.objects.filter(status=ObjectiveStatus.APPROVED, starts_on__lte=clock.today(), ended_at=None)
    return take_where_ready(rows, start_objective)


@transaction.atomic
def judge_objective(objective: Objective, *, by: Any, achievement: str, conclusion: str, **common: Any) -> Objective:
    """Say what it came to, with a conclusion. Tells its owner and top management."""
    objective = OBJECTIVE.apply(
        "judge", objective, by=by, achievement=achievement, conclusion=conclusion.strip(), judged_on=clock.today(),
        **common,
    )  # fmt: skip
    people = [objective.owner, *people_over(objective.unit_id, Role.TOP)]
    notify("objective_judged", about=objective, to=people, by=by, result=objective.get_achievement_display())
    return objective


@transaction.atomic
def return_objective(objective: Objective, *, by: Any, reason: str, **common: Any) -> Objective:
    """Back to the proposal, with the reason: it is corrected and approved anew. Tells owner and proposer."""
    objective = OBJECTIVE.apply("return", objective, by=by, reason=reason, approved_by=None, approved_on=None, **common)
    _tell("objective_returned", objective, by, reason=reason)
    return objective


@transaction.atomic
def drop_objective(objective: Objective, *, by: Any, reason: str, **common: Any) -> Objective:
    """It is pursued no longer. Tells owner and proposer."""
    objective = OBJECTIVE.apply("drop", objective, by=by, reason=reason, **common)
    _tell("objective_dropped", objective, by, reason=reason)
    return objective


def _tell(kind: str, objective: Objective, by: Any, **details: Any) -> None:
    notify(kind, about=objective, to=[objective.owner, objective.proposed_by], by=by, **details)


def owned_objectives(person: User) -> Any:
    """Objectives that the person looks after and that are not over."""
    return Objective.objects.filter(owner=person, status__in=STANDING, ended_at=None)


def hand_faults(objective: Objective, person: User, to: User, by: Any) -> list[str]:
    """Why it does not pass to `to`."""
    return policy.refusal(by, "qms.judge_objective", objective) + outsider_faults(to, objective.unit)


@operation("hand_objective", reason_required=True)
def hand_objective(objective: Objective, *, by: Any, owner: User, version: int | None = None) -> Objective:
    """Another owner. Tells both."""
    objective = Objective.objects.locked().get(pk=objective.pk)
    check_version(objective, version)
    policy.require(by, "qms.judge_objective", objective)
    faults = hand_faults(objective, objective.owner, owner, by)
    if faults:
        raise StepRefused(faults)
    remember_participation(objective)
    before, objective.owner = objective.owner, owner
    objective.save()
    notify("objective_given", about=objective, to=[owner, before], by=by, title=objective.title[:200])
    return objective


@operation("attach_objective_files")
def attach_objective_files(objective: Objective, *, by: Any, evidence: Sequence[Prepared]) -> list[Any]:
    """Attach what belongs to it; what was sent a moment ago is not attached again."""
    locked = Objective.objects.locked().get(pk=objective.pk)
    policy.require(by, "qms.measure_objective", locked)
    return attach_new_files(ObjectiveFile, locked, evidence, by=by)


@operation("end_objective_file", reason_required=True)
def end_objective_file(link: ObjectiveFile, *, by: Any, version: int | None = None) -> ObjectiveFile:
    """Take a wrong file away; it stays in the history."""
    ended: ObjectiveFile = end_link(link, by=by, permission="qms.measure_objective", version=version)
    return ended
