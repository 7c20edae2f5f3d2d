"""Repeats: the detector against a plain model, proposing again and again, a person's decision, the pages."""

import datetime as dt
from itertools import combinations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from inspections.enums import RepeatKind, RepeatStatus
from inspections.models import Repeat, RepeatMember
from inspections.operations import nonconformity as nonconformities
from inspections.operations.corrective_action import confirm_cause
from inspections.operations.repeat_decisions import dismiss_repeat, take_up_repeat
from inspections.operations.repeats import let_withdrawn_go, propose_all, propose_repeats
from inspections.repeat_detection import Case, detect
from inspections.repeat_worklist import repeats_to_decide
from qms import clock
from qms.models import Action, Notice
from qms.operations.people import account
from qms.operations.review_days import months_after
from qms.workflow import StepRefused
from tests.factories import (
    CauseCategoryFactory,
    CauseFactory,
    NonconformityClauseFactory,
    NonconformityFactory,
    save,
)

DAY = dt.date(2020, 7, 15)
WHY = "Vì cùng một lỗi"
HOLDERS = {1: 10, 2: 10, 3: 20, 9: 90}  # unit: holder

CASES = st.builds(
    lambda unit, clause, categories, days, above: (unit, clause, categories, days, above),
    st.sampled_from([1, 2, 3, 9]),
    st.sampled_from([5, 5, 5, 6]),
    st.frozensets(st.sampled_from(["a", "b"]), max_size=2),
    st.sampled_from([0, 400, 731, 732, 1461, 1462, 1463]),  # 731 days ago 24 months are just over
    st.sampled_from([None, 90]),
)


def naive(cases):
    """The rule said pair by pair: a place, a clause, perhaps a category; whoever is near the newest."""
    found = set()
    for clause in {case.clause for case in cases}:
        for category in ("", "a", "b"):
            cited = [case for case in cases if case.clause == clause and (not category or category in case.categories)]
            found |= _again(cited, clause, category) | (_several(cited, clause, category) if category else set())
    named = {one[:1] + one[2:3] + one[4:5] for one in found if one[1] == "again" and one[3]}
    return {one for one in found if one[3] or one[:1] + one[2:3] + one[4:5] not in named}


def _near(cases):
    newest = max(case.raised_on for case in cases)
    near = [case for case in cases if months_after(newest, -24) <= case.raised_on]
    return near if newest >= months_after(DAY, -24) else []


def _again(cited, clause, category):
    found = set()
    for unit in {case.unit for case in cited}:
        near = _near([case for case in cited if case.unit == unit])
        pairs = [pair for pair in combinations(near, 2) if pair[0].key != pair[1].key]
        if pairs and (category or not all(case.categories for case in near)):
            found.add((HOLDERS[unit], "again", clause, category, unit, frozenset(case.key for case in near)))
    return found


def _several(cited, clause, category):
    found = set()
    for to in (10, 20, 90):
        placed = {case: case.unit for case in cited if case.holder == to}
        placed |= {case: case.holder for case in cited if case.above == to and case.holder != to}
        near = _near(list(placed)) if placed else []
        if any(placed[one] != placed[two] for one, two in combinations(near, 2)):
            found.add((to, "several_units", clause, category, None, frozenset(case.key for case in near)))
    return found


@settings(max_examples=120, deadline=None)
@given(st.lists(CASES, min_size=2, max_size=5))
def test_detector_finds_what_the_plain_model_finds(told):
    cases = [
        Case(key, clause, unit, HOLDERS[unit], above, categories, DAY - dt.timedelta(days=days))
        for key, (unit, clause, categories, days, above) in enumerate(told)
    ]
    found = {(one.to, str(one.kind), one.clause, one.category, one.where, one.members) for one in detect(cases, DAY)}
    assert found == naive(cases)


def raised(org, unit="division", category=None, number="8.5.1", **values):
    """A nonconformity of the unit on the clause, with a confirmed cause where a category is given."""
    record = NonconformityFactory(unit=getattr(org, unit), **({"raised_by_unit": org.department} | values))
    NonconformityClauseFactory(record=record, clause=org.edition.clauses.get(number=number))
    if category is not None:
        CauseFactory(nonconformity=record, category=category, confirmed=True)
    return record


def propose():
    return propose_repeats(by=account("system"))


def members(repeat):
    return set(repeat.members.filter(ended_at=None).values_list("nonconformity_id", flat=True))


@pytest.fixture
def method(org):
    return CauseCategoryFactory(unit=org.department, name_vi="Phương pháp")


def test_again_in_one_unit_is_proposed_once_and_the_officer_is_told(org):
    two = {raised(org).pk, raised(org).pk}
    raised(org, number="4.1")
    raised(org, withdrawn=True)
    [repeat] = propose()
    assert (repeat.unit, repeat.kind, repeat.where, repeat.category) == (org.department, "again", org.division, None)
    assert members(repeat) == two
    assert [note.user for note in Notice.objects.filter(kind="repeat_proposed")] == [org.officer1]
    assert propose() == []
    assert propose_all() == 0
    assert Repeat.history.count() == 1
    assert [one.number for one in repeats_to_decide(org.officer1)] == [repeat.number]
    assert list(repeats_to_decide(org.manager1)) == list(repeats_to_decide(org.officer2)) == []


def test_several_units_need_the_same_category(org, method):
    raised(org)
    raised(org, "sibling")
    other = CauseCategoryFactory(unit=org.department, name_vi="Con người")
    raised(org, "section", other)
    one = raised(org, "division", method)
    assert {repeat.kind for repeat in propose()} == {"again"}
    two = raised(org, "sibling", method)
    several = [repeat for repeat in propose() if repeat.kind == RepeatKind.SEVERAL_UNITS]
    told = [(repeat.category, repeat.where, members(repeat)) for repeat in several]
    assert told == [(method, None, {one.pk, two.pk})]


def test_checks_from_above_are_proposed_to_the_ministry(org, method):
    from_above = {"raised_by_unit": org.inspectorate}
    one = raised(org, "division", method, **from_above)
    two = raised(org, "division2", CauseCategoryFactory(unit=org.department2, name_vi="Phương  PHÁP"), **from_above)
    raised(org, "division2", number="4.1", **from_above)
    raised(org, "inspectorate", CauseCategoryFactory(unit=org.inspectorate, name_vi="Phương pháp"), **from_above)
    [repeat] = propose()
    assert (repeat.unit, repeat.kind, members(repeat)) == (org.ministry, "several_units", {one.pk, two.pk})


def test_a_dismissed_one_comes_back_only_with_a_new_member(org):
    raised(org), raised(org)
    [repeat] = propose()
    dismiss_repeat(repeat, by=org.officer1, reason=WHY)
    assert propose() == []
    raised(org)
    [again] = propose()
    assert len(members(again)) == 3
    raised(org)
    assert propose() == []
    assert len(members(again)) == 4


def test_a_dismissed_one_does_not_come_back_with_its_category(org, method):
    two = [raised(org), raised(org)]
    dismiss_repeat(propose()[0], by=org.head1, reason=WHY)
    for record in two:
        CauseFactory(nonconformity=record, category=method, confirmed=True)
    assert propose() == []


def test_a_proposal_takes_the_category_that_became_known(org, method):
    one, two = raised(org), raised(org)
    [repeat] = propose()
    for record in (one, two):
        CauseFactory(nonconformity=record, category=method, confirmed=True)
    assert propose() == []
    repeat.refresh_from_db()
    assert repeat.category == method
    assert propose() == []
    assert Repeat.objects.count() == 1


def test_what_is_withdrawn_leaves_and_an_empty_proposal_lapses(org):
    one, two, three = raised(org), raised(org), raised(org)
    [repeat] = propose()
    save(one, status="withdrawn")
    assert let_withdrawn_go(by=account("system")) == 1
    assert members(repeat) == {two.pk, three.pk}
    save(two, status="withdrawn")
    propose_all()
    repeat.refresh_from_db()
    assert repeat.status == RepeatStatus.DISMISSED
    assert repeat.decided_by is None


def test_confirming_a_cause_and_recording_propose_at_once(org, method):
    one = raised(org, "division", method)
    two = raised(org, "sibling", contained=True)
    cause = CauseFactory(nonconformity=two, category=method)
    confirm_cause(cause, by=org.lead1 if two.lead == org.lead1 else org.officer1, evidence="Sổ")
    assert members(Repeat.objects.get()) == {one.pk, two.pk}
    draft = NonconformityFactory.build(unit=org.division, raised_by_unit=org.department, raised_by=None, lead=None)
    clause = org.edition.clauses.get(number="8.5.1")
    nonconformities.record_nonconformity(draft, by=org.officer1, clauses=[clause])
    assert Repeat.objects.filter(kind="again", where=org.division).count() == 1


def test_taking_up_needs_an_action_old_or_new(org):
    raised(org), raised(org)
    [repeat] = propose()
    with pytest.raises(StepRefused, match="action"):
        take_up_repeat(repeat, by=org.officer1, reason=WHY)
    with pytest.raises(StepRefused):
        take_up_repeat(repeat, by=org.manager1, reason=WHY, title="Sửa", owner=org.owner1, due_on=clock.today())
    assert not Action.objects.exists()
    new = {"title": "Sửa quy trình", "owner": org.owner1, "due_on": clock.today()}
    taken = take_up_repeat(repeat, by=org.head1, reason=WHY, **new)
    assert (taken.status, taken.action.owner, taken.decision) == ("taken_up", org.owner1, WHY)
    assert Notice.objects.filter(user=org.owner1, kind="action_assigned").count() == 1


def test_reading_asks_as_often_for_many_as_for_few(org, method):
    def queries():
        with CaptureQueriesContext(connection) as caught:
            propose()
        return len(caught)

    raised(org, "division", method), raised(org, "sibling", method)
    propose()
    few = queries()
    for _number in range(10):
        raised(org, "section", method)
    propose()
    assert queries() == few <= 16


@pytest.mark.django_db
def test_pages(organisation):
    org = organisation
    records = [raised(org), raised(org)]
    [repeat] = propose()
    client = Client()
    client.cookies["django_language"] = "en"
    client.force_login(org.officer1)
    listed = client.get(reverse("repeats"), {"clause": "8.5.1", "sort": "-clause"}).content.decode()
    assert repeat.get_absolute_url() in listed
    exported = client.get(reverse("repeats"), {"export": "csv"})
    assert repeat.number in b"".join(exported).decode()
    page = client.get(repeat.get_absolute_url()).content.decode()
    assert all(record.get_absolute_url() in page for record in records)
    assert repeat.get_absolute_url() in client.get(records[0].get_absolute_url()).content.decode()
    step = reverse("repeat_step", args=[repeat.uid, "take_up"])
    typed = {"reason": WHY, "version": repeat.version, "title": "typed words"}
    wrong = client.post(step, typed)
    assert (wrong.status_code, "typed words" in wrong.content.decode()) == (200, True)
    assert "Name who does it." in wrong.content.decode()
    unknown = client.post(step, typed | {"existing": "HĐ-2020-X-0001"}).content.decode()
    assert "HĐ-2020-X-0001" in unknown
    right = {"owner": org.owner1.pk, "due_on": clock.today().isoformat(), "kind": "improvement"}
    answer = client.post(step, typed | right)
    assert answer.status_code == 302, answer.context["form"].errors
    assert Action.objects.get().kind == "improvement"
    client.force_login(org.officer2)
    assert client.get(repeat.get_absolute_url()).status_code == 404
    assert repeat.number not in client.get(reverse("repeats")).content.decode()
    assert RepeatMember.objects.count() == 2
