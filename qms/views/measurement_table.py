"""Several objectives of a unit measured at once: one table, all rows saved or none."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View

from qms import clock, policy
from qms.duty_periods import Period, last_periods
from qms.forms.measurements import PeriodForm, TableForm
from qms.models.objectives import Measurement, Objective
from qms.models.organisation import Unit
from qms.objective_periods import RHYTHMS
from qms.operations.measurements import figure_from_records, measure_objectives
from qms.performance_enums import ObjectiveStatus
from qms.policy import Refused
from qms.workflow import StepRefused

BACK = {"month": 14, "quarter": 9, "half": 5, "year": 4}
"""How many periods back the table is offered for."""


def offered_periods() -> dict[str, tuple[str, Period]]:
    """By code: the rhythm of an objective and the period, newest first."""
    today = clock.today()
    found: dict[str, tuple[str, Period]] = {}
    for rhythm, series in RHYTHMS.items():
        for period in reversed(last_periods(series, today, BACK[rhythm])):
            found[period.code] = (str(rhythm), period)
    return found


class MeasurementTable(View):
    """Choose unit and period, then the table of the running objectives measured in that rhythm."""

    template_name = "qms/objectives/figures.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Unit and period of the address; what is not there is not found."""
        self.periods = offered_periods()
        self.units = Unit.objects.visible_to(request.user).filter(pk__in=self._objectives().values("unit_id"))
        self.unit = self.period = None
        self.rhythm = ""
        if request.GET.get("unit") or request.GET.get("period"):
            asked = self.period_form(request.GET)
            if asked.is_valid():
                self.unit = asked.cleaned_data["unit"]
                self.rhythm, self.period = self.periods[asked.cleaned_data["period"]]
        return super().dispatch(request, *args, **kwargs)

    def _objectives(self) -> Any:
        rows = Objective.objects.visible_to(self.request.user)
        return rows.filter(status=ObjectiveStatus.RUNNING, ended_at=None).order_by()

    def period_form(self, data: Any = None) -> PeriodForm:
        """The choice of unit and period."""
        choices = [(code, period.label) for code, (_rhythm, period) in self.periods.items()]
        return PeriodForm(data, units=self.units.order_by("sort_key"), periods=choices)

    def objectives(self) -> list[Any]:
        """Those without a figure of the period that the person may measure."""
        if self.unit is None or self.period is None:
            return []
        first, last = self.period.begins, self.period.ends
        done = Measurement.objects.filter(period_from=first, period_to=last, ended_at=None).values("objective_id")
        rows = self._objectives().filter(unit=self.unit, rhythm=self.rhythm, starts_on__lte=last, ends_on__gte=first)
        found = rows.exclude(pk__in=done).select_related("unit", "owner").order_by("number")
        return [one for one in found if policy.may(self.request.user, "qms.measure_objective", one)]

    def get(self, request: HttpRequest) -> HttpResponse:
        """The choice, and the table once it is made."""
        return self.show(self.table())

    def table(self, data: Any = None) -> TableForm | None:
        """The table's form; None before a choice."""
        if self.period is None:
            return None
        return TableForm(data, objectives=self.objectives(), period=self.period)

    def post(self, request: HttpRequest) -> HttpResponse:
        """All rows, or the table again with what was typed and every fault."""
        form = self.table(request.POST)
        if form is None:
            raise Http404
        if not form.is_valid():
            return self.show(form)
        try:
            made = measure_objectives(self.entries(form), by=request.user)
        except StepRefused as refused:
            for reason in refused.reasons:
                form.add_error(None, reason)
            return self.show(form, 409)
        except Refused as refused:
            form.add_error(None, str(refused))
            return self.show(form, 403)
        text = ngettext("%(count)d figure is recorded.", "%(count)d figures are recorded.", len(made))
        messages.success(request, text % {"count": len(made)})
        return HttpResponseRedirect(f"{reverse('objectives')}?unit={self.unit.pk}" if self.unit else "/")

    def entries(self, form: TableForm) -> list[tuple[Any, Any]]:
        """The rows with a figure; those from the records are counted now. Raises StepRefused with every fault."""
        entries, faults = [], []
        for one in form.objectives:
            if form.given(one):
                entries.append((one, form.figure(one)))
            elif form.from_records(one):
                try:
                    period = form.period
                    entries.append(
                        (one, figure_from_records(one, period.begins, period.ends, form.cleaned_data["as_of"]))
                    )
                except StepRefused as refused:
                    faults += [f"{one.number}: {reason}" for reason in refused.reasons]
        if faults:
            raise StepRefused(faults)
        return entries

    def show(self, form: TableForm | None, status: int = 200) -> HttpResponse:
        """Choice and table."""
        asked = {"unit": self.unit.pk, "period": self.period.code} if self.unit and self.period else None
        context = {
            "title": _("Figures of a period"),
            "choice": self.period_form(asked),
            "form": form,
            "unit": self.unit,
            "period": self.period,
            "cancel_url": reverse("objectives"),
        }
        return render(self.request, self.template_name, context, status=status)
