"""Columns and filters of the register of periodic reports."""

import datetime as dt
from typing import Any

import django_filters as filters
import django_tables2 as tables
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qms import clock
from qms.models.period_schemes import PeriodScheme
from qms.models.periodic_reports import PeriodicReport
from qms.report_workflow import OWED
from qms.reporting_enums import ReportStatus
from qms.tables.filters import DayFilter, RegisterFilter
from qms.tables.report_units import UnitOfReportsFilter, asked_key
from qms.tables.risks import day_shown

SHOWN = [
    ("owed", _("Still owed")),
    ("late", pgettext_lazy("report", "Late")),
    ("missing", _("Late and not in yet")),
    ("to_judge", _("Submitted, to be judged")),
    ("corrected", _("Corrected by a new version")),
]


def late_on(day: dt.date) -> Q:
    """Handed in after its day, or not yet and the day has passed; a correction is owed by no day."""
    not_in = Q(status__in=OWED, due_on__lt=day)
    handed_in = Q(submitted_on__gt=F("due_on")) & ~Q(status=ReportStatus.EXCUSED)
    return Q(edition_number=1) & (not_in | handed_in)


def schemes_reported(request: Any) -> Any:
    """Schemes of the reports within reach; and the one asked for, to which its page leads."""
    if request is None:
        return PeriodScheme.objects.none()
    seen = PeriodicReport.objects.visible_to(request.user).order_by()
    asked = Q(pk__in=seen.values("period__scheme_id")) | Q(pk=asked_key(request, "scheme"))
    return PeriodScheme.objects.filter(asked).order_by("code")


class PeriodicReportFilter(RegisterFilter):
    """By unit, period, scheme, state, due day; what is owed, late, missing, to be judged, corrected."""

    show = filters.ChoiceFilter(label=_("Show"), choices=SHOWN, method="shown", empty_label=_("all"))
    unit = UnitOfReportsFilter(PeriodicReport, field_name="unit_id")
    period = filters.CharFilter(
        label=_("Period"), field_name="period_code", lookup_expr="istartswith", max_length=20,
        help_text=_("2019-Q1, 2019-H1, or 2019 for the whole year."),
    )  # fmt: skip
    scheme = filters.ModelChoiceFilter(label=_("Scheme"), field_name="period__scheme", queryset=schemes_reported)
    status = filters.ChoiceFilter(label=_("Status"), choices=ReportStatus.choices)
    due_from = DayFilter(label=_("Due from"), field_name="due_on", lookup_expr="gte")
    due_to = DayFilter(label=_("Due to"), field_name="due_on", lookup_expr="lte")

    def shown(self, rows: Any, name: str, value: str) -> Any:
        """As of the day shown."""
        day = day_shown(self.request) or clock.today()
        if value == "late":
            return rows.filter(late_on(day))
        if value == "missing":
            return rows.filter(status__in=OWED, due_on__lt=day, edition_number=1)
        if value == "to_judge":
            return rows.filter(status=ReportStatus.SUBMITTED)
        if value == "corrected":
            return rows.filter(id__in=PeriodicReport.objects.exclude(replaces=None).values("replaces_id"))
        return rows.filter(status__in=OWED)


class PeriodicReportTable(tables.Table):
    """Number, unit, period, due, handed in, status."""

    number = tables.Column(verbose_name=_("Number"))
    unit = tables.Column(verbose_name=_("Unit"), order_by=("unit__sort_key", "figures_to"))
    period = tables.Column(verbose_name=_("Period"), accessor="period_code", order_by=("figures_to", "period_code"))
    due_on = tables.Column(verbose_name=_("Due"))
    submitted_on = tables.Column(verbose_name=_("Submitted on"))
    status = tables.Column(verbose_name=_("Status"))

    class Meta:
        model = PeriodicReport
        fields = ("number", "unit", "period", "due_on", "submitted_on", "status")
