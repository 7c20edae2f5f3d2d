"""Plans and meetings on the home page, in the calendar; how they are kept and packed."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qms import clock
from qms.due_days import DueSource
from qms.enums import Role
from qms.models.plans import CommitteeMeeting, WorkPlan
from qms.models.reach import inside_subtree
from qms.packing.sections import of_units
from qms.registry import PackSection, RetainedKind, WorkItem
from qms.reporting_enums import MeetingStatus, PlanStatus
from qms.reports.committee_meetings import MeetingReport

MOST = 100  # items a provider gives
SOON = dt.timedelta(days=30)


def plan_work(user: Any) -> Iterable[WorkItem]:
    """Drafts to approve, and plans whose year is over to close; one query."""
    approves = Q(status=PlanStatus.DRAFT, unit_id__in=inside_subtree(user.authority.units_as(Role.TOP)))
    approves &= Q(tasks__ended_at=None, tasks__isnull=False) & ~Q(prepared_by_id__in=user.authority.person_ids)
    keeps = inside_subtree(user.authority.units_as(Role.OFFICER, Role.MANAGER))
    closes = Q(status=PlanStatus.APPROVED, unit_id__in=keeps, year__lt=clock.today().year)
    if not user.authority.units_as(Role.TOP, Role.OFFICER, Role.MANAGER):
        return
    rows = WorkPlan.objects.filter(approves | closes).distinct().select_related("unit")
    for plan in rows.order_by("year", "pk")[:MOST]:
        draft = plan.status == PlanStatus.DRAFT
        yield WorkItem(
            group="decide",
            title=plan.title[:160],
            url=plan.get_absolute_url(),
            number=plan.number,
            kind=_("Yearly plan"),
            due=None if draft else dt.date(plan.year + 1, 1, 31),
            unit=plan.unit.name,
            note=_("Approve it, or abandon it") if draft else _("Close it with what the year came to"),
        )


def meeting_work(user: Any) -> Iterable[WorkItem]:
    """Conclusions that wait for their chair's signature, meetings to come, minutes to write; one query."""
    people = user.authority.person_ids
    mine = Q(chair_id__in=people)
    prepared = Q(prepared_by_id__in=people)
    soon = Q(status=MeetingStatus.PLANNED, held_on__lte=clock.today() + SOON)
    rows = CommitteeMeeting.objects.filter((mine | prepared) & (soon | Q(status=MeetingStatus.HELD)))
    for meeting in rows.select_related("unit").order_by("held_on", "pk")[:MOST]:
        group, note = _what(meeting, meeting.chair_id in people)
        yield WorkItem(
            group=group,
            title=meeting.title[:160],
            url=meeting.get_absolute_url(),
            number=meeting.number,
            kind=_("Meeting of a steering committee"),
            due=meeting.held_on,
            unit=meeting.unit.name,
            note=note,
        )


def _what(meeting: Any, chairs: bool) -> tuple[str, str]:
    if meeting.status == MeetingStatus.HELD:
        if chairs:
            return "decide", _("Sign the notice of conclusions")
        return "do", _("Write the conclusions for the chair to sign")
    if meeting.held_on > clock.today():
        return "coming", _("Meeting to come")
    return ("coming", _("Meeting to come")) if chairs else ("do", _("Record the minutes"))


MEETINGS = DueSource(
    name="meeting",
    label=gettext_lazy("Meeting of a steering committee"),
    report=MeetingReport,
    day="held_on",
    waiting=lambda: Q(status=MeetingStatus.PLANNED),
    own=lambda user: Q(chair_id__in=user.authority.person_ids) | Q(prepared_by_id__in=user.authority.person_ids),
    text=lambda record: record.title,
    owner=lambda record: str(record.chair),
    related=("unit", "chair"),
)

RETAINED_PLANS = RetainedKind(
    WorkPlan,
    gettext_lazy("Yearly plans"),
    closed=lambda: Q(status__in=[PlanStatus.CLOSED, PlanStatus.ABANDONED]),
    ended=lambda: Coalesce("closed_on", "approved_on"),
    recorded=lambda: F("approved_on"),
    files=[("qms.workplanfile", "record_id")],
    words=("ke hoach nam", "ke hoach cai cach hanh chinh"),
)

RETAINED_MEETINGS = RetainedKind(
    CommitteeMeeting,
    gettext_lazy("Meetings of steering committees"),
    closed=lambda: Q(status__in=[MeetingStatus.CLOSED, MeetingStatus.CANCELLED]),
    ended=lambda: Coalesce("closed_on", "held_on"),
    recorded=lambda: F("held_on"),
    files=[("qms.committeemeetingfile", "record_id")],
    words=("bien ban hop", "thong bao ket luan"),
)

SECTIONS = (
    PackSection(
        WorkPlan,
        gettext_lazy("Yearly plans and their tasks"),
        of_units(WorkPlan),
        46,
        day="approved_on",
        parts=(("qms.plantask", "plan"),),
    ),
    PackSection(
        CommitteeMeeting,
        gettext_lazy("Meetings of steering committees and their conclusions"),
        of_units(CommitteeMeeting),
        48,
        day="held_on",
        parts=(("qms.meetingconclusion", "meeting"),),
    ),
)
