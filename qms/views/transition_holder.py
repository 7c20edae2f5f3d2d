"""One holder in a transition: steps, the next things to do, forecast, deadlines, documents; plan, proofs by hand."""

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from qms import clock, policy, printing
from qms.enums import StepState, TransitionGroup
from qms.forms.holder_steps import PlanForm, ProveForm
from qms.models.documents import Document
from qms.models.transition import HolderStep, HolderStepFile, TransitionHolder
from qms.operations import holder_steps as operations
from qms.operations.print_templates import form_for
from qms.reports import transition_board as told
from qms.reports.holder_steps import HolderView, holder_view, story
from qms.reports.printed_transition import printed_holder
from qms.transition.documents import still_old
from qms.transition.next_things import next_things
from qms.transition.proofs import unit_holders
from qms.transition.recorded import later_changes
from qms.views.printing import answer, found
from qms.views.reach import get_visible, links_to
from qms.views.record import RecordView
from qms.views.steps import StepSpec, StepView, step_beside
from qms.workflow import Step

OLD_SHOWN = 50
RELATED = ("unit", "programme__unit", "programme__from_edition", "programme__to_edition", "plan_signed_by")

STEPS = {
    "plan": StepSpec(
        operations.plan_steps,
        PlanForm,
        label=gettext_lazy("Plan the days"),
        permission="qms.prove_step",
        intro=gettext_lazy("A day for each step; top management approves the plan."),
        effects=[gettext_lazy("Where a day changes, a plan that was approved has to be approved again.")],
    ),
    "sign": StepSpec(
        operations.sign_plan,
        label=gettext_lazy("Approve the plan"),
        permission="qms.sign_transition_plan",
        signed=True,
        meaning=gettext_lazy("Approved the transition plan"),
        guard=operations.sign_faults,
        template_name="qms/transition/sign_plan.html",
    ),
    "look": StepSpec(
        operations.look_at_holder,
        label=gettext_lazy("Look again"),
        permission="qms.look_at_steps",
        versioned=False,
        tone="secondary",
        intro=gettext_lazy("The holder's records are looked at now; this happens by itself each day."),
    ),
}


class HolderRecord(RecordView):
    """One holder in a transition."""

    beside_specs = STEPS
    model = TransitionHolder
    related = RELATED
    template_name = "qms/transition/holder.html"
    fact_fields = ("group", "obligation", "began_on", "planned_end", "plan_signed_on", "completed_on", "reason")

    def title(self, record: Any) -> str:
        return str(record.unit.name)

    def later(self, record: Any, as_of: dt.date) -> int:
        """Its steps' changes count too: the page is made of them."""
        return later_changes(TransitionHolder.objects.filter(pk=record.pk), as_of)

    def steps(self, record: Any) -> list[Step]:
        """Planning, approving, looking again; nothing for who is exempt."""
        if record.group == TransitionGroup.EXEMPT or record.ended_at is not None:
            return []
        return [self.beside(record, name) for name in STEPS]

    def timeline(self, record: Any, as_of: dt.date | None) -> Any:
        return story(record, as_of)

    def links(self, record: Any) -> list[tuple[str, str]]:
        programme = record.programme
        found = [
            (programme.title, programme.get_absolute_url()),
            (_("Transition board"), reverse("transition_board", args=[programme.uid])),
        ]
        return [*found, *links_to(self.request.user, [record.unit])]

    def print_urls(self, record: Any) -> list[tuple[str, str]]:
        return [
            (label, reverse("transition_holder_print", args=[record.uid, kind]))
            for kind, label in (("docx", "Word"), ("pdf", "PDF"))
        ]

    def more(self, record: Any) -> dict[str, Any]:
        view = holder_view(record, self.as_of, clock.today())
        return {
            "view": view,
            "things": self.things(view),
            "old": self.old(record),
            "own_side": record.lies_on_side_of(self.request.user),
            "may_prove": self.as_of is None and bool(policy.may(self.request.user, "qms.prove_step", record)),
            "method": told.COMPUTED,
            "board_url": reverse("transition_board", args=[record.programme.uid]),
            "proved": StepState.PROVED,
        }

    def things(self, view: HolderView) -> list[Any]:
        """The next three things, today only."""
        if self.as_of is not None or not view.lines or view.holder.completed_on:
            return []
        return next_things(view.holder, view.steps, view.rows, view.last_day)

    def old(self, record: Any) -> list[Any]:
        """Documents still on the old edition that the person may look at."""
        if self.as_of is not None or record.group == TransitionGroup.EXEMPT:
            return []
        documents = still_old(record.programme, unit_holders([record]), clock.today())[:OLD_SHOWN]
        seen = Document.objects.visible_to(self.request.user).filter(pk__in=[one.pk for one in documents])
        keys = set(seen.values_list("pk", flat=True)) if documents else set()
        return [(one, one.pk in keys) for one in documents]


class HolderStepView(StepView):
    """Plan, approve, look again."""

    model = TransitionHolder
    related = RELATED
    steps = STEPS

    def context(self, form: Any) -> dict[str, Any]:
        """With the planned days where the plan is signed."""
        context = super().context(form)
        if self.name == "sign":
            context["view"] = holder_view(self.record, None, clock.today())
        return context


def _faults(row: HolderStep) -> list[Any]:
    return list(operations.hand_faults(row))


PROOF_STEPS = {
    "prove": StepSpec(
        operations.prove_step,
        ProveForm,
        label=gettext_lazy("Prove by hand"),
        permission="qms.prove_step",
        signed=True,
        meaning=gettext_lazy("Proved the step by hand"),
        files=HolderStepFile,
        guard=_faults,
        intro=gettext_lazy("Only where records do not show it: with words, at least one file, and your signature."),
    ),
    "withdraw": StepSpec(
        operations.withdraw_proof,
        label=gettext_lazy("Withdraw the proof"),
        permission="qms.prove_step",
        reason=True,
        tone="danger",
        effects=[gettext_lazy("The step opens again; steps that are proved already stay proved.")],
    ),
}


class ProofStep(StepView):
    """Prove one step by hand, or withdraw that."""

    model = HolderStep
    steps = PROOF_STEPS

    def get_record(self, uid: Any) -> Any:
        holders = TransitionHolder.objects.visible_to(self.request.user)
        rows = HolderStep.objects.filter(holder__in=holders.values("pk"), step__ended_at=None)
        return get_visible(HolderStep, self.request.user, uid, "holder__unit", "holder__programme", "step", rows=rows)

    def step(self) -> Step:
        return step_beside(self.spec, self.record, self.request.user, asked_about=self.record.holder)

    def record_url(self) -> str:
        return f"{self.record.holder.get_absolute_url()}#steps"


@require_safe
def holder_print(request: HttpRequest, uid: Any, kind: str) -> HttpResponse:
    """The holder's steps on paper."""
    holder = found(request, TransitionHolder, uid, kind, "unit__parent", "programme__unit")
    form = form_for(printing.TRANSITION_HOLDER, holder.unit_id)
    name = f"{_('Transition')} {holder.unit.code} {clock.today().isoformat()}"
    return answer(request, holder, form, printed_holder, kind, name=name)
