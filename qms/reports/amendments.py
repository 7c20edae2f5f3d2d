"""The amendment table of a document (bảng theo dõi sửa đổi): it keeps itself."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q

from qms.enums import ChangeKind, DecisionAct, DecisionStatus, IssueStatus
from qms.models.documents import Issue


@dataclass(frozen=True)
class Amendment:
    """One row: what changed with which issue, decided when, by which decision, asked for by which requests."""

    numbers: str
    summary: str
    signed_on: dt.date | None
    effective_on: dt.date | None
    asked_by: str = ""


def amendments_up_to(issue: Issue) -> list[Amendment]:
    """The issues approved before this one, and this one: in two queries."""
    rows = Issue.objects.filter(document_id=issue.document_id)
    approved = Q(status__in=[IssueStatus.APPROVED, IssueStatus.WITHDRAWN])
    if issue.effective_on is not None:
        approved &= Q(effective_on__lt=issue.effective_on) | Q(effective_on=issue.effective_on, pk__lte=issue.pk)
    rows = rows.filter(approved | Q(pk=issue.pk)).prefetch_related("change_requests", "decision_items__decision")
    rows = rows.only(
        "issue_number", "amendment_number", "summary_of_change", "signed_on", "effective_on", "document", "status"
    )
    ordered = sorted(rows, key=lambda row: (row.effective_on or dt.date.max, row.pk))
    return [
        Amendment(row.numbers, row.summary_of_change, row.signed_on, row.effective_on, _asked_by(row))
        for row in ordered
    ]


def _asked_by(issue: Issue) -> str:
    asked = (request for request in issue.change_requests.all() if request.kind != ChangeKind.WITHDRAW)
    requests = [request.number for request in asked]
    return ", ".join(requests + _decided_by(issue))


def _decided_by(issue: Issue) -> list[str]:
    """The decision that approved it last: one before a recall no longer counts, nor what declares or withdraws."""
    signed = [
        item
        for item in issue.decision_items.all()
        if item.act == DecisionAct.APPROVE
        and item.ended_at is None
        and item.decision.status == DecisionStatus.SIGNED
        and item.decision.decided_on == issue.signed_on
    ]
    return [max(signed, key=lambda item: item.pk).decision.number] if signed else []
