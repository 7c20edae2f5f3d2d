"""Causes and the actions against them: writing, confirming, taking away."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inspections.enums import CauseMethod
from inspections.forms.cause import ConfirmCauseForm
from inspections.forms.corrective_action import PlanActionForm
from inspections.forms.whys import FORMS, MOST, FiveWhysForm
from inspections.models import Cause, CorrectiveAction, Nonconformity
from inspections.operations import corrective_action as operations
from inspections.refused_causes import is_refused
from inspections.views.cause_ways import way_of
from qms import policy
from qms.forms.steps import StepForm
from qms.models.actions import Action
from qms.policy import Text
from qms.views.action_templates import TakesTemplate
from qms.views.editing import EditView, FormView
from qms.views.reach import get_visible
from qms.views.steps import StepSpec, StepView, step_beside
from qms.workflow import Step, StepRefused, check_version

HANDLE = "inspections.handle_nonconformity"


def require_planning(user: Any, nonconformity: Nonconformity) -> None:
    """Refuse before anything is typed."""
    policy.require(user, HANDLE, nonconformity)
    if nonconformity.status not in operations.PLANNING:
        raise StepRefused([_("Causes and actions are written after the correction and before the plan is approved.")])


def reached(model: Any, user: Any, uid: Any, *related: str) -> Any:
    """A cause or a corrective action, through the nonconformity that the person reaches."""
    seen = Nonconformity.objects.visible_to(user).values("pk")
    rows = model.objects.filter(nonconformity_id__in=seen)
    return get_visible(model, user, uid, "nonconformity__unit", *related, rows=rows)


class CausePage(FormView):
    """What writing and changing a cause share."""

    template_name = "inspections/cause_form.html"
    submit_label = gettext_lazy("Save the cause")

    def cancel_url(self) -> str:
        return self.record.nonconformity.get_absolute_url()

    def address(self, result: Any) -> str:
        return self.record.nonconformity.get_absolute_url()

    def check(self) -> None:
        require_planning(self.request.user, self.record.nonconformity)
        if self.record.pk and self.record.loop != self.record.nonconformity.loop:
            raise StepRefused([_("That belongs to an earlier round, which stays as it was.")])

    def form(self, *data: Any) -> Any:
        return FORMS[self.record.method](*data, instance=self.record, user=self.request.user)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Save the cause; or, with the button below an answer, the form again with one more box."""
        form = self.form()
        if "add_below" not in request.POST or not isinstance(form, FiveWhysForm):
            return super().post(request, **kwargs)
        if not form.add_below(request.POST, request.POST["add_below"]):
            messages.warning(request, _("No further answer fits there: %(count)d are the most.") % {"count": MOST})
        return self.show(form)

    def save(self, form: Any) -> Any:
        form.instance.chain = form.chain()
        return operations.write_cause(form.instance, by=self.request.user)

    def success(self, result: Any) -> str:
        return _("Cause saved. Somebody else confirms it with evidence.")

    def context(self, form: Any) -> dict[str, Any]:
        return super().context(form) | {"nonconformity": self.record.nonconformity}


class CauseNew(CausePage):
    """Write a cause by one of the methods."""

    def get_instance(self) -> Any:
        if self.kwargs["method"] not in FORMS:
            raise Http404
        nonconformity = get_visible(Nonconformity, self.request.user, self.kwargs["uid"], "unit")
        return Cause(nonconformity=nonconformity, method=self.kwargs["method"])

    def get_title(self) -> str:
        return _("Write a cause: %(method)s") % {"method": CauseMethod(self.record.method).label}


class CauseEdit(CausePage, EditView):
    """Change a cause; it is then confirmed again."""

    model = Cause
    intro = gettext_lazy("A changed cause must be confirmed again.")

    def get_instance(self) -> Any:
        cause = reached(Cause, self.request.user, self.kwargs["uid"])
        if cause.ended_at is not None:
            raise Http404
        return cause

    def get_title(self) -> str:
        return _("Change the cause: %(method)s") % {"method": CauseMethod(self.record.method).label}


class PlanStep(StepView):
    """Steps on a part of a plan: reached, refused and shown through its nonconformity."""

    related: Sequence[str] = ()

    def get_record(self, uid: Any) -> Any:
        record = reached(self.model, self.request.user, uid, *self.related)
        if getattr(record, "ended_at", None) is not None:
            raise Http404
        return record

    def step(self) -> Step:
        on_part = self.name in ("confirm", "refuse")
        subject = self.record if on_part else self.record.nonconformity
        return step_beside(self.spec, self.record, self.request.user, asked_about=subject)

    def run(self, form: StepForm) -> Any:
        """What is confirmed or taken away is what was shown."""
        locked = type(self.record)._default_manager.locked().get(pk=self.record.pk)
        check_version(locked, form.cleaned_data.get("version"))
        step = self.step()
        if not step.allowed:
            raise StepRefused(step.reasons, step.who)
        return super().run(form)

    def record_url(self) -> str:
        return self.record.nonconformity.get_absolute_url()

    def context(self, form: StepForm) -> dict[str, Any]:
        return super().context(form) | {"record_title": str(self.record.nonconformity)}


def in_planning(part: Any) -> list[Text]:
    """Plans are made between the correction and the approval."""
    if part.nonconformity.status in operations.PLANNING:
        here = part.loop == part.nonconformity.loop
        return [] if here else [_("That belongs to an earlier round, which stays as it was.")]
    return [_("Causes and actions are written after the correction and before the plan is approved.")]


def not_confirmed(cause: Cause) -> list[Text]:
    """A cause is confirmed or refused once, and while the plan is being made."""
    if cause.confirmed_by_id is not None:
        return [_("This cause is confirmed already.")]
    if is_refused(cause):
        return [_("This cause was refused: it is written anew before it is confirmed.")]
    return in_planning(cause)


class CauseStep(PlanStep):
    """Confirming a cause with evidence, refusing it for lack of it; taking it away."""

    model = Cause
    related = ("author",)
    steps = {
        "confirm": StepSpec(
            operations.confirm_cause,
            ConfirmCauseForm,
            label=gettext_lazy("Confirm the cause"),
            permission="inspections.confirm_cause",
            versioned=False,
            guard=not_confirmed,
            template_name="inspections/cause_step.html",
        ),
        "refuse": StepSpec(
            operations.refuse_cause,
            label=gettext_lazy("Refuse for lack of evidence"),
            permission="inspections.confirm_cause",
            reason=True,
            versioned=False,
            tone="warning",
            guard=not_confirmed,
            effects=[gettext_lazy("Its author is told, and writes it anew with what shows it.")],
            template_name="inspections/cause_step.html",
        ),
        "drop": StepSpec(
            operations.drop_cause,
            label=gettext_lazy("Take the cause away"),
            permission=HANDLE,
            reason=True,
            versioned=False,
            tone="danger",
            guard=in_planning,
            template_name="inspections/cause_step.html",
        ),
    }

    def context(self, form: StepForm) -> dict[str, Any]:
        return super().context(form) | {"cause": self.record, "told": way_of(self.record)}


class CorrectiveActionStep(PlanStep):
    """Taking a proposed action out of the plan."""

    model = CorrectiveAction
    related = ("action__owner",)
    steps = {
        "drop": StepSpec(
            operations.drop_action,
            label=gettext_lazy("Take the action out of the plan"),
            permission=HANDLE,
            reason=True,
            versioned=False,
            tone="danger",
            guard=in_planning,
            template_name="inspections/corrective_action_step.html",
        )
    }

    def context(self, form: StepForm) -> dict[str, Any]:
        return super().context(form) | {"action": self.record.action}


class CorrectiveActionNew(TakesTemplate, FormView):
    """Plan an action against a cause."""

    title = gettext_lazy("Plan an action")
    submit_label = gettext_lazy("Add to the plan")
    intro = gettext_lazy("It is assigned to its owner when the plan is approved.")

    def get_instance(self) -> Any:
        return get_visible(Nonconformity, self.request.user, self.kwargs["uid"], "unit")

    def check(self) -> None:
        require_planning(self.request.user, self.record)
        if not self.record.causes.filter(loop=self.record.loop, ended_at=None).exists():
            raise StepRefused([_("Write at least one cause.")])

    def form(self, *data: Any) -> Any:
        form = PlanActionForm(*data, instance=Action(), user=self.request.user, nonconformity=self.record)
        form.initial.setdefault("cause", self.asked_cause())
        return form

    def asked_cause(self) -> Any:
        """The cause that the link named, or the only one."""
        causes = list(self.record.causes.filter(loop=self.record.loop, ended_at=None)[:50])
        named = [cause for cause in causes if str(cause.uid) == self.request.GET.get("cause")]
        return named[0].pk if named else causes[0].pk if len(causes) == 1 else None

    def save(self, form: Any) -> Any:
        values = {name: form.cleaned_data[name] for name in ("cause", "title", "details", "owner", "due_on")}
        return operations.plan_action(self.record, by=self.request.user, **values, **form.planning_values())

    def address(self, result: Any) -> str:
        return self.record.get_absolute_url()

    def success(self, result: Any) -> str:
        return _("Added to the plan: %(action)s.") % {"action": result.action}
