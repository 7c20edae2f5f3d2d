"""Working days: known Vietnamese calendars, overrides, and what must hold for any two days."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qms import calendar
from qms.calendar import Overrides, add_working_days, is_working_day, working_days_between

DAYS = st.dates(date(2005, 1, 1), date(2045, 12, 31))
MONDAY = date(2020, 7, 13)
UNTIMED = settings(deadline=None)  # the first question about a year works the year out


@pytest.fixture
def overrides():
    yield calendar.set_overrides
    calendar.set_overrides(None)


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2020, 7, 15), True),  # a Wednesday
        (date(2020, 7, 18), False),  # a Saturday
        (date(2020, 1, 27), False),  # third day of the lunar new year
        (date(2020, 9, 2), False),  # National Day
        (date(2019, 4, 29), False),  # taken off in exchange for a Saturday
        (date(2019, 5, 4), True),  # that Saturday
        (date(2019, 4, 15), False),  # in lieu of the Hung kings' day on a Sunday
        (date(1, 1, 1), True),  # before the known holidays: only weekends
        (date(9999, 12, 31), True),
    ],
)
def test_is_working_day_knows_the_public_calendar(day, worked):
    assert is_working_day(day) is worked


@pytest.mark.parametrize(
    ("day", "n", "expected"),
    [
        (MONDAY, 0, MONDAY),
        (date(2020, 7, 18), 0, date(2020, 7, 18)),
        (MONDAY, 5, date(2020, 7, 20)),
        (date(2020, 7, 17), 1, date(2020, 7, 20)),
        (date(2020, 9, 1), 1, date(2020, 9, 3)),
        (date(2020, 1, 22), 1, date(2020, 1, 30)),  # over the lunar new year
        (date(2019, 12, 31), 1, date(2020, 1, 2)),  # over the end of the year
    ],
)
def test_add_working_days_does_not_count_the_day_itself(day, n, expected):
    assert add_working_days(day, n) == expected


def test_add_working_days_refuses_a_negative_number():
    with pytest.raises(ValueError, match="negative"):
        add_working_days(MONDAY, -1)


def test_add_working_days_says_when_the_calendar_ends():
    with pytest.raises(ValueError, match="beyond the calendar"):
        add_working_days(date(9999, 12, 30), 2)


def test_overrides_add_days_off_and_working_days(overrides):
    overrides(lambda: Overrides(frozenset({date(2020, 7, 14)}), frozenset({date(2020, 7, 18), date(2020, 9, 2)})))

    assert not is_working_day(date(2020, 7, 14))
    assert is_working_day(date(2020, 7, 18))
    assert is_working_day(date(2020, 9, 2))
    assert working_days_between(MONDAY, date(2020, 7, 20)) == 5


def test_overrides_are_asked_again_when_they_change(overrides):
    answers = [Overrides(), Overrides(days_off=frozenset({MONDAY}))]
    overrides(lambda: answers[-1])
    assert not is_working_day(MONDAY)
    answers.pop()
    assert is_working_day(MONDAY)


def test_overrides_working_day_wins_over_day_off(overrides):
    overrides(lambda: Overrides(frozenset({MONDAY}), frozenset({MONDAY})))
    assert is_working_day(MONDAY)


@UNTIMED
@given(DAYS, st.integers(1, 600))
def test_add_then_count_comes_back(day, n):
    later = add_working_days(day, n)
    assert is_working_day(later)
    assert later > day
    assert working_days_between(day, later) == n


@UNTIMED
@given(DAYS, st.integers(0, 500))
def test_between_is_the_count_of_single_days(day, length):
    later = day + timedelta(days=length)
    counted = sum(is_working_day(day + timedelta(days=offset)) for offset in range(1, length + 1))
    assert working_days_between(day, later) == counted


@UNTIMED
@given(DAYS, DAYS, DAYS)
def test_between_adds_up(a, b, c):
    assert working_days_between(a, b) + working_days_between(b, c) == working_days_between(a, c)
    assert working_days_between(a, b) == -working_days_between(b, a)
