"""The demonstration's gap assessments: one department has judged all, two holders are on the way."""

import datetime as dt
from collections import Counter

import pytest

from qms.history.standing import standing
from qms.models import Action, Clause, ClauseWork, TransitionHolder
from qms.transition.exclusions import exclusions
from qms.transition.gap_proof import GAP

pytestmark = pytest.mark.django_db


def holder(code):
    return TransitionHolder.objects.select_related("programme", "unit").get(unit__code=code, ended_at=None)


def test_one_department_has_judged_all_and_two_are_on_the_way(demonstration):
    holders = [holder(code) for code in ("SLĐ-01", "SLĐ-79", "BLĐTBXH")]
    step = holders[0].programme.steps.get(key="gap")

    proved = GAP.prove(step, holders)

    assert [proved[one.pk].state for one in holders] == ["proved", "in_hand", "in_hand"]
    whole = Clause.objects.filter(edition=holders[0].programme.to_edition).auditable().count()
    assert [proved[one.pk].done for one in holders] == [whole, 29, 5]
    assert proved[holders[0].pk].on == dt.date(2019, 9, 18)


def test_its_gaps_have_actions_in_several_states_and_its_scope_leaves_design_out(demonstration):
    department = holder("SLĐ-01")
    judged = Counter(ClauseWork.objects.filter(holder=department).values_list("judgement", flat=True))
    actions = Action.objects.filter(clause_gap__work__holder=department)

    assert (judged["partly"], judged["not"]) == (2, 1)
    assert Counter(actions.values_list("status", flat=True)) == {"verified": 1, "in_progress": 2}
    assert any(action.is_overdue for action in actions)
    left_out = exclusions(department.unit, department.programme.to_edition)
    assert {one["number"].rpartition(".")[0] for one in left_out} == {"8.3"}


def test_at_the_end_of_2019_the_closed_gap_was_still_open(demonstration):
    work = ClauseWork.objects.get(holder=holder("SLĐ-01"), clause__number="4.2")
    with standing(dt.date(2019, 12, 31)):
        then = ClauseWork.objects.get(pk=work.pk)

    assert (then.judgement, work.judgement) == ("partly", "conforming")
