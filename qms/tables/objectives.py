"""Columns and filters of the register of objectives."""

import datetime as dt
from typing import Any

import django_filters as filters
import django_tables2 as tables
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from qms import clock
from qms.models.objectives import Measurement, Objective
from qms.models.people import User
from qms.objective_periods import expected, missing, periods_of
from qms.performance_enums import ObjectiveStatus
from qms.tables.filters import RegisterFilter, UnitFilter
from qms.tables.risks import day_shown

SHOWN = [
    ("running", _("Running")),
    ("stale", _("Figures missing")),
    ("to_approve", _("To be approved")),
    ("to_judge", _("To be judged")),
    ("mine", _("Mine")),
]
RESULTS = [("met", _("Met")), ("partly", _("Partly met")), ("missed", _("Missed")), ("none", _("Without a figure"))]


class ObjectiveTable(tables.Table):
    """What the list shows and can be sorted by."""

    title = tables.Column(verbose_name=_("Objective"), order_by=("number",))
    unit = tables.Column(verbose_name=_("Unit"), order_by=("unit__sort_key",))
    target = tables.Column(verbose_name=_("Target"), orderable=False, empty_values=())
    latest = tables.Column(verbose_name=_("Latest figure"), order_by=("latest_to",), empty_values=())
    owner = tables.Column(verbose_name=_("Owner"), order_by=("owner__sort_key",))
    ends_on = tables.Column(verbose_name=_("To be reached by"))
    status = tables.Column(verbose_name=_("Status"))


def stale_keys(rows: Any, day: dt.date) -> list[int]:
    """Keys of running objectives with a period whose figure was expected by the day; two queries for all of them."""
    running = list(rows.filter(status=ObjectiveStatus.RUNNING).order_by().only("pk", "rhythm", "starts_on", "ends_on"))
    until = expected(day)
    told = Measurement.objects.filter(ended_at=None, period_to__lte=until, objective__status=ObjectiveStatus.RUNNING)
    measured = dict(told.order_by().values_list("objective_id").annotate(number=Count("pk")))
    return [one.pk for one in running if sum(1 for _one in periods_of(one, until)) > measured.get(one.pk, 0)]


def missing_of(objective: Any, measured: set[dt.date], day: dt.date) -> list[Any]:
    """The periods of a running objective whose figure was expected by the day."""
    return missing(objective, measured, day) if objective.status == ObjectiveStatus.RUNNING else []


def owners(request: Any) -> Any:
    """People who look after objectives within reach."""
    if request is None:
        return User.objects.none()
    seen = Objective.objects.visible_to(request.user).filter(ended_at=None).order_by().values("owner_id")
    return User.objects.filter(pk__in=seen).order_by("sort_key")


class ObjectiveFilter(RegisterFilter):
    """By unit, year, status, result, owner; what lacks figures, waits for approval or judgement."""

    show = filters.ChoiceFilter(label=_("Show"), choices=SHOWN, method="shown", empty_label=_("all"))
    unit = UnitFilter(field_name="unit_id")
    year = filters.NumberFilter(label=_("Year"), method="in_year", min_value=1990, max_value=2100)
    status = filters.ChoiceFilter(label=_("Status"), choices=ObjectiveStatus.choices)
    result = filters.ChoiceFilter(label=_("Latest result"), choices=RESULTS, method="of_result")
    owner = filters.ModelChoiceFilter(label=_("Owner"), queryset=owners)

    def in_year(self, rows: Any, name: str, value: Any) -> Any:
        """Those that run in the year."""
        year = int(value)
        return rows.filter(starts_on__lte=dt.date(year, 12, 31), ends_on__gte=dt.date(year, 1, 1))

    def of_result(self, rows: Any, name: str, value: str) -> Any:
        """By the judgement where it is judged, else by the latest figure against its target."""
        return rows.filter(result_now="" if value == "none" else value)

    def shown(self, rows: Any, name: str, value: str) -> Any:
        """What runs, what lacks figures on the day shown, what waits for a decision, what is one's own."""
        day = day_shown(self.request) or clock.today()
        if value == "stale":
            return rows.filter(id__in=stale_keys(Objective.objects.visible_to(self.user).filter(ended_at=None), day))
        if value == "mine":
            return rows.filter(owner_id__in=self.user.authority.person_ids)
        if value == "to_approve":
            return rows.filter(status=ObjectiveStatus.PROPOSED)
        running = Q(status=ObjectiveStatus.RUNNING)
        return rows.filter(running & Q(ends_on__lt=day) if value == "to_judge" else running)
