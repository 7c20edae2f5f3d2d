"""References follow a decision, come back when it is undone; what people did by hand is left alone."""

import pytest

from qms import clock
from qms.enums import ReferenceOrigin, RunStatus, TransitionStatus
from qms.history.recording import ReasonMissing
from qms.models import ClauseMove, DocumentClause, TransitionRun
from qms.operations import transition_runs
from qms.operations.transition_runs import resting_on_run, undo_decision, undo_holder, undo_run
from qms.policy import Refused
from qms.transition.digest import digest_stands
from qms.transition.plan import plan, waiting
from qms.transition.provenance import moved_by, moved_to
from qms.transition.resting import PROVIDERS, Rest, rests_on
from qms.workflow import StepRefused
from tests.factories import DocumentClauseFactory, IssueFactory, TransitionHolderFactory, TransitionRunFactory
from tests.factories_base import save
from tests.qms.moves import cited, moving

pytestmark = pytest.mark.django_db

WHY = "Vì văn bản khác."


@pytest.fixture
def move(organisation):
    return moving(organisation)


def new_of(document, number):
    return DocumentClause.objects.get(record=document, clause__edition__year="2015", clause__number=number)


def test_the_automatic_follows_and_the_rest_waits_unconfirmed(move):
    document = move.document("6.3", "4.2.3", "7.3.4", "5.6")
    outcome = move.apply()
    assert cited(document) == ["08:4.2.3", "08:5.6", "08:6.3", "08:7.3.4", "15:7.1.3"]
    made = new_of(document, "7.1.3")
    assert (made.origin, made.confirmed_at, made.run) == (ReferenceOrigin.DECISION, None, outcome.run)
    assert (
        made.history.get().history_change_reason == "Chuyển từ" or made.history.get().history_user == move.made.officer
    )
    assert (outcome.run.status, outcome.run.counts["made"], outcome.changed) == (RunStatus.DONE, 1, 1)
    totals = plan(move.programme).totals
    assert (totals.references, totals.automatic, totals.to_confirm, totals.to_decide) == (4, 1, 2, 1)
    assert (totals.settled, totals.ready, totals.asks) == (1, 0, 3)


def test_a_decision_moves_and_again_is_no_change(move):
    document = move.document("4.2.3")
    move.decide("4.2.3", "7.5.2", "7.5.3.1")
    assert plan(move.programme).totals.ready == 1
    assert move.apply().changed == 2
    again = move.apply()
    assert (again.changed, again.run) == (0, None)
    assert cited(document) == ["08:4.2.3", "15:7.5.2", "15:7.5.3.1"]
    assert waiting(move.programme, [move.made.department.pk, move.made.department2.pk]) == {
        move.made.department.pk: (0, 1),
        move.made.department2.pk: (0, 0),
    }


def test_a_decision_for_none_settles_without_a_reference(move):
    document = move.document("4.2.2")
    move.decide("4.2.2")
    assert move.apply().run.counts["none"] == 1
    assert cited(document) == ["08:4.2.2"]
    assert (move.apply().changed, plan(move.programme).totals.asks) == (0, 0)


def test_a_newer_decision_ends_what_it_no_longer_wants(move):
    document = move.document("4.2.3")
    first = move.decide("4.2.3", "7.5.2", "7.5.3.1")
    move.apply()
    second = move.decide("4.2.3", "7.5.3.1", "7.5.3.2")
    first.refresh_from_db()
    assert first.ended_at is not None
    assert move.apply().changed == 3  # one ended, one added, one now stands by the newer decision
    assert cited(document) == ["08:4.2.3", "15:7.5.3.1", "15:7.5.3.2"]
    assert {one[0].decision for one in moved_by(DocumentClause.objects.filter(ended_at=None)).values()} == {second}


def test_a_reference_cited_by_hand_is_linked_and_never_taken_back(move):
    document = move.document("6.3")
    by_hand = DocumentClauseFactory(record=document, clause=move.new("7.1.3")[0])
    run = move.apply().run
    assert (run.counts["made"], run.counts["linked"]) == (0, 1)
    undo_run(run, by=move.made.officer, reason=WHY)
    by_hand.refresh_from_db()
    assert (by_hand.ended_at, by_hand.version) == (None, 1)


def test_two_old_clauses_on_one_new_one_make_one_reference_that_stands_until_both_are_undone(move):
    document = move.document("7.3.4", "7.3.5")
    first, second = move.decide("7.3.4", "8.3.4"), move.decide("7.3.5", "8.3.4")
    assert move.apply().run.counts["made"] == 1
    undo_decision(first, by=move.made.officer, reason=WHY)
    assert "15:8.3.4" in cited(document)
    undo_decision(second, by=move.made.officer, reason=WHY)
    assert "15:8.3.4" not in cited(document)


def test_undone_stays_undone_until_somebody_decides_again(move):
    document = move.document("6.3")
    run = move.apply().run
    undone = undo_run(run, by=move.made.officer, reason=WHY).run
    assert cited(document) == ["08:6.3"]
    assert (undone.undoes, undone.status, undone.counts["ended"]) == (run, RunStatus.DONE, 1)
    assert move.apply().changed == 0
    assert plan(move.programme).totals.asks == 1
    move.decide("6.3", "7.1.3", reason=WHY)
    assert plan(move.programme).totals.ready == 1
    move.apply()
    assert cited(document) == ["08:6.3", "15:7.1.3"]
    assert [row.history_change_reason for row in new_of(document, "7.1.3").history.order_by("sequence")][1] == WHY


def test_undoing_a_decision_ends_it_and_takes_back_what_it_moved_only(move):
    document = move.document("4.2.3", "6.3")
    decision = move.decide("4.2.3", "7.5.2")
    move.apply()
    undo_decision(decision, by=move.made.officer, reason=WHY)
    decision.refresh_from_db()
    assert decision.ended_at is not None
    assert cited(document) == ["08:4.2.3", "08:6.3", "15:7.1.3"]
    assert move.apply().changed == 0


def test_undoing_a_run_that_ended_references_brings_them_back(move):
    document = move.document("4.2.3")
    move.decide("4.2.3", "7.5.2")
    move.apply()
    move.decide("4.2.3", "7.5.3.1")
    run = move.apply().run
    undo_run(run, by=move.made.officer, reason=WHY)
    assert cited(document) == ["08:4.2.3", "15:7.5.2"]
    assert move.apply().changed == 0


def test_undoing_a_holder_leaves_the_others(move):
    here, there = move.document("6.3"), move.document("6.3", unit=move.made.department2)
    move.apply()
    undo_holder(move.programme, move.made.department, by=move.made.officer1, reason=WHY)
    assert (cited(here), cited(there)) == (["08:6.3"], ["08:6.3", "15:7.1.3"])
    with pytest.raises(StepRefused, match="."):
        undo_holder(move.programme, move.made.department, by=move.made.officer1, reason=WHY)


def test_what_was_taken_away_by_hand_stays_away_until_a_newer_decision(move):
    document = move.document("6.3")
    move.apply()
    save(new_of(document, "7.1.3"), ended_at=clock.now())
    assert (move.apply().changed, cited(document)) == (0, ["08:6.3"])
    move.decide("6.3", "7.1.3", reason=WHY)
    move.apply()
    assert cited(document) == ["08:6.3", "15:7.1.3"]


def test_a_clause_taken_away_before_anything_moved_is_not_brought_back_by_itself(move):
    document = move.document("6.3")
    DocumentClauseFactory(record=document, clause=move.new("7.1.3")[0], ended_at=clock.now())
    outcome = move.apply()
    assert (outcome.changed, outcome.held, cited(document)) == (0, 1, ["08:6.3"])


def test_units_outside_exempt_and_ended_holders_are_left(move):
    outside = move.document("6.3", unit=move.made.inspectorate)
    exempt = move.document("6.3", unit=move.made.department2)
    save(move.holders[1], group="exempt")
    inside = move.document("6.3", unit=move.made.section)
    move.apply()
    assert (cited(outside), cited(exempt)) == (["08:6.3"], ["08:6.3"])
    assert cited(inside) == ["08:6.3", "15:7.1.3"]


def test_a_unit_s_part_alone_is_carried_over_by_its_own_officer(move):
    here, there = move.document("6.3"), move.document("6.3", unit=move.made.department2)
    move.apply(move.made.department, by=move.made.officer1)
    assert (cited(here), cited(there)) == (["08:6.3", "15:7.1.3"], ["08:6.3"])
    for stranger in (move.made.officer2, move.made.head1, move.made.manager1):
        with pytest.raises(Refused):
            move.apply(move.made.department, by=stranger)


def test_nothing_follows_before_approval_nor_after_the_close(move):
    for status, error in ((TransitionStatus.DRAFT, StepRefused), (TransitionStatus.CLOSED, Refused)):
        save(move.programme, status=status)
        with pytest.raises(error):
            move.apply()


def test_undoing_needs_a_reason_and_is_not_undone_itself(move):
    move.document("6.3")
    run = move.apply().run
    with pytest.raises(ReasonMissing):
        undo_run(run, by=move.made.officer, reason=" ")
    undone = undo_run(run, by=move.made.officer, reason=WHY).run
    for one in (undone, run):
        with pytest.raises(StepRefused):
            undo_run(one, by=move.made.officer, reason=WHY)


@pytest.fixture
def further():
    """A kind of later work that another part of the product declares."""
    yield lambda references: rests_on(DocumentClause)(lambda found: [Rest(references[0].pk, "Bản công bố 1")])
    PROVIDERS[DocumentClause].pop()


def confirm(move, document):
    save(new_of(document, "7.1.3"), confirmed_at=clock.now(), confirmed_by=move.made.head1)


def approve(move, document):
    IssueFactory(document=document, approved=True)


def withdraw(move, document):
    IssueFactory(document=document, approved=True, withdrawn_on=clock.today(), status="withdrawn")


def move_on(move, document):
    onwards = moving(move.made, "2015", "2026")
    assert onwards.apply(move.made.department).changed == 1
    assert cited(document) == ["08:6.3", "15:7.1.3", "26:7.1.3"]


@pytest.mark.parametrize("later", [confirm, approve, withdraw, move_on])
def test_undoing_is_refused_with_what_rests_on_it(move, later):
    document, other = move.document("6.3"), move.document("6.3", unit=move.made.department2)
    run = move.apply().run
    later(move, document)
    before = cited(document), cited(other)
    (rest,) = resting_on_run(run)
    assert document.number in rest.text
    assert rest.url == document.get_absolute_url()
    with pytest.raises(StepRefused) as refused:
        undo_run(run, by=move.made.officer, reason=WHY)
    assert refused.value.reasons[1:] == [rest.text]
    assert (cited(document), cited(other)) == before


def test_others_say_what_rests_on_it_too(move, further):
    document = move.document("6.3")
    run = move.apply().run
    further([new_of(document, "7.1.3")])
    assert [rest.text for rest in resting_on_run(run)] == ["Bản công bố 1"]


def test_a_newer_decision_keeps_what_later_work_rests_on(move):
    document = move.document("6.3")
    move.apply()
    confirm(move, document)
    move.decide("6.3", "7.1.4", reason=WHY)
    outcome = move.apply()
    assert (outcome.kept, cited(document)) == (1, ["08:6.3", "15:7.1.3", "15:7.1.4"])


def test_the_ledger_tells_the_way_from_old_to_new_and_back(move):
    document = move.document("4.2.3")
    decision = move.decide("4.2.3", "7.5.2")
    run = move.apply().run
    old, new = DocumentClause.objects.filter(record=document).order_by("pk")
    (back,) = moved_by([new])[new.pk]
    (on,) = moved_to("qms.documentclause", [old.pk])[old.pk]
    assert back == on
    assert (back.run, back.decision, back.old_id, back.new_id, back.by) == (
        run,
        decision,
        old.pk,
        new.pk,
        move.made.officer,
    )
    assert (back.from_clause.number, back.to_clause.number, back.correspondence.relation) == ("4.2.3", "7.5.2", "split")


def test_the_digest_of_a_run_stands_while_its_moves_do(move):
    move.document("6.3", "4.2.3")
    run = move.apply().run
    assert digest_stands(run)
    ClauseMove.objects.create(
        run=run, act=1, kind="x", holder=move.made.department, record_id=1, old_id=1, from_clause=move.old("6.3")
    )
    assert not digest_stands(run)


def test_a_run_that_was_cut_off_is_taken_up_again(move, monkeypatch):
    monkeypatch.setattr("qms.operations.transition_work.CHUNK", 1)
    documents = [move.document("6.3") for _ in range(3)]
    carry, seen = transition_runs.carry_over, []

    def cut(*args, **kwargs):
        if len(seen) == 2:
            raise KeyboardInterrupt
        seen.append(carry(*args, **kwargs))

    monkeypatch.setattr(transition_runs, "carry_over", cut)
    with pytest.raises(KeyboardInterrupt):
        move.apply()
    left = TransitionRun.objects.get()
    assert left.status == RunStatus.RUNNING
    with pytest.raises(StepRefused):
        undo_run(left, by=move.made.officer, reason=WHY)
    monkeypatch.setattr(transition_runs, "carry_over", carry)
    outcome = move.apply()
    assert (outcome.run, outcome.changed, outcome.run.counts["moved"]) == (left, 1, 3)
    assert all(cited(one) == ["08:6.3", "15:7.1.3"] for one in documents)


def test_a_part_that_was_cut_off_ends_with_the_whole(move):
    left = TransitionRunFactory(programme=move.programme, unit=move.made.department)
    move.document("6.3")
    whole = move.apply().run
    left.refresh_from_db()
    assert (left.status, whole.status) == (RunStatus.DONE, RunStatus.DONE)
    assert (left.counts["moved"], whole.counts["moved"]) == (0, 1)


def test_a_holder_that_left_is_undone_too(move):
    document = move.document("6.3")
    move.apply()
    save(move.holders[0], group="exempt")
    undo_holder(move.programme, move.made.department, by=move.made.officer, reason=WHY)
    assert cited(document) == ["08:6.3"]


def test_a_holder_added_later_is_carried_over_then(move):
    document = move.document("6.3", unit=move.made.inspectorate)
    move.apply()
    TransitionHolderFactory(programme=move.programme, unit=move.made.inspectorate)
    assert move.apply().changed == 1
    assert cited(document) == ["08:6.3", "15:7.1.3"]
