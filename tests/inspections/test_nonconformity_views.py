"""Board and saved views of nonconformities, their days in the calendar, and the same numbers wherever they are told."""

import datetime as dt
import io

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from inspections.enums import NonconformityStatus
from inspections.workflows import NONCONFORMITY
from inspections.worklist import effects_to_verify
from qms.due_days import SOURCES
from qms.enums import ActionStatus
from qms.models import Action
from qms.views import printed_lists
from qms.work_of_actions import actions_to_decide, owned_actions
from tests.factories import ActionFactory, NonconformityFactory, save
from tests.scenes import nonconformity
from tests.shared_organisation import DAY, fresh

STATES = [str(state) for state in NonconformityStatus if state != NonconformityStatus.WITHDRAWN]
READERS = ("officer1", "head1", "manager1", "verifier1", "officer2")
EXPORTED = ("", "overdue")  # the exports read the same rows as the list: two views show it
VIEWS = ("", "mine", "my_unit", "overdue", "to_verify")


def signed_in(person):
    client = Client()
    client.force_login(person)
    client.cookies["django_language"] = "en"
    return client


def told_of(org):
    """Nonconformities in every state, late ones, in two departments; actions of several owners, reported and late."""
    late = DAY - dt.timedelta(days=4)
    for state in STATES:
        nonconformity(org, state)
    overdue = nonconformity(org, "in_progress", due_on=late, raised_on=late - dt.timedelta(days=30))
    save(overdue, unit=org.sibling)
    side = {"unit": org.division2, "raised_by_unit": org.department2, "raised_by": org.officer2, "lead": org.officer2}
    NonconformityFactory(**side)
    given = {"unit": org.division, "raised_by_unit": org.department, "owner": org.owner1, "assigned_by": org.manager1}
    ActionFactory(**given, in_progress=True, due_on=late)
    ActionFactory(**given, done=True, approver=org.head1)
    ActionFactory(**(given | {"owner": org.officer1}), done=True)
    ActionFactory(
        **(given | {"unit": org.division2, "raised_by_unit": org.department2, "owner": org.reader2}), done=True
    )
    save(ActionFactory(**given, done=True), status=ActionStatus.VERIFIED)


def in_list(client, name, query):
    return client.get(reverse(name), query).context["total"]


def tabs(page):
    return {view: told["count"] for view, told in zip(VIEWS, page["saved_views"], strict=True)}


def on_list_and_tab(client, name, show):
    """How many the list says it holds, and its tab."""
    page = client.get(reverse(name), {"show": show} if show else {}).context
    return page["total"], tabs(page)[show]


def on_board(client, name, query):
    page = client.get(reverse(f"{name}_board"), query).context
    columns = [*page["columns"], *page["ended"]]
    shown = sum(len(one.cards) for one in page["columns"])
    assert shown == sum(one.count for one in page["columns"])
    return sum(one.count for one in columns)


def in_workbook(client, name, query):
    book = client.get(reverse(name), query | {"export": "xlsx"})
    sheet = load_workbook(io.BytesIO(b"".join(book.streaming_content)), read_only=True).worksheets[0]
    numbers = [row[0] for row in sheet.iter_rows(values_only=True)]
    return len(numbers) - 1 - numbers.index("Number") if "Number" in numbers else len(numbers)


@pytest.fixture
def printed(monkeypatch):
    """How many rows the printed register holds, without drawing it."""

    def answer(request, page, form, build, kind, **others):
        return HttpResponse(str(len(build(None).rows)))

    monkeypatch.setattr(printed_lists, "answer", answer)
    return lambda client, query: int(client.get(reverse("nonconformities"), query | {"print": "docx"}).content)


@pytest.mark.parametrize("name", ["nonconformities", "actions"])
def test_the_same_numbers_wherever_they_are_told(org, name, printed):
    told_of(org)
    seen = {}
    for reader in READERS:
        client = signed_in(getattr(org, reader))
        for show in VIEWS:
            query = {"show": show} if show else {}
            count, tab = on_list_and_tab(client, name, show)
            told = [tab, on_board(client, name, query)]
            if show in EXPORTED:
                told.append(in_workbook(client, name, query))
            if show in EXPORTED and name == "nonconformities":
                told.append(printed(client, query))
            assert told == [count] * len(told), (reader, show)
            seen[reader, show] = count
        assert tabs(client.get(reverse(name)).context) == {show: seen[reader, show] for show in VIEWS}
    assert len({seen[reader, ""] for reader in READERS}) >= 3  # their reach differs
    assert any(seen[reader, "overdue"] for reader in READERS)
    assert any(seen[reader, "to_verify"] for reader in READERS)


def test_home_tells_of_as_many_as_the_saved_views(org):
    told_of(org)
    save(Action.objects.filter(status=ActionStatus.DONE).first(), approver=org.verifier1)
    for reader in READERS:
        person = fresh(getattr(org, reader))
        client = signed_in(person)
        numbers = [item.number for item in actions_to_decide(person)]
        verify = Action.objects.filter(number__in=numbers, status=ActionStatus.DONE).count()
        assert verify == in_list(client, "actions", {"show": "to_verify"}), reader
        judge = list(effects_to_verify(person))
        assert len(judge) == in_list(client, "nonconformities", {"show": "to_verify"}), reader
        states = ("proposed", "assigned", "in_progress")
        owed = sum(in_list(client, "actions", {"show": "mine", "status": one}) for one in states)
        assert len(list(owned_actions(person))) == owed, reader


def test_board_asks_as_often_for_many_cards(org):
    client = signed_in(org.officer1)
    address = reverse("nonconformities_board")

    def queries():
        client.get(address)
        with CaptureQueriesContext(connection) as caught:
            assert client.get(address).status_code == 200
        return len(caught)

    nonconformity(org, "accepted")
    few = queries()
    for state in STATES[:4]:
        nonconformity(org, state)
    assert queries() == few <= 18


def test_card_offers_the_steps_that_are_open_now_and_tells_why_the_rest_is_not(org):
    for state, person in (("recorded", "manager1"), ("plan_proposed", "lead1"), ("effectiveness_check", "verifier1")):
        record = nonconformity(org, state)
        page = signed_in(getattr(org, person)).get(reverse("nonconformity_moves", args=[record.uid]))
        steps = NONCONFORMITY.steps(record, fresh(getattr(org, person)))
        moving = [step for step in steps if str(step.transition.target(record)) != record.status]
        assert [one.step.name for one in page.context["open"]] == [step.name for step in moving if step.allowed]
        text = page.content.decode()
        for one in page.context["closed"]:
            assert one.step.reasons
            assert reverse("nonconformity_step", args=[record.uid, one.step.name]) not in text
    assert signed_in(org.officer2).get(reverse("nonconformity_moves", args=[record.uid])).status_code == 404


def test_calendar_shows_due_days_and_checks_and_says_what_the_filters_leave_out(org):
    owed = nonconformity(org, "in_progress", due_on=dt.date(2020, 8, 5))
    judged = nonconformity(org, "effectiveness_check", due_on=dt.date(2020, 8, 6), check_on=dt.date(2020, 8, 7))
    address = reverse("actions_calendar") + "?month=2020-08"
    client = signed_in(org.officer1)

    text = client.get(address).content.decode()
    assert owed.number in text
    assert text.count(judged.number) == 2
    page = client.get(f"{address}&grade={owed.grade}")
    left_out = {str(kind) for kind in page.context["left_out"]}
    assert {"Action", "Review of a risk or an opportunity"} <= left_out
    assert len(left_out) == len(SOURCES) - 2, "all but what is due and checked of nonconformities"
    assert 'name="grade"' in page.content.decode()
    only = client.get(f"{address}&what=effect_check").content.decode()
    assert judged.number in only
    assert owed.number not in only
    own = signed_in(org.verifier1).get(reverse("own_calendar")).content.decode()
    assert f"SUMMARY:{judged.number}" in own


def test_links_lead_only_where_the_person_may_go(org):
    raised = NonconformityFactory(unit=org.division, raised_by_unit=org.inspectorate, raised_by=org.inspector)
    unit, address = reverse("unit", args=[org.division.uid]), reverse("nonconformity", args=[raised.uid])
    pages = {
        person.username: signed_in(person).get(address).content.decode() for person in (org.inspector, org.officer1)
    }
    assert {name: f'href="{unit}"' in page for name, page in pages.items()} == {"inspector": False, "officer1": True}
    assert signed_in(org.inspector).get(unit).status_code == 404
