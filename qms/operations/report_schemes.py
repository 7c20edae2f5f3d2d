"""Periods of a scheme: added by the year, moved while nobody has opened them."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from qms import policy
from qms.history.recording import operation
from qms.models.period_schemes import PeriodScheme, ReportPeriod
from qms.reporting.loading import add_year
from qms.reporting.periods import DUE_DAY, OPENS_BEFORE
from qms.workflow import StepRefused, check_version


@operation("add_report_periods")
def add_periods(
    scheme: PeriodScheme, *, by: Any, year: int, opens_before: int = OPENS_BEFORE, due_day: int = DUE_DAY
) -> list[ReportPeriod]:
    """The periods of a year, as the rhythm makes them; those that are there stay."""
    scheme = PeriodScheme.objects.locked().get(pk=scheme.pk)
    policy.require(by, "qms.keep_report_scheme", scheme)
    if not 2000 <= year <= 2100:
        raise StepRefused([_("%(year)s is no year that reports are made for.") % {"year": year}])
    return add_year(scheme, year, opens_before=opens_before, due_day=due_day)


@operation("move_report_period", reason_required=True)
def move_period(
    period: ReportPeriod, *, by: Any, opens_on: dt.date, due_on: dt.date, version: int | None = None
) -> ReportPeriod:
    """Another day for opening or for handing in. Reports that are open keep the day that they were opened with."""
    period = ReportPeriod.objects.locked().get(pk=period.pk)
    check_version(period, version)
    policy.require(by, "qms.keep_report_scheme", period.scheme)
    if due_on < opens_on:
        raise StepRefused([_("It is due before it opens: choose a later day.")])
    if opens_on < period.figures_from:
        raise StepRefused([_("It opens before its period begins: choose a later day.")])
    period.opens_on, period.due_on = opens_on, due_on
    period.save()
    return period
