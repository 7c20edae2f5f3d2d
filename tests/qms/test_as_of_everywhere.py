"""Any page as of a day: every address takes one, is shut or says why not; names, tree and words of then."""

import datetime as dt
import inspect
import re
from html import unescape

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, resolve, reverse

from qms.folding import fold, sort_key
from qms.history.recording import recording
from qms.history.standing import PastIsClosed, day_shown, present, standing
from qms.models import Action, Unit, UnitPath, User
from qms.operations.actions import start_action
from qms.operations.organisation import save_unit
from qms.operations.people import save_person
from qms.views.as_of_doors import ALSO_POSTS, ONLY_TODAY, SHUT, is_shut, only_today
from qms.views.as_of_links import _match as page_at
from qms.views.as_of_links import dated, finished
from tests.counts import FULL
from tests.factories import ActionFactory, PeriodSchemeFactory
from tests.shared_organisation import DAY, fresh, on

THEN = DAY.isoformat()
LATER = DAY + dt.timedelta(days=20)


def patterns(urls=None):
    """Every named pattern of the product's own pages."""
    for one in (urls or get_resolver()).url_patterns:
        if hasattr(one, "url_patterns"):
            if not str(one.pattern).startswith(("cms/", "api/")):
                yield from patterns(one)
        elif one.name:
            yield one


def client_of(person):
    client = Client()
    client.force_login(fresh(person))
    client.cookies["django_language"] = "en"
    return client


def action_of(org, **values):
    given = {"unit": org.division, "owner": org.owner1, "approver": org.lead1, "title": "Lập hồ sơ"}
    return ActionFactory(assigned=True, **(given | values))


def test_functions_that_take_changes_are_shut_or_say_why():
    """A function shows by its own words that it takes POST; classes show it by their method."""
    for one in patterns():
        view = inspect.unwrap(one.callback)
        if hasattr(one.callback, "view_class") or one.name in SHUT | ONLY_TODAY.keys() | ALSO_POSTS:
            continue
        assert "POST" not in inspect.getsource(view), f"{one.name}: name it in SHUT or ONLY_TODAY, with its reason"


def test_tables_of_doors_name_addresses_that_there_are():
    names = {one.name for one in patterns()}
    assert SHUT | ONLY_TODAY.keys() | ALSO_POSTS <= names
    assert not SHUT & ONLY_TODAY.keys()
    assert all(str(reason) for reason in ONLY_TODAY.values())


def plain_addresses():
    """Addresses without arguments that show a day."""
    found = [one.name for one in patterns() if not one.pattern.converters and "(" not in str(one.pattern)]
    return sorted({name for name in found if only_today(resolve(reverse(name))) is None})


def test_every_page_shows_the_day_or_says_that_it_is_shut(org):
    PeriodSchemeFactory(superior=org.department)  # whose pages are the superior's alone
    client = client_of(org.officer1)
    admin = client_of(org.admin)
    with on(LATER):
        for name in plain_addresses():
            url = reverse(name)
            answer = client.get(url, {"as_of": THEN})
            answer = admin.get(url, {"as_of": THEN}) if answer.status_code in (403, 404) else answer
            if is_shut(resolve(url)):
                assert answer.status_code == 409, name
                assert "past is not changed" in answer.content.decode(), name
            elif "text/html" in answer.get("Content-Type", "") and answer.status_code == 200:
                assert "As recorded by the end of 15/07/2020" in answer.content.decode(), name
            else:
                assert answer.status_code in (200, 302, 400, 404), name
            if answer.streaming:
                b"".join(answer.streaming_content)


ANCHOR = re.compile(r'<a\b[^>]*\bhref="(/[^"]*|\?[^"]*)"[^>]*>')


def test_every_link_of_menu_and_lists_keeps_the_day_or_leads_where_only_today_is_known(org):
    """Nothing that begins a change is offered either: no button leads there, no form takes a comment."""
    client = client_of(org.officer1)
    action_of(org)
    lists = [one for one in plain_addresses() if not is_shut(resolve(reverse(one)))]
    with on(LATER):
        for name in lists if FULL else lists[::6]:
            answer = client.get(reverse(name), {"as_of": THEN}, headers={"accept": "text/html"})
            page = "" if answer.streaming or "html" not in answer.get("Content-Type", "") else answer.content.decode()
            for found in ANCHOR.finditer(page):
                path, _mark, query = unescape(found[1]).partition("#")[0].partition("?")
                match = page_at(path or reverse(name))
                if match is None:  # the shared organisation gives actions addresses of its own
                    continue
                assert f"as_of={THEN}" in query or "data-today" in found[0] or only_today(match), (name, found[0])
                assert "data-today" in found[0] or only_today(match) or not is_shut(match), (name, found[0])
            if answer.streaming:
                b"".join(answer.streaming_content)
            shut = re.findall(r'<a\b[^>]*aria-disabled="true"[^>]*>', page)
            assert not [tag for tag in shut if re.search(r'class="[^"]*\bbtn', tag)], name


def test_a_page_that_changes_something_says_why_it_is_shut_and_leads_back(org):
    client = client_of(org.officer1)
    with on(LATER):
        answer = client.get("/imports/", {"as_of": THEN, "kind": "x"}, headers={"accept": "text/html"})
        page = answer.content.decode()
    assert answer.status_code == 200
    assert "the past is not changed" in page
    assert 'data-today href="/imports/?kind=x"' in page
    assert f'href="/?as_of={THEN}"' in page


def test_comments_are_read_and_not_written_while_a_past_day_is_shown(org):
    action, client = action_of(org), client_of(org.owner1)
    with on(LATER):
        for address in (reverse("action", args=[action.uid]), reverse("comments", args=["qms.action", action.uid])):
            assert 'name="text"' in client.get(address).content.decode(), address
            past = client.get(address, {"as_of": THEN}).content.decode()
            assert 'name="text"' not in past
            assert "You are looking back" in past


@pytest.mark.parametrize("asked", [THEN, "nonsense"])
def test_the_interface_for_programs_refuses_a_day_and_says_so(org, asked):
    for client in (client_of(org.officer1), Client(headers={"accept-language": "en"})):
        answer = client.get("/api/v1/field/inspections", {"as_of": asked})
        assert answer.status_code == 400
        assert "knows only today" in answer.json()["detail"]


def test_what_only_knows_today_says_so(org):
    client = client_of(org.admin)
    answer = client.get(reverse("mails"), {"as_of": "2020-07-01"}, headers={"accept": "text/html"})
    assert answer.status_code == 200
    assert "banner-asof" not in answer.content.decode()
    assert any("Today is shown" in str(message) for message in get_messages(answer.wsgi_request))


def test_nothing_is_changed_while_a_past_day_is_shown(org):
    action = action_of(org)
    with on(LATER):
        answer = client_of(org.owner1).post(
            f"{reverse('action_step', args=[action.uid, 'start'])}?as_of={THEN}", {"version": action.version}
        )
        assert answer.status_code == 409
        action.refresh_from_db()
        assert action.status == "assigned"
        with standing(DAY), pytest.raises(PastIsClosed):
            start_action(Action.objects.get(pk=action.pk), by=org.owner1)


def rename_and_move(org):
    """Twenty days later the division has another name and place, the owner another name and position."""
    unit = Unit.objects.get(pk=org.division.pk)
    unit.name_vi, unit.name_en, unit.parent = "Ân xá mới", "", Unit.objects.get(pk=org.department2.pk)
    save_unit(unit, by=fresh(org.admin))
    person = User.objects.get(pk=org.owner1.pk)
    person.full_name = "Ông Mới Tinh"
    save_person(person, by=fresh(org.admin))
    action = Action.objects.get()
    action.refresh_from_db()
    start_action(action, by=fresh(org.owner1))


def paths_of(unit):
    return set(UnitPath.objects.filter(unit=unit).values_list("ancestor_id", "depth", "inside"))


def test_names_tree_and_words_are_those_of_then(org):
    action = action_of(org)
    was = {"unit": org.division.name_vi, "owner": org.owner1.full_name}
    paths = paths_of(org.division)
    with on(LATER):
        rename_and_move(org)
        client = client_of(org.officer1)
        rows = client.get(reverse("actions"), {"as_of": THEN}).context["rows"]
        assert [(row.unit.name_vi, row.owner.full_name, row.status) for row in rows] == [
            (was["unit"], was["owner"], "assigned")
        ]
        page = client.get(reverse("action", args=[action.uid]), {"as_of": THEN}).content.decode()
        assert was["owner"] in page
        assert "Mới Tinh" not in page
        sheet = client.get(reverse("actions"), {"as_of": THEN, "export": "csv"})
        told = b"".join(sheet.streaming_content).decode()
        assert org.division.name_en in told
        assert "Ân xá mới" not in told
        with standing(DAY):
            assert (
                set(UnitPath.objects.filter(unit=org.division).values_list("ancestor_id", "depth", "inside")) == paths
            )
            assert not Unit.objects.filter(search_text__contains="an xa moi").exists()
            unit = Unit.objects.get(pk=org.division.pk)
            assert unit.sort_key == sort_key(was["unit"])
            assert unit.search_text == fold(f"{unit.code} {unit.name_vi} {unit.name_en}")
            person = User.objects.get(pk=org.owner1.pk)
            given_first = " ".join(reversed(was["owner"].split()))
            assert person.sort_key == sort_key(given_first)
            with present():
                assert day_shown() is None
                assert Unit.objects.get(pk=org.division.pk).name_vi == "Ân xá mới"
        # reach follows the tree of then: the department's officer no longer reaches the division today
        assert not client.get(reverse("actions")).context["rows"]


NAMES = ["Đặng Ứng Đoàn", "Phường Ỷ Lan 2", "ÂM ấm ắm", "Xã W-Z (cũ)", "Trung tâm Giáo dục nghề nghiệp", "Trạm ß"]


@pytest.mark.parametrize("name", NAMES)
def test_the_database_folds_and_sorts_names_as_the_product_does(org, name):
    unit = Unit.objects.get(pk=org.section.pk)
    unit.name_vi = name
    save_unit(unit, by=fresh(org.admin))
    with on(LATER):
        unit = Unit.objects.get(pk=org.section.pk)
        unit.name_vi = "Khác"
        save_unit(unit, by=fresh(org.admin))
        with standing(DAY):
            then = Unit.objects.get(pk=org.section.pk)
    assert (then.name_vi, then.sort_key) == (name, sort_key(name))
    assert then.search_text == fold(f"{then.code} {then.name_vi} {then.name_en}")


def test_search_finds_what_was_written_then(org):
    action = action_of(org, title="Rà soát biểu mẫu")
    with on(LATER):
        later = Action.objects.get(pk=action.pk)
        later.title = "Tập huấn lại"
        with recording(by=fresh(org.officer1), operation="test"):
            later.save()
        client = client_of(org.officer1)
        for words, day, found in (
            ("bieu mau", THEN, 1), ("tap huan", THEN, 0), ("tap huan", "", 1), ("bieu mau", "", 0),
        ):  # fmt: skip
            assert len(client.get(reverse("actions"), {"as_of": day, "q": words}).context["rows"]) == found, (
                words,
                day,
            )


def asked(client, url):
    client.get(url, {"as_of": THEN})
    with CaptureQueriesContext(connection) as seen:
        assert client.get(url, {"as_of": THEN}).status_code == 200
    return len(seen)


def test_pages_as_of_a_day_ask_as_often_for_many_rows(org):
    action_of(org)
    with on(LATER):
        few = [asked(client_of(org.officer1), reverse(name)) for name in ("home", "actions", "actions_board")]
    for _ in range(4):
        action_of(org)
    with on(LATER):
        assert [asked(client_of(org.officer1), reverse(name)) for name in ("home", "actions", "actions_board")] == few


def test_links_keep_the_day_and_doors_are_shut():
    day = "2019-12-31"
    assert dated("/actions/", day) == "/actions/?as_of=2019-12-31"
    assert dated("/actions/?status=done#top", day) == "/actions/?status=done&as_of=2019-12-31#top"
    assert dated("?page=2", day) == "?page=2&as_of=2019-12-31"
    for kept in (
        "#content",
        "https://example.org/",
        "/login/",
        "/static/x.css",
        "/actions/?as_of=2020-01-01",
        "mailto:a@b.vn",
    ):
        assert dated(kept, day) == kept
    told = finished(
        '<a href="/actions/new/" class="btn">+</a><a data-today href="?">t</a>'
        '<form method="post" action="/actions/new/"><input name="q"></form><form method="get"><input name="q"></form>'
        '<form method="post" action="/language/"></form>',
        day,
    )
    assert '<a class="btn" hidden>' in told.replace("  ", " ")
    assert 'aria-disabled="true"' in finished('<a href="/actions/new/">+</a>', day)
    assert 'href="/actions/new/"' not in told
    assert '<a data-today href="?">' in told
    assert told.count("<fieldset disabled>") == told.count("</fieldset>") == 1
    assert told.count('name="as_of" value="2019-12-31"') == 1
