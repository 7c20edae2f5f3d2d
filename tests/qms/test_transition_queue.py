"""The queue of clauses on its pages: identical cases decided once, overruled, carried over in portions, undone."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from qms import clock
from qms.enums import RunStatus
from qms.models import Citation, ClauseDecision, DocumentClause, TransitionRun
from qms.transition.plan import plan
from qms.transition.queue_items import items_of, next_asking
from qms.views import transition_runs
from qms.work_of_transitions import decisions_to_look_at_again
from tests.factories import CorrespondenceVersionFactory, IssueFactory, save
from tests.qms.moves import cited, moving
from tests.shared_organisation import fresh, on

DAY = dt.date(2020, 7, 15)
PROCEDURE = "{}.qms.documentclause.procedure.{}"


@pytest.fixture
def move(org):
    """4.2.3 in three procedures of both departments and one form; 6.3 by itself; 7.3.1 once."""
    made = moving(org)
    made.first = made.document("4.2.3", kind="procedure")
    made.second = made.document("4.2.3", "6.3", kind="procedure")
    made.form = made.document("4.2.3", kind="form")
    made.other = made.document("4.2.3", "5.6.1", kind="procedure", unit=org.department2)
    return made


def signed_in(user, language="en"):
    client = Client()
    client.force_login(user)
    client.cookies["django_language"] = language
    return client


def address(name, move, **query):
    url = reverse(name, args=[move.programme.uid])
    return f"{url}?{'&'.join(f'{key}={value}' for key, value in query.items())}" if query else url


def key_of(move, number, record=0):
    return PROCEDURE.format(move.old(number).pk, record)


def post(client, move, number, *targets, record=0, unit=None, **values):
    """The decision's form as it is sent."""
    unit = unit or move.programme.unit
    usual = {
        "item": key_of(move, number, record), "unit": unit.uid, "reach": "record" if record else "part",
        "targets": [clause.pk for clause in move.new(*targets)],
    }  # fmt: skip
    return client.post(address("clause_decide", move), usual | values)


def test_identical_cases_of_all_holders_are_one_item_the_most_frequent_first(move):
    items = items_of(plan(move.programme).cases)

    assert (items[0].clause.number, items[0].part, items[0].asks, len(items[0].holders)) == ("4.2.3", "procedure", 3, 2)
    assert [(one.clause.number, one.part, one.asks) for one in items[1:]] == [
        ("4.2.3", "form", 1), ("5.6.1", "procedure", 1), ("6.3", "procedure", 0),
    ]  # fmt: skip
    assert next_asking(items, items[0].key) is items[1]
    assert next_asking(items, items[2].key) is items[0]  # round to what was skipped


def test_preview_tells_what_is_automatic_to_confirm_to_decide_and_decided(org, move):
    move.decide("4.2.3", "7.5.2", "7.5.3.1", "7.5.3.2", kind="qms.documentclause", part="form")
    context = signed_in(org.officer).get(address("transition_preview", move)).context
    totals = context["totals"]

    assert (totals.references, totals.automatic, totals.to_confirm, totals.to_decide) == (6, 1, 1, 4)
    assert (context["decided"], totals.asks, totals.ready, totals.settled) == (1, 4, 2, 0)
    assert [(line.label, line.totals.references) for line in context["holders"]] == [
        (org.department.name, 4), (org.department2.name, 2),
    ]  # fmt: skip


def test_deciding_once_leads_to_the_next_case_with_the_suggestion_chosen(org, move):
    client = signed_in(org.officer)
    page = client.get(address("clause_decide", move, item=key_of(move, "4.2.3"))).content.decode()
    suggested = move.new("7.5.2", "7.5.3.1", "7.5.3.2")

    for clause in suggested:
        assert re.search(rf'value="{clause.pk}" id="target-{clause.pk}" checked', page)
    assert page.count("autofocus") == 1
    answer = post(client, move, "4.2.3", "7.5.2", "7.5.3.1")
    assert answer.status_code == 302, answer.content.decode()
    assert f"{move.old('4.2.3').pk}.qms.documentclause.form.0" in answer.url
    made = ClauseDecision.objects.get()
    assert (made.unit, made.kind, made.part, made.decided_by) == (
        org.ministry, "qms.documentclause", "procedure", org.officer,
    )  # fmt: skip
    assert [one.clause.number for one in made.targets.order_by("clause__position")] == ["7.5.2", "7.5.3.1"]
    assert plan(move.programme).totals.asks == 2


def test_nothing_further_waits_leads_back_to_the_queue(org, move):
    client = signed_in(org.officer)
    values = {"reach": "all"}
    post(client, move, "4.2.3", "7.5.2", **values)
    answer = post(client, move, "5.6.1", "9.3.1", **values)

    assert answer.url.startswith(address("transition_queue", move))
    assert "Nothing waits for a decision" in client.get(answer.url).content.decode()


def test_a_department_overrules_with_a_reason_for_itself_or_for_one_record(org, move):
    post(signed_in(org.officer), move, "4.2.3", "7.5.2", "7.5.3.1")
    client = signed_in(org.officer1)
    page = client.get(address("clause_decide", move, item=key_of(move, "4.2.3"))).content.decode()

    assert "decided for" in page
    assert move.first.number in page
    assert move.other.number not in page
    refused = post(client, move, "4.2.3", "7.5.3.2", unit=org.department)
    assert "say why this differs" in refused.content.decode()
    assert ClauseDecision.objects.count() == 1
    assert post(client, move, "4.2.3", "7.5.3.2", unit=org.department, reason="Chỉ lưu giữ").status_code == 302
    asked = address("clause_decide", move, item=key_of(move, "4.2.3", move.first.pk), unit=org.department.uid)
    assert client.get(asked).context["item"].count == 1
    alone = post(
        client, move, "4.2.3", record=move.first.pk, unit=org.department, none="on", reason="Sắp bãi bỏ"
    )  # fmt: skip
    assert alone.status_code == 302, alone.content.decode()
    move.apply()
    assert cited(move.first) == ["08:4.2.3"]
    assert cited(move.second) == ["08:4.2.3", "08:6.3", "15:7.1.3", "15:7.5.3.2"]
    assert cited(move.other) == ["08:4.2.3", "08:5.6.1", "15:7.5.2", "15:7.5.3.1"]


def test_form_names_unknown_clauses_and_keeps_what_was_typed(org, move):
    client = signed_in(org.officer)
    unknown = post(client, move, "4.2.3", further="7.5.2, 99.9", reason="Theo văn bản mới")
    nothing = post(client, move, "4.2.3")
    both = post(client, move, "4.2.3", "7.5.2", none="on")

    assert "99.9: no clause of the new edition" in unknown.content.decode()
    assert "Theo văn bản mới" in unknown.content.decode()
    assert "tick that none is cited" in nothing.content.decode()
    assert "take this tick or those away" in both.content.decode()
    assert not ClauseDecision.objects.exists()


def test_many_cases_follow_the_table_after_it_was_said_what_happens(org, move):
    client, url = signed_in(org.officer), address("clause_confirm", move)
    picked = {"pick": [key_of(move, "4.2.3"), key_of(move, "5.6.1")], "unit_of": str(org.ministry.uid)}
    page = client.post(url, picked)
    seen = re.search(r'name="confirm" value="(\w+)"', page.content.decode())[1]

    assert [(one.item.clause.number, one.item.asks, one.targets) for one in page.context["told"]] == [
        ("4.2.3", 3, "7.5.2, 7.5.3.1, 7.5.3.2"), ("5.6.1", 1, "9.3.1"),
    ]  # fmt: skip
    assert not ClauseDecision.objects.exists()
    move.document("5.6.1", kind="procedure")
    changed = client.post(url, picked | {"confirm": seen})
    assert "not what you saw any more" in changed.content.decode()
    assert not ClauseDecision.objects.exists()
    again = re.search(r'name="confirm" value="(\w+)"', changed.content.decode())[1]
    assert client.post(url, picked | {"confirm": again}).status_code == 302
    assert set(ClauseDecision.objects.values_list("from_clause__number", "unit__code")) == {
        ("4.2.3", "BLĐ"), ("5.6.1", "BLĐ"),
    }  # fmt: skip


def test_carrying_over_goes_on_in_portions_and_again_changes_nothing(org, move, monkeypatch):
    monkeypatch.setattr(transition_runs, "PORTION", 1)
    monkeypatch.setattr("qms.operations.transition_work.CHUNK", 1)
    move.decide("4.2.3", "7.5.2")
    client, url = signed_in(org.officer), address("transition_apply", move)

    first = client.post(url)
    page = client.get(first.url).content.decode()
    assert TransitionRun.objects.get().status == RunStatus.RUNNING
    assert "1 of 5 references" in page
    assert "Go on" in page
    for _portion in range(10):
        answer = client.post(url)
        if TransitionRun.objects.get().status == RunStatus.DONE:
            break
    page = client.get(answer.url).content.decode()
    assert "still says what it said" in page
    assert cited(move.second) == ["08:4.2.3", "08:6.3", "15:7.1.3", "15:7.5.2"]
    assert "Nothing changed" in client.post(url, follow=True).content.decode()
    assert TransitionRun.objects.count() == 1


def test_records_pages_say_which_decision_moved_them(org, move):
    decision = move.decide("4.2.3", "7.5.2", "7.5.3.1")
    move.apply()
    IssueFactory(document=move.first, approved=True)
    page = signed_in(org.officer1).get(reverse("document", args=[move.first.uid])).content.decode()
    readers = signed_in(org.reader1).get(reverse("document", args=[move.first.uid])).content.decode()

    assert "Cited since the move to a new edition" in page
    assert f"decided by {org.officer} on 15/07/2020" in page
    assert decision.get_absolute_url() in page
    assert decision.get_absolute_url() not in readers


def test_who_leads_decides_without_seeing_the_records_of_other_systems(org, move):
    client = signed_in(org.officer)
    page = client.get(address("clause_decide", move, item=key_of(move, "4.2.3"))).content.decode()

    assert "And 3 more" in page
    assert move.first.number not in page
    alone = address("clause_decide", move, item=key_of(move, "4.2.3", move.first.pk))
    assert client.get(alone).status_code == 404


def test_decisions_and_runs_say_what_they_moved_to_who_may_see_it(org, move):
    decision = move.decide("4.2.3", "7.5.2")
    run = move.apply().run
    own = signed_in(org.officer1).get(decision.get_absolute_url())
    leading = signed_in(org.officer).get(run.get_absolute_url())

    assert own.context["moved"]["total"] == 3  # of its own department only
    assert move.first.number in own.content.decode()
    assert move.other.number not in own.content.decode()
    assert leading.context["moved"]["total"] == 5
    assert move.first.number not in leading.content.decode()  # a record of another system
    assert (run.counts["made"], "5 of them stand" in leading.content.decode()) == (5, True)


SEES = [
    # who, lists and preview, the queue's decision form
    ("officer", 200, 200),
    ("officer1", 200, 200),
    ("head1", 200, 403),
    ("manager1", 200, 403),  # of a division: reads of the holder, decides nothing
    ("reader1", 404, 404),
    ("admin", 404, 404),
]


@pytest.mark.parametrize(("who", "lists", "decide"), SEES)
def test_who_sees_and_who_decides(org, move, who, lists, decide):
    client = signed_in(getattr(org, who))

    for name in ("transition_preview", "transition_queue", "transition_apply"):
        assert client.get(address(name, move)).status_code == lists, name
    assert client.get(address("clause_decide", move, item=key_of(move, "4.2.3"))).status_code == decide


def test_another_department_sees_none_of_it(org, move):
    own = move.decide("4.2.3", "7.5.2", unit=org.department, by=fresh(org.officer1))
    run = move.apply(unit=org.department, by=fresh(org.officer1)).run
    client = signed_in(org.officer2)

    for record in (own, run):
        assert client.get(record.get_absolute_url()).status_code == 404
        assert signed_in(org.officer).get(record.get_absolute_url()).status_code == 200  # leads the programme
    queue = client.get(address("transition_queue", move, show="all")).context
    assert {holder.unit for item in queue["items"] for holder in item.holders} == {org.department2}
    assert org.department not in queue["part"].units
    assert client.get(address("clause_decide", move, item=key_of(move, "6.3"))).status_code == 404
    forced = post(client, move, "4.2.3", "7.5.2", unit=org.department)
    assert forced.status_code == 200  # no such choice
    assert ClauseDecision.objects.count() == 1
    save(move.holders[1], ended_at=clock.now())
    assert signed_in(org.officer2).get(address("transition_queue", move)).status_code == 404


def test_a_run_is_undone_by_its_page_and_stays_undone(org, move, monkeypatch):
    told = []
    monkeypatch.setattr("qms.operations.transition_runs.announce", lambda event, **what: told.append(event))
    move.decide("4.2.3", "7.5.2")
    run = move.apply().run
    client, url = signed_in(org.officer), reverse("transition_run_step", args=[run.uid, "undo"])

    assert "5 moves would be taken back" in client.get(url).content.decode()
    assert not str(run).endswith(f" {run.pk}"), "a key of the database is no name for people"
    assert str(clock.today().year) in str(run)
    assert client.post(url, {"reason": " "}).status_code == 200
    assert cited(move.first) == ["08:4.2.3", "15:7.5.2"]
    answer = client.post(url, {"reason": "Nhầm đợt"})
    assert answer.status_code == 302, answer.content.decode()
    assert cited(move.first) == ["08:4.2.3"]
    assert told == ["transition_work_done"] * 2, "the holder's step stands anew after each"
    assert "Undone by" in client.get(run.get_absolute_url()).content.decode()
    assert "Nothing changed" in client.post(address("transition_apply", move), follow=True).content.decode()


def test_undoing_is_refused_with_links_to_what_rests_on_it(org, move):
    decision = move.decide("4.2.3", "7.5.2")
    move.apply()
    new = DocumentClause.objects.get(record=move.first, clause__number="7.5.2")
    save(new, confirmed_by=org.officer1, confirmed_at=clock.now())
    client, url = signed_in(org.officer), reverse("clause_decision_step", args=[decision.uid, "undo"])

    page = client.get(url).content.decode()
    assert "later work rests on it" in page
    assert move.first.get_absolute_url() in page
    assert client.post(url, {"reason": "Thử"}).status_code == 409
    decision.refresh_from_db()
    assert decision.ended_at is None
    holder = client.get(address("transition_undo", move, unit=org.department2.uid)).content.decode()
    assert "1 move would be taken back" in holder
    undone = client.post(
        address("transition_undo", move), {"unit_of": str(org.department2.uid), "reason": "Làm lại"}
    )  # fmt: skip
    assert undone.status_code == 302, undone.content.decode()
    assert cited(move.other) == ["08:4.2.3", "08:5.6.1"]


def test_a_decision_ends_without_taking_back(org, move):
    decision = move.decide("4.2.3", "7.5.2")
    move.apply()
    client = signed_in(org.officer)
    answer = client.post(reverse("clause_decision_step", args=[decision.uid, "end"]), {"reason": "Xem lại"})

    assert answer.status_code == 302, answer.content.decode()
    assert cited(move.first) == ["08:4.2.3", "15:7.5.2"]
    standing = client.get(address("clause_decisions", move)).content.decode()
    ended = client.get(address("clause_decisions", move, show="ended")).content.decode()
    assert decision.get_absolute_url() not in standing
    assert decision.get_absolute_url() in ended


def test_a_corrected_row_has_decisions_looked_at_again(org, move):
    decision = move.decide("4.2.3", "7.5.2")
    row = {"from": "4.2.3", "to": "7.5.2"}
    CorrespondenceVersionFactory(
        from_edition=move.programme.from_edition, to_edition=move.programme.to_edition, number=2,
        changes=[{"old": row, "new": row | {"relation": "modified"}}],
    )  # fmt: skip
    client = signed_in(org.officer)

    assert "look at it again" in client.get(address("clause_decisions", move, show="again")).content.decode()
    page = client.get(decision.get_absolute_url())
    assert "look at it again" in page.content.decode()
    anew = client.get(page.context["decide_url"]).content.decode()
    assert key_of(move, "4.2.3") in anew
    assert [one.note for one in decisions_to_look_at_again(fresh(org.officer))] == ["1 decision to look at again"]
    assert list(decisions_to_look_at_again(fresh(org.officer1))) == []


def test_lists_ask_as_often_for_one_as_for_many(org, move):
    client = signed_in(org.officer)
    move.decide("6.3", "7.1.3", reason="Như bảng")
    move.apply()
    pages = [
        address(name, move)
        for name in ("transition_queue", "transition_preview", "clause_decisions", "transition_runs")
    ]

    def asked():
        counts = []
        for page in pages:
            client.get(page)
            with CaptureQueriesContext(connection) as queries:
                client.get(page)
            counts.append(len(queries))
        return counts

    before = asked()
    for number in ("7.4.1", "8.2.1", "5.3"):
        move.document(number, kind="procedure")
        move.document(number, kind="form", unit=org.department2)
    for number in ("4.2.4", "8.3"):
        move.decide(number, "10.2.1", reason="Khác bảng")
    move.document("4.2.4")
    move.apply()
    assert asked() == before


def test_a_text_that_names_the_old_edition_is_flagged_until_issued_anew(org, move):
    old = IssueFactory(document=move.first, approved=True, issue_number="A1")
    Citation.objects.create(issue=old, position=1, kind="edition", code="9001:2008", title="ISO 9001:2008")
    url = reverse("document", args=[move.first.uid])

    assert "cites 9001:2008" in signed_in(org.officer1).get(url).content.decode()
    with on(DAY + dt.timedelta(days=1)):
        IssueFactory(document=move.first, approved=True, issue_number="A2", effective_on=clock.today())
        assert "cites 9001:2008" not in signed_in(org.officer1).get(url).content.decode()
