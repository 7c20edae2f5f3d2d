"""Risks and opportunities: register, record, recording, correcting, steps."""

import datetime as dt
import uuid
from collections.abc import Sequence
from functools import partial
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qms import clock, policy
from qms.enums import RiskKind, RiskStatus
from qms.forms import risks as forms
from qms.forms.attaching import AttachForm
from qms.forms.fields import MOST_DIGITS
from qms.looks import status_look
from qms.models.organisation import Unit
from qms.models.risks import Risk, RiskFile
from qms.models.standards import Clause, Edition
from qms.operations import risk_actions
from qms.operations import risks as operations
from qms.policy import Refused, denied
from qms.printing import RISK_REGISTER
from qms.reports.printed_risks import risk_entries
from qms.reports.risk_matrix import matrix_of
from qms.reports.risks import RiskReport, clauses_of, is_late, level_shown, records_risks
from qms.risk_clauses import kind_of_clause
from qms.risk_levels import said, standing
from qms.risk_workflow import RISK
from qms.views.attached_files import files_of
from qms.views.editing import CreateView, EditView
from qms.views.facts import spoken
from qms.views.printed_lists import PrintedList
from qms.views.reach import links_to, signed_in
from qms.views.record import RecordView
from qms.views.rows import RowStepView
from qms.views.steps import StepSpec, StepView
from qms.workflow import Step

BESIDE = partial(StepSpec, tone="secondary", permission="qms.review_risk")

STEPS = {
    "treat": StepSpec(
        operations.treat_risk,
        forms.TreatForm,
        effects=[gettext_lazy("Its level from now on is the level afterwards."), gettext_lazy("Its owner is told.")],
    ),
    "close": StepSpec(operations.close_risk, effects=[gettext_lazy("It is reviewed no more; its owner is told.")]),
    "reopen": StepSpec(
        operations.reopen_risk,
        forms.ReopenForm,
        effects=[gettext_lazy("It is treated anew; the treatment before stays in the history.")],
    ),
    "review": BESIDE(
        operations.review_risk,
        forms.ReviewForm,
        label=gettext_lazy("Review"),
        guard=operations.review_blockers,
        tone="primary",
        effects=[gettext_lazy("Actions that wait for this review are done by themselves.")],
    ),
    "plan": BESIDE(
        risk_actions.plan_risk_action,
        forms.PlanForm,
        label=gettext_lazy("Plan an action"),
        permission="qms.create_action",
        guard=risk_actions.plan_blockers,
        versioned=False,
        effects=[gettext_lazy("The action is assigned; its owner is told.")],
    ),
    "attach": BESIDE(operations.attach_risk_files, AttachForm, label=gettext_lazy("Attach files"), versioned=False),
    "hand": BESIDE(
        operations.hand_risk,
        forms.HandForm,
        label=gettext_lazy("Name another owner"),
        permission="qms.close_risk",
        reason=True,
        effects=[gettext_lazy("Both are told.")],
    ),
}

LAST = ("close", "reopen")


class RiskList(PrintedList):
    """All risks and opportunities within reach."""

    report = RiskReport
    printed_form = RISK_REGISTER
    template_name = "qms/risks/list.html"

    def entries(self, records: Sequence[Any], as_of: dt.date | None) -> Sequence[Any]:
        return risk_entries(records)

    def more(self, report: Any, context: dict[str, Any]) -> dict[str, Any]:
        return {"other_list": (_("Matrix"), reverse("risk_matrix"))}


class RiskRecord(RecordView):
    """One risk or opportunity."""

    beside_specs = STEPS
    model = Risk
    related = ("unit", "document", "owner", "recorded_by")
    workflow = RISK
    template_name = "qms/risks/record.html"
    fact_fields = (
        "kind", "unit", "document", "cause", "effect", "treatment", "treatment_note", "review_due_on", "recorded_by",
        "recorded_on", "closed_on", "external_ref",
    )  # fmt: skip

    def title(self, record: Any) -> str:
        return str(record.statement)

    def facts(self, record: Any) -> list[tuple[str, Any]]:
        """With level, before and after, and the clauses."""
        first: list[tuple[str, Any]] = [(_("Looked after by"), str(record.owner))]
        first += [(_("Level as assessed"), said(record.kind, (record.likelihood, record.consequence)))]
        if record.residual_likelihood and record.residual_consequence:
            after = (record.residual_likelihood, record.residual_consequence)
            first.append((_("Level after treatment"), said(record.kind, after)))
        cited = clauses_of([record.pk], self.as_of)[record.pk]
        told = [(_("Clauses"), "; ".join(cited))] if cited else []
        return [*first, *super().facts(record), *told]

    def steps(self, record: Any) -> list[Step]:
        """The lifecycle's steps, and what is beside it; closing stands last."""
        besides = () if record.status == RiskStatus.CLOSED else ("review", "plan", "attach", "hand")
        steps = super().steps(record) + [self.beside(record, name) for name in besides]
        return sorted(steps, key=lambda step: getattr(step.transition, "name", "") in LAST)

    def record_actions(self, record: Any) -> list[tuple[Any, str]]:
        actions = super().record_actions(record)
        if record.status != RiskStatus.CLOSED and policy.may(self.request.user, "qms.record_risk", record):
            actions.insert(0, (_("Edit"), reverse("risk_edit", args=[record.uid])))
        return actions

    def links(self, record: Any) -> list[tuple[str, str]]:
        process = [(str(record.document), record.document.get_absolute_url())] if record.document else []
        unit = links_to(self.request.user, [record.unit])
        return [
            *unit,
            *process,
            (_("Risks and opportunities"), reverse("risks")),
            (_("Matrix"), reverse("risk_matrix")),
        ]

    def more(self, record: Any) -> dict[str, Any]:
        day = self.as_of or clock.today()
        return {
            "level": level_shown(record.kind, standing(record)),
            "is_late": is_late(record, day),
            "day": day,
            "matrix": matrix_of(record, _marks(record)),
            "files": files_of(self, record, "qms.review_risk", "risk_file_step"),
            "treatments": self.treatments(record),
            "reviews": self.reviews(record),
        }

    def treatments(self, record: Any) -> list[dict[str, Any]]:
        """Its actions, as far as the person reaches them."""
        rows = self._until(record.treatments).select_related("action__unit", "action__owner").order_by("-pk")
        return [{"row": one.action, "status": status_look(one.action)} for one in rows]

    def reviews(self, record: Any) -> list[dict[str, Any]]:
        """Its reviews, the newest first, each with the level in words."""
        rows = self._until(record.reviews).select_related("reviewed_by").order_by("-pk")
        return [{"row": one, "said": said(record.kind, (one.likelihood, one.consequence))} for one in rows]

    def _until(self, rows: Any) -> Any:
        """Of rows that never end, those recorded by the end of the day shown."""
        if self.as_of is None:
            return rows.all()
        recorded = rows.model.history.filter(history_type="+", history_date__lt=clock.end_of(self.as_of))
        return rows.filter(pk__in=recorded.values("id"))


def _marks(record: Any) -> dict[tuple[int, int], list[str]]:
    """Where it was assessed first, and where it stands."""
    first, now = (record.likelihood, record.consequence), standing(record)
    return {now: [_("now")]} if first == now else {first: [_("before treatment")], now: [_("now")]}


class RiskStep(StepView):
    """Steps of a risk or an opportunity."""

    model = Risk
    related = ("unit", "owner")
    workflow = RISK
    steps = STEPS


class RiskFileStep(RowStepView):
    """Taking a wrong file away; reached through its record."""

    model = RiskFile
    parent = "record"
    related = ("record__unit",)
    steps = {
        "end": BESIDE(operations.end_risk_file, label=gettext_lazy("Take this file away"), reason=True, tone="danger")
    }


class RiskNew(CreateView):
    """Record one: ?unit=, ?clause= and ?edition= (uids or keys) and ?kind= fill in what is known."""

    model = Risk
    form_class = forms.RiskForm
    title = gettext_lazy("Record a risk or an opportunity")
    submit_label = gettext_lazy("Record")

    def check(self) -> None:
        if not records_risks(self.request.user):
            who = _("a quality officer, the unit's manager, top management, an inspector of the unit")
            text = _(
                "Risks and opportunities are recorded by a quality officer, the unit's manager or its own inspectors."
            )
            raise Refused(denied(text, who))

    def blank(self) -> Any:
        asked = self.request.GET.get("kind", "")
        return Risk(kind=asked if asked in RiskKind.values else "", owner=signed_in(self.request))

    def form(self, *data: Any) -> Any:
        """Starts with what the address names, as far as the person may name it."""
        form = super().form(*data)
        unit = named(self.request, "unit", Unit.objects.visible_to(self.request.user))
        clause = named(self.request, "clause", Clause.objects.select_related("edition__standard"))
        if unit is not None:
            form.initial["unit"] = unit.pk
        edition = named(self.request, "edition", Edition.objects.all())
        if edition is not None:
            form.initial["edition"] = edition.pk
        if clause is not None:
            form.initial |= {"edition": clause.edition_id, "clauses": clause.number}
            form.initial["kind"] = form.initial.get("kind") or kind_of_clause(clause)
        return form

    def save(self, form: Any) -> Any:
        cleaned = form.cleaned_data
        return operations.record_risk(
            form.instance, by=self.request.user, clauses=cleaned["clauses"], files=cleaned["files"]
        )

    def cancel_url(self) -> str:
        return reverse("risks")

    def success(self, result: Any) -> str:
        return _("Recorded: %(number)s.") % {"number": spoken(result.number)}


def named(request: Any, name: str, rows: Any) -> Any:
    """The record that the address names by uid or key, of these rows; None for anything else."""
    asked = request.GET.get(name, "")
    if asked.isdecimal() and len(asked) <= MOST_DIGITS:
        return rows.filter(pk=int(asked)).first()
    try:
        return rows.filter(uid=uuid.UUID(asked)).first()
    except ValueError:
        return None


class RiskEdit(EditView):
    """Correct what was recorded, with the reason."""

    model = Risk
    related = ("unit", "owner", "document")
    form_class = forms.RiskEditForm
    permission = "qms.record_risk"
    title = gettext_lazy("Edit")
    intro = gettext_lazy("Levels change by a review or a treatment, not here.")

    def save(self, form: Any) -> Any:
        cleaned = form.cleaned_data
        return operations.edit_risk(
            form.instance, by=self.request.user, clauses=cleaned["clauses"], reason=cleaned["reason"]
        )
