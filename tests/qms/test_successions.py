"""Units that merge, split, move or end: records stay and are reached by the successors, progress follows."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from qms import policy
from qms.enums import Obligation, StepState
from qms.history.timeline import timeline
from qms.models import Document, HolderStep, QMSHolding, TransitionHolder, Unit, UnitSuccession, User
from qms.models.reach import UnitPath
from qms.operations.document_owners import transfer_documents
from qms.operations.succession import succeed_units, take_back_succession
from qms.successions.asking import Asked, read_lines
from qms.successions.documents import inherited_documents
from qms.transition.inherited import carried_over
from qms.transition.plan import plan
from qms.work_of_successions import documents_to_take_over
from qms.workflow import StepRefused
from tests.factories import (
    ActionFactory,
    ClauseFactory,
    DocumentClauseFactory,
    DocumentFactory,
    HoldingFactory,
    IssueFactory,
    RoleFactory,
    TransitionHolderFactory,
    TransitionProgrammeFactory,
    TransitionStepFactory,
    UnitFactory,
    UserFactory,
    save,
)
from tests.shared_organisation import fresh

DAY = dt.date(2020, 7, 1)
LAST = dt.date(2020, 6, 30)


@pytest.fixture
def heir(org):
    """A department that begins on the day, with its own quality officer."""
    org.heir = UnitFactory(code="S9", kind=org.department.kind, parent=org.ministry, valid_from=DAY)
    org.officer9 = UserFactory(username="officer9")
    RoleFactory(user=org.officer9, role="officer", unit=org.heir)
    return org.heir


def succeed(org, *lines, **options):
    units = Unit.objects.all()
    asked, faults = read_lines("\n".join(lines), units)
    assert faults == []
    values = {"on_day": DAY, "basis": "Nghị quyết 202/2025", "reason": "sắp xếp lại"} | options
    return succeed_units(asked, by=org.admin, **values)


def in_force(unit, number, text=""):
    document = DocumentFactory(unit=unit, number=number, title_vi=f"Quy trình {number}")
    IssueFactory(document=document, approved=True, body_text=text)
    return document


def browser(person, language="en"):
    client = Client()
    client.force_login(person)
    client.cookies["django_language"] = language
    return client


def sees(person, record):
    return type(record).objects.visible_to(fresh(person)).filter(pk=record.pk).exists()


def test_successors_people_reach_the_records_and_nobody_else_gains_any(org, heir):
    document, deep = in_force(org.department, "QT-1"), ActionFactory(unit=org.section)
    before = {p.username: sees(p, document) for p in User.objects.people()}
    assert not sees(org.officer9, document)
    assert not sees(org.officer9, deep)

    succeed(org, "S1 > S9", "S2 > S9")

    assert sees(org.officer9, document)
    assert sees(org.officer9, deep)
    after = {p.username: sees(p, document) for p in User.objects.people()}
    assert {name for name in after if after[name] != before[name]} == {"officer9"}
    path = UnitPath.objects.get(ancestor=heir, unit=org.section)
    assert (path.inside, path.valid_from, path.depth) == (True, DAY, 3)
    assert not UnitPath.objects.get(ancestor=org.ministry, unit=org.department).inside
    assert browser(org.officer9).get(reverse("document", args=[document.uid])).status_code == 200
    assert document.unit == org.department
    units = {unit.code: unit for unit in Unit.objects.all()}
    assert (units["S1"].valid_to, units["S1"].successor, units["S1-A1"].valid_to) == (LAST, heir, LAST)
    history = timeline(units["S1"])
    assert "sắp xếp lại" in [entry.reason for entry in history]


def test_taken_back_the_successor_reaches_nothing_more(org, heir):
    document = in_force(org.department, "QT-1")
    row = succeed(org, "S1 > S9")[0]
    take_back_succession(row, by=org.admin, reason="nhầm")
    assert not sees(org.officer9, document)
    assert sees(org.officer1, document)
    assert Unit.objects.get(code="S1").valid_to == LAST


def test_split_unit_is_reached_by_both_and_units_below_move_only_to_one(org, heir):
    other = UnitFactory(code="S8", parent=org.ministry, valid_from=DAY)
    officer8 = UserFactory()
    RoleFactory(user=officer8, role="officer", unit=other)
    document = in_force(org.division, "QT-2")
    rows = succeed(org, "S1 > S9", "S1 > S8", "S2 > S9", units_below_move=True)
    assert [row.kind for row in rows] == ["split", "split", "merged"]
    assert sees(org.officer9, document)
    assert sees(officer8, document)
    assert Unit.objects.get(code="S1-A").valid_to == LAST
    moved = Unit.objects.get(code="S2-A")
    assert (moved.parent, moved.valid_to) == (heir, None)


def test_system_and_place_in_a_transition_pass_on(org, heir):
    programme = TransitionProgrammeFactory(unit=org.ministry, running=True)
    first, second = TransitionStepFactory(programme=programme), TransitionStepFactory(programme=programme)
    one = TransitionHolderFactory(programme=programme, unit=org.department, obligation=Obligation.ENCOURAGED)
    two = TransitionHolderFactory(programme=programme, unit=org.department2)
    for holder, step in ((one, first), (two, first), (two, second)):
        save(HolderStep(holder=holder, step=step, state=StepState.PROVED, proved_on=LAST))

    clause = ClauseFactory(edition=programme.from_edition)
    DocumentClauseFactory(record=in_force(org.division, "QT-9"), clause=clause)
    assert set(plan(programme).by_holder()) == {org.department.pk}

    succeed(org, "S1 > S9", "S2 > S9")

    assert set(plan(programme).by_holder()) == {heir.pk}
    holding = QMSHolding.objects.get(unit=heir)
    assert (holding.valid_from, holding.valid_to, holding.obligation) == (DAY, None, Obligation.OBLIGED)
    assert QMSHolding.objects.get(unit=org.department).valid_to == LAST
    place = TransitionHolder.objects.get(unit=heir)
    assert (place.programme, place.began_on, place.obligation) == (programme, DAY, Obligation.OBLIGED)
    one.refresh_from_db()
    assert one.ended_at
    assert "S9" in one.reason
    carried = carried_over([place, one])
    assert set(carried[place.pk]) == {first.pk}
    assert "S1, S2" in str(carried[place.pk][first.pk])
    assert carried[one.pk] == {}
    page = browser(org.officer9).get(reverse("transition_holder", args=[place.uid])).content.decode()
    assert "Carried over from S1, S2, to be confirmed" in page


def test_unit_that_ends_without_a_successor_keeps_its_border(org):
    programme = TransitionProgrammeFactory(unit=org.ministry, running=True)
    holder = TransitionHolderFactory(programme=programme, unit=org.department)
    document = in_force(org.department, "QT-1")
    row = succeed(org, "S1")[0]
    holder.refresh_from_db()
    assert (row.kind, row.successor, bool(holder.ended_at)) == ("ended", None, True)
    assert not sees(org.officer, document)
    assert sees(org.officer1, document)


@pytest.mark.parametrize(
    ("lines", "day", "says"),
    [
        (["S1 > S9", "S9 > S2"], DAY, "S9"),
        (["S1 > S1-A"], DAY, "S1-A"),
        (["S1 > S9", "S1"], DAY, "S1"),
        (["S9 > S1"], DAY, "S9"),
        (["S1 > S9"], dt.date(2020, 7, 16), "chưa đến|has not come"),
        (["S1 > S9"], dt.date(2020, 1, 1), "S9"),
        (["S1 > S9; ended"], DAY, "S1"),
        ([], DAY, "."),
    ],
)
def test_list_that_cannot_be_so_is_refused_whole(org, heir, lines, day, says):
    with pytest.raises(StepRefused, match=says):
        succeed(org, *lines, on_day=day)
    assert not UnitSuccession.objects.exists()
    assert not Unit.objects.exclude(valid_to=None).exists()


def test_line_that_cannot_be_read_is_named(org):
    asked, faults = read_lines("S1 > S2\n\nS7 > S2\nS1 > S2; exploded\n> S2\nS1 → S2; merged", Unit.objects.all())
    assert [fault.split(":")[0].split()[-1] for fault in faults] == ["3", "4", "5"]
    assert [one.kind for one in asked][0] == asked[0].kind
    assert isinstance(asked[0], Asked)


def test_nothing_is_written_that_was_not_shown(org, heir):
    in_force(org.department, "QT-1")
    client, url = browser(org.admin), reverse("succession_new")
    assert "S1 &gt;" in client.get(f"{url}?unit={org.department.uid}").content.decode()
    values = {"lines": "S1 > S9", "on_day": "2020-07-01", "basis": "NQ 202", "below": "end", "reason": "gộp"}
    page = client.post(url, values | {"commit": "1"})
    assert page.status_code == 200
    assert page.context["total"] == 1
    assert not UnitSuccession.objects.exists()
    seen = page.context["form"]["seen"].value()
    again = client.post(url, values | {"commit": "1", "seen": seen, "below": "move"})
    assert again.context["preview"]
    assert not UnitSuccession.objects.exists()
    assert client.post(url, values | {"commit": "1", "seen": seen}).url == reverse("successions")
    assert UnitSuccession.objects.get().basis == "NQ 202"
    assert "NQ 202" in client.get(reverse("successions")).content.decode()
    assert "NQ 202" in client.get(org.department.get_absolute_url()).content.decode()
    refused = client.post(url, values)
    assert "S1" in refused.context["form"].errors["lines"][0]
    assert refused.context["form"]["basis"].value() == "NQ 202"


def test_only_administrators_record_it(org, heir):
    assert browser(org.officer).get(reverse("succession_new")).status_code == 403
    with pytest.raises(policy.Refused):
        succeed_units([Asked(org.department, heir, "renamed")], by=org.officer, on_day=DAY, basis="x", reason="y")


def test_documents_wait_for_their_new_owner_and_text(org, heir):
    named = save(org.department, name_vi="Sở Thử Nghiệm Một")
    mine = in_force(org.department, "QT-1", "Sở Thử nghiệm một tiếp nhận hồ sơ.")
    taken, own = in_force(org.division, "QT-2"), in_force(heir, "QT-2", "gửi Sở thử nghiệm một")
    IssueFactory(document=DocumentFactory(unit=org.department, number="QT-3"), withdrawn=True)
    foreign = in_force(org.department2, "QT-4")
    succeed(org, "S1 > S9")

    officer = fresh(org.officer9)
    assert [item.title for item in documents_to_take_over(officer)] != []
    rows = {one.document.pk: one for one in inherited_documents(heir)}
    assert set(rows) == {mine.pk, taken.pk, own.pk}
    assert (rows[mine.pk].owner_ended, rows[mine.pk].names) == (True, [named.name_vi])
    assert rows[taken.pk].taken
    assert (rows[own.pk].owner_ended, rows[own.pk].names) == (False, [named.name_vi])

    client, url = browser(org.officer9), reverse("unit_inherited", args=[heir.uid])
    assert client.post(url, {"pick": str(taken.uid), "reason": "nhận"}).status_code == 409
    assert client.post(url, {"pick": str(mine.uid), "reason": ""}).status_code == 200
    issue_hash = mine.issues.get().content_hash
    assert client.post(url, {"pick": str(mine.uid), "reason": "nhận bàn giao"}).url == url
    mine = Document.objects.get(pk=mine.pk)
    assert (mine.unit, mine.issues.get().content_hash) == (heir, issue_hash)
    assert "nhận bàn giao" in [entry.reason for entry in timeline(mine)]
    with pytest.raises(StepRefused, match="QT-4"):
        transfer_documents([foreign], heir, by=officer, reason="không của ta")
    assert browser(org.officer2).get(url).status_code == 404
    with pytest.raises(policy.Refused):
        transfer_documents([mine], heir, by=org.officer2, reason="không")


def test_number_that_a_division_of_the_successor_bears_is_taken(org, heir):
    below = UnitFactory(code="S9-B", parent=heir, valid_from=DAY)
    in_force(below, "QT-05")
    theirs = in_force(org.division, "qt-05")
    succeed(org, "S1 > S9")
    rows = {one.document.pk: one for one in inherited_documents(heir)}
    assert rows[theirs.pk].taken
    with pytest.raises(StepRefused, match="qt-05"):
        transfer_documents([theirs], heir, by=fresh(org.officer9), reason="nhận")


def test_own_division_of_the_same_name_is_no_ended_unit(org, heir):
    save(org.division, name_vi="Phòng Việc làm Riêng")
    own = UnitFactory(code="S9-A", name_vi="Phòng Việc làm Riêng", parent=heir, valid_from=DAY)
    mine = in_force(own, "QT-1", "Phòng việc làm riêng tiếp nhận hồ sơ.")
    theirs = in_force(org.department, "QT-2", "Phòng việc làm riêng tiếp nhận hồ sơ.")
    succeed(org, "S1 > S9")
    rows = {one.document.pk: one for one in inherited_documents(heir)}
    assert mine.pk not in rows
    assert rows[theirs.pk].names == ["Phòng Việc làm Riêng"]


def test_one_unit_into_one_with_a_system_of_its_own_is_a_merger(org, heir):
    assert [row.kind for row in succeed(org, "S1 > S2")] == ["merged"]


def test_one_unit_into_a_new_one_is_renamed(org, heir):
    assert [row.kind for row in succeed(org, "S1 > S9")] == ["renamed"]


def test_63_into_34_asks_the_same_as_2_into_1(org, heir, django_assert_max_num_queries):
    for number in range(30):
        HoldingFactory(unit=UnitFactory(code=f"T{number}", parent=org.ministry))
    lines = [f"T{number} > S9" for number in range(30)]
    with django_assert_max_num_queries(70):
        succeed(org, *lines, "S1 > S9")
