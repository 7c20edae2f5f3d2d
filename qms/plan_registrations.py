"""What yearly plans, meetings of steering committees and assigned tasks register."""

from django.utils.translation import gettext_lazy as _

from qms import meeting_workflow, plan_phrases, plan_workflow
from qms.events import subscribe
from qms.history.homes import hang
from qms.history.timeline import relate
from qms.looks import declare_looks
from qms.models.plans import CommitteeMeeting, CommitteeMeetingFile, WorkPlan, WorkPlanFile
from qms.navigation import NavEntry
from qms.navigation import of_records as sees_records
from qms.registry import Handover, RecordKind, registry

DECLARED = (plan_workflow, meeting_workflow)
"""Importing them declares the lifecycles."""

PLAN, MEETING = WorkPlan._meta.label_lower, CommitteeMeeting._meta.label_lower
KINDS = (
    (WorkPlan, _("Yearly plans"), "work_plans"),
    (CommitteeMeeting, _("Meetings of steering committees"), "committee_meetings"),
)
NAVIGATION = (
    NavEntry(_("Yearly plans"), "work_plans", "calendar", 64, sees_records),
    NavEntry(_("Assigned tasks"), "assigned_tasks", "clipboard-check", 66, sees_records),
    NavEntry(_("Meetings"), "committee_meetings", "users", 65, sees_records),
)


def register() -> None:
    """Fill the registry; called once when apps are ready."""
    for link in (WorkPlanFile, CommitteeMeetingFile):
        registry.file_links[link._meta.label_lower] = link
    registry.phrases.update(plan_phrases.OPERATIONS)
    registry.notice_phrases.update(plan_phrases.NOTICES)
    registry.notice_groups.extend(plan_phrases.GROUPS)
    for model, title, url_name in KINDS:
        label = model._meta.label_lower
        registry.record_kinds[label] = RecordKind(label, model, title, url_name)
    registry.navigation.extend(NAVIGATION)
    relate(PLAN, "qms.plantask", "plan")
    relate(MEETING, "qms.meetingconclusion", "meeting")
    hang("qms.plantask", PLAN, "plan")
    hang("qms.meetingconclusion", MEETING, "meeting")
    declare_looks(
        PLAN,
        {
            "draft": ("warning", "pencil"), "approved": ("info", "circle-check"), "closed": ("success", "lock"),
            "abandoned": ("secondary", "x"),
        },
    )  # fmt: skip
    declare_looks(
        MEETING,
        {
            "planned": ("info", "calendar-event"), "held": ("warning", "pencil"), "concluded": ("info", "signature"),
            "closed": ("success", "lock"), "cancelled": ("secondary", "x"),
        },
    )  # fmt: skip
    _register_operations()
    _register_work()


def _register_operations() -> None:
    from qms.operations import committee_meetings, plan_tasks  # noqa: PLC0415 - operations stand on the registry

    subscribe("action_verified", committee_meetings.on_action_verified)
    registry.ticks["close_meetings"] = committee_meetings.close_concluded
    registry.handovers["plan_task"] = Handover(
        _("Tasks in drafts of yearly plans"),
        plan_tasks.owned_in_drafts,
        plan_tasks.hand_faults,
        lambda record, person, to, *, by, reason: plan_tasks.hand_plan_task(record, by=by, owner=to, reason=reason),
        name=lambda record: f"{record.plan.number} {record.title[:100]}",
        order=37,
        within="plan",
    )


def _register_work() -> None:
    from qms import work_of_plans as work  # noqa: PLC0415 - reports stand on the registry
    from qms.due_days import add_due_source  # noqa: PLC0415 - the same

    registry.work_items.append(work.plan_work)
    registry.retained_kinds[PLAN] = work.RETAINED_PLANS
    registry.retained_kinds[MEETING] = work.RETAINED_MEETINGS
    registry.pack_sections.extend(work.SECTIONS)
    add_due_source(work.MEETINGS)
