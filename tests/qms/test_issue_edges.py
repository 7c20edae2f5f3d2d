"""Edges of an issue's life: days out of order, what was superseded or given up, who wrote by attaching a file."""

import datetime as dt

import pytest
from django.urls import reverse

from qms import clock, policy
from qms.enums import DecisionAct, IssueStatus, ReviewOutcome
from qms.models import DocumentReview, Issue
from qms.operations import decisions, document_reviews, documents, issue_files, issue_reviewing
from qms.operations.workshop import workshop
from qms.signatures import content_hash, intend
from qms.workflow import Conflict, StepRefused
from tests.factories import (
    ChangeRequestFactory,
    DecisionFactory,
    DecisionItemFactory,
    DocumentFactory,
    IssueFactory,
    save,
)
from tests.factories_qms import PASSWORD
from tests.qms.test_views_documents import signed_in
from tests.shared_organisation import fresh

pytestmark = pytest.mark.django_db

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.fixture
def document(organisation):
    return DocumentFactory(unit=organisation.department, author=organisation.inspector1, number="QT-31")


def days_ago(count):
    return clock.today() - dt.timedelta(days=count)


def signed(person, record):
    record = type(record).objects.get(pk=record.pk)
    return record, intend(person, PASSWORD, shown_hash=content_hash(record))


def reviewed(document, org, number="02"):
    return IssueFactory(
        document=document, issue_number=number, reviewed=True, author=org.inspector1, reviewer=org.officer1
    )


def test_an_issue_does_not_come_into_force_before_the_one_in_force(organisation, document):
    IssueFactory(document=document, approved=True, effective_on=days_ago(10))
    issue, signature = signed(organisation.head1, reviewed(document, organisation))
    day = days_ago(20)
    with pytest.raises(StepRefused, match="is in force from"):
        documents.approve_issue(issue, by=organisation.head1, signature=signature, signed_on=day, effective_on=day)
    documents.approve_issue(issue, by=organisation.head1, signature=signature, signed_on=day, effective_on=days_ago(10))
    assert document.issue_in_force().pk == issue.pk


def test_neither_by_a_decision(organisation, document):
    IssueFactory(document=document, approved=True, effective_on=days_ago(10))
    decision = DecisionFactory(unit=organisation.department, prepared_by=organisation.officer1)
    DecisionItemFactory(decision=decision, issue=reviewed(document, organisation))
    decision, signature = signed(organisation.head1, decision)
    day = days_ago(20)
    with pytest.raises(StepRefused, match="is in force from"):
        decisions.sign_decision(
            decision, by=fresh(organisation.head1), signature=signature, decided_on=day, effective_on=day
        )


def test_what_was_superseded_is_not_withdrawn(organisation, document):
    old = IssueFactory(document=document, approved=True, effective_on=days_ago(10))
    IssueFactory(document=document, issue_number="02", approved=True)
    old, signature = signed(organisation.head1, old)
    with pytest.raises(StepRefused, match="not in force"):
        documents.withdraw_issue(old, by=organisation.head1, signature=signature, reason="Hết hiệu lực")


def test_what_was_superseded_meanwhile_is_not_withdrawn_by_a_decision(organisation, document):
    old = IssueFactory(document=document, approved=True, effective_on=days_ago(10))
    decision = DecisionFactory(unit=organisation.department, prepared_by=organisation.officer1)
    DecisionItemFactory(decision=decision, issue=old, act=DecisionAct.WITHDRAW)
    IssueFactory(document=document, issue_number="02", approved=True)
    decision, signature = signed(organisation.head1, decision)
    with pytest.raises(StepRefused, match="not in force"):
        decisions.sign_decision(decision, by=fresh(organisation.head1), signature=signature)


def test_a_decision_does_not_withdraw_from_a_day_before_it_was_in_force(organisation, document):
    issue = IssueFactory(document=document, approved=True, effective_on=days_ago(10))
    decision = DecisionFactory(unit=organisation.department, prepared_by=organisation.officer1)
    DecisionItemFactory(decision=decision, issue=issue, act=DecisionAct.WITHDRAW)
    decision, signature = signed(organisation.head1, decision)
    days = {"decided_on": days_ago(20), "effective_on": days_ago(20)}
    with pytest.raises(StepRefused, match="is in force from"):
        decisions.sign_decision(decision, by=fresh(organisation.head1), signature=signature, **days)


def test_readers_do_not_compare_with_what_was_given_up(organisation, document):
    first = IssueFactory(document=document, approved=True, effective_on=days_ago(30))
    given_up = IssueFactory(document=document, issue_number="02", reviewed=True, effective_on=days_ago(5))
    given_up = documents.return_issue(given_up, by=given_up.reviewer, reason="Sai căn cứ")
    documents.abandon_issue(given_up, by=given_up.author, reason="Không làm nữa")
    new = IssueFactory(document=document, issue_number="02", approved=True)
    page = signed_in(organisation.reader1).get(reverse("issue_compare", args=[new.uid]))
    assert page.context["other"] == first
    given = signed_in(organisation.reader1).get(reverse("issue_compare", args=[new.uid]), {"with": given_up.uid})
    assert given.status_code == 404


def test_what_was_brought_in_without_an_approver_is_compared_with_the_one_before(organisation, document):
    first = IssueFactory(document=document, approved=True, approved_by=None, effective_on=days_ago(30))
    new = IssueFactory(document=document, issue_number="02", approved=True, approved_by=None)
    page = signed_in(organisation.reader1).get(reverse("issue_compare", args=[new.uid]))
    assert page.context["other"] == first


def test_whoever_attached_the_content_has_written_it(organisation, document):
    issue = IssueFactory(document=document, author=organisation.inspector1)
    issue_files.attach_issue_files(issue, by=organisation.officer1, documents=[(b"PK", DOCX, "quy-trinh.docx")])
    for rule in ("qms.review_issue", "qms.approve_issue"):
        assert "wrote" in policy.may(fresh(organisation.officer1), rule, Issue.objects.get(pk=issue.pk)).reason


def test_a_file_carried_into_the_next_issue_was_not_written_by_who_began_it(organisation, document):
    first = IssueFactory(document=document, author=organisation.inspector1)
    workshop().open(document, [], by=organisation.inspector1)
    issue_files.attach_issue_files(first, by=organisation.inspector1, documents=[(b"PK", DOCX, "quy-trinh.docx")])
    save(first, status=IssueStatus.APPROVED, effective_on=days_ago(30), content_hash="a" * 64)
    issue = documents.start_issue(document, by=organisation.officer1, author=organisation.inspector1)
    assert issue.file_links.count() == 1
    assert policy.may(fresh(organisation.officer1), "qms.review_issue", Issue.objects.get(pk=issue.pk))


def test_a_review_signed_twice_counts_once(organisation, document):
    IssueFactory(document=document, approved=True, effective_on=days_ago(30))
    shown, signature = signed(organisation.officer1, document)
    values = {
        "by": organisation.officer1,
        "outcome": ReviewOutcome.NO_CHANGE,
        "note": "Vẫn phù hợp",
        "next_due_on": clock.today() + dt.timedelta(days=300),
        "signature": signature,
    }
    document_reviews.review_document(shown, **values)
    with pytest.raises(Conflict):
        document_reviews.review_document(shown, **values)
    assert DocumentReview.objects.filter(document=document).count() == 1


def test_another_replacement_is_not_covered_by_a_signature_given_before(organisation, document):
    issue = IssueFactory(document=document, approved=True)
    other = DocumentFactory(unit=organisation.department, number="QT-32")
    decision = DecisionFactory(unit=organisation.department, prepared_by=organisation.officer1)
    item = DecisionItemFactory(decision=decision, issue=issue, act=DecisionAct.WITHDRAW)
    decision, signature = signed(organisation.head1, decision)
    decisions.take_out_documents(decision, [item], by=organisation.officer1, reason="Thêm tài liệu thay thế")
    add = {"by": organisation.officer1, "act": DecisionAct.WITHDRAW, "replacement": other}
    decisions.add_documents(decision, [issue], **add)
    with pytest.raises(Conflict):
        decisions.sign_decision(decision, by=fresh(organisation.head1), signature=signature)


def test_an_issue_in_review_keeps_somebody_who_reviews_it(organisation, document):
    issue = IssueFactory(document=document, author=organisation.inspector1)
    issue_reviewing.name_reviewers(issue, [organisation.officer1, organisation.manager1], by=organisation.inspector1)
    issue = documents.submit_issue(Issue.objects.get(pk=issue.pk), by=organisation.inspector1)
    issue = documents.review_issue(issue, by=organisation.officer1)
    assert issue.status == IssueStatus.IN_REVIEW
    with pytest.raises(StepRefused, match="name at least one"):
        issue_reviewing.name_reviewers(issue, [organisation.officer1], by=organisation.officer1)


def test_a_request_waits_again_when_its_issue_is_recalled(organisation, document):
    issue = reviewed(document, organisation, "01")
    request = ChangeRequestFactory(document=document, unit=organisation.department, status="taken_up", issue=issue)
    day = clock.today() + dt.timedelta(days=9)
    issue, signature = signed(organisation.head1, issue)
    issue = documents.approve_issue(issue, by=organisation.head1, signature=signature, effective_on=day)
    assert type(request).objects.get(pk=request.pk).status == "answered"
    documents.recall_approved(issue, by=organisation.head1, reason="Sai ngày")
    request = type(request).objects.get(pk=request.pk)
    assert (request.status, request.issue_id, request.history.latest("sequence").history_change_reason) == (
        "taken_up", issue.pk, "Sai ngày",
    )  # fmt: skip
