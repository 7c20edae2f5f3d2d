"""Signing 52 documents with one signature, against the audited bulk path writing as many rows of each kind."""

import itertools
from typing import Any

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from qms import clock
from qms.documents import body_hash
from qms.enums import DocumentKind, IssueStatus
from qms.history import bulk
from qms.history.recording import recording
from qms.models import Decision, DecisionItem, Document, Issue, Signature, User
from qms.operations.decisions import sign_decision
from qms.signatures import SignatureIntent, content_hash

MANY, FEW = 52, 3
RUNS = 12
ALLOWED = 2.0
numbers = itertools.count(1)


def measure(made: Any, cpu_pair: Any) -> list[tuple[str, float, float, float, str]]:
    """One row of the table: signing against the bulk writes alone."""
    ready = iter([_decision(made, MANY) for _ in range(RUNS + 3)])
    plain = iter([_decision(made, MANY) for _ in range(RUNS + 3)])
    few, many = _queries(made, FEW), _queries(made, MANY)
    times = cpu_pair(lambda _: _sign(made, next(ready)), lambda _: _bulk_alone(made, next(plain)), RUNS)
    return [(f"signing {MANY} documents", *times, ALLOWED, f"{few} queries with {FEW}, {many} with {MANY}")]


def _decision(made: Any, count: int) -> Decision:
    """A draft decision over reviewed issues with a body of some pages."""
    html = "<h2>Mục đích</h2>" + "<p>Tiếp nhận và trả kết quả đúng hạn theo quy định.</p>" * 200
    with recording(by=made.officer1, operation="prepare_decision"):
        documents = bulk.create(
            Document(
                number=f"QT-{next(numbers)}",
                kind=DocumentKind.PROCEDURE,
                unit=made.department,
                title_vi="Quy trình",
                author=made.inspector1,
            )
            for _ in range(count)
        )
        issues = [_issue(made, document, html) for document in documents]
        bulk.create(issues)
        decision = Decision(
            number=f"{next(numbers)}/QĐ", subject="Ban hành", unit=made.department, prepared_by=made.officer1
        )
        decision.save()
        bulk.create(DecisionItem(decision=decision, issue=issue) for issue in issues)
    return decision


def _issue(made: Any, document: Document, html: str) -> Issue:
    issue = Issue(
        document=document,
        issue_number="01",
        title_vi="Quy trình",
        author=made.inspector1,
        reviewer=made.officer1,
        reviewed_at=clock.now(),
        status=IssueStatus.REVIEWED,
        body_html=html,
        body_text="Tiếp nhận và trả kết quả đúng hạn theo quy định. " * 200,
    )
    issue.content_hash = body_hash(issue)
    return issue


def _intent(person: User, decision: Decision) -> SignatureIntent:
    return SignatureIntent(person, content_hash(Decision.objects.get(pk=decision.pk)), clock.now())


def _sign(made: Any, decision: Decision) -> None:
    person = User.objects.get(pk=made.head1.pk)
    sign_decision(decision, by=person, signature=_intent(person, decision))


def _queries(made: Any, count: int) -> int:
    decision = _decision(made, count)
    with CaptureQueriesContext(connection) as seen:
        _sign(made, decision)
    return len(seen)


def _bulk_alone(made: Any, decision: Decision) -> None:
    """The rows that signing writes (issues, items, signatures), written by the bulk path and nothing else."""
    with transaction.atomic(), recording(by=made.head1, operation="issue.approve"):
        items = list(decision.items.select_related("issue__document"))
        today = clock.today()
        for item in items:
            issue = item.issue
            issue.status, issue.approved_by = IssueStatus.APPROVED, made.head1
            issue.signed_on = issue.effective_on = today
            item.content_hash = issue.content_hash
        bulk.update([item.issue for item in items], ["status", "approved_by", "signed_on", "effective_on"])
        bulk.update(items, ["content_hash"])
        bulk.create(_signature(made, item.issue) for item in items)


def _signature(made: Any, issue: Issue) -> Signature:
    return Signature(
        kind="qms.issue",
        record_uid=issue.uid,
        step="approve",
        signer=made.head1,
        name="Giám đốc",
        meaning="Approved",
        method="password",
        signed_at=clock.now(),
        content_hash=issue.content_hash,
    )
