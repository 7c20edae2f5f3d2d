"""The side doors by which Wagtail's permission checks were missed before: each advisory, by a user of another unit."""

import re

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.urls import NoReverseMatch, reverse
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, Page, TaskState

from cms.doors import OPEN
from cms.models import DocumentPage
from qms.operations.documents import submit_issue
from tests.cms.closed_addresses import CLOSED
from tests.cms.test_editor import form_data

pytestmark = pytest.mark.django_db

ABSENT = 999999
SECRET = "QT-31"
PIXEL = bytes.fromhex("47494638396101000100800000000000ffffff21f90401000000002c00000000010001000002024401003b")
PAGES = "wagtailadmin_pages:"
API = "wagtailadmin_api:"

DOORS = {
    # advisory: (address, arguments by name), each by a user of another unit
    "CVE-2023-45809 names by bulk actions": [
        ("wagtail_bulk_action", ["wagtailcore", "page", "delete"]),
        ("wagtail_bulk_action", ["wagtailcore", "page", "move"]),
        ("wagtail_bulk_action", ["wagtaildocs", "document", "delete"]),
        ("wagtail_bulk_action", ["wagtailimages", "image", "add_tags"]),
        ("wagtail_bulk_action", ["qms", "user", "delete"]),
    ],
    "CVE-2026-25517 preview": [
        (PAGES + "preview_on_edit", ["page"]),
        (PAGES + "preview_on_add", ["cms", "documentpage", "shelf"]),
        (PAGES + "view_draft", ["page"]),
        (PAGES + "workflow_preview", ["page", "task"]),
        ("wagtailadmin_block_preview", []),
    ],
    "CVE-2026-44197 compare of revisions": [
        (PAGES + "revisions_compare", ["page", "earliest", "latest"]),
        (PAGES + "revisions_compare", ["page", "revision", "live"]),
        (PAGES + "revisions_view", ["page", "revision"]),
        (PAGES + "revisions_revert", ["page", "revision"]),
        (PAGES + "revisions_unschedule", ["page", "revision"]),
    ],
    "CVE-2026-44198 history of a page": [
        (PAGES + "history", ["page"]),
        (PAGES + "history_results", ["page"]),
        (PAGES + "revisions_index", ["page"]),
        (PAGES + "workflow_history", ["page"]),
        (PAGES + "workflow_history_detail", ["page", "state"]),
        ("wagtailadmin_reports:site_history", []),
    ],
    "CVE-2026-44199 deleting submissions of another page": [
        ("wagtailforms:list_submissions", ["page"]),
        ("wagtailforms:delete_submissions", ["page"]),
    ],
    "CVE-2026-44200 copying a page, source and destination": [
        (PAGES + "copy", ["page"]),
        (PAGES + "move", ["page"]),
        (PAGES + "move_confirm", ["page", "shelf"]),
        (PAGES + "add_subpage", ["shelf"]),
        (PAGES + "add", ["cms", "documentpage", "shelf"]),
        (PAGES + "set_page_position", ["page"]),
        (PAGES + "convert_alias", ["page"]),
    ],
    "CVE-2026-44201 private collections in the API": [
        (API + "documents:listing", []),
        (API + "documents:detail", ["document"]),
        (API + "images:listing", []),
        (API + "images:detail", ["image"]),
    ],
    "CVE-2026-54259 chosen endpoints": [
        ("wagtaildocs_chooser:chosen", ["document"]),
        ("wagtaildocs_chooser:choose", []),
        ("wagtailimages_chooser:chosen", ["image"]),
        ("wagtailimages_chooser:select_format", ["image"]),
        ("wagtailimages_chooser:choose", []),
        ("wagtailadmin_choose_page_chosen_multiple", []),
        ("wagtailadmin_choose_page_child", ["page"]),
        ("wagtailadmin_choose_page_search", []),
    ],
    "CVE-2026-54261 preview of an image": [
        ("wagtailimages:preview", ["image", "original"]),
        ("wagtailimages:url_generator", ["image"]),
        ("wagtailimages:edit", ["image"]),
    ],
    "CVE-2026-55468 pages in the API": [
        (API + "pages:detail", ["page"]),
        (API + "pages:listing", []),
        (API + "pages:find", []),
        (API + "pages:action", ["page", "copy"]),
    ],
    "GHSA-c2xx child collections": [
        ("wagtailadmin_collections:index", []),
        ("wagtailadmin_collections:edit", ["collection"]),
        ("wagtailadmin_collections:delete", ["collection"]),
        ("wagtailadmin_collections:set_privacy", ["collection"]),
    ],
    "GHSA-x5cx copying what is no page": [
        ("wagtailsnippets:index", []),
        ("wagtailusers_users:copy", ["person"]),
        ("wagtailsites:copy", ["site"]),
    ],
    "beside the advisories: usage, reports, locks, privacy, people, tasks": [
        (PAGES + "edit", ["page"]),
        (PAGES + "usage", ["page"]),
        (PAGES + "lock", ["page"]),
        (PAGES + "unlock", ["page"]),
        (PAGES + "set_privacy", ["page"]),
        (PAGES + "delete", ["page"]),
        (PAGES + "unpublish", ["page"]),
        (PAGES + "workflow_action", ["page", "approve", "task_state"]),
        (PAGES + "workflow_action", ["page", "reject", "task_state"]),
        (PAGES + "collect_workflow_action_data", ["page", "reject", "task_state"]),
        (PAGES + "confirm_workflow_cancellation", ["page"]),
        ("wagtailadmin_reports:workflow", []),
        ("wagtailadmin_reports:locked_pages", []),
        ("wagtailadmin_workflows:edit", ["workflow"]),
        ("wagtailadmin_workflows:task_chosen", ["task"]),
        ("wagtailusers_users:edit", ["person"]),
        ("wagtailusers_users:history", ["person"]),
        ("wagtailusers_groups:edit", ["group"]),
        ("wagtailsites:edit", ["site"]),
        ("wagtaildocs:edit", ["document"]),
        ("wagtaildocs:document_usage", ["document"]),
    ],
}

TRANSLATION = "wagtail.contrib.simple_translation"
NO_ADDRESS = {
    # advisory: what is not installed, so that nothing answers
    "CVE-2024-32882 fields of settings": (["wagtail.contrib.settings"], ["wagtailsettings:edit"]),
    "CVE-2024-35228 settings": (["wagtail.contrib.settings"], ["wagtailsettings:edit"]),
    "CVE-2026-54262 translations": (
        ["wagtail.contrib.simple_translation"],
        ["simple_translation:translate_page"],
    ),
    "GHSA-92hv hash of a served document": ([], ["wagtaildocs_serve", "wagtaildocs_authenticate_with_password"]),
    "GHSA-jm5p copying for translation": (
        ["wagtail.contrib.simple_translation"],
        ["wagtail_localize:submit_translation"],
    ),
}


def test_every_advisory_of_a_missing_permission_check_is_named():
    named = [name for name in [*DOORS, *NO_ADDRESS] if name.startswith(("CVE", "GHSA"))]

    assert len(named) == 17
    known = set(OPEN) | CLOSED
    assert {address for doors in DOORS.values() for address, _given in doors} <= known


@pytest.fixture
def world(draft):
    """Keys of everything that the doors name: the page in review, and what Wagtail itself would hold."""
    org = draft.org
    submit_issue(draft.issue, by=org.officer1)
    collection = Collection.get_first_root_node().add_child(name=SECRET)
    held = {"title": SECRET, "file": ContentFile(PIXEL, name=f"{SECRET}.gif"), "collection": collection}
    state = TaskState.objects.get()
    return {
        "page": draft.page.pk,
        "shelf": draft.page.get_parent().pk,
        "revision": draft.page.latest_revision_id,
        "task": state.task_id,
        "task_state": state.pk,
        "state": state.workflow_state_id,
        "workflow": state.workflow_state.workflow_id,
        "document": get_document_model().objects.create(**held).pk,
        "image": get_image_model().objects.create(**held, width=1, height=1).pk,
        "collection": collection.pk,
        "person": org.officer1.pk,
        "group": org.officer1.groups.first().pk,
        "site": Page.objects.get(pk=draft.page.pk).get_site().pk,
    }


def addresses(doors, world):
    """(the address of what stands, the same address of what is absent)."""
    for name, given in doors:
        keys = [world.get(part, part) for part in given]
        absent = [ABSENT if part in world else part for part in given]
        query = f"?id={world['page']}&id={world['document']}" if "bulk" in name or not keys else ""
        yield reverse(name, args=keys) + query, reverse(name, args=absent) + query


def body(answer, path):
    """What was answered, without its own address and the form token."""
    html = answer.content.decode().replace(path, "").replace(path.partition("?")[0], "")
    return re.sub(r"[A-Za-z0-9]{64}", "", html)


@pytest.mark.parametrize("advisory", list(DOORS))
def test_side_door_is_not_found_by_another_unit(advisory, world, org, sign_in):
    client = sign_in(org.officer2)

    for path, absent in addresses(DOORS[advisory], world):
        for method in ("get", "head", "post"):
            answer = getattr(client, method)(path)
            assert answer.status_code == 404, (method, path)
            assert SECRET not in body(answer, path)
            assert not {"ETag", "Last-Modified", "Content-Disposition"} & set(answer.headers)
        assert body(client.get(path), path) == body(client.get(absent), absent)


@pytest.mark.parametrize("advisory", [name for name in DOORS if name.startswith(("CVE", "GHSA"))])
def test_closed_side_door_is_not_found_by_the_writer_either(advisory, world, org, sign_in):
    client = sign_in(org.officer1)
    closed = [(name, given) for name, given in DOORS[advisory] if name in CLOSED]

    for path, _absent in addresses(closed, world):
        assert [client.get(path).status_code, client.post(path).status_code] == [404, 404], path
    assert DocumentPage.objects.count() == 1


@pytest.mark.parametrize("advisory", list(NO_ADDRESS))
def test_what_is_not_installed_has_no_address(advisory):
    installed, names = NO_ADDRESS[advisory]

    assert not [name for name in installed if apps.is_installed(name)]
    for name in names:
        with pytest.raises(NoReverseMatch):
            reverse(name, args=[1])


def test_fields_that_the_editor_does_not_offer_are_ignored(draft, other, sign_in):
    """CVE-2024-32882: what the form does not show is not written, whatever is sent."""
    more = {
        "title": "Khác", "slug": "khac", "live": "on", "owner": draft.org.officer2.pk, "document": other.document.pk,
        "drafted_after": "999999", "go_live_at": "2020-01-01", "expire_at": "2020-01-02", "locked": "on",
        "latest_revision": other.page.latest_revision_id, "action-publish": "1",
    }  # fmt: skip

    sign_in(draft.org.officer1).post(reverse(PAGES + "edit", args=[draft.page.pk]), form_data(**more))

    saved = DocumentPage.objects.get(pk=draft.page.pk).get_latest_revision_as_object()
    assert (saved.title, saved.slug, saved.live, saved.locked) == (draft.page.title, draft.page.slug, False, False)
    assert (saved.owner, saved.document) == (draft.org.officer1, draft.document)
    assert (saved.drafted_after, saved.go_live_at, saved.expire_at) == (draft.page.drafted_after, None, None)


def test_files_of_wagtail_are_served_by_no_address(world, org, sign_in):
    """GHSA-92hv: neither its documents nor its pictures lie under an address of ours."""
    client = sign_in(org.officer1)
    document = get_document_model().objects.get(pk=world["document"])

    for path in (document.file.url, f"/documents/{document.pk}/{SECRET}.gif", document.file.url.replace("/media", "")):
        assert client.get(path).status_code == 404
