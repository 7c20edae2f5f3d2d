"""Meetings of a steering committee: list, page, calling, correcting, conclusions in rows, steps, files, prints."""

from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from qms import policy
from qms.forms import committee_meetings as forms
from qms.forms.attaching import AttachForm
from qms.history.timeline import Entry
from qms.looks import status_look
from qms.meeting_workflow import MEETING
from qms.models.plans import CommitteeMeeting, CommitteeMeetingFile
from qms.operations import committee_meetings as operations
from qms.operations.print_templates import form_for
from qms.policy import Refused, denied
from qms.printing import COMMITTEE_MINUTES, COMMITTEE_NOTICE
from qms.reporting_enums import MeetingStatus
from qms.reports.committee_meetings import MeetingReport
from qms.reports.printed_plans import committee_minutes, committee_notice
from qms.reports.work_plans import prepares_plans
from qms.rules.plans import KEEPERS
from qms.views.attached_files import files_of
from qms.views.decision_rows import told_together
from qms.views.editing import CreateView, EditView
from qms.views.printing import answer, found
from qms.views.reach import links_to, signed_in
from qms.views.record import RecordView
from qms.views.register import RegisterView
from qms.views.rows import RowStepView
from qms.views.steps import StepSpec, StepView
from qms.workflow import Step

BESIDE = partial(StepSpec, tone="secondary", permission="qms.prepare_meeting")
STEPS = {
    "hold": StepSpec(
        operations.hold_meeting,
        forms.HoldForm,
        effects=[gettext_lazy("Its conclusions are written next; then the chair signs them.")],
    ),
    "conclude": StepSpec(
        operations.conclude_meeting,
        forms.ConcludeForm,
        effects=[
            gettext_lazy("Conclusions with an owner and a day become tasks under the number of the notice."),
            gettext_lazy("The meeting closes by itself once all of them are verified or cancelled."),
        ],
    ),
    "cancel": StepSpec(operations.cancel_meeting, effects=[gettext_lazy("Who was told of it is told.")]),
    "attach": BESIDE(operations.attach_meeting_files, AttachForm, label=gettext_lazy("Attach files"), versioned=False),
}
FILE_STEPS = {
    "end": BESIDE(operations.end_meeting_file, label=gettext_lazy("Take this file away"), reason=True, tone="danger")
}
PRINTS = {"notice": (COMMITTEE_NOTICE, committee_notice), "minutes": (COMMITTEE_MINUTES, committee_minutes)}
MINUTED = (MeetingStatus.HELD, MeetingStatus.CONCLUDED, MeetingStatus.CLOSED)


class MeetingList(RegisterView):
    """All meetings within reach."""

    report = MeetingReport

    def more(self, report: Any, context: dict[str, Any]) -> dict[str, Any]:
        return {"other_list": (_("Assigned tasks"), reverse("assigned_tasks"))}


class MeetingRecord(RecordView):
    """One meeting: what was open before it, its minutes, its conclusions and how they stand."""

    beside_specs = STEPS
    model = CommitteeMeeting
    related = ("unit", "chair", "prepared_by", "signed_by")
    workflow = MEETING
    template_name = "qms/meetings/record.html"
    fact_fields = (
        "committee", "unit", "held_on", "place", "chair", "agenda", "present", "absent", "minutes", "notice_number",
        "signed_by", "signed_on", "prepared_by", "closed_on",
    )  # fmt: skip

    def steps(self, record: Any) -> list[Step]:
        """The lifecycle's steps, and attaching files; cancelling stands last."""
        steps = super().steps(record)
        if record.status != MeetingStatus.CANCELLED:
            steps.append(self.beside(record, "attach"))
        return sorted(steps, key=lambda step: getattr(step.transition, "name", "") == "cancel")

    def record_actions(self, record: Any) -> list[tuple[Any, str]]:
        actions = super().record_actions(record)
        if record.status in operations.UNSIGNED and policy.may(self.request.user, "qms.prepare_meeting", record):
            actions.insert(0, (_("Edit"), reverse("committee_meeting_edit", args=[record.uid])))
            if self.rows_url(record):
                actions.insert(0, (_("Conclusions in rows"), self.rows_url(record)))
        return actions

    def rows_url(self, record: Any) -> str:
        """Where this person writes conclusions now; nothing where they do not."""
        may = record.status == MeetingStatus.HELD and self.as_of is None
        if not may or not policy.may(self.request.user, "qms.prepare_meeting", record):
            return ""
        return reverse("committee_meeting_conclusions", args=[record.uid])

    def links(self, record: Any) -> list[tuple[str, str]]:
        unit = links_to(self.request.user, [record.unit])
        lists = ((_("Meetings of steering committees"), "committee_meetings"), (_("Assigned tasks"), "assigned_tasks"))
        return [*unit, *((label, reverse(name)) for label, name in lists)]

    def print_urls(self, record: Any) -> list[tuple[str, str]]:
        if record.status not in MINUTED:
            return []
        names = (("notice", _("Notice of conclusions")), ("minutes", _("Minutes")))
        return [
            (f"{said} {label}", reverse("committee_meeting_print", args=[record.uid, name, kind]))
            for name, said in names
            for label, kind in (("Word", "docx"), ("PDF", "pdf"))
        ]

    def timeline(self, record: Any, as_of: Any) -> list[Entry]:
        """What was written in one act is told in one entry."""
        return told_together(super().timeline(record, as_of))

    def more(self, record: Any) -> dict[str, Any]:
        rows = record.conclusions.filter(ended_at=None).select_related("unit", "owner", "action__owner")
        before = list(operations.unfinished_before(record)) if record.status in operations.UNSIGNED else []
        return {
            "conclusions": [shown(one) for one in rows.order_by("position", "pk")],
            "before": [shown(one) for one in before],
            "rows_url": "" if rows else self.rows_url(record),
            "shows_before": record.status in operations.UNSIGNED,
            "files": files_of(self, record, "qms.prepare_meeting", "committee_meeting_file_step"),
        }


def shown(conclusion: Any) -> dict[str, Any]:
    """A conclusion with how its action stands."""
    action = conclusion.action
    return {
        "row": conclusion,
        "action": action,
        "status": status_look(action) if action is not None else None,
        "owner": (action.owner if action is not None else None) or conclusion.owner,
        "due": (action.due_on if action is not None else None) or conclusion.due_on,
        "late": action is not None and action.is_overdue,
    }


class MeetingStep(StepView):
    """Steps of a meeting."""

    model = CommitteeMeeting
    related = ("unit", "chair")
    workflow = MEETING
    steps = STEPS


class MeetingFileStep(RowStepView):
    """Taking a wrong file away; reached through its meeting."""

    model = CommitteeMeetingFile
    parent = "record"
    related = ("record__unit",)
    steps = FILE_STEPS


class MeetingNew(CreateView):
    """Plan a meeting."""

    model = CommitteeMeeting
    form_class = forms.MeetingForm
    title = gettext_lazy("Plan a meeting")
    submit_label = gettext_lazy("Save and tell them")

    def check(self) -> None:
        if not prepares_plans(self.request.user):
            told = _("Meetings are prepared by a quality officer, the unit's manager or top management.")
            raise Refused(denied(told, KEEPERS))

    def blank(self) -> Any:
        return CommitteeMeeting(prepared_by=signed_in(self.request))

    def save(self, form: Any) -> Any:
        given = {name: form.cleaned_data[name] for name in ("invited", "files")}
        return operations.call_meeting(form.instance, by=self.request.user, **given)

    def cancel_url(self) -> str:
        return reverse("committee_meetings")


class MeetingEdit(EditView):
    """Correct it until the conclusions are signed."""

    model = CommitteeMeeting
    related = ("unit", "chair")
    form_class = forms.MeetingEditForm
    permission = "qms.prepare_meeting"
    title = gettext_lazy("Edit the meeting")
    operation = staticmethod(operations.edit_meeting)


class MeetingConclusions(EditView):
    """All conclusions, in rows."""

    model = CommitteeMeeting
    related = ("unit",)
    form_class = forms.ConclusionsForm
    template_name = "qms/plans/rows.html"
    permission = "qms.prepare_meeting"
    title = gettext_lazy("Conclusions of the meeting")
    intro = gettext_lazy("With an owner and a day a conclusion becomes a task once the chair has signed.")

    def check(self) -> None:
        super().check()
        for fault in operations.held_faults(self.record):
            raise Refused(denied(fault, KEEPERS))

    def context(self, form: Any) -> dict[str, Any]:
        title = f"{self.record.number} {self.record.title}"
        return super().context(form) | {"formsets": [{"title": title, "formset": form.rows}]}

    def save(self, form: Any) -> Any:
        operations.write_conclusions(self.record, by=self.request.user, conclusions=form.conclusions())
        return self.record


@require_safe
def committee_meeting_print(request: HttpRequest, uid: Any, paper: str, kind: str) -> HttpResponseBase:
    """The notice of conclusions or the minutes, as Word or PDF."""
    meeting = found(request, CommitteeMeeting, uid, kind, "unit__parent", "chair", "prepared_by", "signed_by")
    if paper not in PRINTS or meeting.status not in MINUTED:
        raise Http404
    form, context = PRINTS[paper]
    return answer(request, meeting, form_for(form, meeting.unit_id), context, kind, name=f"{meeting.number}-{paper}")
