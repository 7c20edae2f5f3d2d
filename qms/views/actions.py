"""Actions: list, record, steps, tasks, more time."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qms.enums import ActionKind
from qms.forms import action_work as work_forms
from qms.forms import actions as forms
from qms.looks import status_look
from qms.models.actions import Action, ActionExtension, ActionFile
from qms.operations import action_notes, action_steps
from qms.operations import actions as operations
from qms.policy import Refused, denied
from qms.reports.actions import ActionReport, assigns_tasks, document_words
from qms.views.action_boards import LOOKS
from qms.views.action_templates import TakesTemplate
from qms.views.editing import CreateView
from qms.views.followed_lists import FollowedList
from qms.views.many_actions import ticking
from qms.views.reach import get_visible, links_to
from qms.views.record import RecordView
from qms.views.steps import StepSpec, StepView
from qms.workflow import Step
from qms.workflows import ACTION, EXTENSION

STEPS = {
    "assign": StepSpec(operations.assign_action, effects=[gettext_lazy("The owner is told.")]),
    "start": StepSpec(operations.start_action),
    "done": StepSpec(
        operations.report_done,
        forms.DoneForm,
        effects=[gettext_lazy("Somebody else verifies it; they are told.")],
        files=ActionFile,
        files_purpose="evidence",
    ),
    "verify": StepSpec(operations.verify_action, forms.VerifyForm, effects=[gettext_lazy("The owner is told.")]),
    "return": StepSpec(operations.return_action, forms.ReturnForm),
    "reassign": StepSpec(operations.reassign_action, forms.ReassignForm),
    "cancel": StepSpec(operations.cancel_action),
    "helpers": StepSpec(
        operations.name_helpers,
        forms.HelpersForm,
        label=gettext_lazy("Name helpers"),
        permission="qms.reassign_action",
        tone="secondary",
        versioned=False,
    ),
    "extension": StepSpec(
        operations.ask_extension,
        forms.ExtensionForm,
        label=gettext_lazy("Ask for more time"),
        permission="qms.ask_extension",
        reason=True,
        tone="secondary",
        versioned=False,
        guard=lambda action: operations.extension_blockers(action),
    ),
    "add_step": StepSpec(
        action_steps.add_steps,
        work_forms.AddStepsForm,
        label=gettext_lazy("Add steps"),
        permission="qms.keep_action_steps",
        tone="secondary",
        versioned=False,
        guard=action_steps.working_blockers,
    ),
    "note": StepSpec(
        action_notes.note_progress,
        work_forms.NoteForm,
        label=gettext_lazy("Note progress"),
        permission="qms.note_progress",
        tone="secondary",
        versioned=False,
        guard=action_notes.note_blockers,
    ),
}

EXTENSION_STEPS = {
    "endorse": StepSpec(operations.endorse_extension, intro=gettext_lazy("The request then goes to who decides.")),
    "grant": StepSpec(operations.grant_extension, intro=gettext_lazy("The due day moves; the original stays visible.")),
    "refuse": StepSpec(operations.refuse_extension),
}


class ActionList(FollowedList):
    """All actions within reach."""

    report = ActionReport
    looks = LOOKS

    def more(self, report: Any, context: dict[str, Any]) -> dict[str, Any]:
        """What may be done to ticked rows, not as of an earlier day."""
        templates = {"other_list": (_("Action templates"), reverse("action_templates"))}
        return super().more(report, context) | templates | ({} if context["as_of"] else ticking(self.request))


class ActionRecord(RecordView):
    """One action."""

    beside_specs = STEPS
    model = Action
    related = ("unit", "raised_by_unit", "owner", "assigned_by", "approver", "verified_by")
    workflow = ACTION
    template_name = "qms/actions/record.html"
    fact_fields = (
        "kind", "unit", "raised_by_unit", "owner", "owner_text", "due_on", "original_due_on", "assigned_by", "approver",
        "details", "evidence", "done_on", "verified_by", "verified_on", "verification_note", "external_ref",
    )  # fmt: skip

    def facts(self, record: Any) -> list[tuple[str, Any]]:
        """With the document by which the task was given, in one sentence."""
        by_document = document_words(record)
        first = [(_("By document"), by_document)] if by_document else []
        return first + super().facts(record)

    def steps(self, record: Any) -> list[Step]:
        """The lifecycle's steps, and what is beside it."""
        return super().steps(record) + [self.beside(record, name) for name in self.besides(record)]

    def besides(self, record: Any) -> list[str]:
        """Steps beside the lifecycle that make sense now."""
        return ["extension", "helpers"] if record.status in ("assigned", "in_progress") else []

    def links(self, record: Any) -> list[tuple[str, str]]:
        requests = record.change_requests.visible_to(self.request.user).order_by("pk")
        asked = [(f"{one.number} {one.title}", one.get_absolute_url()) for one in requests]
        return [*links_to(self.request.user, [record.unit]), *asked]

    def more(self, record: Any) -> dict[str, Any]:
        files = record.file_links.filter(ended_at=None).select_related("file")
        extensions = record.extensions.select_related("asked_by", "endorsed_by", "decided_by")
        original = record.original_due_on or record.due_on
        return {
            "files": [one.shown() for one in files],
            "helpers": [str(one.user) for one in record.helpers.filter(ended_at=None).select_related("user")],
            "extensions": [self.extension(record, one) for one in extensions],
            "moved": (record.due_on - original).days if record.due_on and original else 0,
            "original": original,
        }

    def extension(self, action: Any, one: ActionExtension) -> dict[str, Any]:
        """A request for more time, with the steps that this person may take."""
        one.action = action
        steps = [] if self.as_of else EXTENSION.steps(one, self.request.user)
        links = [(step.label, reverse("extension_step", args=[one.uid, step.name])) for step in steps if step.allowed]
        waits = [step.who for step in steps if step.name in ("endorse", "grant") and not step.allowed]
        original = action.original_due_on or one.from_day
        return {
            "row": one,
            "status": status_look(one),
            "links": links,
            "waits": "".join(waits),
            "days": (one.to_day - original).days,
        }


class ActionStep(StepView):
    """Steps of an action."""

    model = Action
    related = ("unit", "owner")
    workflow = ACTION
    steps = STEPS


class ExtensionStep(StepView):
    """Endorse, grant or refuse more time; reached through the action."""

    model = ActionExtension
    workflow = EXTENSION
    steps = EXTENSION_STEPS

    def get_record(self, uid: Any) -> Any:
        seen = Action.objects.visible_to(self.request.user).values("pk")
        rows = ActionExtension.objects.filter(action_id__in=seen)
        return get_visible(ActionExtension, self.request.user, uid, "action", "asked_by", rows=rows)

    def record_url(self) -> str:
        return self.record.action.get_absolute_url()


class TaskNew(TakesTemplate, CreateView):
    """Assign a task outside any plan."""

    model = Action
    form_class = forms.TaskForm
    title = gettext_lazy("Assign a task")
    template_name = "qms/actions/new_task.html"
    submit_label = gettext_lazy("Assign")

    def blank(self) -> Any:
        return Action(kind=ActionKind.TASK)

    def check(self) -> None:
        if not assigns_tasks(self.request.user):
            raise Refused(
                denied(
                    _("Tasks are assigned by the unit's manager, a quality officer or top management."),
                    _("the unit's manager, a quality officer, top management"),
                )
            )

    def save(self, form: Any) -> Any:
        values = {name: form.cleaned_data[name] for name in forms.TaskForm.Meta.fields}
        return operations.assign_task(by=self.request.user, **values, **form.planning_values())

    def cancel_url(self) -> str:
        return reverse("actions")
