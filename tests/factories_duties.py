"""Factories of recurring duties and of links by mail."""

import datetime as dt

import factory

from qms import clock, models
from qms.enums import SeriesRhythm
from tests.factories_base import TrackedFactory
from tests.factories_qms import ActionFactory, UnitFactory, UserFactory

__all__ = ["ActionLinkFactory", "ActionSeriesFactory"]


class ActionSeriesFactory(TrackedFactory):
    """A monthly duty that began this month, due on the fifth of the next."""

    class Meta:
        model = models.ActionSeries

    unit = factory.SubFactory(UnitFactory)
    title = factory.Sequence("Báo cáo định kỳ {}".format)
    owner = factory.SubFactory(UserFactory)
    assigned_by = factory.SubFactory(UserFactory)
    rhythm = SeriesRhythm.MONTHLY
    due_day = 5
    lead_days = 10
    starts_on = factory.LazyFunction(lambda: clock.today().replace(day=1))


class ActionLinkFactory(TrackedFactory):
    """A link to an action of somebody without an account."""

    class Meta:
        model = models.ActionLink

    action = factory.SubFactory(ActionFactory, assigned=True, owner=None, owner_text="Lê Thị Khách")
    name = "Lê Thị Khách"
    email = "khach@example.com"
    sent_by = factory.SelfAttribute("action.assigned_by")
    expires_on = factory.LazyFunction(lambda: clock.today() + dt.timedelta(days=44))
