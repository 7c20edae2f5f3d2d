"""The demonstration's programme: holders at all steps, three late, forecasts by hand, as it was recorded in 2019."""

import datetime as dt
from contextlib import nullcontext

import pytest

from qms.enums import StepState
from qms.history.standing import standing
from qms.models import HolderStep, TransitionHolder, TransitionProgramme, User
from qms.transition.board import read_board

pytestmark = pytest.mark.django_db

TODAY = dt.date(2020, 7, 15)


def board(as_of=None):
    programme = TransitionProgramme.objects.get(unit__code="BLĐTBXH")
    with standing(as_of) if as_of else nullcontext():
        return read_board(programme, User.objects.get(username="officer"), as_of, TODAY)


def test_three_are_late_and_one_by_46_days(demonstration):
    lines = {line.code: line for line in board().lines}

    assert {code for code, line in lines.items() if line.late} == {"SLĐ-01", "SLĐ-34", "SLĐ-79"}
    one = lines["SLĐ-34"]
    days = sorted(
        HolderStep.objects.filter(holder_id=one.key, state=StepState.PROVED).values_list("proved_on", flat=True)
    )
    assert (one.began_on, days[-1], len(days)) == (dt.date(2018, 9, 10), dt.date(2020, 4, 24), 6)
    # 592 days for six steps, so 296 for three more
    assert (str(one.forecast), one.late_by) == ("2021-02-14", 46)


def test_holders_stand_at_all_steps_and_one_has_lost_a_proof(demonstration):
    now = board()

    assert {line.done for line in now.taking_part} >= set(range(10))
    assert [line.code for line in now.lines if line.lost] == ["SLĐ-38"]
    assert all((line.completed_on is not None) == (line.done == 9) for line in now.taking_part)
    assert {key: one.all for key, one in now.counts.items()} == {"yes": 81, "encouraged": 5}


def test_end_of_2019_shows_what_was_recorded_then(demonstration):
    day = dt.date(2019, 12, 31)
    then = {line.key: line for line in board(day).lines}

    proved = HolderStep.objects.filter(proved_on__lte=day, by_hand=True, state=StepState.PROVED)
    for holder in TransitionHolder.objects.exclude(unit__code__in=["SLĐ-01", "SLĐ-79", "SLĐ-38"]):
        line = then[holder.pk]
        plan = HolderStep.objects.filter(holder=holder, step__key="plan", proved_on__lte=day).count()
        assert line.done == proved.filter(holder=holder).count() + plan
        assert (line.completed_on is not None) == (holder.completed_on is not None and holder.completed_on <= day)
    assert sum(line.done for line in then.values()) < sum(line.done for line in board().lines)
