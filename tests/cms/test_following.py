"""Wagtail's workflow follows the lifecycle of issues, whoever drives it, and for many issues at once."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import PageLogEntry, TaskState, Workflow, WorkflowPage, WorkflowState

from cms.following import follow
from cms.models import ApprovalTask, DocumentIndexPage, DocumentPage, ReviewTask
from cms.site import ensure_workflow, prepare_workshop
from cms.workshop import writers, writers_of
from qms.enums import DocumentKind, IssueStatus
from qms.models import Issue, Notice
from qms.operations import documents as steps
from qms.operations.documents import create_document
from qms.operations.issue_reviewing import name_reviewers, take_up_review
from qms.signatures import content_hash, intend
from tests.cms.conftest import SECTIONS
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture
def in_review(draft):
    draft.issue = name_reviewers(draft.issue, [draft.org.manager_sibling1], by=draft.org.officer1)
    draft.issue = steps.submit_issue(draft.issue, by=draft.org.officer1)
    return draft


@pytest.fixture
def reviewed(in_review):
    in_review.issue = steps.review_issue(in_review.issue, by=in_review.org.manager_sibling1)
    return in_review


def signed(person, issue):
    return intend(person, PASSWORD, shown_hash=content_hash(Issue.objects.get(pk=issue.pk)))


def approve(made):
    top = made.org.head1
    made.issue = steps.approve_issue(made.issue, by=top, signature=signed(top, made.issue))
    return made


def standing(page):
    """(state of the workflow, task on which it stands, state of that task)."""
    state = WorkflowState.objects.filter(object_id=str(page.pk)).order_by("-pk").first()
    current = state.current_task_state
    return state.status, type(current.task.specific), current.status


def actions_of(page):
    return list(PageLogEntry.objects.filter(page=page.pk).order_by("pk").values_list("action", flat=True))


def test_workflow_stands_once_on_the_shelf(draft):
    prepare_workshop()
    ensure_workflow()

    assert [ReviewTask.objects.count(), ApprovalTask.objects.count()] == [1, 1]
    assert WorkflowPage.objects.get(page=DocumentIndexPage.objects.get()).workflow == draft.page.get_workflow()
    assert [type(task.specific) for task in draft.page.get_workflow().tasks] == [ReviewTask, ApprovalTask]
    assert draft.page.get_workflow().name == "Soạn thảo - Soát xét - Phê duyệt"
    assert Workflow.objects.filter(name=draft.page.get_workflow().name).count() == 1


def test_submitting_puts_the_page_on_its_review(in_review):
    assert standing(in_review.page) == ("in_progress", ReviewTask, "in_progress")
    state = TaskState.objects.get()
    assert (state.revision_id, state.workflow_state.requested_by) == (
        in_review.page.latest_revision_id,
        in_review.org.officer1,
    )


def test_return_asks_for_changes_with_the_comment_and_tells_the_author(in_review):
    steps.return_issue(in_review.issue, by=in_review.org.manager_sibling1, reason="Thiếu căn cứ.")

    assert standing(in_review.page) == ("needs_changes", ReviewTask, "rejected")
    state = TaskState.objects.get()
    assert (state.comment, state.finished_by) == ("Thiếu căn cứ.", in_review.org.manager_sibling1)
    told = Notice.objects.get(kind="issue_returned")
    assert (told.user, told.details["reason"]) == (in_review.org.officer1, "Thiếu căn cứ.")


def test_whoever_would_approve_returns_what_was_reviewed(reviewed):
    steps.return_issue(reviewed.issue, by=reviewed.org.head1, reason="Chưa đúng thẩm quyền.")

    assert standing(reviewed.page) == ("needs_changes", ApprovalTask, "rejected")


def test_sending_again_goes_on_with_the_same_workflow(in_review):
    issue = steps.return_issue(in_review.issue, by=in_review.org.manager_sibling1, reason="x")
    steps.submit_issue(issue, by=in_review.org.officer1)

    assert standing(in_review.page) == ("in_progress", ReviewTask, "in_progress")
    assert WorkflowState.objects.count() == 1
    assert TaskState.objects.count() == 2


def test_recall_cancels(in_review):
    steps.recall_issue(in_review.issue, by=in_review.org.officer1)

    assert standing(in_review.page) == ("cancelled", ReviewTask, "cancelled")


def test_giving_a_returned_draft_up_cancels(in_review):
    issue = steps.return_issue(in_review.issue, by=in_review.org.manager_sibling1, reason="x")
    steps.abandon_issue(issue, by=in_review.org.officer1, reason="Không cần nữa.")

    assert WorkflowState.objects.get().status == "cancelled"


def test_last_reviewer_moves_the_page_to_its_approval(draft):
    org = draft.org
    issue = name_reviewers(draft.issue, [org.manager_sibling1, org.lead1], by=org.officer1)
    issue = steps.submit_issue(issue, by=org.officer1)
    issue = take_up_review(issue, by=org.manager_sibling1)
    issue = steps.review_issue(issue, by=org.manager_sibling1)
    between = standing(draft.page)
    steps.review_issue(issue, by=org.lead1)

    assert between == ("in_progress", ReviewTask, "in_progress")
    assert standing(draft.page) == ("in_progress", ApprovalTask, "in_progress")
    assert TaskState.objects.get(status="approved").finished_by == org.lead1
    assert actions_of(draft.page)[-4:] == [
        "wagtail.workflow.start", "qms.take_up", "qms.one_reviewed", "wagtail.workflow.approve",
    ]  # fmt: skip


def test_approval_ends_the_workflow_and_publishes_nothing(reviewed):
    approve(reviewed)

    assert standing(reviewed.page) == ("approved", ApprovalTask, "approved")
    page = DocumentPage.objects.get(pk=reviewed.page.pk)
    assert (page.live, page.live_revision, page.first_published_at) == (False, None, None)


def test_end_of_a_workflow_of_wagtails_own_publishes_nothing(in_review):
    state = WorkflowState.objects.get()

    state.finish(user=in_review.org.head1)

    assert not DocumentPage.objects.get(pk=in_review.page.pk).live


def test_issue_that_came_in_on_its_way_is_followed_from_there(in_review):
    WorkflowState.objects.all().delete()

    steps.return_issue(in_review.issue, by=in_review.org.manager_sibling1, reason="Thiếu căn cứ.")

    assert standing(in_review.page) == ("needs_changes", ReviewTask, "rejected")
    assert TaskState.objects.get().comment == "Thiếu căn cứ."


def test_every_entry_of_the_history_is_said(reviewed, sign_in):
    approve(reviewed)
    entries = PageLogEntry.objects.filter(page=reviewed.page.pk)
    html = sign_in(reviewed.org.officer1).get(reverse("wagtailadmin_pages:history", args=[reviewed.page.pk]))

    assert html.status_code == 200
    assert not [entry.action for entry in entries if "Unknown" in str(entry.message) or not entry.message]


def many(org, count):
    """So many drafts of the department, with their issues in review."""
    made = [
        create_document(
            by=org.officer1,
            number=f"QT-{50 + place}",
            kind=DocumentKind.PROCEDURE,
            unit=org.department,
            title_vi="Nhiều",
            sections=SECTIONS,
        )
        for place in range(count)
    ]
    return [document.issues.get() for document in made]


def statements(call):
    with CaptureQueriesContext(connection) as seen:
        call()
    return len(seen)


def test_many_issues_take_a_step_in_as_many_statements_as_two(org):
    issues = many(org, 7)
    for issue in issues:
        issue.status = IssueStatus.REVIEWED
    few, more = issues[:2], issues[2:]
    counted = {}
    for step in ("submit", "review", "approve", "recall_approved"):
        counted[step] = [
            statements(lambda some=some, step=step: follow(some, step, by=org.head1)) for some in (few, more)
        ]

    assert all(two == five for two, five in counted.values()), counted
    assert max(map(max, counted.values())) <= 12, counted
    assert WorkflowState.objects.filter(status="approved").count() == 7


def test_writers_of_many_documents_are_read_at_once(org):
    issues = many(org, 4)
    issues[0].document.page.save_revision(user=org.manager1)
    documents = [issue.document for issue in issues]

    assert statements(lambda: writers_of(documents)) == statements(lambda: writers_of(documents[:1])) == 2
    assert writers_of(documents) == {document.pk: writers(document) for document in documents}
    assert writers_of(documents)[documents[0].pk] == {org.officer1.pk, org.manager1.pk}


def test_issue_without_a_page_follows_nothing(draft):
    DocumentPage.objects.get().delete()

    follow([draft.issue], "submit", by=draft.org.officer1)

    assert not WorkflowState.objects.exists()


# Wagtail's own addresses


def action_url(made, action, state=None):
    state = state or TaskState.objects.order_by("-pk").first()
    return reverse("wagtailadmin_pages:workflow_action", args=[made.page.pk, action, state.pk])


def now(made):
    return Issue.objects.get(pk=made.issue.pk)


def test_reviewer_returns_through_wagtails_address(in_review, sign_in):
    client = sign_in(in_review.org.manager_sibling1)

    answer = client.post(action_url(in_review, "reject"), {"comment": "Thiếu biểu mẫu."})

    assert (answer.status_code, answer.url) == (302, in_review.issue.get_absolute_url())
    row = now(in_review).history.filter(operation="issue.return").get()
    assert (row.history_change_reason, row.history_user) == ("Thiếu biểu mẫu.", in_review.org.manager_sibling1)
    assert standing(in_review.page) == ("needs_changes", ReviewTask, "rejected")


def test_return_without_a_comment_changes_nothing(in_review, sign_in):
    client = sign_in(in_review.org.manager_sibling1)

    answer = client.post(
        action_url(in_review, "reject"), {"comment": " "}, headers={"x-requested-with": "XMLHttpRequest"}
    )

    assert "This field is required" in json.loads(answer.content)["html"]
    assert now(in_review).status == "in_review"


def test_reviewer_is_on_it_then_done_through_wagtails_address(in_review, sign_in):
    client = sign_in(in_review.org.manager_sibling1)

    client.post(action_url(in_review, "take_up"))
    taken = now(in_review).reviewers.get().taken_up_at
    client.post(action_url(in_review, "approve"))

    assert taken is not None
    assert (now(in_review).status, now(in_review).reviewer) == ("reviewed", in_review.org.manager_sibling1)


def test_approving_leads_to_the_signature(reviewed, sign_in):
    answer = sign_in(reviewed.org.head1).post(action_url(reviewed, "approve"))

    assert (answer.status_code, answer.url) == (302, reverse("issue_step", args=[reviewed.issue.uid, "approve"]))
    assert now(reviewed).status == "reviewed"
    assert standing(reviewed.page) == ("in_progress", ApprovalTask, "in_progress")


def test_author_recalls_by_the_editors_cancel_button(in_review, sign_in):
    path = reverse("wagtailadmin_pages:edit", args=[in_review.page.pk])

    sign_in(in_review.org.officer1).post(path, {"action-cancel-workflow": "1"})

    assert now(in_review).status == "draft"
    assert standing(in_review.page) == ("cancelled", ReviewTask, "cancelled")


@pytest.mark.parametrize("action", ["approve", "reject", "take_up"])
def test_writer_is_refused_by_the_editors_workflow_buttons(action, in_review, sign_in):
    path = reverse("wagtailadmin_pages:edit", args=[in_review.page.pk])
    data = {"action-workflow-action": "1", "workflow-action-name": action}
    data["workflow-action-extra-data"] = json.dumps({"comment": "x"})

    answer = sign_in(in_review.org.officer1).post(path, data)

    assert answer.status_code == 409
    assert now(in_review).status == "in_review"


def test_task_of_another_page_is_not_found_through_ones_own(in_review, other, sign_in):
    org = in_review.org
    issue = name_reviewers(other.issue, [org.manager2], by=org.officer2)
    steps.submit_issue(issue, by=org.officer2)
    foreign = TaskState.objects.exclude(workflow_state__object_id=str(in_review.page.pk)).get()

    answer = sign_in(org.manager_sibling1).post(action_url(in_review, "approve", foreign))

    assert answer.status_code == 404
    assert set(Issue.objects.values_list("status", flat=True)) == {"in_review"}


def test_reviewer_sees_what_the_task_is_about(in_review, sign_in):
    state = TaskState.objects.get()
    path = reverse("wagtailadmin_pages:workflow_preview", args=[in_review.page.pk, state.task_id])

    shown = sign_in(in_review.org.manager_sibling1).get(path)
    hidden = sign_in(in_review.org.lead1).get(path)

    assert (shown.status_code, hidden.status_code) == (200, 404)
    assert "Thẩm định" in shown.content.decode()


def test_waiting_tasks_are_the_reviewers_then_the_approvers(in_review):
    org = in_review.org
    people = (org.officer1, org.manager_sibling1, org.head1, org.lead1, org.manager2)

    def waiting():
        return [person.username for person in people if TaskState.objects.reviewable_by(person).exists()]

    at_review = waiting()
    steps.review_issue(in_review.issue, by=org.manager_sibling1)

    assert (at_review, waiting()) == (["manager_sibling1"], ["head1"])


def test_tasks_open_the_editor_to_writers_and_lock_it(in_review):
    task, org = ReviewTask.objects.get(), in_review.org

    assert task.user_can_access_editor(in_review.page, org.officer1)
    assert not task.user_can_access_editor(in_review.page, org.manager_sibling1)
    assert task.locked_for_user(in_review.page, org.officer1)
    assert not task.user_can_lock(in_review.page, org.officer1)
    assert not task.user_can_unlock(in_review.page, org.officer1)
