"""/cms/ is deny by default: every address of Wagtail's admin is classified, side doors open to writers only."""

import re

import pytest
from django.urls import get_resolver, reverse

from cms.doors import ELSEWHERE, OPEN
from qms.models import User
from tests.cms.closed_addresses import CLOSED
from tests.counts import FULL

pytestmark = pytest.mark.django_db


def admin_patterns():
    """(name, route) of each address under /cms/."""
    found = []

    def walk(patterns, names, prefix):
        for pattern in patterns:
            route = prefix + str(pattern.pattern)
            if hasattr(pattern, "url_patterns"):
                walk(pattern.url_patterns, [*names, pattern.namespace] if pattern.namespace else names, route)
            else:
                found.append((":".join([*names, pattern.name or ""]), route))

    for pattern in get_resolver().url_patterns:
        if str(pattern.pattern) == "cms/":
            walk(pattern.url_patterns, [], "cms/")
    return found


def example(route):
    """A concrete path for a route, with numbers that exist nowhere."""
    path = re.sub(r"<int:[^>]+>|\(\\d\+\)|\(live\|[^)]*\)", "999999", route)
    path = re.sub(r"<(?:slug|str):[^>]+>|<[^>]+>", "x", path)
    path = path.replace(r"\.\.\.", "...").replace("^.*/$", "nothing/here/")
    return "/" + re.sub(r"[\^$]", "", path)


def test_every_address_is_classified():
    names = {name for name, _route in admin_patterns()}

    assert names == set(OPEN) | set(ELSEWHERE) | CLOSED
    assert len(names) == len(OPEN) + len(ELSEWHERE) + len(CLOSED)


def test_closed_addresses_are_not_found_for_anybody(org, sign_in):
    """Each address is tried by one person in turn, so that everybody tries some; in the full count by everybody."""
    people = [user for user in vars(org).values() if isinstance(user, User)]
    closed = [example(route) for name, route in admin_patterns() if name in CLOSED]
    apart = 1 if FULL else len(people)

    for place, user in enumerate(people):
        client = sign_in(user)
        for path in closed[place % apart :: apart]:
            for answer in (client.get(path), client.post(path)):
                assert answer.status_code == 404, (user.username, path, answer.status_code)


def test_addresses_of_no_page_are_not_found(org, sign_in):
    client = sign_in(org.officer1)
    harmless = {"wagtailadmin_sprite", "wagtailadmin_javascript_catalog", "wagtailadmin_logout"}
    harmless.add("wagtailadmin_editing_sessions:release")

    for name, route in admin_patterns():
        if name in OPEN and name not in harmless:
            assert client.get(example(route)).status_code == 404, route


def side_doors(page):
    revision = page.latest_revision_id
    pages = "wagtailadmin_pages:"
    return [
        reverse(pages + "edit", args=[page.pk]),
        reverse(pages + "preview_on_edit", args=[page.pk]),
        reverse(pages + "view_draft", args=[page.pk]),
        reverse(pages + "history", args=[page.pk]),
        reverse(pages + "history_results", args=[page.pk]),
        reverse(pages + "revisions_view", args=[page.pk, revision]),
        reverse(pages + "revisions_revert", args=[page.pk, revision]),
        reverse(pages + "revisions_compare", args=[page.pk, "earliest", "latest"]),
        reverse(pages + "copy", args=[page.pk]),
        reverse(pages + "delete", args=[page.pk]),
        reverse(pages + "move", args=[page.pk]),
        reverse(pages + "unpublish", args=[page.pk]),
        reverse(pages + "usage", args=[page.pk]),
        reverse(pages + "set_privacy", args=[page.pk]),
        reverse(pages + "lock", args=[page.pk]),
        reverse(pages + "workflow_history", args=[page.pk]),
        reverse("wagtailadmin_explore_results", args=[page.pk]),
        reverse("wagtailadmin_choose_page_child", args=[page.pk]),
        reverse("wagtailadmin_api:pages:detail", args=[page.pk]),
        reverse("wagtailadmin_editing_sessions:ping", args=["cms", "documentpage", page.pk, 1]),
        reverse("wagtailadmin_editing_sessions:ping", args=["wagtailcore", "page", page.pk, 1]),
        reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"]) + f"?id={page.pk}",
    ]


@pytest.mark.parametrize(
    "who", ["officer2", "head2", "manager1", "head1", "lead1", "director", "officer", "reader1", "admin"]
)
def test_page_of_another_has_no_side_door(who, draft, sign_in):
    client = sign_in(getattr(draft.org, who))
    absent = client.get(reverse("wagtailadmin_pages:edit", args=[999999]))

    for path in side_doors(draft.page):
        for answer in (client.get(path), client.post(path)):
            assert answer.status_code == 404, path
            assert b"QT-31" not in answer.content
    assert absent.status_code == 404


def body_of(client, page_id):
    """The answer's page without its own address and the form token, which differ each time."""
    path = reverse("wagtailadmin_pages:edit", args=[page_id])
    html = client.get(path).content.decode().replace(path, "")
    return re.sub(r"[A-Za-z0-9]{64}", "", html)


def test_absent_and_unreachable_pages_answer_the_same(draft, sign_in):
    client = sign_in(draft.org.officer2)

    seen, absent = (body_of(client, number) for number in (draft.page.pk, 999999))

    assert seen == absent


def test_revision_of_another_page_is_not_found_through_ones_own(draft, other, sign_in):
    client = sign_in(draft.org.officer1)
    foreign = other.page.latest_revision_id
    names = ("revisions_view", "revisions_revert")
    paths = [reverse(f"wagtailadmin_pages:{name}", args=[draft.page.pk, foreign]) for name in names]
    paths.append(reverse("wagtailadmin_pages:revisions_compare", args=[draft.page.pk, "earliest", foreign]))

    assert [client.get(path).status_code for path in paths] == [404, 404, 404]


@pytest.mark.parametrize("name", ["edit", "view_draft", "history", "history_results"])
def test_writer_passes(name, draft, sign_in):
    answer = sign_in(draft.org.officer1).get(reverse(f"wagtailadmin_pages:{name}", args=[draft.page.pk]))

    assert answer.status_code == 200


def test_writer_compares_revisions(draft, sign_in):
    draft.page.save_revision(user=draft.org.officer1)
    path = reverse("wagtailadmin_pages:revisions_compare", args=[draft.page.pk, "earliest", "latest"])

    assert sign_in(draft.org.officer1).get(path).status_code == 200


def test_stranger_is_sent_to_sign_in(client, draft):
    answer = client.get(reverse("wagtailadmin_pages:edit", args=[draft.page.pk]))

    assert answer.status_code == 302
    assert answer.url.startswith(reverse("login"))


def test_wagtails_home_leads_to_our_list(org, sign_in):
    answer = sign_in(org.officer1).get(reverse("wagtailadmin_home"))

    assert (answer.status_code, answer.url) == (302, reverse("document_drafts"))


def test_wagtails_search_is_the_librarys(org, sign_in):
    answer = sign_in(org.officer1).get(reverse("wagtailadmin_pages:search") + "?q=đơn")

    assert (answer.status_code, answer.url) == (302, reverse("documents", query={"q": "đơn"}))


def test_saved_draft_is_never_written_over(draft, sign_in):
    path = reverse("wagtailadmin_pages:edit", args=[draft.page.pk])

    answer = sign_in(draft.org.officer1).post(path, {"overwrite_revision_id": draft.page.latest_revision_id})

    assert answer.status_code == 404
