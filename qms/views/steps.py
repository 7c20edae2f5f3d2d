"""One step of a record: its form, or every reason why not; then one operation."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views import View

from qms import policy
from qms.forms.steps import StepForm
from qms.looks import look_of
from qms.operations.files import attach_files
from qms.policy import Text
from qms.signatures import content_hash, signing_of
from qms.views.attempts import attempt
from qms.views.reach import get_visible
from qms.workflow import Step, Workflow


@dataclass(frozen=True)
class StepSpec:
    """How a step is asked for and done.

    `operation(record, *, by, version, [reason], [signature], **form values)`. For what is no transition (asking for
    more time, naming helpers) give label and permission, and reason where it is due; `guard` returns reasons.
    """

    operation: Callable[..., Any]
    form_class: type[StepForm] = StepForm
    effects: Sequence[Text] = ()
    intro: Text = ""
    files: Any = None
    """The FileLink model that takes files given with the step."""
    files_purpose: str = ""
    versioned: bool = True
    """Whether the operation takes `version`."""
    label: Text = ""
    permission: str = ""
    reason: bool = False
    signed: bool = False
    meaning: Text = ""
    tone: str = "primary"
    guard: Callable[[Any], Sequence[Text]] | None = None
    done: Callable[[Any, Any], str] | None = None
    """(record, result) to the address to go to afterwards; default the record's own."""
    template_name: str = ""


def step_beside(spec: StepSpec, record: Any, user: Any, url: str = "", *, asked_about: Any = None) -> Step:
    """A step that is no transition, as the person sees it; the rule is asked about `asked_about` or the record."""
    decision = policy.may(user, spec.permission, record if asked_about is None else asked_about)
    reasons = [] if decision else [str(decision.reason)]
    if spec.guard is not None:
        reasons += [str(reason) for reason in spec.guard(record)]
    return Step(spec, record, reasons, str(decision.who), url, bool(decision))  # type: ignore[arg-type]


class StepView(View):
    """Set `model`, `workflow`, `steps` {name: StepSpec}; the address gives uid and step."""

    model: Any = None
    related: Sequence[str] = ()
    workflow: Workflow | None = None
    steps: dict[str, StepSpec] = {}
    template_name = "qms/generic/step.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find step and record, or 404."""
        self.name = kwargs.get("step", "")
        if self.name not in self.steps:
            raise Http404
        self.spec = self.steps[self.name]
        self.record = self.get_record(kwargs["uid"])
        return super().dispatch(request, *args, **kwargs)

    def get_record(self, uid: Any) -> Any:
        """The record within reach."""
        return get_visible(self.model, self.request.user, uid, *self.related)

    @property
    def asked(self) -> Any:
        """What the step demands: its transition, or the spec itself where it is none."""
        return self.workflow[self.name] if self.workflow and self.name in self.workflow else self.spec

    def step(self) -> Step:
        """The step as this person sees it, with every reason against it."""
        if self.asked is not self.spec:
            return self.workflow.blockers(self.name, self.record, self.request.user)  # type: ignore[union-attr]
        return step_beside(self.spec, self.record, self.request.user)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """The form, or 409 with every reason."""
        step = self.step()
        if not step.allowed:
            return self.show(self.form(), reasons=step.reasons, who=step.who, status=409)
        return self.show(self.form())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Do it, or the form again with what was typed and everything that stands against it."""
        form = self.form(request.POST, request.FILES)
        if not form.is_valid():
            step = self.step()
            for reason in step.reasons:
                form.add_error(None, reason)
            return self.show(form, status=200 if step.allowed else 409)
        result, status = attempt(form, self.record, lambda: self.run(form))
        if status != 200:
            return self.show(form, status=status)
        messages.success(request, self.success(result))
        return HttpResponseRedirect(self.address(result))

    def form(self, *data: Any) -> StepForm:
        """The step's form."""
        return self.spec.form_class(
            *data, record=self.record, user=self.request.user, step=self.asked, with_files=self.spec.files is not None
        )

    def run(self, form: StepForm) -> Any:
        """Call the operation with what the form holds; files follow in the same transaction."""
        values: dict[str, Any] = form.operation_values()
        if self.spec.versioned:
            values["version"] = form.cleaned_data.get("version")
        if self.asked.reason or "reason" in form.fields:
            values["reason"] = form.reason
        if self.asked.signed:
            values["signature"] = form.signature
        if self.spec.files is not None and form.prepared_files:
            self.attach(form)
        return self.spec.operation(self.record, by=self.request.user, **values)

    def attach(self, form: StepForm) -> None:
        """Link the files given with the step to the record."""
        attach_files(
            self.spec.files, self.record, form.prepared_files, by=self.request.user, purpose=self.spec.files_purpose
        )

    def show(self, form: StepForm, *, reasons: Sequence[str] = (), who: str = "", status: int = 200) -> HttpResponse:
        """Render the step's page."""
        context = self.context(form) | {"reasons": reasons, "who": who}
        return render(self.request, self.spec.template_name or self.template_name, context, status=status)

    def context(self, form: StepForm) -> dict[str, Any]:
        """What the step template takes."""
        label = self.spec.label or self.asked.label
        return {
            "record": self.record,
            "record_title": str(self.record),
            "record_url": self.record_url(),
            "cancel_url": self.record_url(),
            "title": label,
            "step_label": label,
            "submit_label": label,
            "intro": self.spec.intro,
            "effects": self.spec.effects,
            "form": form,
            "tone": self.asked.tone,
            "signing": self.signing(form) if self.asked.signed else None,
            **self.move(),
        }

    def signing(self, form: StepForm) -> dict[str, Any]:
        """What the signature means, in both languages, what it covers, and as whom the person signs."""
        return signing_of(self.record, self.request.user, self.asked.meaning or self.asked.label) | {
            "hash": form.data.get("shown") if form.is_bound else content_hash(self.record)
        }

    def move(self) -> dict[str, str]:
        """From which state to which, in words."""
        if self.asked is self.spec:
            return {}
        workflow, record = self.workflow, self.record
        labels = dict(record._meta.get_field(workflow.state_field).flatchoices)  # type: ignore[union-attr]
        source, target = workflow.state(record), str(self.asked.target(record))  # type: ignore[union-attr]
        if source == target:
            return {}
        kind = record._meta.label_lower
        return {
            "from_label": labels.get(source, source),
            "from_tone": look_of(kind, source)[0],
            "to_label": labels.get(target, target),
            "to_tone": look_of(kind, target)[0],
        }

    def record_url(self) -> str:
        """The record's page."""
        return self.record.get_absolute_url()

    def address(self, result: Any) -> str:
        """Where to go afterwards."""
        return self.spec.done(self.record, result) if self.spec.done else self.record_url()

    def success(self, result: Any) -> str:
        """The message afterwards."""
        return _("Recorded: %(step)s.") % {"step": self.spec.label or self.asked.label}
