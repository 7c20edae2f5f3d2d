"""Wording of yearly plans and of meetings of a steering committee: in timelines and in notices."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qms.policy import Text

OPERATIONS: dict[str, Text] = {
    "draft_plan": _("Plan begun"),
    "edit_plan": _("Plan corrected"),
    "write_plan_tasks": _("Tasks written"),
    "bring_over_tasks": _("Unfinished tasks brought over from the year before"),
    "give_out_tasks": _("Tasks given out"),
    "add_plan_task": _("Task added after approval"),
    "hand_plan_task": _("Another owner named for a task"),
    "workplan.approve": pgettext_lazy("plan", "Approved"),
    "workplan.close": pgettext_lazy("plan", "Closed"),
    "workplan.abandon": pgettext_lazy("plan", "Abandoned"),
    "attach_plan_files": _("Files attached"),
    "end_plan_file": _("File taken away"),
    "call_meeting": _("Meeting planned"),
    "edit_meeting": _("Meeting corrected"),
    "write_conclusions": _("Conclusions written"),
    "give_out_conclusions": _("Conclusions given out as tasks"),
    "committee.hold": _("Held; minutes recorded"),
    "committee.conclude": _("Notice of conclusions signed"),
    "committee.close": pgettext_lazy("meeting", "Closed"),
    "committee.cancel": pgettext_lazy("meeting", "Cancelled"),
    "attach_meeting_files": _("Files attached"),
    "end_meeting_file": _("File taken away"),
}

NOTICES: dict[str, Text] = {
    "plan_drafted": _("%(number)s is being prepared: %(title)s"),
    "plan_approved": _("%(number)s is approved by Decision %(decision)s; its tasks are given out."),
    "plan_closed": _("%(number)s is closed."),
    "plan_abandoned": _("%(number)s is abandoned. %(reason)s"),
    "meeting_called": _("%(number)s, meeting on %(day)s %(place)s: %(title)s"),
    "meeting_moved": _("%(number)s takes place on %(day)s now: %(title)s"),
    "meeting_held": _("%(number)s: the minutes are recorded, the conclusions wait for their signature."),
    "meeting_concluded": _("%(number)s: notice of conclusions %(notice)s is signed."),
    "meeting_cancelled": _("%(number)s does not take place. %(reason)s"),
}

GROUPS = (
    (_("Yearly plans"), ("plan_",)),
    (_("Meetings of steering committees"), ("meeting_",)),
)
