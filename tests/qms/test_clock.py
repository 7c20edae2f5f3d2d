"""The clock: one source of now and today, in Vietnam, with the demonstration's offset."""

import datetime as dt

import pytest
import time_machine

from qms import clock


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2020-07-14T16:59:59+00:00", dt.date(2020, 7, 14)),
        ("2020-07-14T17:00:00+00:00", dt.date(2020, 7, 15)),
        ("2020-12-31T17:00:00+00:00", dt.date(2021, 1, 1)),
    ],
)
def test_today_is_the_day_in_vietnam(moment, day):
    with time_machine.travel(dt.datetime.fromisoformat(moment), tick=False):
        assert clock.today() == day
        assert clock.now().tzinfo is not None
        assert clock.day_of(clock.now()) == day


def test_the_offset_moves_now_and_today(settings):
    settings.QMS_CLOCK_OFFSET_SECONDS = -86400 * 31
    with time_machine.travel(dt.datetime(2020, 8, 15, 3, tzinfo=dt.UTC), tick=False):
        assert clock.today() == dt.date(2020, 7, 15)


def test_held_time_stands_still_and_ends():
    moment = dt.datetime(2019, 2, 28, 23, 30, tzinfo=clock.HANOI)
    with clock.at(moment):
        assert clock.now() == moment
        assert clock.today() == dt.date(2019, 2, 28)
        with clock.at(moment + dt.timedelta(hours=1)):
            assert clock.today() == dt.date(2019, 3, 1)
        assert clock.now() == moment
    assert clock.now() != moment


def test_the_end_of_a_day_is_the_first_moment_after_it():
    assert clock.end_of(dt.date(2019, 12, 31)).astimezone(dt.UTC).isoformat() == "2019-12-31T17:00:00+00:00"
