"""Saved views, board, calendar and calendar file of actions; another owner and more time for many at once."""

import datetime as dt
import re
import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from qms.due_days import SOURCES
from qms.enums import ActionStatus, ExtensionStatus
from qms.exporting.calendar_file import MOST, folded
from qms.models import Action
from qms.operations.actions import reassign_action
from qms.operations.many_actions import grant_more_time, reassign_actions
from qms.views.boards import CARDS
from qms.work_of_actions import actions_to_decide
from qms.workflow import Conflict, StepRefused
from qms.workflows import ACTION, EXTENSION
from tests.factories import ActionExtensionFactory, ActionFactory, save
from tests.scenes import nonconformity
from tests.shared_organisation import DAY, fresh

LATER = DAY + dt.timedelta(days=20)


def signed_in(person):
    client = Client()
    client.force_login(person)
    client.cookies["django_language"] = "en"
    return client


def owed(org, **values):
    """An action in progress of the division, due in five days, approved by lead1."""
    given = {"unit": org.division, "raised_by_unit": org.department, "owner": org.owner1, "in_progress": True}
    given |= {"assigned_by": org.manager1, "approver": org.lead1, "due_on": DAY + dt.timedelta(days=5)}
    return ActionFactory(**(given | values))


def queries(client, url):
    client.get(url)
    with CaptureQueriesContext(connection) as caught:
        response = client.get(url)
    assert response.status_code == 200, response.content[:300]
    return len(caught)


def test_saved_views_count_what_they_open(org):
    owed(org, due_on=DAY - dt.timedelta(days=1))
    owed(org, done=True)
    owed(org, unit=org.sibling, owner=org.officer1, due_on=DAY)  # due today: not late
    client = signed_in(org.officer1)

    views = client.get(reverse("actions"), {"kind": Action.objects.last().kind}).context["saved_views"]

    counts = {str(view["label"]): view["count"] for view in views}
    assert counts == {"All": 3, "Mine": 1, "My unit": 1, "Late": 1, "To verify": 1}
    for view in views:
        assert client.get(view["url"]).context["total"] == view["count"], view["url"]
        assert "kind=" in view["url"]


def test_reported_work_waits_for_its_verifier_without_being_called_late(org):
    late = DAY - dt.timedelta(days=3)
    reported = save(owed(org, due_on=late, done=True), done_on=late)
    item = next(one for one in actions_to_decide(fresh(org.lead1)) if one.number == reported.number)
    assert item.due is None
    assert f"{late:%d/%m/%Y}" in str(item.note)


def test_board_stands_by_state_and_keeps_the_filters(org):
    late = owed(org, due_on=DAY - dt.timedelta(days=3))
    closed = save(owed(org, done=True), status=ActionStatus.VERIFIED)
    owed(org, unit=org.sibling)
    client = signed_in(org.officer1)

    page = client.get(reverse("actions_board"), {"unit": org.division.pk, "sort": "due_on", "page": "2"})

    text = page.content.decode()
    counts = {column.state: column.count for column in [*page.context["columns"], *page.context["ended"]]}
    assert counts == {"proposed": 0, "assigned": 0, "in_progress": 1, "done": 0, "verified": 1, "cancelled": 0}
    assert late.number in text
    assert "3 days late" in text
    assert closed.number not in text
    assert f"{reverse('actions')}?unit={org.division.pk}" in text
    alone = client.get(reverse("actions_board"), {"column": "verified"})
    assert closed.number in alone.content.decode()
    assert alone.context["total"] == 1  # of the column shown, not of the board


def test_board_asks_as_often_for_many_cards_and_pages_on(org):
    client = signed_in(org.officer1)
    owed(org)
    few = queries(client, reverse("actions_board"))
    for _number in range(CARDS + 1):
        owed(org)

    assert queries(client, reverse("actions_board")) == few <= 16
    page = client.get(reverse("actions_board"))
    column = next(one for one in page.context["columns"] if one.state == "in_progress")
    assert (len(column.cards), column.count) == (CARDS, CARDS + 2)
    further = client.get(column.more_url, headers={"HX-Request": "true"}).content.decode()
    assert further.count("board-card-title") == 2
    assert "<html" not in further


def test_moves_offer_what_the_guards_allow_and_say_why_not(org):
    action = owed(org)
    url = reverse("action_moves", args=[action.uid])

    own = signed_in(org.owner1).get(url)
    others = signed_in(org.officer1).get(url, headers={"HX-Request": "true"}).content.decode()

    for response, person in ((own, org.owner1),):
        allowed = [step.name for step in ACTION.steps(action, fresh(person)) if step.allowed]
        assert [move.step.name for move in response.context["open"]] == allowed == ["done"]
    assert reverse("action_step", args=[action.uid, "done"]) in own.content.decode()
    assert "Only its owner reports on this action." in others
    assert "Who can" in others
    assert "<html" not in others
    assert signed_in(org.officer2).get(url).status_code == 404


def test_calendar_shows_the_month_its_holidays_and_only_what_is_reached(org):
    action = owed(org, due_on=dt.date(2020, 9, 3))
    address = reverse("actions_calendar")
    client = signed_in(org.officer1)

    text = client.get(address, {"month": "2020-09", "unit": org.division.pk}).content.decode()

    assert action.number in text
    assert "National Day" in text
    assert f"?unit={org.division.pk}&amp;month=2020-10" in text
    assert action.number not in client.get(address, {"month": "2020-08"}).content.decode()
    assert action.number not in signed_in(org.officer2).get(address, {"month": "2020-09"}).content.decode()
    for query in ("month=x", "month=2020-13", "month=9999-12", "day=x", "unit=abc", "what=x", "grade=major", "q=%00"):
        assert client.get(f"{address}?{query}").status_code == 200, query


def test_calendar_asks_as_often_for_many_days_and_a_full_day_opens_whole(org):
    client = signed_in(org.officer1)
    address = reverse("actions_calendar") + f"?month={DAY:%Y-%m}"
    owed(org)
    few = queries(client, address)
    rows = [owed(org) for _number in range(8)]

    assert queries(client, address) == few <= 8 + len(SOURCES)  # one for each kind of thing that is due
    assert "3 more" in client.get(address).content.decode()
    late = owed(org, due_on=DAY - dt.timedelta(days=1))
    page = client.get(address).content.decode()
    assert re.search(rf"{late.number}.*?overdue", page, re.DOTALL)  # in the words of lists and boards
    whole = client.get(f"{address}&day={rows[0].due_on}").content.decode()
    assert all(row.number in whole for row in rows)


def test_own_due_days_leave_as_a_calendar_file(org):
    action = owed(org, title="Rà soát; sửa đổi, " + "quy trình " * 12)
    owed(org, owner=org.reader1)

    response = signed_in(org.owner1).get(reverse("own_calendar"))

    assert response["Content-Type"].startswith("text/calendar")
    assert "attachment" in response["Content-Disposition"]
    lines = response.content.split(b"\r\n")
    assert all(len(line) <= MOST for line in lines)
    assert all(line.decode() is not None for line in lines)
    text = response.content.replace(b"\r\n ", b"").decode()
    assert text.count("BEGIN:VEVENT") == 1
    assert f"SUMMARY:{action.number} Rà soát\\; sửa đổi\\, quy trình" in text
    assert f"DTSTART;VALUE=DATE:{action.due_on:%Y%m%d}" in text
    assert folded("ế" * 60).replace(b"\r\n ", b"") == "ế".encode() * 60 + b"\r\n"


def post(person, name, actions, **values):
    """The step for these actions, as its form sends it."""
    data = {"pick": [str(action.uid) for action in actions], "reason": "Bàn giao"} | values
    return signed_in(person).post(reverse(name), data)


def confirm(person, name, actions, **values):
    """See what will happen, then confirm it."""
    seen = post(person, name, actions, **values).context
    return post(person, name, actions, confirm=seen["seen"], **values), seen["rows"]


def test_what_is_foretold_is_what_happens_another_owner(org):
    mine = [owed(org), owed(org, owner=org.manager1)]
    reader = owed(org, owner=org.reader1)
    ended = owed(org, done=True)
    elsewhere = owed(org, unit=org.sibling)
    everything = [*mine, reader, ended, elsewhere]

    response, foretold = confirm(org.manager1, "actions_reassign", everything, owner=org.reader1.pk)

    assert response.status_code == 302
    expected = {row.action.number: row.allowed for row in foretold}
    assert expected == {one.number: one in mine for one in everything}
    for row in foretold:
        row.action.refresh_from_db()
        changed = row.action.history.filter(operation="action.reassign", history_change_reason="Bàn giao").exists()
        assert changed == row.allowed
    assert all(Action.objects.get(pk=one.pk).owner_id == org.reader1.pk for one in mine)


def test_whoever_judges_the_effect_takes_over_no_action(org):
    record = nonconformity(org, "in_progress")
    action = record.corrective_actions.get().action
    save(action, status=ActionStatus.ASSIGNED, verified_by=None, verified_on=None)
    save(record, verifier=org.manager1)

    foretold = post(org.manager1, "actions_reassign", [action], owner=org.manager1.pk).context["rows"]

    assert "verifies the effect of" in " ".join(foretold[0].reasons)
    with pytest.raises(StepRefused, match="verifies the effect of"):
        reassign_action(action, by=fresh(org.manager1), owner=org.manager1, reason="x")
    save(record, verifier=org.verifier1)
    assert post(org.manager1, "actions_reassign", [action], owner=org.manager1.pk).context["rows"][0].allowed


def test_what_is_foretold_is_what_happens_more_time(org):
    plain = owed(org)
    asked = ActionExtensionFactory(action=owed(org), asked_by=org.owner1, status=ExtensionStatus.ENDORSED)
    again = ActionExtensionFactory(action=owed(org), asked_by=org.owner1, status=ExtensionStatus.GRANTED).action
    not_endorsed = ActionExtensionFactory(action=owed(org), asked_by=org.owner1).action
    own = owed(org, owner=org.lead1)
    ended = owed(org, owner=org.lead1, done=True)
    everything = [plain, asked.action, again, not_endorsed, own, ended]

    response, foretold = confirm(org.lead1, "actions_more_time", everything, to_day=LATER.isoformat())

    assert response.status_code == 302
    assert {row.action.number for row in foretold if row.allowed} == {plain.number, asked.action.number}
    told = {row.action.number: " ".join(row.reasons) for row in foretold}
    assert "second extension" in told[again.number]
    assert "Whoever does the action" in told[own.number]
    assert "this step leads on from" in told[not_endorsed.number]
    assert told[ended.number] == "More time is given while the action is assigned or in progress."
    assert not next(row.who for row in foretold if row.action == ended)
    moved = {action.number: Action.objects.get(pk=action.pk) for action in everything}
    assert moved[plain.number].due_on == LATER
    assert moved[plain.number].original_due_on == plain.due_on
    assert moved[asked.action.number].due_on == asked.to_day
    assert all(moved[one.number].due_on == one.due_on for one in (again, not_endorsed, own))
    assert moved[plain.number].history.latest("sequence").history_change_reason == "Bàn giao"


def test_long_extensions_are_given_by_top_management_only(org):
    action = owed(org)
    far = action.original_due_on + dt.timedelta(days=31)
    with pytest.raises(StepRefused, match="top management"):
        grant_more_time([action], by=fresh(org.lead1), to_day=far, reason="x")
    grant_more_time([action], by=fresh(org.head1), to_day=far, reason="x")
    assert Action.objects.get(pk=action.pk).due_on == far


def test_all_of_them_or_none(org):
    good, ended = owed(org), owed(org, done=True)
    with pytest.raises(StepRefused, match=ended.number):
        reassign_actions([good, ended], by=fresh(org.manager1), owner=org.reader1, reason="x")
    assert Action.objects.get(pk=good.pk).owner_id == org.owner1.pk
    stale = Action.objects.get(pk=good.pk)
    reassign_actions([good], by=fresh(org.manager1), owner=org.reader1, reason="x")
    with pytest.raises(Conflict, match=stale.number):
        reassign_actions([stale], by=fresh(org.manager1), owner=org.manager1, reason="x")


def test_confirming_what_has_changed_does_nothing(org):
    action = owed(org)
    seen = post(org.manager1, "actions_reassign", [action], owner=org.reader1.pk).context["seen"]
    save(action, title="Đổi")

    response = post(org.manager1, "actions_reassign", [action], owner=org.reader1.pk, confirm=seen)

    assert response.status_code == 200
    assert "Nothing was done" in response.content.decode()
    assert Action.objects.get(pk=action.pk).owner_id == org.owner1.pk
    missing = post(org.manager1, "actions_reassign", [action], owner=org.reader1.pk, reason=" ")
    assert "reason" in missing.context["form"].errors


def test_rows_are_ticked_without_script_and_foretold_in_few_queries(org):
    rows = [owed(org)]
    client = signed_in(org.manager1)
    text = client.get(reverse("actions"), {"tick": "all"}).content.decode()
    assert f'value="{rows[0].uid}" checked' in text
    assert not signed_in(org.owner1).get(reverse("actions")).context.get("many")
    data = {"pick": [str(rows[0].uid)], "reason": "x", "to_day": LATER.isoformat()}

    def asked():
        with CaptureQueriesContext(connection) as caught:
            assert client.post(reverse("actions_more_time"), data).status_code == 200
        return len(caught)

    asked()
    few = asked()
    data["pick"] = [str(one.uid) for one in (owed(org) for _number in range(6))] + data["pick"]
    assert asked() == few
    for picks in ([], ["x"], [str(uuid.uuid4())], ["'"]):
        assert client.get(reverse("actions_reassign"), {"pick": picks}).status_code == 200


def test_neither_step_for_many_asks_for_a_signature():
    """The page takes none: were a step signed, one signature over the list would have to be asked for."""
    assert not ACTION["reassign"].signed
    assert not EXTENSION["grant"].signed
