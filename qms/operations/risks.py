"""Risks and opportunities: recorded, corrected, treated, reviewed, closed, opened again, handed on; their files."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qms import clock, policy
from qms.enums import RiskKind, RiskStatus
from qms.history.recording import operation
from qms.models.people import User
from qms.models.reach import remember_participation
from qms.models.risks import Risk, RiskClause, RiskFile, RiskReview
from qms.models.standards import Clause
from qms.notices import notify
from qms.numbering import next_number
from qms.operations.done_by_itself import close_what_happened, waiting
from qms.operations.duties import outsider_faults
from qms.operations.files import Prepared, attach_files, attach_new_files, end_link
from qms.risk_workflow import AS_IT_IS, RISK
from qms.workflow import StepRefused, check_version

OWN = ("likelihood", "consequence")
AFTER = ("residual_likelihood", "residual_consequence")


@operation("record_risk")
def record_risk(
    risk: Risk, *, by: Any, clauses: Iterable[Clause] = (), files: Sequence[Prepared] | None = None
) -> Risk:
    """Record a risk or an opportunity with the clauses that it concerns. Tells its owner."""
    policy.require(by, "qms.record_risk", risk)
    kind = "opportunity" if risk.kind == RiskKind.OPPORTUNITY else "risk"
    risk.number = next_number(kind, risk.unit)
    risk.recorded_by, risk.recorded_on = by, clock.today()
    risk.full_clean(exclude=["search_text"])
    risk.save()
    _cite(risk, clauses)
    if files:
        attach_files(RiskFile, risk, list(files), by=by)
    notify("risk_given", about=risk, to=[risk.owner], by=by, statement=risk.statement[:200])
    return risk


@operation("edit_risk", reason_required=True)
def edit_risk(risk: Risk, *, by: Any, clauses: Iterable[Clause] | None = None) -> Risk:
    """Correct what was recorded; what a treatment or a review found out is not touched. Tells a new owner."""
    before = Risk.objects.locked().get(pk=risk.pk)
    policy.require(by, "qms.record_risk", before)
    policy.require(by, "qms.record_risk", risk)
    if before.status == RiskStatus.CLOSED:
        raise StepRefused([_("It is closed: open it again first.")])
    remember_participation(before)
    owner_before = before.owner_id
    for name in ("document", "statement", "cause", "effect", "owner", "review_due_on"):
        setattr(before, name, getattr(risk, name))
    before.full_clean(exclude=["search_text"])
    before.save()
    if clauses is not None:
        _cite(before, clauses)
    if before.owner_id != owner_before:
        notify("risk_given", about=before, to=[before.owner], by=by, statement=before.statement[:200])
    return before


def _cite(risk: Risk, clauses: Iterable[Clause]) -> None:
    """It cites exactly these clauses; what no loaded edition knows stays."""
    wanted = {clause.pk: clause for clause in clauses}
    known = {row.clause_id: row for row in risk.clause_references.filter(clause__isnull=False)}
    for key, row in known.items():
        if (key in wanted) != (row.ended_at is None):
            row.ended_at = None if key in wanted else clock.now()
            row.save()
    for key in wanted.keys() - known.keys():
        RiskClause(record=risk, clause=wanted[key]).save()


@transaction.atomic
def treat_risk(
    risk: Risk,
    *,
    by: Any,
    treatment: str,
    treatment_note: str,
    residual_likelihood: int | None = None,
    residual_consequence: int | None = None,
    **common: Any,
) -> Risk:
    """Say what is done about it and how it stands afterwards; left as it is, it stands as before."""
    after = [residual_likelihood, residual_consequence]
    if treatment in AS_IT_IS and after == [None, None]:
        after = [risk.likelihood, risk.consequence]
    values: dict[str, Any] = dict(zip(AFTER, after, strict=True))
    risk = RISK.apply(
        "treat", risk, by=by, treatment=treatment, treatment_note=treatment_note.strip(), **values, **common
    )
    notify("risk_treated", about=risk, to=[risk.owner, risk.recorded_by], by=by, done=risk.get_treatment_display())
    return risk


def review_blockers(risk: Risk) -> list[str]:
    """Why it is not reviewed now."""
    return [_("It is closed: open it again first.")] if risk.status == RiskStatus.CLOSED else []


@operation("review_risk")
def review_risk(
    risk: Risk,
    *,
    by: Any,
    likelihood: int,
    consequence: int,
    note: str,
    next_due_on: dt.date | None = None,
    version: int | None = None,
) -> RiskReview:
    """Look at it again: how it stands, and when it is looked at next. Does what waited for this review.

    A review changes the level after treatment where it was treated, else the level itself.
    """
    locked = Risk.objects.locked().get(pk=risk.pk)
    check_version(locked, version)
    policy.require(by, "qms.review_risk", locked)
    faults = review_blockers(locked)
    if not note.strip():
        faults.append(_("Say what was looked at."))
    if next_due_on is not None and next_due_on <= clock.today():
        faults.append(_("The next review comes after today."))
    if faults:
        raise StepRefused(faults)
    review = RiskReview(
        risk=locked, likelihood=likelihood, consequence=consequence, note=note.strip(), reviewed_by=by,
        reviewed_on=clock.today(), next_due_on=next_due_on,
    )  # fmt: skip
    review.full_clean()
    review.save()
    remember_participation(locked)
    for name, value in zip(_level_fields(locked), (likelihood, consequence), strict=True):
        setattr(locked, name, value)
    locked.review_due_on, locked.moved_here = next_due_on, True
    locked.save()
    close_what_happened(waiting().filter(waits_for_kind=Risk._meta.label_lower, waits_for_uid=locked.uid))
    return review


def _level_fields(risk: Risk) -> tuple[str, str]:
    return AFTER if risk.status == RiskStatus.TREATED else OWN


@transaction.atomic
def close_risk(risk: Risk, *, by: Any, reason: str, **common: Any) -> Risk:
    """It concerns the unit no longer: closed with its reason, reviewed no more. Tells its owner."""
    risk = RISK.apply("close", risk, by=by, reason=reason, closed_on=clock.today(), review_due_on=None, **common)
    notify("risk_closed", about=risk, to=[risk.owner], by=by, reason=reason)
    return risk


@transaction.atomic
def reopen_risk(
    risk: Risk,
    *,
    by: Any,
    reason: str,
    likelihood: int,
    consequence: int,
    review_due_on: dt.date | None = None,
    **common: Any,
) -> Risk:
    """It is treated anew: the level as it is now counts, the treatment before stays in the history. Tells its owner."""
    cleared: dict[str, Any] = {"treatment": "", "treatment_note": "", **dict.fromkeys(AFTER)}
    risk = RISK.apply(
        "reopen", risk, by=by, reason=reason, likelihood=likelihood, consequence=consequence, closed_on=None,
        review_due_on=review_due_on, **cleared, **common,
    )  # fmt: skip
    notify("risk_opened_again", about=risk, to=[risk.owner], by=by, reason=reason)
    return risk


def owned_risks(person: User) -> Any:
    """Risks and opportunities that the person looks after."""
    return Risk.objects.filter(owner=person, status__in=[RiskStatus.OPEN, RiskStatus.TREATED], ended_at=None)


def hand_faults(risk: Risk, person: User, to: User, by: Any) -> list[str]:
    """Why it does not pass to `to`."""
    return policy.refusal(by, "qms.close_risk", risk) + outsider_faults(to, risk.unit)


@operation("hand_risk", reason_required=True)
def hand_risk(risk: Risk, *, by: Any, owner: User, version: int | None = None) -> Risk:
    """Another owner. Tells both."""
    risk = Risk.objects.locked().get(pk=risk.pk)
    check_version(risk, version)
    policy.require(by, "qms.close_risk", risk)
    faults = hand_faults(risk, risk.owner, owner, by)
    if faults:
        raise StepRefused(faults)
    remember_participation(risk)
    before, risk.owner = risk.owner, owner
    risk.save()
    notify("risk_given", about=risk, to=[owner, before], by=by, statement=risk.statement[:200])
    return risk


@operation("attach_risk_files")
def attach_risk_files(risk: Risk, *, by: Any, evidence: Sequence[Prepared]) -> list[Any]:
    """Attach what belongs to it; what was sent a moment ago is not attached again."""
    locked = Risk.objects.locked().get(pk=risk.pk)
    policy.require(by, "qms.review_risk", locked)
    return attach_new_files(RiskFile, locked, evidence, by=by)


@operation("end_risk_file", reason_required=True)
def end_risk_file(link: RiskFile, *, by: Any, version: int | None = None) -> RiskFile:
    """Take a wrong file away; it stays in the history."""
    ended: RiskFile = end_link(link, by=by, permission="qms.review_risk", version=version)
    return ended
