"""Every state of an issue x every act through Wagtail's own addresses x everybody: written out by hand."""

from functools import partial
from zlib import crc32

import pytest
from django.db import transaction
from django.urls import reverse
from wagtail.models import Revision, TaskState, WorkflowState

from cms.models import DocumentPage
from qms.enums import DocumentKind
from qms.models import Issue, IssueReviewer, User
from qms.operations import documents as steps
from qms.operations.documents import create_document
from tests.cms.conftest import SECTIONS
from tests.cms.test_editor import form_data
from tests.cms.test_following import signed
from tests.counts import FULL

pytestmark = pytest.mark.django_db

PEOPLE = (
    "inspector1", "officer1", "manager_sibling1", "manager1", "lead1", "head1", "reader1", "officer2", "director",
    "officer", "admin",
)  # fmt: skip

MAY = {
    # the author is inspector1; officer1 wrote too; manager_sibling1 reviews, then lead1
    ("draft", "save"): "inspector1 officer1",
    ("draft", "cancel"): "inspector1 officer1",  # on a draft the button only saves
    ("in_review", "take_up"): "manager_sibling1",
    ("in_review", "reject"): "manager_sibling1",
    ("in_review", "approve"): "manager_sibling1",
    ("in_review", "cancel"): "inspector1",
    ("second_review", "take_up"): "lead1",
    ("second_review", "reject"): "lead1",
    ("second_review", "approve"): "lead1",
    ("second_review", "cancel"): "inspector1",
    ("returned", "save"): "inspector1 officer1",
    ("returned", "cancel"): "inspector1 officer1",
}
"""Who changes something; in every other state everybody else changes nothing."""

SIGNS = {("reviewed", "approve"): "head1"}
"""Who is led to the page on which the step is signed."""


def tried_in(state):
    """Whoever may do something in that state, and every third of the others in turn; in the full count everybody."""
    may = {who for (place, _act), people in [*MAY.items(), *SIGNS.items()] if place == state for who in people.split()}
    return [who for who in PEOPLE if FULL or who in may or crc32(f"{state}{who}".encode()) % 3 == 0]


def prepare(org, state):
    """The issue of QT-31 in that state, by the operations."""
    document = create_document(
        by=org.officer1,
        author=org.inspector1,
        number="QT-31",
        kind=DocumentKind.PROCEDURE,
        unit=org.department,
        title_vi="Giải quyết hồ sơ",
        sections=SECTIONS,
        reviewers=[org.manager_sibling1, org.lead1],
    )
    issue = document.issues.get()
    for operation, who, more in PATHS[state]:
        signature = {"signature": signed(org.head1, issue)} if operation in SIGNED else {}
        issue = operation(issue, by=getattr(org, who), **more, **signature)
    return issue


SIGNED = (steps.approve_issue, steps.withdraw_issue)
WHY = {"reason": "Vì lý do của phép thử"}
SUBMIT = (steps.submit_issue, "inspector1", {})
FIRST, SECOND = (steps.review_issue, "manager_sibling1", {}), (steps.review_issue, "lead1", {})
APPROVE = (steps.approve_issue, "head1", {})
PATHS = {
    "draft": [],
    "in_review": [SUBMIT],
    "second_review": [SUBMIT, FIRST],
    "returned": [SUBMIT, (steps.return_issue, "manager_sibling1", WHY)],
    "reviewed": [SUBMIT, FIRST, SECOND],
    "approved": [SUBMIT, FIRST, SECOND, APPROVE],
    "withdrawn": [SUBMIT, FIRST, SECOND, APPROVE, (steps.withdraw_issue, "head1", WHY)],
    "abandoned": [(steps.abandon_issue, "officer1", WHY)],
}


def acts(page):
    """Name of the act > how a client does it."""
    state = TaskState.objects.filter(workflow_state__object_id=str(page.pk)).order_by("-pk").first()
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])

    def action(name, client):
        path = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, name, state.pk if state else 999999])
        return client.post(path, {"comment": "Sửa lại."})

    return {
        "take_up": partial(action, "take_up"),
        "reject": partial(action, "reject"),
        "approve": partial(action, "approve"),
        "cancel": lambda client: client.post(edit, form_data(**{"action-cancel-workflow": "1"})),
        "save": lambda client: client.post(edit, form_data()),
    }


def standing():
    """All that an act may change."""
    return (
        list(Issue.objects.values_list("pk", "status", "version")),
        list(IssueReviewer.objects.order_by("pk").values_list("pk", "taken_up_at", "done_at")),
        list(TaskState.objects.order_by("pk").values_list("pk", "status")),
        list(WorkflowState.objects.order_by("pk").values_list("pk", "status")),
        list(Revision.objects.order_by("pk").values_list("pk", flat=True)),
        list(DocumentPage.objects.values_list("pk", "live", "latest_revision_id")),
    )


def tried(client, act):
    """(answer, whether something changed), with everything as it was before."""
    before = standing()
    with transaction.atomic():
        answer = act(client)
        changed = standing() != before
        transaction.set_rollback(True)
    return answer, changed


@pytest.mark.parametrize("state", list(PATHS))
def test_wagtails_addresses_do_what_the_lifecycle_allows_and_nothing_else(state, org, sign_in):
    issue = prepare(org, state)
    page = issue.document.page
    changing, signing = {}, {}

    for who in tried_in(state):
        client = sign_in(getattr(org, who))
        for name, act in acts(page).items():
            answer, changed = tried(client, act)
            assert answer.status_code in (200, 302, 404, 409), (who, name, answer.status_code)
            if changed:
                changing.setdefault((state, name), []).append(who)
            elif answer.status_code == 302 and answer.url == reverse("issue_step", args=[issue.uid, "approve"]):
                signing.setdefault((state, name), []).append(who)

    assert {key: " ".join(sorted(people)) for key, people in changing.items()} == {
        key: people for key, people in MAY.items() if key[0] == state
    }
    assert {key: " ".join(people) for key, people in signing.items()} == {
        key: people for key, people in SIGNS.items() if key[0] == state
    }


@pytest.mark.parametrize("state", ["in_review", "reviewed"])
def test_whoever_wrote_is_told_why_not_and_strangers_find_nothing(state, org, sign_in):
    issue = prepare(org, state)
    act = acts(issue.document.page)["approve"]

    for who in ("inspector1", "officer1"):
        answer = act(sign_in(getattr(org, who)))
        assert answer.status_code == 409
        assert "Whoever wrote" in answer.content.decode()
    for who in ("officer2", "reader1", "director", "admin"):
        answer = act(sign_in(getattr(org, who)))
        assert answer.status_code == 404
        assert "QT-31" not in answer.content.decode()


def test_every_person_is_tried_in_some_state():
    assert {who for state in PATHS for who in tried_in(state)} == set(PEOPLE)


def test_every_person_of_the_organisation_is_tried_or_like_one_that_is(org):
    tried_roles = {(row.role, row.unit_id) for who in PEOPLE for row in getattr(org, who).role_assignments.all()}
    people = [person for person in vars(org).values() if isinstance(person, User)]
    own = {(row.role, row.unit_id) for person in people for row in person.role_assignments.all()}

    elsewhere = {org.ministry.pk, org.inspectorate.pk, org.department2.pk, org.division2.pk}
    assert {(role, unit) for role, unit in own - tried_roles if unit not in elsewhere and role != "reader"} == set()
