"""The lives of the demonstration's documents: every state of everything, true to the day, something to read and do."""

import datetime as dt

import pytest
from django.urls import reverse

from qms import clock
from qms.demo.days import LAST
from qms.demo.document_lives import ACTS, told
from qms.documents import body_hash
from qms.enums import (
    ChangeRequestStatus,
    DecisionStatus,
    IssueStatus,
    PaperCopyStatus,
    ReviewOutcome,
    SuggestionStatus,
)
from qms.models import Acknowledgement, ChangeRequest, Decision, Document, Issue, PaperCopy, Signature, User
from qms.models.document_care import DocumentReview, DocumentScheme
from qms.operations.decisions import ORIGINAL
from qms.paper_copy_workflow import to_recall
from qms.reading import expected
from qms.registry import registry
from qms.workflows import ISSUE

pytestmark = pytest.mark.django_db

HERE = "SLĐ-01"


def document(number, place=HERE):
    return Document.objects.get(number=number, unit__code__startswith=place)


def latest(number):
    return document(number).issues.order_by("-pk").first()


def person(username):
    return User.objects.get(username=username)


def test_every_act_is_known_and_told_in_order():
    moments = [(act["day"], str(act.get("at", "9:00")).zfill(5)) for act in told()]
    assert moments == sorted(moments)
    assert {act["do"] for act in told()} == set(ACTS)


def test_issues_stand_in_every_state(demonstration):
    assert set(Issue.objects.values_list("status", flat=True)) == set(IssueStatus.values)
    reviewed = Issue.objects.filter(status=IssueStatus.REVIEWED, document__unit__code__startswith=HERE)
    free = reviewed.exclude(decision_items__decision__status=DecisionStatus.DRAFT)
    assert set(free.values_list("document__number", flat=True)) == {"QT-09", "QT-33", "QT-64"}
    coming = Issue.objects.filter(status=IssueStatus.APPROVED, effective_on__gt=clock.today())
    assert {issue.effective_on for issue in coming} == {dt.date(2020, 8, 1)}
    superseded = document("QT-14").issues.get(issue_number="01")
    assert superseded.status == IssueStatus.APPROVED
    assert document("QT-14").issue_in_force().issue_number == "02"


def test_withdrawn_document_names_what_takes_its_place(demonstration):
    issue = latest("HD-03")
    assert (issue.status, issue.replacement.number) == (IssueStatus.WITHDRAWN, "QT-50")
    assert document("HD-03").issue_in_force() is None


def test_draft_over_its_limit_warns_its_author(demonstration):
    warnings = " ".join(str(warning) for warning in registry.workshop.warnings(latest("QT-31")))
    assert "5" in warnings
    assert latest("QT-31").status == IssueStatus.DRAFT
    assert registry.workshop.warnings(latest("QT-38")) is not None


def test_returned_draft_waits_for_answers_of_its_author(demonstration):
    issue = latest("QT-23")
    assert issue.status == IssueStatus.DRAFT
    assert issue.suggestions.filter(status=SuggestionStatus.OPEN).count() == 2
    assert issue.history.filter(operation="issue.return").exclude(history_change_reason="").exists()
    refused = ISSUE.blockers("submit", issue, issue.author)
    assert any("2" in reason for reason in refused.reasons)


def test_two_reviewers_come_in_their_order(demonstration):
    issue = latest("QT-07")
    first, second = issue.reviewers.filter(ended_at=None).order_by("position")
    assert (first.person.username, second.person.username) == ("lead1", "officer1")
    assert first.taken_up_at
    assert second.taken_up_at is None
    assert issue.reviewer == first.person


def test_decisions_wait_and_are_signed_with_and_without_original(demonstration):
    waiting = Decision.objects.get(status=DecisionStatus.DRAFT)
    assert (waiting.items.count(), waiting.signatory) == (3, person("head1"))
    signed = Decision.objects.filter(status=DecisionStatus.SIGNED).order_by("decided_on")
    originals = [decision.file_links.filter(purpose=ORIGINAL).count() for decision in signed]
    assert originals == [0, 1]


def test_head_may_sign_the_decision_that_waits(demonstration):
    from qms.decision_workflow import DECISION  # noqa: PLC0415

    waiting = Decision.objects.get(status=DecisionStatus.DRAFT)
    waiting.decided_on = clock.today()
    assert DECISION.blockers("sign", waiting, person("head1")).reasons == []


def test_approved_issues_carry_signature_and_their_own_hash(demonstration):
    decided = Issue.objects.filter(decision_items__decision__status=DecisionStatus.SIGNED)
    signed = set(Signature.objects.filter(kind="qms.issue").values_list("record_uid", flat=True))
    assert decided.count() == 5
    for issue in decided:
        assert issue.uid in signed
        assert issue.content_hash == body_hash(issue)


def test_controlled_file_is_in_force(demonstration):
    (link,) = document("BM-01-QT-62").issue_in_force().file_links.filter(ended_at=None)
    assert link.name.endswith(".docx")
    assert "kênh đã nộp hồ sơ" in document("BM-01-QT-62").issue_in_force().body_text.lower()


def test_most_have_read_and_some_are_late(demonstration):
    readings = list(expected())
    late = [row for row in readings if row.state == "overdue"]
    assert len(readings) > 60
    assert 3 <= len(late) <= len(readings) / 8
    assert len({row.issue.document_id for row in readings}) >= 10
    assert Acknowledgement.objects.count() > 50


def test_reader_has_one_to_read_soon_and_one_overdue(demonstration):
    waiting = expected(user=person("reader1")).in_state("open")
    assert {(row.document.number, row.state) for row in waiting} == {("QT-32", "overdue"), ("QT-34", "todo")}


def test_change_requests_stand_in_every_state(demonstration):
    assert set(ChangeRequest.objects.values_list("status", flat=True)) == set(ChangeRequestStatus.values)
    answered = ChangeRequest.objects.get(status=ChangeRequestStatus.ANSWERED, kind="change")
    assert answered.issue == latest("QT-65")


def test_paper_copies_stand_in_every_state_and_one_is_to_come_back(demonstration):
    assert set(PaperCopy.objects.values_list("status", flat=True)) == set(PaperCopyStatus.values)
    (copy,) = to_recall(PaperCopy.objects.all())
    assert copy.issue.document.number == "QT-14"


def test_periodic_reviews_are_done_and_some_overdue(demonstration):
    outcomes = set(DocumentReview.objects.values_list("outcome", flat=True))
    assert outcomes == {ReviewOutcome.NO_CHANGE, ReviewOutcome.NEW_ISSUE}
    assert Document.objects.in_force(clock.today()).filter(review_due_on__lt=clock.today()).exists()
    assert DocumentScheme.objects.get(unit__code=HERE).training_threshold is None


def test_published_procedures_open_without_an_account(demonstration, client):
    public = Document.objects.exclude(public_slug="").filter(kind="procedure")
    assert public.count() == 6
    for one in public:
        assert client.get(reverse("public_document", args=[one.public_slug])).status_code == 200


def test_all_of_it_happened_before_the_day(demonstration):
    for model in (Document, Issue, Decision, ChangeRequest, PaperCopy, Acknowledgement):
        assert model.history.latest("history_date").history_date <= LAST
