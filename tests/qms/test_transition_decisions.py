"""Deciding: many at once, all or none; the most particular decision of the nearest unit fits; reasons."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from qms import clock
from qms.correspondences.versions import current_version
from qms.history.recording import ReasonMissing
from qms.models import ClauseDecision, CorrespondenceVersion, DecisionTarget
from qms.operations.clause_decisions import decide, end_decision, needs_reason
from qms.policy import Refused
from qms.transition.choosing import to_look_at_again
from qms.transition.listing import references_of
from qms.transition.plan import counts_by_clause, plan
from qms.workflow import StepRefused
from tests.factories_base import save
from tests.qms.moves import cited, moving

pytestmark = pytest.mark.django_db

KIND = "qms.documentclause"
WHY = "Vì văn bản khác."


@pytest.fixture
def move(organisation):
    return moving(organisation)


def targets(move, **wanted):
    """Numbers of the new clauses of each case, by what tells them apart."""
    cases = plan(move.programme, move.made.department).cases
    return {(case.part, case.record_number): [one.number for one in case.targets or ()] for case in cases}


def test_a_record_comes_before_a_part_a_part_before_a_kind_a_kind_before_all(move):
    own = move.document("4.2.3", kind="procedure")
    move.document("4.2.3", kind="procedure")
    move.document("4.2.3", kind="form")
    move.decide("4.2.3", "7.5.1", reason=WHY, unit=move.made.department)  # for all
    assert targets(move) == {("procedure", ""): ["7.5.1"], ("form", ""): ["7.5.1"]}
    move.decide("4.2.3", "7.5.2", kind=KIND, reason=WHY)  # for a kind, from further away
    assert targets(move) == {("procedure", ""): ["7.5.2"], ("form", ""): ["7.5.2"]}
    move.decide("4.2.3", "7.5.3.1", kind=KIND, part="procedure", reason=WHY)
    move.decide("4.2.3", kind=KIND, record_id=own.pk, reason=WHY)
    assert targets(move) == {("procedure", own.number): [], ("procedure", ""): ["7.5.3.1"], ("form", ""): ["7.5.2"]}
    (decision,) = ClauseDecision.objects.filter(record_id=own.pk)
    assert decision.record_number == own.number


def test_among_equals_the_nearest_unit_decides(move):
    here, there = move.document("4.2.3"), move.document("4.2.3", unit=move.made.department2)
    move.decide("4.2.3", "7.5.2")
    nearer = move.decide("4.2.3", "7.5.3.1", unit=move.made.department, by=move.made.officer1, reason=WHY)
    move.apply()
    assert (cited(here), cited(there)) == (["08:4.2.3", "15:7.5.3.1"], ["08:4.2.3", "15:7.5.2"])
    end_decision(nearer, by=move.made.officer1, reason=WHY)
    move.apply()
    assert cited(here) == ["08:4.2.3", "15:7.5.2"]


@pytest.mark.parametrize(
    ("number", "chosen", "needed"),
    [
        ("4.2.3", ["7.5.2"], False),  # a split: some of what the table names
        ("4.2.3", [], True),
        ("4.2.3", ["7.5.1"], True),
        ("7.3.4", ["8.3.4"], False),  # merged: what the table names
        ("7.3.4", [], True),
        ("4.2.2", [], False),  # withdrawn
        ("4.2.2", ["7.1.3"], True),
        ("6.3", ["7.1.3"], True),  # automatic: any decision overrules it
    ],
)
def test_a_reason_is_demanded_where_the_suggestion_is_overruled(move, number, chosen, needed):
    draft = move.draft(number, *chosen)
    assert bool(needs_reason([draft])[0]) is needed
    if needed:
        with pytest.raises(StepRefused):
            decide([draft], by=move.made.officer)
        draft = move.draft(number, *chosen, reason=WHY)
    (decision,) = decide([draft], by=move.made.officer)
    assert decision.history.get().history_change_reason == (WHY if needed else "")


def test_a_reason_is_demanded_where_an_inherited_decision_is_overruled(move):
    move.decide("4.2.3", "7.5.2")
    same, other = (move.draft("4.2.3", one, unit=move.made.department) for one in ("7.5.2", "7.5.3.1"))
    assert needs_reason([same])[0] == ""
    assert str(move.made.ministry) in needs_reason([other])[0]


def test_a_record_overrules_what_its_part_inherits_with_a_reason(move):
    own = move.document("4.2.3", kind="procedure")
    move.decide("4.2.3", "7.5.2", "7.5.3.1", "7.5.3.2", kind=KIND, part="procedure", unit=move.made.department)
    alone = move.draft("4.2.3", "7.5.2", kind=KIND, record_id=own.pk, unit=move.made.department)
    assert str(move.made.department) in needs_reason([alone])[0]


def test_many_are_decided_all_or_none_with_every_reason(move):
    good = move.draft("7.3.4", "8.3.4")
    foreign = move.draft("7.3.5", "8.3.4")
    foreign = type(foreign)(move.programme, move.made.ministry, foreign.from_clause, [move.old("7.3.5")], reason=WHY)
    nobody = move.draft("7.3.6", "8.3.4", unit=move.made.inspectorate)
    unknown = move.draft("8.1", "9.1.1", kind="qms.unit")
    with pytest.raises(StepRefused) as refused:
        decide([good, good, foreign, nobody, unknown], by=move.made.officer)
    assert len(refused.value.reasons) == 4
    assert not ClauseDecision.objects.exists()
    assert len(decide([good, move.draft("7.3.5", "8.3.4")], by=move.made.officer)) == 2


def test_deciding_many_asks_no_more_than_deciding_few(move):
    numbers = ["7.3.4", "7.3.5", "7.3.6", "7.4.2", "7.5.2"]
    drafts = [move.draft(one, "8.5.1", kind=KIND, part="form", reason=WHY) for one in numbers]
    counts = []
    for part in (drafts[:1], drafts[1:]):
        with CaptureQueriesContext(connection) as asked:
            decide(part, by=move.made.officer)
        counts.append(len(asked))
    assert counts[0] >= counts[1]


def test_only_officers_of_the_unit_or_of_the_leading_one_decide(move):
    for person in (move.made.officer2, move.made.head1, move.made.manager1, move.made.reader1):
        with pytest.raises(Refused):
            move.decide("7.3.4", "8.3.4", unit=move.made.department, by=person)
    with pytest.raises(Refused):
        move.decide("7.3.4", "8.3.4", by=move.made.officer1)
    for person in (move.made.officer, move.made.officer1):
        move.decide("7.3.4", "8.3.4", unit=move.made.department, by=person)
    assert [one.ended_at is None for one in ClauseDecision.objects.order_by("pk")] == [False, True]


def test_nobody_decides_for_a_record_of_others(move):
    theirs = move.document("4.2.3", unit=move.made.department2)
    for values in ({"record_id": theirs.pk}, {"record_id": theirs.pk + 1000}):
        with pytest.raises(StepRefused):
            move.decide("4.2.3", "7.5.2", unit=move.made.department, by=move.made.officer1, kind=KIND, **values)


def test_ending_a_decision_needs_a_reason_and_leaves_what_it_moved(move):
    document = move.document("4.2.3")
    decision = move.decide("4.2.3", "7.5.2")
    move.apply()
    with pytest.raises(ReasonMissing):
        end_decision(decision, by=move.made.officer, reason="")
    end_decision(decision, by=move.made.officer, reason=WHY)
    assert (move.apply().changed, cited(document)) == (0, ["08:4.2.3", "15:7.5.2"])
    assert plan(move.programme).totals.asks == 1
    with pytest.raises(StepRefused):
        end_decision(decision, by=move.made.officer, reason=WHY)


def version(move, changes):
    """A further version of the table."""
    one, two = move.programme.from_edition, move.programme.to_edition
    number = current_version(one.pk, two.pk) + 1
    made_by, now = move.made.officer, clock.now()
    save(
        CorrespondenceVersion(
            from_edition=one, to_edition=two, number=number, changes=changes, made_by=made_by, made_at=now
        )
    )


def test_a_decision_is_looked_at_again_when_a_row_of_its_clause_was_corrected(move):
    version(move, [])
    first, second = move.decide("4.2.3", "7.5.2"), move.decide("7.3.4", "8.3.4")
    assert to_look_at_again(move.programme) == []
    change = {"row": "x", "old": {"from": "4.2.3", "to": "7.5.2"}, "new": None}
    version(move, [change])
    assert to_look_at_again(move.programme) == [first]
    seen = second.correspondence_version
    again = move.decide("4.2.3", "7.5.2")
    assert (to_look_at_again(move.programme), again.correspondence_version) == ([], seen + 1)


def test_a_case_lists_its_own_references(move):
    own, other = move.document("4.2.3"), move.document("4.2.3", unit=move.made.division)
    move.document("4.2.3", kind="form")
    move.decide("4.2.3", "7.5.2", kind=KIND, record_id=own.pk)
    cases = plan(move.programme).cases
    records = [sorted(references_of(case, move.programme).values_list("record_id", flat=True)) for case in cases]
    assert sorted(records) == sorted([[own.pk], [other.pk], records[[c.part for c in cases].index("form")]])
    assert [len(found) for found in records] == [case.count for case in cases]
    assert counts_by_clause(move.programme)[move.old("4.2.3").pk][KIND] == 3
    assert len({case.key for case in cases}) == 3


def test_a_plan_asks_no_more_for_many_than_for_few(move):
    def asked():
        with CaptureQueriesContext(connection) as seen:
            plan(move.programme)
        return len(seen)

    move.document("4.2.3")
    few = asked()
    for number in ("4.2.3", "6.3", "7.3.4"):
        move.document(number, unit=move.made.department2)
    assert (asked(), DecisionTarget.objects.count()) == (few, 0)
