"""Decisions over documents: prepare, put documents in and out, sign once for all of them, cancel."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from qms import clock, policy
from qms.decision_workflow import DECISION
from qms.enums import DecisionAct, DecisionStatus, IssueStatus, Role
from qms.events import announce
from qms.history import bulk
from qms.history.recording import operation, recording
from qms.models.decisions import Decision, DecisionFile, DecisionItem
from qms.models.documents import Document, Issue
from qms.models.organisation import Unit
from qms.models.people import User
from qms.models.reach import UnitPath, sync_participation
from qms.notices import notify
from qms.operations.files import attach_files, end_link
from qms.operations.issue_steps import people_over
from qms.operations.workshop import workshop
from qms.rules.decisions import standing_items
from qms.signatures import SignatureIntent, record_signatures
from qms.workflow import StepRefused, check_version
from qms.workflows import ISSUE


@operation("prepare_decision")
def prepare_decision(
    *,
    by: Any,
    unit: Unit,
    number: str,
    subject: str,
    grounds: str = "",
    effective_on: dt.date | None = None,
    signatory: User | None = None,
    issues: Iterable[Issue] = (),
    act: str = DecisionAct.APPROVE,
    replacement: Document | None = None,
) -> Decision:
    """Draft a decision, with documents to start with. Raises ValidationError for a number given before."""
    decision = Decision(
        unit=unit,
        number=number.strip(),
        subject=subject.strip(),
        grounds=grounds,
        effective_on=effective_on,
        signatory=signatory,
        prepared_by=by,
    )
    policy.require(by, "qms.prepare_decision", decision)
    _check_values(decision)
    decision.save()
    add_documents(decision, issues, by=by, act=act, replacement=replacement)
    return decision


@operation("edit_decision")
def edit_decision(decision: Decision, *, by: Any, version: int | None = None, **values: Any) -> Decision:
    """Change number, subject, grounds, effective day or signatory of a draft."""
    decision = _draft(decision, by, version)
    for name in ("number", "subject", "grounds", "effective_on", "signatory"):
        if name in values:
            value = values[name]
            setattr(decision, name, value.strip() if isinstance(value, str) else value)
    _check_values(decision)
    decision.save()
    return decision


def _check_values(decision: Decision) -> None:
    """Raise ValidationError; a number stands once in its unit unless the decision before was cancelled."""
    decision.full_clean(exclude=["search_text"], validate_constraints=False)
    same = Decision.objects.filter(unit=decision.unit, number=decision.number).exclude(pk=decision.pk)
    if same.exclude(status=DecisionStatus.CANCELLED).exists():
        text = _("%(unit)s has a decision %(number)s already: give another number.")
        raise ValidationError({"number": text % {"unit": decision.unit, "number": decision.number}})


@operation("add_documents")
def add_documents(
    decision: Decision,
    issues: Iterable[Issue],
    *,
    by: Any,
    act: str = DecisionAct.APPROVE,
    replacement: Document | None = None,
) -> list[DecisionItem]:
    """Put issues into a draft decision; those already in it are passed over.

    Raises StepRefused, naming each issue, for one outside the unit that decides, in the wrong state, or in another
    open decision.
    """
    listed = list(dict.fromkeys(issues))
    if not listed:
        return []
    decision = _draft(decision, by, None)
    _check_fit(decision, listed, act)
    standing = set(decision.items.filter(ended_at=None).values_list("issue_id", flat=True))
    items = [
        DecisionItem(decision=decision, issue=issue, act=act, replacement=replacement)
        for issue in listed
        if issue.pk not in standing
    ]
    bulk.create(items)
    sync_participation(decision)
    return items


def _check_fit(decision: Decision, issues: Sequence[Issue], act: str) -> None:
    below = set(UnitPath.objects.filter(ancestor_id=decision.unit_id, inside=True).values_list("unit_id", flat=True))
    keys = [issue.pk for issue in issues]
    busy = DecisionItem.objects.filter(issue__in=keys, ended_at=None, decision__status=DecisionStatus.DRAFT)
    others = dict(busy.exclude(decision=decision).values_list("issue_id", "decision__number"))
    wanted = IssueStatus.REVIEWED if act == DecisionAct.APPROVE else IssueStatus.APPROVED
    in_force = set(Issue.objects.effective_on(clock.today()).filter(pk__in=keys).values_list("pk", flat=True))
    faults = []
    for issue in issues:
        if issue.document.unit_id not in below:
            text = _("%(issue)s does not belong to %(unit)s or a unit below it in its QMS.")
            faults.append(text % {"issue": issue, "unit": decision.unit})
        elif issue.pk in others:
            text = _("%(issue)s stands in decision %(number)s: take it out there first.")
            faults.append(text % {"issue": issue, "number": others[issue.pk]})
        elif issue.status != wanted:
            text = _("%(issue)s is «%(state)s»; this decision takes issues that are «%(wanted)s».")
            labels = dict(IssueStatus.choices)
            faults.append(
                text % {"issue": issue, "state": issue.get_status_display(), "wanted": labels[IssueStatus(wanted)]}
            )
        elif act == DecisionAct.WITHDRAW and issue.pk not in in_force:
            text = _("%(issue)s is not in force: only what is in force is withdrawn.")
            faults.append(text % {"issue": issue})
    if faults:
        raise StepRefused(faults)


@operation("take_out_documents", reason_required=True)
def take_out_documents(decision: Decision, items: Iterable[DecisionItem], *, by: Any) -> Decision:
    """Take documents out of a draft decision; the rows end with the reason."""
    decision = _draft(decision, by, None)
    keys = [item.pk for item in items]
    rows = list(decision.items.filter(pk__in=keys, ended_at=None))
    for item in rows:
        item.ended_at = clock.now()
    bulk.update(rows, ["ended_at"])
    sync_participation(decision)
    return decision


def _draft(decision: Decision, by: Any, version: int | None) -> Decision:
    decision = Decision.objects.locked().select_related(None).get(pk=decision.pk)
    check_version(decision, version)
    policy.require(by, "qms.prepare_decision", decision)
    if decision.status != DecisionStatus.DRAFT:
        raise StepRefused([_("It is «%(state)s» and no longer changed.") % {"state": decision.get_status_display()}])
    return decision


@transaction.atomic
def sign_decision(
    decision: Decision,
    *,
    by: Any,
    signature: SignatureIntent | None = None,
    decided_on: dt.date | None = None,
    effective_on: dt.date | None = None,
    **common: Any,
) -> Decision:
    """One signature for all documents of the decision, each covered by its hash; set-wise, however many they are.

    Approves, withdraws or declares each, tells authors and reviewers, announces issue_approved.
    """
    decided_on = decided_on or clock.today()
    effective_on = effective_on or decision.effective_on or decided_on
    lock_issues(decision)
    decision = DECISION.apply(
        "sign",
        decision,
        by=by,
        signature=signature,
        signatory=by,
        decided_on=decided_on,
        effective_on=effective_on,
        **common,
    )
    assert signature is not None, "the step is signed"
    _carry_out(decision, by=by, signature=signature, reason=decision.subject)
    return decision


def lock_issues(decision: Decision) -> None:
    """Keep the issues as they are until all of them are signed."""
    keys = decision.items.filter(ended_at=None).values_list("issue_id", flat=True)
    list(Issue.objects.locked().filter(pk__in=list(keys)).order_by("pk").values_list("pk"))


def _carry_out(decision: Decision, *, by: Any, signature: SignatureIntent, reason: str) -> None:
    items = standing_items(decision)
    by_act = {act: [item for item in items if item.act == act] for act in DecisionAct.values}
    with recording(by=by, operation="issue.approve", reason=reason):
        approved = _approve([item.issue for item in by_act[DecisionAct.APPROVE]], decision, by, signature)
    with recording(by=by, operation="issue.withdraw", reason=reason):
        _withdraw(by_act[DecisionAct.WITHDRAW], decision, by, signature)
    with recording(by=by, operation="decision.sign", reason=reason):
        for item in items:
            item.content_hash = item.issue.content_hash
        bulk.update(items, ["content_hash"])
    notify("decision_signed", about=decision, to=_to_tell(decision, items), by=by, subject=decision.subject)
    if approved:
        announce("issue_approved", issues=approved, by=by)


def _to_tell(decision: Decision, items: Iterable[DecisionItem]) -> list[User | None]:
    """Authors and reviewers of all its documents, who prepared it, and the officers where something is withdrawn."""
    told = [person for item in items for person in (item.issue.author, item.issue.reviewer)]
    if any(item.act == DecisionAct.WITHDRAW for item in items):
        told += people_over(decision.unit_id, Role.OFFICER)
    return [*told, decision.prepared_by]


def _approve(issues: list[Issue], decision: Decision, by: Any, signature: SignatureIntent) -> list[Issue]:
    for issue in issues:
        issue.status = IssueStatus.APPROVED
        issue.approved_by, issue.signed_on, issue.effective_on = by, decision.decided_on, decision.effective_on
    bulk.update(issues, ["status", "approved_by", "signed_on", "effective_on"])
    record_signatures(issues, signature, step="approve", meaning=ISSUE["approve"].in_english)
    workshop().follow(issues, "approve", by=by)
    return issues


def _withdraw(items: list[DecisionItem], decision: Decision, by: Any, signature: SignatureIntent) -> None:
    issues = [item.issue for item in items]
    for item in items:
        item.issue.status, item.issue.withdrawn_on = IssueStatus.WITHDRAWN, decision.effective_on
        item.issue.replacement = item.replacement
    bulk.update(issues, ["status", "withdrawn_on", "replacement"])
    record_signatures(issues, signature, step="withdraw", meaning=ISSUE["withdraw"].in_english)
    if issues:
        announce("issue_withdrawn", issues=issues, by=by)


@transaction.atomic
def cancel_decision(decision: Decision, *, by: Any, reason: str = "", **common: Any) -> Decision:
    """Give a draft decision up; its documents may go into another, its number may be used again."""
    return DECISION.apply("cancel", decision, by=by, reason=reason, **common)


ORIGINAL = "original"
"""The purpose of the file that is the signed original."""


@operation("attach_original")
def attach_original(
    decision: Decision, *, by: Any, scan: list[tuple[bytes, str, str]], version: int | None = None
) -> list[DecisionFile]:
    """Attach the scan of the signed original; its hash is what anybody can compare with the paper's file.

    Raises StepRefused while the decision is not signed.
    """
    decision = Decision.objects.locked().select_related(None).get(pk=decision.pk)
    check_version(decision, version)
    policy.require(by, "qms.prepare_decision", decision)
    if decision.status != DecisionStatus.SIGNED:
        raise StepRefused([_("Sign the decision first: its original is attached afterwards.")])
    return attach_files(DecisionFile, decision, scan, by=by, purpose=ORIGINAL)


@operation("end_original", reason_required=True)
def end_original(link: DecisionFile, *, by: Any, version: int | None = None) -> DecisionFile:
    """Take a wrong scan away; the file stays in the history with the reason."""
    ended: DecisionFile = end_link(link, by=by, permission="qms.prepare_decision", version=version)
    return ended


STEPS = {"sign": sign_decision, "cancel": cancel_decision}
"""The operation of each step of a decision's lifecycle."""
