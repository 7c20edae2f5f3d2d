"""The gap assessment of a holder: who judges, what is kept, gaps to actions, proof of the step, scope statement."""

import datetime as dt
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from qms.enums import ActionKind, ActionStatus, TransitionGroup
from qms.history.recording import ReasonMissing
from qms.models import Action, ClauseWork, ClauseWorkAction, Notice
from qms.models.participation import Participation
from qms.operations.clause_works import ClauseDraft, GapAction, judge_clauses, raise_gap_actions
from qms.policy import Refused
from qms.registry import ClauseEvidence, registry
from qms.transition.clause_evidence import documents_in_force, earlier_judgements
from qms.transition.clause_picture import picture_of, progress_of
from qms.transition.exclusions import exclusions
from qms.transition.gap_proof import prove_gap
from qms.transition.starters import Starter, starters_of
from qms.workflow import Conflict, StepRefused
from tests.factories import ClauseWorkFactory, DocumentClauseFactory, IssueFactory, save
from tests.qms.clause_scene import clause, holder_of, leaves
from tests.shared_organisation import DAY, on, org, shared_organisation

__all__ = ["org", "shared_organisation"]

LATER = dt.date(2020, 8, 31)


@pytest.fixture
def holder(org):
    return holder_of(org.department, org.ministry)


def draft(holder, number, judgement="conforming", **values):
    return ClauseDraft(holder, clause(number), judgement, **values)


def row_of(holder, number):
    return next(row for row in picture_of(holder) if row.clause.number == number)


def told(number, year, result):
    """Evidence of a clause, as another app would register it."""
    cited = clause(number, year)
    return ClauseEvidence(cited.pk, cited.edition_id, f"{number} {result}", "/x/", DAY, result)


@pytest.fixture
def evidence(monkeypatch):
    """What providers tell, in place of those registered."""
    rows = []
    monkeypatch.setattr(registry, "clause_evidence", [lambda holder, editions: rows])
    return rows


@pytest.mark.parametrize("name", ["officer1", "head1"])
def test_officer_and_manager_of_the_holder_judge(org, holder, name):
    (work,) = judge_clauses([draft(holder, "4.1", statement="QT-01")], by=getattr(org, name))

    assert (work.judgement, work.unit, work.judged_by.username, work.judged_on) == (
        "conforming",
        org.department,
        name,
        DAY,
    )
    assert work.history.get().operation == "judge_clauses"


@pytest.mark.parametrize("name", ["manager1", "lead1", "reader1", "owner1", "officer2", "head2", "officer", "director"])
def test_nobody_else_judges(org, holder, name):
    with pytest.raises(Refused):
        judge_clauses([draft(holder, "4.1")], by=getattr(org, name))
    assert not ClauseWork.objects.filter(holder=holder).exists()


def test_many_are_judged_in_as_many_queries_as_few(org, holder, django_assert_max_num_queries):
    drafts = [ClauseDraft(holder, one, "conforming") for one in leaves(holder)]
    with django_assert_max_num_queries(20):
        judge_clauses(drafts, by=org.officer1)

    assert ClauseWork.objects.filter(holder=holder).count() == len(drafts)
    assert Participation.objects.filter(kind="qms.clausework", user=org.officer1).count() == len(drafts)


def test_the_same_again_writes_nothing_and_another_needs_a_reason(org, holder):
    (work,) = judge_clauses([draft(holder, "4.1")], by=org.officer1)
    judge_clauses([draft(holder, "4.1")], by=org.head1)
    assert work.history.count() == 1

    changed = draft(holder, "4.1", "partly", statement="Chưa xem xét lại")
    with pytest.raises(ReasonMissing):
        judge_clauses([changed], by=org.head1)
    judge_clauses([changed], by=org.head1, reason="Xem lại sau đánh giá nội bộ")

    work.refresh_from_db()
    assert (work.judgement, work.judged_by) == ("partly", org.head1)
    assert work.history.latest("sequence").history_change_reason == "Xem lại sau đánh giá nội bộ"
    named = Participation.objects.filter(kind="qms.clausework", record_id=work.pk)
    assert list(named.values_list("user_id", flat=True)) == [org.head1.pk]


def test_nobody_writes_over_what_they_have_not_seen(org, holder):
    judge_clauses([draft(holder, "4.1")], by=org.officer1)

    with pytest.raises(Conflict):
        judge_clauses([draft(holder, "4.1", "not", statement="Chưa có", version=0)], by=org.head1, reason="x")


@pytest.mark.parametrize(
    ("number", "year", "judgement", "said"),
    [
        ("4.1", "2008", "conforming", "edition"),
        ("8.5", "2015", "conforming", "heading"),
        ("4.1", "2015", "perfect", "perfect"),
        ("4.1", "2015", "not_applicable", "4.3"),
        ("4.1", "2015", "partly", "missing"),
    ],
)
def test_a_judgement_that_does_not_hold_together_is_refused(org, holder, number, year, judgement, said):
    with pytest.raises(StepRefused) as refused:
        judge_clauses([draft(holder, "4.2"), ClauseDraft(holder, clause(number, year), judgement)], by=org.officer1)
    assert said in refused.value.reasons[0]
    assert not ClauseWork.objects.filter(holder=holder).exists()


def test_nothing_is_judged_where_nothing_moves(org, holder):
    save(holder, group=TransitionGroup.EXEMPT, reason="Không còn nghĩa vụ")
    with pytest.raises(StepRefused):
        judge_clauses([draft(holder, "4.1")], by=org.officer1)

    save(holder, group=TransitionGroup.MOVING)
    save(holder.programme, status="closed")
    with pytest.raises(StepRefused):
        judge_clauses([draft(holder, "4.1")], by=org.officer1)


def test_a_gap_becomes_an_action_in_one_step(org, holder):
    (work,) = judge_clauses([draft(holder, "4.2", "partly", statement="Thiếu danh sách")], by=org.officer1)
    wanted = [GapAction(work, "Lập danh sách", org.reader1, LATER)]
    (action,) = raise_gap_actions(wanted, by=org.officer1)
    raise_gap_actions(wanted, by=org.officer1)

    assert ClauseWorkAction.objects.get().action == Action.objects.get() == action
    assert (action.kind, action.status, action.owner) == (ActionKind.IMPROVEMENT, ActionStatus.ASSIGNED, org.reader1)
    assert Notice.objects.filter(user=org.reader1, kind="action_assigned", number=action.number).count() == 1
    assert row_of(holder, "4.2").actions == [action]


def test_no_action_without_a_gap_nor_into_the_past_nor_by_others(org, holder):
    (met,) = judge_clauses([draft(holder, "4.1")], by=org.officer1)
    (gap,) = judge_clauses([draft(holder, "4.2", "not", statement="Chưa có")], by=org.officer1)

    with pytest.raises(StepRefused):
        raise_gap_actions([GapAction(met, "x", org.reader1, LATER)], by=org.officer1)
    with pytest.raises(StepRefused):
        raise_gap_actions([GapAction(gap, "x", org.reader1, DAY - dt.timedelta(days=1))], by=org.officer1)
    with pytest.raises(Refused):
        raise_gap_actions([GapAction(gap, "x", org.reader1, LATER)], by=org.officer2)
    assert not ClauseWorkAction.objects.exists()


def test_conforming_under_an_equivalent_clause_is_only_to_be_confirmed(holder, evidence):
    evidence.append(told("6.3", "2008", "conforming"))
    row = row_of(holder, "7.1.3")

    assert (row.carried, row.is_unchanged, row.waits_for_confirmation) == ("to_confirm", True, True)
    assert "6.3" in row.why


def test_the_strictest_of_several_old_clauses_counts(holder, evidence):
    evidence += [told("4.2.3", "2008", "conforming"), told("4.2.4", "2008", "minor")]
    row = row_of(holder, "7.5.2")

    assert [one.clause.number for one in row.old] == ["4.2.3", "4.2.4"]
    assert row.carried == "minor"
    assert "4.2.4" in row.why
    assert "4.2.3" not in row.why


def test_new_clauses_and_those_nobody_examined(holder, evidence):
    assert [row_of(holder, number).is_new for number in ("4.1", "7.1.3")] == [True, False]
    assert row_of(holder, "7.1.3").carried == "not_examined"


def test_a_cited_heading_stands_for_the_clauses_below_it(holder, evidence):
    evidence.append(told("7.3", "2008", "not_applicable"))

    assert row_of(holder, "8.3.3").carried == "not_applicable"


def test_the_picture_takes_as_many_queries_for_all_as_for_one(org, holder):
    def measured():
        with CaptureQueriesContext(connection) as queries:
            picture_of(holder)
        return len(queries)

    judge_clauses([draft(holder, "4.1")], by=org.officer1)
    DocumentClauseFactory(
        record=IssueFactory(approved=True, document__unit=org.department).document, clause=clause("4.1")
    )
    before = measured()
    judge_clauses([draft(holder, one.number) for one in leaves(holder)[1:]], by=org.officer1)
    for number in ("4.2", "7.5.2", "8.1"):
        document = IssueFactory(approved=True, document__unit=org.division).document
        DocumentClauseFactory(record=document, clause=clause(number))

    assert measured() == before


def test_documents_in_force_are_evidence_and_others_are_not(org, holder):
    own = IssueFactory(approved=True, document__unit=org.division).document
    foreign = IssueFactory(approved=True, document__unit=org.department2).document
    unwritten = IssueFactory(document__unit=org.department).document
    for document in (own, foreign, unwritten):
        DocumentClauseFactory(record=document, clause=clause("7.5.2"))

    found = list(documents_in_force(holder, [holder.programme.to_edition]))

    assert [(one.clause_id, own.number in one.text, one.result) for one in found] == [(clause("7.5.2").pk, True, "")]


def test_what_was_judged_on_the_way_to_the_old_edition_is_evidence(org, holder):
    earlier = holder_of(org.department, org.inspectorate)
    save(earlier.programme, to_edition=holder.programme.from_edition, from_edition=holder.programme.to_edition)
    ClauseWorkFactory(holder=earlier, clause=clause("4.2.3", "2008"), partly=True)

    (found,) = earlier_judgements(holder, [holder.programme.from_edition])

    assert (found.clause_id, found.result) == (clause("4.2.3", "2008").pk, "partly")


def test_the_gap_step_is_proved_by_the_last_clause(org, holder):
    step = SimpleNamespace(programme=holder.programme)
    assert prove_gap(step, [holder]) == {}

    every = [one.number for one in leaves(holder)]
    judge_clauses([draft(holder, number) for number in every[:-1]], by=org.officer1)
    proved = prove_gap(step, [holder])[holder.pk]
    assert (proved.state, proved.done, proved.all) == ("in_hand", len(every) - 1, len(every))

    judge_clauses([draft(holder, every[-1])], by=org.officer1)
    proved = prove_gap(step, [holder])[holder.pk]
    assert (proved.state, proved.on, proved.done) == ("proved", DAY, len(every))

    with on(DAY + dt.timedelta(days=30)):
        judge_clauses([draft(holder, "4.1", "partly", statement="Thiếu")], by=org.officer1, reason="Xem lại")
    assert prove_gap(step, [holder])[holder.pk] == proved


def test_reasons_of_what_does_not_apply_go_into_the_scope_statement(org, holder):
    judge_clauses([draft(holder, "8.3.1", "not_applicable", why_not="Không thiết kế dịch vụ")], by=org.officer1)

    (listed,) = exclusions(org.department, holder.programme.to_edition)

    assert (listed["number"], listed["reason"]) == ("8.3.1", "Không thiết kế dịch vụ")
    assert exclusions(org.department2, holder.programme.to_edition) == []


def test_the_next_edition_needs_no_code(org, evidence):
    """53 clauses of 2015 carry over to 2026 unchanged; what was judged on the way to 2015 tells of them."""
    holder = holder_of(org.department, org.ministry, ("2015", "2026"))
    evidence += [told(one.number, "2015", "conforming") for one in holder.programme.from_edition.clauses.auditable()]
    rows = [row for row in picture_of(holder) if not row.is_heading]

    assert {row.carried for row in rows if row.old} == {"to_confirm"}
    assert sum(row.is_unchanged for row in rows) == 53
    assert all(row.carried == "" for row in rows if row.is_new)


def test_progress_counts_what_was_judged(org, holder, evidence):
    evidence.append(told("6.3", "2008", "conforming"))
    judge_clauses([draft(holder, "4.1", "partly", statement="Thiếu"), draft(holder, "4.2")], by=org.officer1)
    progress = progress_of(picture_of(holder))

    assert (progress.all, progress.judged, progress.gaps, progress.to_confirm) == (len(leaves(holder)), 2, 1, 1)


def test_new_clauses_lead_to_where_their_record_begins(holder, monkeypatch):
    address = "/context/?unit={}".format
    offered = Starter(r"4\.1", "Bối cảnh", lambda one: address(one.unit_id), lambda rows: {rows[0].unit_id: 3})
    monkeypatch.setattr("qms.transition.starters.STARTERS", [offered])

    assert starters_of(holder, clause("4.1")) == [{"label": "Bối cảnh", "url": address(holder.unit_id), "count": 3}]
    assert starters_of(holder, clause("4.2")) == []


def test_a_judgement_has_the_steps_of_transitions_looked_at_again_once(org, holder, monkeypatch):
    told = []
    monkeypatch.setattr("qms.operations.clause_works.announce", lambda event, **what: told.append(event))
    for _again in range(2):
        judge_clauses([draft(holder, "4.1")], by=org.officer1)
    assert told == ["transition_work_done"]
