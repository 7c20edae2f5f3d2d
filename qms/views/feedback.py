"""Feedback inside: register, record, recording what came on paper, steps. Who wrote is shown to few."""

import datetime as dt
from collections.abc import Sequence
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qms import clock, policy
from qms.feedback_code import shown_code
from qms.feedback_mails import follow_url
from qms.feedback_senders import SENT, SIGNED, sees_sender, sender_of, without_senders_files
from qms.feedback_workflow import FEEDBACK, IN_HAND
from qms.forms import feedback as forms
from qms.forms.attaching import AttachForm
from qms.history.timeline import timeline
from qms.looks import status_look
from qms.models.actions import Action
from qms.models.feedback import Feedback, FeedbackFile
from qms.operations import feedback as operations
from qms.operations.print_templates import form_for
from qms.performance_enums import FeedbackStatus
from qms.policy import Refused, denied
from qms.printing import FEEDBACK_ANSWER, FEEDBACK_REGISTER
from qms.reports.feedback import FeedbackReport, is_late, records_feedback
from qms.reports.printed_feedback import answer_letter, feedback_entries
from qms.views.attached_files import files_of
from qms.views.editing import CreateView
from qms.views.facts import facts_of, spoken
from qms.views.printed_lists import PrintedList
from qms.views.printing import answer, found
from qms.views.reach import links_to
from qms.views.record import RecordView
from qms.views.rows import RowStepView
from qms.views.steps import StepSpec, StepView
from qms.workflow import Step

BESIDE = partial(StepSpec, tone="secondary", permission="qms.send_feedback_answer")

STEPS = {
    "assign": StepSpec(
        operations.assign_feedback,
        forms.AssignForm,
        effects=[gettext_lazy("Who handles it is told, and sees who wrote.")],
    ),
    "propose": StepSpec(
        operations.propose_answer,
        forms.AnswerForm,
        effects=[gettext_lazy("The unit's manager is told and approves it.")],
    ),
    "approve": StepSpec(operations.approve_answer, effects=[gettext_lazy("Who handles it is told and sends it.")]),
    "return": StepSpec(operations.return_answer, effects=[gettext_lazy("Who handles it is told and writes another.")]),
    "send": StepSpec(
        operations.send_answer,
        forms.SendForm,
        effects=[
            gettext_lazy("The sender reads it on the page of their code."),
            gettext_lazy("Where they gave a mail address, they are written to."),
        ],
    ),
    "close": StepSpec(operations.close_feedback),
    "reopen": StepSpec(
        operations.reopen_feedback,
        effects=[gettext_lazy("It is assigned anew; the sender no longer reads the answer before.")],
    ),
    "move": StepSpec(
        operations.move_feedback,
        forms.MoveForm,
        effects=[
            gettext_lazy("It goes over with its history; that unit's quality officer is told and assigns it."),
            gettext_lazy("Who has it here sees the sender no more."),
        ],
    ),
    "forward": StepSpec(
        operations.forward_feedback,
        forms.ForwardForm,
        effects=[gettext_lazy("The sender reads to which agency it went.")],
    ),
    "refuse": StepSpec(
        operations.refuse_feedback,
        forms.NoteForm,
        effects=[gettext_lazy("The sender reads that it is not dealt with, and your note; the reason stays inside.")],
    ),
    "sender": BESIDE(
        operations.correct_feedback_sender,
        forms.SenderForm,
        label=gettext_lazy("Correct who wrote"),
        permission="qms.see_feedback_sender",
        reason=True,
    ),
    "plan": BESIDE(
        operations.plan_feedback_action,
        forms.PlanForm,
        label=gettext_lazy("Plan an action"),
        permission="qms.create_action",
        versioned=False,
        effects=[gettext_lazy("The action is assigned; its owner is told.")],
    ),
    "attach": BESIDE(operations.attach_feedback_files, AttachForm, label=gettext_lazy("Attach files"), versioned=False),
    "hand": BESIDE(
        operations.hand_feedback,
        forms.HandForm,
        label=gettext_lazy("Name another handler or day"),
        permission="qms.assign_feedback",
        reason=True,
        effects=[gettext_lazy("Who handled it and who handles it are told.")],
    ),
}

LAST = ("close", "reopen", "move", "forward", "refuse")


class FeedbackList(PrintedList):
    """All feedback within reach."""

    report = FeedbackReport
    printed_form = FEEDBACK_REGISTER

    def entries(self, records: Sequence[Any], as_of: dt.date | None) -> Sequence[Any]:
        return feedback_entries(records)


class FeedbackRecord(RecordView):
    """One piece of feedback."""

    beside_specs = STEPS
    model = Feedback
    related = ("unit", "document", "handler", "recorded_by", "answer_by", "approved_by")
    workflow = FEEDBACK
    template_name = "qms/feedback/record.html"
    fact_fields = (
        "kind", "channel", "received_at", "unit", "document", "dossier", "satisfaction", "handler", "due_on",
        "answer_by", "approved_by", "answered_at", "forwarded_to", "public_note", "closed_on", "recorded_by",
        "external_ref",
    )  # fmt: skip

    def title(self, record: Any) -> str:
        return str(record.subject)

    def facts(self, record: Any) -> list[tuple[str, Any]]:
        """With the code, for who is asked for it on the telephone."""
        facts = super().facts(record)
        return [*facts, (_("Code to follow it"), shown_code(record.code))] if self.sees(record) else facts

    def sees(self, record: Any) -> bool:
        """Whether this person sees who wrote."""
        if not hasattr(self, "_sees"):
            self._sees = sees_sender(self.request.user, record)
        return self._sees

    def timeline(self, record: Any, as_of: dt.date | None) -> Any:
        """Files that the sender gave are told of to who sees the sender."""
        return timeline(record, until=as_of, part=None if self.sees(record) else without_senders_files)

    def steps(self, record: Any) -> list[Step]:
        """The lifecycle's steps, and what is beside it; what ends it stands last."""
        besides = ["plan", "attach"]
        if record.status in IN_HAND and record.status != FeedbackStatus.RECEIVED:
            besides.append("hand")
        if self.sees(record):
            besides.append("sender")
        steps = super().steps(record) + [self.beside(record, name) for name in besides]
        return sorted(steps, key=lambda step: getattr(step.transition, "name", "") in LAST)

    def links(self, record: Any) -> list[tuple[str, str]]:
        procedure = [(str(record.document), record.document.get_absolute_url())] if record.document else []
        unit = links_to(self.request.user, [record.unit])
        return [*unit, *procedure, (_("Feedback"), reverse("feedback_list"))]

    def print_urls(self, record: Any) -> list[tuple[str, str]]:
        """The answer as a letter, once there is one."""
        if not record.answer or record.status == FeedbackStatus.ASSIGNED:
            return []
        url = partial(reverse, "feedback_print")
        return [("Word", url(args=[record.uid, "docx"])), ("PDF", url(args=[record.uid, "pdf"]))]

    def more(self, record: Any) -> dict[str, Any]:
        day = self.as_of or clock.today()
        sees = self.sees(record)
        sender = sender_of(record) if sees else None
        return {
            "is_late": is_late(record, day),
            "day": day,
            "sees_sender": sees,
            "sender": facts_of(sender, operations.ABOUT_SENDER) if sender else [],
            "follow_url": follow_url(record) if sees else "",
            "files": self.files(record),
            "actions": self.actions(record),
        }

    def files(self, record: Any) -> list[dict[str, Any]]:
        """Its files, each with where it can be taken away; the sender's own for who sees the sender."""
        said = {SENT: _("from the sender"), SIGNED: _("signed answer")}
        rows = files_of(self, record, "qms.send_feedback_answer", "feedback_file_step")
        seen = [row for row in rows if row["link"].purpose != SENT or self.sees(record)]
        return [row | {"said": said.get(row["link"].purpose, "")} for row in seen]

    def actions(self, record: Any) -> list[dict[str, Any]]:
        """Actions because of it, within reach."""
        seen = operations.actions_on(record).filter(pk__in=Action.objects.visible_to(self.request.user).values("pk"))
        return [{"row": one, "status": status_look(one)} for one in seen.select_related("owner").order_by("-pk")[:50]]


class FeedbackStep(StepView):
    """Steps of feedback."""

    model = Feedback
    related = ("unit", "handler")
    workflow = FEEDBACK
    steps = STEPS

    def address(self, result: Any) -> str:
        """To the record, or to the list where it is no longer within reach."""
        if Feedback.objects.reached(self.request.user, self.record.uid) is None:
            return reverse("feedback_list")
        return super().address(result)


class FeedbackFileStep(RowStepView):
    """Taking a wrong file away; reached through its record, the sender's own by who sees the sender."""

    model = FeedbackFile
    parent = "record"
    related = ("record__unit",)
    steps = {
        "end": BESIDE(
            operations.end_feedback_file, label=gettext_lazy("Take this file away"), reason=True, tone="danger"
        )
    }

    def get_record(self, uid: Any) -> Any:
        link = super().get_record(uid)
        if not link.seen_by(self.request.user):
            raise Refused(policy.may(self.request.user, "qms.see_feedback_sender", link.record))
        return link


class FeedbackNew(CreateView):
    """Record what came on paper, by post, by telephone or at the counter."""

    model = Feedback
    form_class = forms.FeedbackForm
    title = gettext_lazy("Record feedback")
    intro = gettext_lazy("What came on paper, by post, by telephone or at the counter.")
    submit_label = gettext_lazy("Record")

    def check(self) -> None:
        if not records_feedback(self.request.user):
            who = _("the unit's quality officer")
            text = _("What came on paper, by post or by telephone is recorded by the unit's quality officer.")
            raise Refused(denied(text, who))

    def save(self, form: Any) -> Any:
        cleaned = form.cleaned_data
        day = cleaned["received_on"]
        form.instance.received_at = clock.now() if day == clock.today() else clock.end_of(day) - dt.timedelta(hours=8)
        return operations.receive_feedback(
            form.instance, by=self.request.user, sender=forms.sender_values(cleaned), files=cleaned["files"],
        )  # fmt: skip

    def cancel_url(self) -> str:
        return reverse("feedback_list")

    def success(self, result: Any) -> str:
        told = {"number": spoken(result.number), "code": shown_code(result.code)}
        return _("Recorded: %(number)s. The code for the sender: %(code)s.") % told


def feedback_print(request: HttpRequest, uid: Any, kind: str) -> HttpResponseBase:
    """The answer as a letter; addressed by name for who sees the sender only."""
    record = found(request, Feedback, uid, kind, "unit__parent", "document", "approved_by", "handler")
    form = form_for(FEEDBACK_ANSWER, record.unit_id)
    sees = sees_sender(request.user, record)
    return answer(request, record, form, lambda one: answer_letter(one, sender_of(one) if sees else None), kind)
