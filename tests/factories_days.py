"""Factories of decided days."""

import datetime as dt

import factory

from qms.enums import DayKind
from qms.models import DecidedDay
from tests.factories_base import TrackedFactory

__all__ = ["DecidedDayFactory"]


class DecidedDayFactory(TrackedFactory):
    """Days long after any test's own."""

    class Meta:
        model = DecidedDay

    day = factory.Sequence(lambda number: dt.date(2090, 1, 2) + dt.timedelta(days=number))
    kind = DayKind.OFF
    decision = "Quyết định số 12/QĐ-SLĐ"
