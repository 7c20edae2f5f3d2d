"""The workshop: pages made with documents, frozen content, nothing published or served by Wagtail."""

import json

import pytest
from django.http import Http404
from django.urls import reverse
from wagtail.models import GroupPagePermission, Page, Site

from cms.models import DocumentIndexPage, DocumentPage, HomePage
from cms.publishing import freeze, freeze_body, stream
from cms.sections import body_from
from cms.site import ensure_groups, ensure_site, prepare_workshop
from cms.workshop import gap, writers
from qms.enums import DocumentKind
from qms.operations.documents import submit_issue
from tests.cms.conftest import SECTIONS

pytestmark = pytest.mark.django_db


def test_site_is_prepared_once():
    ensure_site()
    ensure_groups()
    prepare_workshop()

    assert (HomePage.objects.count(), DocumentIndexPage.objects.count()) == (1, 1)
    assert Site.objects.get(is_default_site=True).root_page_id == HomePage.objects.get().pk
    assert not any(Page.find_problems())


def test_groups_open_the_building_and_nothing_more(org):
    rights = org.officer1.get_all_permissions()

    assert rights == {"wagtailadmin.access_admin"}
    assert org.reader1.get_all_permissions() == set()
    held = GroupPagePermission.objects.filter(group__name__in=["officers", "authors"])
    assert set(held.values_list("permission__codename", "page__slug")) == {("change_page", "tai-lieu")}


def test_document_gets_its_page(draft):
    assert draft.page.title == "QT-31 Giải quyết hồ sơ"
    assert not draft.page.live
    assert [child.block_type for child in draft.page.body] == [
        "purpose", "scope", "references", "definitions", "steps", "forms", "records",
    ]  # fmt: skip


def test_frozen_sections_stand_in_their_order_with_numbers():
    frozen = freeze_body(reversed(body_from(SECTIONS)))

    headings = [part.split("</h2>")[0] for part in frozen.html.split("<h2>")[1:]]
    assert [heading.split(".")[0] for heading in headings] == ["1", "2", "3", "4", "5", "6", "7"]
    assert frozen.html.index("Trả kết quả") < frozen.html.index("Thẩm định") < frozen.html.index("5 năm")
    assert "Tiếp nhận" in frozen.text
    assert "<" not in frozen.text


def test_frozen_body_is_plain_json_and_freezes_again_to_the_same():
    frozen = freeze_body(body_from(SECTIONS))

    again = freeze_body(json.loads(json.dumps(frozen.body)))

    assert (again.body, again.html) == (frozen.body, frozen.html)


def test_frozen_html_carries_no_script():
    hostile = '<p onclick="x()">a<script>alert(1)</script><img src=x onerror=y></p>'
    body = body_from(SECTIONS | {"purpose": hostile, "references": ["<script>alert(2)</script>"]})

    frozen = freeze_body(body)

    assert "<script" not in frozen.html
    assert "onclick" not in frozen.html
    assert "<img" not in frozen.html
    assert "&lt;script&gt;alert(2)" in frozen.html


def test_empty_page_freezes_to_nothing(draft):
    draft.page.body = stream([])

    assert (freeze(draft.page).html, freeze(draft.page).body) == ("", [])


@pytest.mark.parametrize(
    ("kind", "sections", "missing"),
    [
        (DocumentKind.PROCEDURE, {}, 3),
        (DocumentKind.PROCEDURE, {"purpose": "a", "scope": "b"}, 1),
        (DocumentKind.PROCEDURE, SECTIONS, 0),
        (DocumentKind.POLICY, {}, 1),
        (DocumentKind.POLICY, {"contents": "a"}, 0),
    ],
)
def test_gap_names_what_is_missing(kind, sections, missing, draft):
    draft.document.kind = kind
    draft.issue.document = draft.document
    draft.page.body = stream(body_from(sections))
    draft.page.save_revision(clean=False)

    told = gap(draft.issue)

    assert (told is None) == (missing == 0)
    assert (told or "").count(",") == max(missing - 1, 0)


def test_writers_are_those_who_saved_the_draft(draft):
    org = draft.org
    draft.page.save_revision(user=org.manager1)

    assert writers(draft.document) == {org.officer1.pk, org.manager1.pk}


def test_page_is_never_served(draft, rf):
    with pytest.raises(Http404):
        draft.page.serve(rf.get("/"))


def test_earlier_revision_brings_its_text_only(draft):
    first = draft.page.latest_revision
    DocumentPage.objects.filter(pk=draft.page.pk).update(drafted_after=first.pk, title="Other")

    page = DocumentPage.objects.get().latest_revision.as_object()

    assert (page.drafted_after, page.title) == (first.pk, "Other")


def test_page_is_locked_unless_an_issue_is_a_draft(draft):
    assert draft.page.get_lock() is None

    submit_issue(draft.issue, by=draft.org.officer1)

    assert draft.page.get_lock().for_user(draft.org.officer1)


def test_wagtail_offers_writing_and_nothing_else(draft):
    rights = draft.page.permissions_for_user(draft.org.officer1)

    assert rights.can_edit()
    for name in ("publish", "unpublish", "delete", "move", "copy", "lock", "unschedule", "submit_for_moderation"):
        assert not getattr(rights, f"can_{name}")(), name
    assert not draft.page.permissions_for_user(draft.org.manager1).can_edit()


def test_preview_draws_the_frozen_form(draft, sign_in):
    answer = sign_in(draft.org.officer1).get(reverse("wagtailadmin_pages:view_draft", args=[draft.page.pk]))

    assert answer.status_code == 200
    assert "Thẩm định" in answer.content.decode()
