"""Transition programmes: list, page, preparing, changing, scope, steps, deadlines, approving, closing."""

from functools import partial
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qms import policy
from qms.enums import TransitionStatus
from qms.forms import transition_programmes as forms
from qms.forms import transition_scope as scope_forms
from qms.history.timeline import Entry, timeline
from qms.models.transition import TransitionDeadline, TransitionHolder, TransitionProgramme, TransitionStep
from qms.operations import transition_deadlines as deadlines
from qms.operations import transition_programmes as operations
from qms.operations import transition_scope as scope
from qms.operations import transition_steps as steps
from qms.policy import Refused, denied
from qms.reports.transition_programmes import TransitionReport, leads_transitions
from qms.transition_workflow import TRANSITION
from qms.views.decision_rows import told_together
from qms.views.editing import CreateView, EditView
from qms.views.record import RecordView
from qms.views.register import RegisterView
from qms.views.rows import RowStepView
from qms.views.steps import StepSpec, StepView
from qms.views.transition_scope import deadline_rows, group_counts, holder_rows, step_rows
from qms.workflow import Step


def nobody_left(programme: Any) -> list[Any]:
    """Nothing to take in where every holder below the leading unit takes part."""
    left = scope.units_to_take_in(programme).exists()
    return [] if left else [gettext_lazy("Every QMS holder at or below the leading unit takes part already.")]


def nobody_yet(programme: Any) -> list[Any]:
    """Nobody to put into a group."""
    some = programme.holders.filter(ended_at=None).exists()
    return [] if some else [gettext_lazy("No QMS holder takes part yet.")]


BESIDE = partial(StepSpec, permission="qms.lead_transition", tone="secondary", versioned=False)
MANY = "qms/transition/many.html"
STEPS = {
    "approve": StepSpec(
        operations.approve_transition,
        intro=gettext_lazy("One signature puts scope, deadlines and steps into force."),
        effects=[gettext_lazy("The quality officers of all holders are told.")],
    ),
    "close": StepSpec(
        operations.close_transition,
        effects=[gettext_lazy("Nothing of the programme changes any more; what was recorded stays.")],
    ),
    "take_in": BESIDE(
        scope.take_in_holders,
        scope_forms.TakeInForm,
        label=gettext_lazy("Take holders in"),
        template_name=MANY,
        intro=gettext_lazy("Every QMS holder at or below the leading unit that does not take part yet."),
        guard=nobody_left,
    ),
    "group": BESIDE(
        scope.group_holders,
        scope_forms.RegroupForm,
        label=gettext_lazy("Put into groups"),
        template_name=MANY,
        guard=nobody_yet,
    ),
    "end_holders": BESIDE(
        scope.end_holders,
        scope_forms.EndHoldersForm,
        label=gettext_lazy("End taking part"),
        reason=True,
        template_name=MANY,
        guard=nobody_yet,
        effects=[gettext_lazy("What they did stays recorded; they can be taken in again.")],
    ),
    "deadline": BESIDE(deadlines.set_deadline, forms.DeadlineForm, label=gettext_lazy("Set a deadline")),
    "step": BESIDE(steps.add_step, forms.NewStepForm, label=gettext_lazy("Add a step")),
}
BEFORE_ITS_END = ("take_in", "group", "end_holders", "deadline", "step")


def address_of(name: str, *args: Any) -> str:
    """The address of that name, or nothing where the installation has no such page."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


class TransitionList(RegisterView):
    """Programmes within reach."""

    report = TransitionReport


class TransitionRecord(RecordView):
    """One programme: facts, deadlines, scope, steps."""

    beside_specs = STEPS
    model = TransitionProgramme
    related = ("unit", "from_edition__standard", "to_edition__standard", "prepared_by", "approved_by")
    workflow = TRANSITION
    template_name = "qms/transition/record.html"
    fact_fields = (
        "from_edition", "to_edition", "unit", "starts_on", "basis", "prepared_by", "approved_by", "approved_on",
        "closed_on",
    )  # fmt: skip

    def leads(self, record: Any) -> bool:
        """Whether the person may change the programme now."""
        standing = self.as_of is None and record.status != TransitionStatus.CLOSED
        return standing and bool(policy.may(self.request.user, "qms.lead_transition", record))

    def steps(self, record: Any) -> list[Step]:
        """The lifecycle's steps, and what is beside it for who leads; ending stands last."""
        found = super().steps(record)
        if self.leads(record):
            found += [self.beside(record, name) for name in BEFORE_ITS_END]
        return sorted(found, key=lambda step: step.tone == "danger")

    def record_actions(self, record: Any) -> list[tuple[Any, str]]:
        actions = super().record_actions(record)
        pages = [("transition_board", _("Progress board"))]
        if TransitionHolder.objects.visible_to(self.request.user).filter(programme=record).exists():
            pages += [("transition_preview", _("What moves")), ("transition_queue", _("Queue of clauses"))]
        if record.status != TransitionStatus.DRAFT:
            actions = [(label, url) for name, label in pages if (url := address_of(name, record.uid))] + actions
        if self.leads(record):
            actions.append((_("Edit"), reverse("transition_edit", args=[record.uid])))
        return actions

    def links(self, record: Any) -> list[tuple[str, str]]:
        editions = record.from_edition, record.to_edition
        found = [
            (_("Correspondence of the two editions"), address_of("correspondence", *(one.uid for one in editions))),
            (_("Decisions on clauses"), address_of("clause_decisions", record.uid)),
            (_("Runs"), address_of("transition_runs", record.uid)),
        ]
        return [(label, url) for label, url in found if url] + [(_("All transitions"), reverse("transitions"))]

    def timeline(self, record: Any, as_of: Any) -> list[Entry]:
        """Many holders taken in at once are told in one entry; of holders only those that the person may see."""
        seen = set(TransitionHolder.objects.visible_to(self.request.user).filter(programme=record).values_list("pk"))

        def part(model: Any, row: dict[str, Any]) -> dict[str, Any] | None:
            if model is TransitionHolder and (row["id"],) not in seen:
                return None
            return row | {"key": ""} if model is TransitionStep else row

        return told_together(timeline(record, until=as_of, part=part))

    def more(self, record: Any) -> dict[str, Any]:
        leads, user = self.leads(record), self.request.user
        rows = holder_rows(record, user)
        return {
            "deadlines": deadline_rows(record, leads),
            "groups": group_counts(rows),
            "holders": rows,
            "work_steps": step_rows(record, leads),
            "leads": leads,
        }


class TransitionStepView(StepView):
    """Steps of a programme and what is beside its lifecycle."""

    model = TransitionProgramme
    related = ("unit", "from_edition__standard", "to_edition__standard")
    workflow = TRANSITION
    steps = STEPS


class StepOfProgramme(RowStepView):
    """Changing one of the programme's steps, taking it out."""

    model = TransitionStep
    parent = "programme"
    related = ("programme__unit",)
    steps = {
        "change": BESIDE(
            steps.change_step, forms.WorkStepForm, label=gettext_lazy("Change the step"), versioned=True, tone="primary"
        ),
        "end": BESIDE(
            steps.end_step,
            label=gettext_lazy("Take the step out"),
            reason=True,
            versioned=True,
            tone="danger",
            effects=[gettext_lazy("No holder needs it any more; what proved it stays recorded.")],
        ),
    }


class DeadlineOfProgramme(RowStepView):
    """Changing a deadline, taking it away."""

    model = TransitionDeadline
    parent = "programme"
    related = ("programme__unit",)
    steps = {
        "change": BESIDE(
            deadlines.change_deadline,
            forms.DeadlineForm,
            label=gettext_lazy("Change the deadline"),
            reason=True,
            versioned=True,
            tone="primary",
        ),
        "end": BESIDE(
            deadlines.end_deadline,
            label=gettext_lazy("Take the deadline away"),
            reason=True,
            versioned=True,
            tone="danger",
        ),
    }


class TransitionNew(CreateView):
    """A new programme."""

    model = TransitionProgramme
    form_class = forms.NewTransitionForm
    title = gettext_lazy("Prepare a transition programme")
    intro = gettext_lazy(
        "It starts with nine steps that can be changed afterwards. Then take the holders in and set the deadlines; "
        "top management of the leading unit approves it."
    )
    submit_label = gettext_lazy("Save the draft")

    def check(self) -> None:
        if not leads_transitions(self.request.user):
            text = _("A transition is led by the quality officer or top management of the leading unit.")
            raise Refused(denied(text, _("a quality officer or top management of the leading unit")))

    def save(self, form: Any) -> Any:
        names = ("unit", "from_edition", "to_edition", *forms.WORDS)
        return operations.prepare_transition(by=self.request.user, **{name: form.cleaned_data[name] for name in names})

    def cancel_url(self) -> str:
        return reverse("transitions")


class TransitionEdit(EditView):
    """Words and days of a programme; of a draft also its editions."""

    model = TransitionProgramme
    related = ("unit",)
    form_class = forms.EditTransitionForm
    permission = "qms.lead_transition"
    title = gettext_lazy("Edit the programme")

    def save(self, form: Any) -> Any:
        names = [name for name in ("from_edition", "to_edition", *forms.WORDS) if name in form.cleaned_data]
        values = {name: form.cleaned_data[name] for name in names}
        reason = form.cleaned_data.get("reason", "")
        return operations.change_transition(self.record, by=self.request.user, reason=reason, **values)
