"""The editor as authors meet it: saving, sending for review, the lock; and our pages round it."""

import re

import pytest
from django.urls import Resolver404, resolve, reverse
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from cms.doors import ELSEWHERE, OPEN, is_admin
from qms.models import Document, Issue
from qms.operations.documents import return_issue, submit_issue
from qms.operations.issue_reviewing import name_reviewers

pytestmark = pytest.mark.django_db


def editor(draft):
    return reverse("wagtailadmin_pages:edit", args=[draft.page.pk])


def form_data(purpose="Mục đích mới.", **more):
    blocks = [
        ("purpose", rich_text(f"<p>{purpose}</p>")),
        ("scope", rich_text("<p>Mọi hồ sơ.</p>")),
        ("contents", {"heading": "", "text": rich_text("<p>Làm việc.</p>")}),
    ]
    return nested_form_data({"body": streamfield(blocks)}) | more


def latest_html(draft):
    return str(type(draft.page).objects.get(pk=draft.page.pk).get_latest_revision_as_object().body)


def test_saving_keeps_a_draft_and_sends_nothing(draft, sign_in):
    answer = sign_in(draft.org.officer1).post(editor(draft), form_data())

    assert answer.status_code == 302
    assert "Mục đích mới" in latest_html(draft)
    draft.issue.refresh_from_db()
    assert draft.issue.status == "draft"
    assert not type(draft.page).objects.get(pk=draft.page.pk).live


def test_send_for_review_saves_and_leads_to_the_step(draft, sign_in):
    answer = sign_in(draft.org.officer1).post(editor(draft), form_data(**{"action-send-for-review": "1"}))

    assert answer.status_code == 302
    assert answer.url == reverse("issue_step", args=[draft.issue.uid, "submit"])
    assert "Mục đích mới" in latest_html(draft)


@pytest.mark.parametrize(
    "action", ["action-publish", "action-submit", "action-restart-workflow", "action-cancel-workflow"]
)
def test_wagtails_own_actions_only_save(action, draft, sign_in):
    sign_in(draft.org.officer1).post(editor(draft), form_data(**{action: "1"}))

    page = type(draft.page).objects.get(pk=draft.page.pk)
    assert not page.live
    assert page.current_workflow_state is None


def test_closed_page_is_not_changed(draft, sign_in):
    submit_issue(draft.issue, by=draft.org.officer1)
    client = sign_in(draft.org.officer1)

    shown = client.get(editor(draft))
    client.post(editor(draft), form_data("Sửa lén."))

    assert shown.status_code == 200
    assert b"action-send-for-review" not in shown.content
    assert "Sửa lén" not in latest_html(draft)


def test_closed_page_takes_no_earlier_revision_back(draft, sign_in):
    first = draft.page.latest_revision_id
    sign_in(draft.org.officer1).post(editor(draft), form_data())
    submit_issue(draft.issue, by=draft.org.officer1)
    path = reverse("wagtailadmin_pages:revisions_revert", args=[draft.page.pk, first])

    sign_in(draft.org.officer1).get(path)

    assert "Mục đích mới" in latest_html(draft)


@pytest.mark.parametrize("state", ["draft", "in_review", "returned"])
def test_every_link_of_the_editor_leads_somewhere(state, draft, sign_in):
    if state != "draft":
        issue = name_reviewers(draft.issue, [draft.org.lead1], by=draft.org.officer1)
        issue = submit_issue(issue, by=draft.org.officer1)
    if state == "returned":
        return_issue(issue, by=draft.org.lead1, reason="Thiếu căn cứ.")
    client = sign_in(draft.org.officer1)
    html = client.get(editor(draft)).content.decode()
    links = {link.split("?")[0].split("#")[0] for link in re.findall(r'(?:href|action)="(/[^"]*)"', html)}

    dead = []
    for link in links:
        try:
            match = resolve(link)
        except Resolver404:
            if not link.startswith("/static/"):
                dead.append(link)
            continue
        if is_admin(match) and match.view_name not in set(OPEN) | set(ELSEWHERE):
            dead.append(link)
    assert dead == []


def test_editor_offers_no_publishing(draft, sign_in):
    html = sign_in(draft.org.officer1).get(editor(draft)).content.decode()

    assert "action-send-for-review" in html
    for word in ("action-publish", "action-submit", "go_live_at", "action-unpublish"):
        assert word not in html, word


@pytest.mark.parametrize(
    "torn",
    [
        {"body-count": None},
        {"body-count": "x"},
        {"body-count": "999999999"},
        {"body-1-order": None},
        {"body-2-value-text": None, "body-0-type": None},
    ],
)
def test_editor_page_that_did_not_arrive_whole_saves_nothing(torn, draft, sign_in):
    data = {name: value for name, value in (form_data() | torn).items() if value is not None}
    before = draft.page.latest_revision_id

    for name in ("edit", "preview_on_edit"):
        path = reverse(f"wagtailadmin_pages:{name}", args=[draft.page.pk])
        answer = sign_in(draft.org.officer1).post(path, data)
        assert answer.status_code == 400
        assert "Go back, and save it once more" in answer.content.decode()
    assert type(draft.page).objects.get(pk=draft.page.pk).latest_revision_id == before


def new_document(org, **changes):
    values = {"number": "QT-40", "kind": "procedure", "unit": org.division.pk, "title_vi": "Trợ cấp"}
    return values | {"edition": org.edition.pk, "clauses": "7.5, 8.5.1"} | changes


def test_officer_creates_a_document_and_lands_in_the_editor(org, sign_in):
    client = sign_in(org.officer1)
    org_clauses = {"clauses": "4.1; 8.5.1"}

    answer = client.post(reverse("document_create"), new_document(org, **org_clauses), follow=True)

    document = Document.objects.get(number="QT-40")
    assert answer.request["PATH_INFO"] == reverse("wagtailadmin_pages:edit", args=[document.page.pk])
    assert answer.status_code == 200
    assert sorted(str(row.clause.number) for row in document.clause_references.all()) == ["4.1", "8.5.1"]
    assert (document.issues.get().issue_number, document.issues.get().status) == ("01", "draft")


@pytest.mark.parametrize(
    ("changes", "field", "word"),
    [
        ({"title_vi": "Trợ cấp", "number": "x" * 41}, "number", "40"),
        ({"clauses": "99.9"}, "clauses", "99.9"),
        ({"kind": "nonsense"}, "kind", "nonsense"),
        ({"unit": 999999}, "unit", "valid"),
    ],
)
def test_bad_input_names_the_field_and_keeps_what_was_typed(changes, field, word, org, sign_in):
    answer = sign_in(org.officer1).post(reverse("document_create"), new_document(org, **changes))

    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert word in answer.content.decode()
    assert "Trợ cấp" in answer.content.decode()
    assert not Document.objects.filter(title_vi="Trợ cấp").exists()


def test_number_given_twice_in_a_unit_is_refused(draft, sign_in):
    data = new_document(draft.org, number="QT-31", unit=draft.org.department.pk)

    answer = sign_in(draft.org.officer1).post(reverse("document_create"), data)

    assert "QT-31" in str(answer.context["form"].errors["number"])


def test_unit_of_another_department_is_no_choice(org, sign_in):
    answer = sign_in(org.officer1).post(reverse("document_create"), new_document(org, unit=org.department2.pk))

    assert "unit" in answer.context["form"].errors


@pytest.mark.parametrize("who", ["reader1", "manager1", "head1", "lead1", "admin"])
def test_only_officers_create(who, org, sign_in):
    assert sign_in(getattr(org, who)).get(reverse("document_create")).status_code == 403


def test_drafts_list_shows_ones_own(draft, other, sign_in):
    mine = sign_in(draft.org.officer1).get(reverse("document_drafts")).content.decode()
    theirs = sign_in(draft.org.officer2).get(reverse("document_drafts")).content.decode()

    assert "QT-31" in mine
    assert "QT-77" not in mine
    assert "QT-31" not in theirs


@pytest.mark.parametrize("name", ["document_write", "document_new_issue"])
def test_pages_of_another_departments_document_are_not_found(name, other, org, sign_in):
    answer = sign_in(org.officer1).get(reverse(name, args=[other.document.uid]))

    assert answer.status_code == 404


def test_second_issue_waits_for_the_first(draft, sign_in):
    data = {"change": "issue", "summary_of_change": "x"}

    answer = sign_in(draft.org.officer1).post(reverse("document_new_issue", args=[draft.document.uid]), data)

    assert answer.status_code == 422
    assert Issue.objects.filter(document=draft.document).count() == 1
