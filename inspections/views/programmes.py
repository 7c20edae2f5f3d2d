"""Programmes: list, year grid, visits, steps."""

from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inspections.enums import InspectionStatus, ProgrammeStatus
from inspections.forms import programme as forms
from inspections.models import Inspection, Programme, ProgrammeLine
from inspections.operations import programme as operations
from inspections.reports.inspections import plans_inspections
from inspections.reports.programmes import ProgrammeReport, plans_programmes
from inspections.workflows import PROGRAMME
from qms import policy
from qms.looks import status_look
from qms.policy import Refused, denied
from qms.views.editing import CreateView, EditView, FormView
from qms.views.reach import get_visible
from qms.views.record import RecordView
from qms.views.register import RegisterView
from qms.views.rows import RowStepView
from qms.views.steps import StepSpec, StepView

CHANGEABLE = (ProgrammeStatus.DRAFT, ProgrammeStatus.AMENDED)
MONTHS = range(1, 13)

STEPS = {
    "approve": StepSpec(operations.approve_programme, effects=[gettext_lazy("Who prepared it is told.")]),
    "amend": StepSpec(
        operations.amend_programme, effects=[gettext_lazy("A new version begins; visits can be changed again.")]
    ),
    "close": StepSpec(operations.close_programme),
}
LINE_STEPS = {
    "drop": StepSpec(
        operations.drop_visit,
        label=gettext_lazy("Take this visit out"),
        permission="inspections.plan_programme",
        reason=True,
        versioned=False,
        tone="danger",
    ),
}


class ProgrammeList(RegisterView):
    """All programmes within reach."""

    report = ProgrammeReport


class ProgrammeRecord(RecordView):
    """One programme: the year as units by months, and every visit."""

    model = Programme
    related = ("unit", "edition", "prepared_by", "approved_by")
    workflow = PROGRAMME
    template_name = "inspections/programme.html"
    fact_fields = (
        "kind", "unit", "year", "edition", "issue", "prepared_by", "approved_by", "approved_on", "basis",
    )  # fmt: skip

    def title(self, record: Any) -> str:
        return record.title

    def record_actions(self, record: Any) -> list[tuple[Any, str]]:
        buttons = super().record_actions(record)
        if self.may_change(record):
            buttons += [
                (_("Add a visit"), reverse("programme_line_new", args=[record.uid])),
                (_("Change the head"), reverse("programme_edit", args=[record.uid])),
            ]
        return buttons

    def print_urls(self, record: Any) -> list[tuple[str, str]]:
        return [
            ("Word", reverse("programme_print", args=[record.uid, "docx"])),
            ("PDF", reverse("programme_print", args=[record.uid, "pdf"])),
        ]

    def may_change(self, record: Any) -> bool:
        """Whether the person may change visits now."""
        may = policy.may(self.request.user, "inspections.plan_programme", record)
        return bool(may) and record.status in CHANGEABLE

    def more(self, record: Any) -> dict[str, Any]:
        if self.as_of:
            return {}
        visits = self.visits(record)
        return {
            "visits": visits,
            "grid": grid(visits),
            "months": MONTHS,
            "may_change": self.may_change(record),
        }

    def visits(self, record: Any) -> list[dict[str, Any]]:
        """Each visit with the inspections that were planned from it, as far as the person reaches them."""
        lines = list(record.lines.filter(ended_at=None).select_related("unit", "lead"))
        user: Any = self.request.user
        seen = Inspection.objects.visible_to(user).filter(programme_line__in=lines)
        planned: dict[int, list[Any]] = {}
        for inspection in seen.exclude(status=InspectionStatus.CANCELLED):
            planned.setdefault(inspection.programme_line_id, []).append(inspection)
        may_plan = plans_inspections(user) and record.status != ProgrammeStatus.CLOSED
        return [
            {"line": line, "inspections": planned.get(line.pk, []), "may_plan": may_plan and line.pk not in planned}
            for line in lines
        ]


def grid(visits: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The year: one row for each unit, twelve cells of visits with the look of their inspection."""
    rows: dict[int, dict[str, Any]] = {}
    for visit in visits:
        line = visit["line"]
        row = rows.setdefault(line.unit_id, {"unit": line.unit, "cells": [[] for _month in MONTHS]})
        looks = [status_look(one) for one in visit["inspections"]]
        row["cells"][line.month - 1].append({"visit": visit, "look": looks[0] if looks else None})
    return sorted(rows.values(), key=lambda row: row["unit"].sort_key)


class ProgrammeStep(StepView):
    """Approve, amend, close."""

    model = Programme
    related = ("unit", "prepared_by")
    workflow = PROGRAMME
    steps = STEPS


class ProgrammeNew(CreateView):
    """Start the programme of a year."""

    model = Programme
    form_class = forms.ProgrammeForm
    title = gettext_lazy("New programme")
    operation = operations.plan_programme

    def check(self) -> None:
        if not plans_programmes(self.request.user):
            raise Refused(
                denied(
                    _("A programme is planned by the quality officer of the unit that runs it."),
                    _("a quality officer"),
                )
            )

    def cancel_url(self) -> str:
        return reverse("programmes")


class ProgrammeEdit(EditView):
    """Change the head of a programme."""

    model = Programme
    related = ("unit",)
    form_class = forms.ProgrammeHeadForm
    permission = "inspections.plan_programme"
    title = gettext_lazy("Change the programme")
    operation = operations.change_programme


class VisitForms(FormView):
    """What adding and changing a visit have in common."""

    model = ProgrammeLine
    form_class = forms.VisitForm
    operation = operations.plan_visit

    def check(self) -> None:
        """Ask the rule about the programme."""
        policy.require(self.request.user, "inspections.plan_programme", self.record.programme)

    def cancel_url(self) -> str:
        """Back to the programme."""
        return self.record.programme.get_absolute_url()

    def address(self, result: Any) -> str:
        """To the programme."""
        return result.programme.get_absolute_url()


class VisitNew(VisitForms, CreateView):
    """Add a visit."""

    title = gettext_lazy("Add a visit")

    def blank(self) -> Any:
        programme = get_visible(Programme, self.request.user, self.kwargs["uid"], "unit")
        return ProgrammeLine(programme=programme)


class VisitEdit(VisitForms, EditView):
    """Change a visit."""

    title = gettext_lazy("Change the visit")

    def get_instance(self) -> Any:
        return visible_line(self.request.user, self.kwargs["uid"])


class VisitStep(RowStepView):
    """Take a visit out."""

    model = ProgrammeLine
    parent = "programme"
    related = ("unit",)
    steps = LINE_STEPS


def visible_line(user: Any, uid: Any) -> ProgrammeLine:
    """The visit of a programme within reach, not taken out. Raises Http404."""
    lines = ProgrammeLine.objects.select_related("programme__unit", "programme__edition", "unit", "lead")
    seen = Programme.objects.visible_to(user).values("pk")
    line = lines.filter(uid=uid, programme_id__in=seen, ended_at=None).first()
    if line is None:
        raise Http404
    return line
