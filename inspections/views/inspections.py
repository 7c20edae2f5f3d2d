"""Inspections: list, plan, record, steps."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inspections.enums import InspectionStatus as I
from inspections.forms import inspection as forms
from inspections.models import Inspection
from inspections.operations import inspection as operations
from inspections.operations.inspected_units import name_units
from inspections.part_of_history import part_of_history
from inspections.parts_seen import units_seen
from inspections.reports.inspections import InspectionReport, plans_inspections
from inspections.views import inspection_parts as parts
from inspections.views.inspection_steps import BESIDES, STEPS
from inspections.views.programmes import visible_line
from inspections.visit_plans import blank_from_line
from inspections.workflows import INSPECTION
from qms import policy
from qms.history.timeline import timeline
from qms.policy import Refused, denied
from qms.views.editing import CreateView, EditView
from qms.views.reach import links_to
from qms.views.record import RecordView
from qms.views.register import RegisterView
from qms.views.steps import StepView
from qms.views.uids import uid_or_404
from qms.workflow import Step

PLAN_OPEN = (I.PLANNED, I.NOTIFIED)
SESSIONS_OPEN = (I.PLANNED, I.NOTIFIED, I.IN_PROGRESS)
FINDINGS_OPEN = (I.IN_PROGRESS, I.REPORT_DRAFTED)
BEFORE_REPORT = (I.PLANNED, I.NOTIFIED, I.IN_PROGRESS, I.CANCELLED)


class InspectionList(RegisterView):
    """All inspections within reach."""

    report = InspectionReport


class InspectionRecord(RecordView):
    """One inspection."""

    beside_specs = STEPS
    model = Inspection
    related = ("unit", "raised_by_unit", "edition__standard", "lead", "programme_line__programme")
    workflow = INSPECTION
    template_name = "inspections/inspection.html"
    fact_fields = (
        "kind", "mode", "unit", "raised_by_unit", "edition", "lead", "starts_on", "ends_on", "purpose", "scope",
        "closing_meeting_on", "ended_early_reason", "external_ref", "source_file", "source_row",
    )  # fmt: skip

    def get_record(self, uid: Any) -> Any:
        record = super().get_record(uid)
        self.seen = units_seen(record, self.request.user)
        return record

    def title(self, record: Any) -> str:
        return record.title

    def timeline(self, record: Any, as_of: Any) -> Any:
        """The whole history, or that of the reader's units."""
        part = None if self.seen is None else part_of_history(self.seen)
        return timeline(record, until=as_of, part=part)

    def facts(self, record: Any) -> list[tuple[str, Any]]:
        return super().facts(record) + parts.dates(record)

    def steps(self, record: Any) -> list[Step]:
        """The lifecycle's steps, and what is beside it."""
        besides = [name for name, applies in BESIDES.items() if applies(record)]
        return super().steps(record) + [self.beside(record, name) for name in besides]

    def record_actions(self, record: Any) -> list[tuple[Any, str]]:
        user, buttons = self.request.user, []
        if record.status in FINDINGS_OPEN and policy.may(user, "inspections.answer_checklist", record):
            if record.status == I.IN_PROGRESS:
                buttons.append((_("Conduct"), reverse("inspection_conduct", args=[record.uid])))
            buttons.append((_("Record a finding"), f"{reverse('finding_new')}?inspection={record.uid}"))
        if record.status in SESSIONS_OPEN and policy.may(user, "inspections.plan_inspection", record):
            buttons.append((_("Add a session"), reverse("session_new", args=[record.uid])))
            if record.status in PLAN_OPEN:
                buttons.append((_("Change the plan"), reverse("inspection_edit", args=[record.uid])))
        return buttons + super().record_actions(record)

    def links(self, record: Any) -> list[tuple[str, str]]:
        line = record.programme_line
        return links_to(self.request.user, [line.programme] if line else [])

    def print_urls(self, record: Any) -> list[tuple[str, str]]:
        """The report, from its draft on."""
        if record.status in BEFORE_REPORT:
            return []
        return [
            ("Word", reverse("inspection_print", args=[record.uid, "docx"])),
            ("PDF", reverse("inspection_print", args=[record.uid, "pdf"])),
        ]

    def more(self, record: Any) -> dict[str, Any]:
        user, seen = self.request.user, self.seen
        may_plan = record.status in SESSIONS_OPEN and policy.may(user, "inspections.plan_inspection", record)
        return {
            "may_plan_sessions": bool(may_plan),
            "conducting": record.status != I.PLANNED,
            "sees_whole": seen is None,
            **parts.people(record, seen),
            **parts.sessions(record, seen),
            **parts.results(record, user, seen),
        }


class InspectionStep(StepView):
    """Steps of an inspection."""

    model = Inspection
    related = ("unit", "raised_by_unit", "lead", "edition")
    workflow = INSPECTION
    steps = STEPS


class InspectionNew(CreateView):
    """Plan an inspection, also from a visit of a programme (?line=)."""

    model = Inspection
    form_class = forms.InspectionPlanForm
    title = gettext_lazy("Plan an inspection")
    submit_label = gettext_lazy("Plan the inspection")

    def blank(self) -> Any:
        uid = self.request.GET.get("line", "")
        return blank_from_line(visible_line(self.request.user, uid_or_404(uid))) if uid else Inspection()

    def check(self) -> None:
        if not plans_inspections(self.request.user):
            raise Refused(
                denied(
                    _("Inspections are planned by the quality officer of the unit that sends them, or by their lead."),
                    _("a quality officer, the lead"),
                )
            )

    def save(self, form: Any) -> Any:
        values = {name: form.cleaned_data[name] for name in ("units", "team")}
        return operations.plan_inspection(form.instance, by=self.request.user, **values)

    def cancel_url(self) -> str:
        line = self.record.programme_line
        return line.programme.get_absolute_url() if line else reverse("inspections")


class InspectionEdit(EditView):
    """Change the plan before the visit."""

    model = Inspection
    related = ("unit", "raised_by_unit", "lead", "edition")
    form_class = forms.InspectionPlanForm
    permission = "inspections.plan_inspection"
    title = gettext_lazy("Change the plan")

    def save(self, form: Any) -> Any:
        user = self.request.user
        inspection = operations.change_inspection(form.instance, by=user)
        operations.name_team(inspection, form.cleaned_data["team"], by=user)
        name_units(inspection, form.cleaned_data["units"], by=user)
        return inspection
