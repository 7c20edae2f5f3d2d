"""Recurring duties: list, record, new, change, end, and how they stand by period."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from qms import clock, policy
from qms.forms.duties import DutyForm
from qms.looks import status_look
from qms.models.action_work import ActionSeries
from qms.models.actions import Action
from qms.operations import duties as operations
from qms.policy import Refused, denied
from qms.reports.actions import assigns_tasks
from qms.reports.duties import DutyReport, when_due
from qms.reports.duty_heat import COLUMNS, MOST, heat_tables
from qms.reports.duty_heat_export import HeatExport, told_cells
from qms.tables.duties import DutyFilter
from qms.views.editing import CreateView, EditView
from qms.views.exports import TYPES, export_report
from qms.views.reach import get_visible, links_to
from qms.views.record import RecordView
from qms.views.register import RegisterView
from qms.views.steps import StepSpec, StepView
from qms.views.taking_away import with_query


class DutyList(RegisterView):
    """Recurring duties within reach."""

    report = DutyReport

    def more(self, report: Any, context: dict[str, Any]) -> dict[str, Any]:
        return {"other_list": (_("By period"), reverse("duty_heat"))}


class DutyRecord(RecordView):
    """One recurring duty with the actions that it brought."""

    model = ActionSeries
    related = ("unit", "owner", "assigned_by")
    template_name = "qms/duties/record.html"
    fact_fields = ("unit", "owner", "assigned_by", "rhythm", "lead_days", "starts_on", "ends_on", "details")

    def facts(self, record: Any) -> list[tuple[str, Any]]:
        return [*super().facts(record), (_("Due"), when_due(record))]

    def links(self, record: Any) -> list[tuple[str, str]]:
        return [*links_to(self.request.user, [record.unit]), (_("Recurring duties"), reverse("duties"))]

    def record_actions(self, record: Any) -> list[tuple[Any, str]]:
        own = super().record_actions(record)
        if record.ended_at or not policy.may(self.request.user, "qms.keep_duty", record):
            return own
        change = (_("Change or move"), reverse("duty_edit", args=[record.uid]))
        return [change, (_("End the duty"), reverse("duty_step", args=[record.uid, "end"])), *own]

    def more(self, record: Any) -> dict[str, Any]:
        rows = Action.objects.visible_to(self.request.user).filter(series=record, ended_at=None)
        actions = list(rows.order_by("-due_on", "-pk")[:COLUMNS])
        return {"actions": [{"row": one, "status": status_look(one)} for one in actions]}


class DutyNew(CreateView):
    """Give a recurring duty."""

    model = ActionSeries
    form_class = DutyForm
    title = gettext_lazy("Give a recurring duty")
    intro = gettext_lazy("One action a period is assigned by itself; the owner is told each time.")
    submit_label = gettext_lazy("Give the duty")
    operation = staticmethod(operations.give_duty)

    def check(self) -> None:
        if not assigns_tasks(self.request.user):
            raise Refused(
                denied(
                    _("Recurring duties are kept by the unit's manager, a quality officer or top management."),
                    _("the unit's manager, a quality officer, top management"),
                )
            )

    def cancel_url(self) -> str:
        return reverse("duties")


class DutyEdit(EditView):
    """Change a recurring duty or move it to another owner."""

    model = ActionSeries
    related = ("unit", "owner")
    form_class = DutyForm
    permission = "qms.keep_duty"
    title = gettext_lazy("Change or move the duty")
    intro = gettext_lazy("It holds for the periods to come: actions that are assigned already stay as they are.")
    operation = staticmethod(operations.change_duty)

    def get_instance(self) -> Any:
        rows = ActionSeries.objects.visible_to(self.request.user).filter(ended_at=None)
        return get_visible(ActionSeries, self.request.user, self.kwargs["uid"], *self.related, rows=rows)


class DutyStep(StepView):
    """End a recurring duty."""

    model = ActionSeries
    steps = {
        "end": StepSpec(
            operations.end_duty,
            label=gettext_lazy("End the duty"),
            permission="qms.keep_duty",
            reason=True,
            versioned=False,
            tone="danger",
            effects=[gettext_lazy("No further action is assigned; what is assigned already stays.")],
        )
    }

    def get_record(self, uid: Any) -> Any:
        rows = ActionSeries.objects.visible_to(self.request.user).filter(ended_at=None)
        return get_visible(ActionSeries, self.request.user, uid, "unit", "owner", rows=rows)


@require_GET
def duty_heat(request: HttpRequest) -> HttpResponseBase:
    """How recurring duties stood in their last periods, by unit or rhythm."""
    rows = ActionSeries.objects.visible_to(request.user).select_related("unit", "owner")
    chosen = DutyFilter(request.GET, queryset=rows, request=request, user=request.user)
    found = DutyReport().search(chosen.qs, chosen.form.cleaned_data.get("q", ""), None)
    duties = list(found.order_by("unit__sort_key", "title", "pk")[: MOST + 1])
    tables = heat_tables(request.user, duties[:MOST], clock.today())
    if request.GET.get("export") in TYPES:
        return export_report(request, HeatExport(), told_cells(tables), request.GET["export"], None)
    context = {
        "filter": chosen,
        "tables": tables,
        "export_urls": [(_("Excel"), with_query(request, export="xlsx")), ("CSV", with_query(request, export="csv"))],
        "capped": MOST if len(duties) > MOST else 0,
        "today": clock.today(),
    }
    return render(request, "qms/duties/heat.html", context)
