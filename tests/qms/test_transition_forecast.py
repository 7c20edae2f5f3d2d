"""Forecasts follow by hand from the days of the proofs; days left work with the last permitted day."""

import datetime as dt
import random
from fractions import Fraction
from types import SimpleNamespace

import pytest

from qms.burn_down import Mark, burn_down
from qms.transition.deadlines import binding, deadlines_for, left
from qms.transition.forecast import forecast, forecast_day
from tests.counts import examples

BEGAN = dt.date(2018, 9, 10)
TODAY = dt.date(2020, 7, 15)


def after(*days):
    return [BEGAN + dt.timedelta(days=day) for day in days]


@pytest.mark.parametrize(
    ("days", "steps", "pace", "told"),
    [
        # six steps in 592 days: 98 2/3 a step; three more: 296 days; the fastest interval 56, the slowest 112
        ((56, 150, 260, 370, 480, 592), 9, Fraction(592, 6), ("2021-02-14", "2020-10-09", "2021-03-26")),
        # two steps in 500 days: 250 a step; one left; the interval of 400 is the slowest, that of 100 the fastest:
        # 02/05/2020, which has passed, so today
        ((400, 500), 3, Fraction(250), ("2020-09-29", "2020-07-15", "2021-02-26")),
        # a proof from before it took part counts from then: 0 and 630 days
        ((-30, 630), 3, Fraction(315), ("2021-04-12", "2020-07-15", "2022-02-21")),
        # two steps in 200 days would have been five in 500: 174 days ago, so 674 days count for two; 474 is the slowest
        ((100, 200), 5, Fraction(337), ("2023-04-22", "2021-05-11", "2024-06-06")),
    ],
)
def test_forecast_follows_by_hand(days, steps, pace, told):
    found = forecast(BEGAN, after(*days), steps, TODAY)

    assert found.pace == pace
    assert tuple(str(day) for day in (found.day, found.earliest, found.latest)) == told


@pytest.mark.parametrize(("days", "steps"), [((), 9), ((100,), 9), ((100, 200, 300), 3)])
def test_no_forecast_from_less_than_two_proofs_nor_of_what_is_complete(days, steps):
    assert forecast(BEGAN, after(*days), steps, TODAY) is None
    assert forecast_day(BEGAN, max(after(*days), default=None), len(days), steps, TODAY) is None


def test_board_and_page_tell_the_same_day_within_its_range():
    chance = random.Random(9001)  # noqa: S311 - the same cases each time
    for _ in range(examples(600)):
        steps = chance.randrange(3, 12)
        days = after(*sorted(chance.randrange(-40, 675) for _ in range(chance.randrange(2, steps))))
        found = forecast(BEGAN, days, steps, TODAY)

        assert found.day == forecast_day(BEGAN, max(days), len(days), steps, TODAY)
        assert found.earliest <= found.day <= found.latest
        assert found.earliest >= TODAY


def deadline(day, group="", obligation=""):
    return SimpleNamespace(last_day=dt.date.fromisoformat(day), group=group, obligation=obligation)


def test_days_left_end_with_the_last_permitted_day():
    ministry, state = deadline("2020-12-30", obligation="yes"), deadline("2021-06-29")

    assert binding(deadlines_for([state, ministry], "moving", "yes")) == dt.date(2020, 12, 30)
    assert deadlines_for([state, ministry], "moving", "encouraged") == [state]
    assert [one.days for one in left([ministry, state], dt.date(2020, 12, 30))] == [0, 181]
    assert left([ministry], dt.date(2020, 12, 31))[0].over == 1


def test_burn_down_goes_down_and_tells_its_words():
    points = [(BEGAN, 18), (after(100)[0], 12), (TODAY, 12)]

    drawn = burn_down(points, 18, [Mark(dt.date(2020, 12, 30), "<30/12>")], title="Left", text="12 of 18", name="b")

    assert '<desc id="b-desc">12 of 18</desc>' in drawn
    assert "&lt;30/12&gt;" in drawn
    assert "style=" not in drawn
    assert drawn.count("<path") >= 4
