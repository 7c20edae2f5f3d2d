"""Schemes of periodic reports and their periods, for the officers of the unit that is reported to."""

from collections import Counter
from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views import View

from qms import clock, policy
from qms.forms import periodic_reports as forms
from qms.looks import status_look
from qms.models.period_schemes import PeriodScheme, ReportPeriod
from qms.models.reach import UnitPath
from qms.operations import report_schemes as operations
from qms.operations.report_opening import holders_owing
from qms.report_workflow import OWED
from qms.reporting_enums import ReportStatus
from qms.tables.periodic_reports import late_on
from qms.views.reach import get_visible
from qms.views.steps import StepSpec, StepView, step_beside


def schemes_seen(user: Any) -> Any:
    """Schemes of units whose records the person reaches, and those that their units report by."""
    rows = PeriodScheme.objects.all()
    if not user.is_system:
        units = user.authority.record_units
        above = UnitPath.objects.filter(unit_id__in=units).values("ancestor_id")
        rows = rows.filter(superior_id__in=above)
    return rows.select_related("superior", "form").order_by("code")


class SchemeList(View):
    """All schemes: who reports to whom how often in which form."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The list."""
        rows = schemes_seen(request.user).annotate(number=Count("periods"))
        return render(request, "qms/periodic_reports/schemes.html", {"rows": rows})


class SchemeRecord(View):
    """A scheme with its periods: how many reports are in, late, missing; what its keeper does with each."""

    def get(self, request: HttpRequest, uid: Any) -> HttpResponse:
        """The page."""
        scheme = get_visible(PeriodScheme, request.user, uid, "superior", "form", rows=schemes_seen(request.user))
        keeps = bool(policy.may(request.user, "qms.keep_report_scheme", scheme))
        year = self.year(scheme)
        periods = list(scheme.periods.filter(figures_from__year=year).order_by("figures_from"))
        context = {
            "scheme": scheme, "keeps": keeps, "year": year, "form": scheme.form,
            "years": sorted({day.year for day in scheme.periods.values_list("figures_from", flat=True)}),
            "periods": [self.told(request.user, period, keeps) for period in periods],
            "add_url": reverse("report_scheme_step", args=[scheme.uid, "add"]),
            "sections": scheme.form.sections.prefetch_related("lines") if request.GET.get("form") else [],
        }  # fmt: skip
        return render(request, "qms/periodic_reports/scheme.html", context)

    def year(self, scheme: PeriodScheme) -> int:
        """The year asked for, else today's."""
        asked = self.request.GET.get("year", "")
        return int(asked) if asked.isdecimal() and len(asked) == 4 else clock.today().year

    def told(self, user: Any, period: ReportPeriod, keeps: bool) -> dict[str, Any]:
        """A period with its reports; who keeps the scheme sees which units owe one."""
        rows = period.reports.filter(replaced_with=None)
        states = Counter(rows.values_list("status", flat=True))
        today = clock.today()
        missing = (
            rows.filter(status__in=[*OWED, ReportStatus.EXCUSED]).select_related("unit").order_by("unit__sort_key")
        )
        return {
            "period": period,
            "opened": sum(states.values()),
            "owing": holders_owing(period).count(),
            "submitted": states[ReportStatus.SUBMITTED],
            "accepted": states[ReportStatus.ACCEPTED],
            "late": rows.filter(late_on(today)).count() if keeps else None,
            "not_in": [{"report": one, "status": status_look(one)} for one in missing.order_by("unit__sort_key")]
            if keeps
            else [],
            "has_opened": bool(states),
            "list_url": f"{reverse('periodic_reports')}?period={period.code}&scheme={period.scheme_id}",
        }


class SchemeStep(StepView):
    """Adding the periods of a year."""

    model = PeriodScheme
    related = ("superior",)
    steps = {
        "add": StepSpec(
            operations.add_periods,
            forms.YearForm,
            label=gettext_lazy("Add the periods of a year"),
            permission="qms.keep_report_scheme",
            versioned=False,
            effects=[gettext_lazy("Periods that are there stay as they are.")],
        )
    }

    def get_record(self, uid: Any) -> Any:
        return get_visible(PeriodScheme, self.request.user, uid, *self.related, rows=schemes_seen(self.request.user))

    def record_url(self) -> str:
        return reverse("report_scheme", args=[self.record.uid])


class PeriodStep(StepView):
    """Other days of a period."""

    model = ReportPeriod
    related = ("scheme__superior",)
    steps = {
        "move": StepSpec(
            operations.move_period,
            forms.PeriodForm,
            label=gettext_lazy("Move its days"),
            permission="qms.keep_report_scheme",
            reason=True,
            effects=[gettext_lazy("Reports that are open already keep the day that they were opened with.")],
        )
    }

    def get_record(self, uid: Any) -> Any:
        rows = ReportPeriod.objects.filter(scheme__in=schemes_seen(self.request.user).values("pk"))
        return get_visible(ReportPeriod, self.request.user, uid, *self.related, rows=rows)

    def step(self) -> Any:
        return step_beside(self.spec, self.record, self.request.user, asked_about=self.record.scheme)

    def record_url(self) -> str:
        return f"{reverse('report_scheme', args=[self.record.scheme.uid])}?year={self.record.figures_from.year}"
