"""Reviewing an issue: reviewers in their order, "I am on it", suggestions and answers; what its page offers of it."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from qms import clock
from qms.enums import DocumentKind, IssueStatus, SuggestionStatus
from qms.models import Issue, Notice, Suggestion
from qms.operations import issue_reviewing as operations
from qms.operations.documents import create_document, return_issue, review_issue, submit_issue
from qms.policy import Refused
from qms.work_of_documents import issues_to_decide, suggestions_to_answer
from qms.workflow import StepRefused
from qms.workflows import ISSUE
from tests.factories import DocumentFactory, IssueFactory, IssueReviewerFactory, SuggestionFactory
from tests.shared_organisation import fresh

pytestmark = pytest.mark.django_db

SECTIONS = {"purpose": "Trả kết quả đúng hạn.", "scope": "Mọi hồ sơ.", "contents": "Tiếp nhận rồi giải quyết."}


@pytest.fixture
def draft(organisation):
    """Written by officer1; reviewed by the manager of the division, then by an inspector, then approved."""
    document = create_document(
        by=organisation.officer1,
        number="QT-31",
        kind=DocumentKind.PROCEDURE,
        unit=organisation.department,
        title_vi="Giải quyết hồ sơ",
        sections=SECTIONS,
    )
    return document.issues.get()


@pytest.fixture
def in_review(draft, organisation):
    org = organisation
    issue = operations.name_reviewers(draft, [org.manager1, org.inspector1], by=org.officer1)
    return submit_issue(issue, by=org.officer1)


def signed_in(user, language="en"):
    client = Client()
    client.force_login(user)
    client.cookies["django_language"] = language
    return client


def url_of(issue, step):
    return reverse("issue_review_step", args=[issue.uid, step])


def to_review(person):
    return [item.number for item in issues_to_decide(fresh(person))]


def test_reviewers_come_in_their_order(organisation, in_review):
    org = organisation
    assert in_review.reviewer == org.manager1
    assert to_review(org.manager1) == [str(in_review)]
    assert to_review(org.inspector1) == []
    refused = ISSUE.blockers("review", in_review, fresh(org.inspector1))
    assert any(str(org.manager1) in reason for reason in refused.reasons)
    with pytest.raises(StepRefused):
        review_issue(in_review, by=fresh(org.inspector1))

    issue = review_issue(in_review, by=fresh(org.manager1))

    assert (issue.status, issue.reviewer) == (IssueStatus.IN_REVIEW, org.inspector1)
    assert to_review(org.inspector1) == [str(in_review)]
    assert to_review(org.manager1) == []
    assert Notice.objects.filter(kind="issue_submitted", user=org.inspector1).count() == 1
    assert review_issue(issue, by=fresh(org.inspector1)).status == IssueStatus.REVIEWED
    assert all(place.done_at for place in issue.reviewers.all())


def test_return_begins_anew_and_the_comment_reaches_the_author(organisation, in_review):
    org = organisation
    issue = review_issue(in_review, by=fresh(org.manager1))
    issue = return_issue(issue, by=fresh(org.inspector1), reason="Thiếu thời hạn bước 3")
    assert Notice.objects.get(kind="issue_returned").user == org.officer1
    page = signed_in(org.officer1).get(issue.get_absolute_url()).content.decode()
    assert "Thiếu thời hạn bước 3" in page.partition("trail")[0]
    assert f"Returned by {org.inspector1}" in page

    issue = submit_issue(issue, by=org.officer1)

    assert issue.reviewer == org.manager1
    assert not issue.reviewers.exclude(done_at=None).exists()
    assert "Returned by" not in signed_in(org.officer1).get(issue.get_absolute_url()).content.decode()


def test_reviewers_are_named_and_reordered_by_the_page(organisation, draft):
    org = organisation
    officer = signed_in(org.officer1)
    page = officer.get(url_of(draft, "reviewers"))
    assert page.status_code == 200
    choices = [key for key, _label in page.context["form"].fields["reviewer_1"].choices]
    assert org.manager1.pk in choices
    assert org.officer1.pk not in choices
    assert org.manager2.pk not in choices
    typed = {"reviewer_1": org.manager1.pk, "reviewer_2": org.inspector1.pk, "version": draft.version}
    assert officer.post(url_of(draft, "reviewers"), typed).status_code == 302
    draft.refresh_from_db()
    assert draft.reviewer == org.manager1
    turned = {"reviewer_1": org.inspector1.pk, "reviewer_2": org.manager1.pk, "version": draft.version}
    assert officer.post(url_of(draft, "reviewers"), turned).status_code == 302
    places = draft.reviewers.filter(ended_at=None).order_by("position")
    assert [place.person for place in places] == [org.inspector1, org.manager1]
    draft.refresh_from_db()
    assert draft.reviewer == org.inspector1
    twice = {"reviewer_1": org.inspector1.pk, "reviewer_2": org.inspector1.pk, "version": draft.version}
    refused = officer.post(url_of(draft, "reviewers"), twice)
    assert refused.status_code == 200
    assert "named twice" in refused.content.decode()


def test_reviewers_come_from_the_whole_qms(organisation):
    """The manager of a division has its office and other divisions review what the division wrote."""
    org = organisation
    own = IssueFactory(document__unit=org.division, author=org.manager1, status=IssueStatus.DRAFT)
    browser = Client()
    browser.force_login(org.manager1)
    page = browser.get(reverse("issue_review_step", args=[own.uid, "reviewers"])).content.decode()
    assert f'value="{org.officer1.pk}"' in page
    assert f'value="{org.reader1.pk}"' in page  # of another division
    assert f'value="{org.officer2.pk}"' not in page
    assert f'value="{org.manager1.pk}"' not in page


def test_who_has_reviewed_keeps_their_place(organisation, in_review):
    org = organisation
    issue = review_issue(in_review, by=fresh(org.manager1))
    officer = signed_in(org.officer1)
    typed = {"reviewer_1": org.lead1.pk, "reviewer_2": org.inspector1.pk, "version": issue.version}
    assert officer.post(url_of(issue, "reviewers"), typed).status_code == 302
    places = issue.reviewers.filter(ended_at=None).order_by("position")
    assert [place.person for place in places] == [org.manager1, org.lead1, org.inspector1]
    assert Issue.objects.get(pk=issue.pk).reviewer == org.lead1


def test_author_is_no_reviewer_and_done_reviews_stay(organisation, draft):
    with pytest.raises(StepRefused):
        operations.name_reviewers(draft, [organisation.officer1], by=organisation.officer1)
    done = IssueFactory(document=DocumentFactory(unit=organisation.department), reviewed=True)
    with pytest.raises(StepRefused, match="review"):
        operations.name_reviewers(done, [organisation.manager1], by=organisation.officer1)
    with pytest.raises(Refused):
        operations.name_reviewers(draft, [organisation.manager1], by=organisation.manager1)


def test_i_am_on_it_is_seen_with_since_when(organisation, in_review):
    org = organisation
    reviewer = signed_in(org.manager1)
    assert "I am on it" in reviewer.get(in_review.get_absolute_url()).content.decode()
    waiting = signed_in(org.inspector1).get(url_of(in_review, "take_up"))
    assert waiting.status_code == 409
    assert str(org.manager1) in waiting.content.decode()

    assert reviewer.post(url_of(in_review, "take_up"), {"version": in_review.version}).status_code == 302

    place = in_review.reviewers.get(person=org.manager1)
    assert place.taken_up_at is not None
    assert {one.user for one in Notice.objects.filter(kind="review_taken_up")} == {org.officer1, org.inspector1}
    page = signed_in(org.officer1).get(in_review.get_absolute_url()).content.decode()
    assert "On it" in page
    assert place.taken_up_at.astimezone(clock.HANOI).strftime("%d/%m/%Y %H:%M") in page
    again = reviewer.post(url_of(in_review, "take_up"), {"version": in_review.version})
    assert again.status_code == 409


def test_unnamed_review_is_named_by_who_takes_it_up(organisation):
    org = organisation
    document = DocumentFactory(unit=org.department, author=org.inspector1)
    issue = IssueFactory(document=document, in_review=True, reviewer=None)
    operations.take_up_review(issue, by=org.officer1)
    assert Issue.objects.get(pk=issue.pk).reviewer == org.officer1
    assert issue.reviewers.get().taken_up_at is not None


def test_suggestions_are_made_for_a_part_and_answered_by_the_author(organisation, in_review):
    org = organisation
    reviewer, author = signed_in(org.manager1), signed_in(org.officer1)
    form = reviewer.get(url_of(in_review, "suggest")).context["form"]
    parts = [key for key, _label in form.fields["part"].choices]
    assert len(parts) > 2
    typed = {"part": parts[2], "text": "Ghi rõ đơn vị <b>"}
    assert reviewer.post(url_of(in_review, "suggest"), typed).status_code == 302
    assert reviewer.post(url_of(in_review, "suggest"), {"text": "Bỏ mục 4"}).status_code == 302
    first, second = Suggestion.objects.order_by("pk")
    assert (first.part, first.made_by, first.status) == (parts[2], org.manager1, SuggestionStatus.OPEN)
    assert Notice.objects.filter(kind="change_suggested", user=org.officer1).count() == 2
    assert [item.url for item in suggestions_to_answer(fresh(org.officer1))] == [in_review.get_absolute_url()]
    page = author.get(in_review.get_absolute_url()).content.decode()
    assert "Ghi rõ đơn vị &lt;b&gt;" in page

    apply = reverse("suggestion_step", args=[first.uid, "apply"])
    decline = reverse("suggestion_step", args=[second.uid, "decline"])
    assert apply in page
    assert apply not in reviewer.get(in_review.get_absolute_url()).content.decode()
    assert reviewer.post(apply, {"answer": ""}).status_code == 403
    assert author.post(apply, {"answer": ""}).status_code == 302
    assert author.post(decline, {"answer": ""}).status_code == 200
    assert author.post(decline, {"answer": "Trái Nghị định"}).status_code == 302
    assert author.post(decline, {"answer": "Trái Nghị định"}).status_code == 409

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.status, first.answered_by) == (SuggestionStatus.APPLIED, org.officer1)
    assert (second.status, second.answer) == (SuggestionStatus.DECLINED, "Trái Nghị định")
    assert Notice.objects.filter(kind="suggestion_answered", user=org.manager1).count() == 2
    assert not list(suggestions_to_answer(fresh(org.officer1)))


def test_suggestion_sent_twice_is_made_once(organisation, in_review):
    reviewer, typed = signed_in(organisation.manager1), {"text": "Ghi rõ\r\nđơn vị"}
    with clock.at(clock.now() - dt.timedelta(minutes=2)):
        assert reviewer.post(url_of(in_review, "suggest"), typed).status_code == 302
        again = reviewer.post(url_of(in_review, "suggest"), typed)
        assert reviewer.post(url_of(in_review, "suggest"), {"text": "Khác"}).status_code == 302
        assert signed_in(organisation.inspector1).post(url_of(in_review, "suggest"), typed).status_code == 302
    assert again.status_code == 409
    page = again.content.decode()
    assert "You suggested this a moment ago" in page
    assert str(in_review) in page
    assert page.count("Ghi rõ") == 2, "named, and still in the form"
    assert Suggestion.objects.count() == 3

    assert reviewer.post(url_of(in_review, "suggest"), typed).status_code == 302, "two minutes later it is meant"


@pytest.mark.parametrize("status", ["open", "", "nonsense"])
def test_suggestion_is_answered_one_way_or_the_other(organisation, in_review, status):
    made = operations.suggest_change(in_review, by=fresh(organisation.manager1), text="Sửa")
    with pytest.raises(StepRefused, match="applied or as not taken up"):
        operations.answer_suggestion(made, by=organisation.officer1, status=status, answer="x")
    assert Suggestion.objects.get().status == SuggestionStatus.OPEN


def test_open_suggestions_stop_the_next_submission(organisation, in_review):
    org = organisation
    operations.suggest_change(in_review, by=fresh(org.manager1), text="Sửa")
    issue = return_issue(in_review, by=fresh(org.manager1), reason="Xem góp ý")
    with pytest.raises(StepRefused):
        submit_issue(issue, by=org.officer1)
    operations.answer_suggestion(Suggestion.objects.get(), by=org.officer1, status=SuggestionStatus.APPLIED)
    assert submit_issue(issue, by=org.officer1).status == IssueStatus.IN_REVIEW


def test_author_changes_instead_of_suggesting(organisation, in_review, draft):
    with pytest.raises(Refused):
        operations.suggest_change(in_review, by=organisation.officer1, text="x")
    page = signed_in(organisation.officer1).get(url_of(in_review, "suggest"))
    assert page.status_code == 409


def test_nothing_is_suggested_outside_review(organisation):
    issue = IssueFactory(document=DocumentFactory(unit=organisation.department), reviewed=True)
    with pytest.raises(StepRefused):
        operations.suggest_change(issue, by=organisation.officer1, text="x")
    assert signed_in(organisation.officer1).get(url_of(issue, "suggest")).status_code == 409


def test_other_units_find_no_review_page(organisation, in_review):
    suggestion = SuggestionFactory(issue=in_review, made_by=organisation.manager1)
    urls = [url_of(in_review, step) for step in ("reviewers", "take_up", "suggest")]
    urls += [reverse("suggestion_step", args=[suggestion.uid, step]) for step in ("apply", "decline")]
    for who in ("officer2", "reader2", "reader1", "admin"):
        client = signed_in(getattr(organisation, who))
        assert [client.get(url).status_code for url in urls] == [404] * len(urls), who
    assert signed_in(organisation.officer1).get(url_of(in_review, "no_such_step")).status_code == 404


def test_readers_of_the_issue_in_force_see_no_review(organisation):
    document = DocumentFactory(unit=organisation.department, author=organisation.officer1)
    issue = IssueFactory(document=document, approved=True)
    IssueReviewerFactory(issue=issue, person=organisation.manager1, done_at=clock.now())
    SuggestionFactory(issue=issue, made_by=organisation.manager1, applied=True, text="Chỉ người soạn thảo thấy")
    assert (
        "Chỉ người soạn thảo thấy" not in signed_in(organisation.reader1).get(issue.get_absolute_url()).content.decode()
    )
    assert "Chỉ người soạn thảo thấy" in signed_in(organisation.officer1).get(issue.get_absolute_url()).content.decode()
