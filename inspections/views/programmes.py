"""Programmes: list, year grid, visits, steps."""

import re
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from inspections.enums import ProgrammeStatus
from inspections.forms import programme as forms
from inspections.forms.programme_steps import CopyForm
from inspections.models import Programme, ProgrammeLine
from inspections.operations import programme as operations
from inspections.operations.programme_copy import copy_programme, what_is_copied
from inspections.operations.programme_inspections import lines_to_plan, not_ready, plan_inspections
from inspections.programme_units import allowed_units
from inspections.reports.inspections import plans_inspections
from inspections.reports.programme_history import gathered
from inspections.reports.programme_year import MONTHS, year_of
from inspections.reports.programmes import ProgrammeReport, plans_programmes
from inspections.workflows import PROGRAMME
from qms import policy
from qms.policy import Refused, denied
from qms.views.editing import CreateView, EditView, FormView
from qms.views.reach import get_visible
from qms.views.record import RecordView
from qms.views.register import RegisterView
from qms.views.rows import RowStepView
from qms.views.steps import StepSpec, StepView

UID = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
CHANGEABLE = (ProgrammeStatus.DRAFT, ProgrammeStatus.AMENDED)

STEPS = {
    "approve": StepSpec(
        operations.approve_programme,
        effects=[
            gettext_lazy("Head and visits are frozen as a version with their SHA-256."),
            gettext_lazy("Who prepared it is told."),
        ],
    ),
    "amend": StepSpec(
        operations.amend_programme,
        effects=[
            gettext_lazy("A new version begins; visits can be changed again."),
            gettext_lazy("The version approved before stays and can be compared; top management approves the new one."),
        ],
    ),
    "close": StepSpec(operations.close_programme),
    "inspections": StepSpec(
        plan_inspections,
        label=gettext_lazy("Plan the inspections of all visits"),
        permission="inspections.plan_programme",
        guard=not_ready,
        effects=[
            gettext_lazy("Each visit without an inspection gets one, in its month, with its lead; the others stay."),
            gettext_lazy("Each lead is told once."),
        ],
        template_name="inspections/programme_inspections.html",
    ),
    "copy": StepSpec(
        copy_programme,
        CopyForm,
        label=gettext_lazy("Copy to another year"),
        permission="inspections.plan_programme",
        versioned=False,
        done=lambda record, new: new.get_absolute_url(),
        template_name="inspections/programme_copy.html",
    ),
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
        "kind", "unit", "year", "edition", "issue", "amendment_reason", "cycle_years", "prepared_by", "approved_by",
        "approved_on", "basis",
    )  # fmt: skip

    def title(self, record: Any) -> str:
        return record.title

    def timeline(self, record: Any, as_of: Any) -> Any:
        return gathered(super().timeline(record, as_of))

    def record_actions(self, record: Any) -> list[tuple[Any, str]]:
        buttons = super().record_actions(record)
        if self.may_change(record):
            buttons += [
                (_("Add a visit"), reverse("programme_line_new", args=[record.uid])),
                (_("Proposal by risk"), reverse("programme_proposal", args=[record.uid])),
                (_("Several visits at once"), reverse("programme_fill", args=[record.uid])),
                (_("Change the head"), reverse("programme_edit", args=[record.uid])),
            ]
        elif self.plans(record) and record.status != ProgrammeStatus.CLOSED and lines_to_plan(record).exists():
            label = _("Plan the inspections of all visits")
            buttons.append((label, reverse("programme_step", args=[record.uid, "inspections"])))
        return buttons

    def links(self, record: Any) -> list[tuple[str, str]]:
        pages = [
            (_("Coverage of the clauses"), reverse("programme_coverage", args=[record.uid])),
            (_("Versions"), reverse("programme_versions", args=[record.uid])),
        ]
        if self.plans(record):
            pages.append((_("Copy to another year"), reverse("programme_step", args=[record.uid, "copy"])))
        return pages

    def print_urls(self, record: Any) -> list[tuple[str, str]]:
        return [
            ("Word", reverse("programme_print", args=[record.uid, "docx"])),
            ("PDF", reverse("programme_print", args=[record.uid, "pdf"])),
        ]

    def plans(self, record: Any) -> bool:
        """Whether the person plans this programme."""
        return bool(policy.may(self.request.user, "inspections.plan_programme", record))

    def may_change(self, record: Any) -> bool:
        """Whether the person may change visits now."""
        return record.status in CHANGEABLE and self.plans(record)

    def more(self, record: Any) -> dict[str, Any]:
        user: Any = self.request.user
        year = year_of(record, user, self.request.GET)
        may_plan = plans_inspections(user) and record.status != ProgrammeStatus.CLOSED
        for visit in year.visits:
            visit.may_plan = may_plan and not visit.inspections
        return {
            "year": year,
            "visits": year.visits,
            "months": MONTHS,
            "may_change": self.may_change(record),
            "add_url": reverse("programme_line_new", args=[record.uid]),
        }


class ProgrammeStep(StepView):
    """Approve, amend, close; plan all inspections; copy to another year."""

    model = Programme
    related = ("unit__parent", "prepared_by", "edition__standard")
    workflow = PROGRAMME
    steps = STEPS

    def context(self, form: Any) -> dict[str, Any]:
        more: dict[str, Any] = {}
        if self.name == "inspections":
            more["waiting"] = lines_to_plan(self.record).count()
        if self.name == "copy":
            more["copied"] = what_is_copied(self.record)
        return super().context(form) | more

    def success(self, result: Any) -> str:
        if self.name != "inspections":
            return super().success(result)
        text = ngettext("%(number)d inspection planned.", "%(number)d inspections planned.", len(result))
        return text % {"number": len(result)}


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
        programme = get_visible(Programme, self.request.user, self.kwargs["uid"], "unit__parent", "edition__standard")
        return ProgrammeLine(programme=programme, **self.asked(programme))

    def asked(self, programme: Any) -> dict[str, Any]:
        """Unit and month where a cell of the year was chosen; what the programme may not visit is ignored."""
        unit, month = self.request.GET.get("unit", ""), self.request.GET.get("month", "")
        values: dict[str, Any] = {}
        if UID.fullmatch(unit):
            values["unit"] = allowed_units(programme).filter(uid=unit).first()
        if month.isascii() and month.isdigit() and int(month[:3]) in MONTHS:
            values["month"] = int(month)
        return {name: value for name, value in values.items() if value is not None}


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
