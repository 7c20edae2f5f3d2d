"""Plans and meetings on the home page, in the calendar; how they are kept and packed."""

import datetime as dt
from collections.abc import Callable, Collection, Iterable
from typing import Any

from django.db.models import BigIntegerField, DateField, Exists, F, IntegerField, OuterRef, Q, Value
from django.db.models.functions import Cast, Coalesce
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from qms import clock
from qms.due_days import DueSource
from qms.enums import Role
from qms.models.plans import CommitteeMeeting, PlanTask, WorkPlan
from qms.models.reach import inside_subtree
from qms.packing.sections import of_units
from qms.registry import PackSection, RetainedKind, WorkItem
from qms.reporting_enums import MeetingStatus, PlanStatus
from qms.reports.committee_meetings import MeetingReport

MOST = 100  # items of one kind that the query leaves room for
SOON = dt.timedelta(days=30)


COLUMNS = (
    "record_kind",
    "uid",
    "number",
    "title",
    "unit__name_vi",
    "unit__name_en",
    "status",
    "day",
    "year_of",
    "chair_key",
)


SHARING: dict[str, tuple[Callable[[Any], Any], Callable[[dict[str, Any]], WorkItem]]] = {}
"""By kind of record: further rows of these columns, asked for in the same query, and what draws one of them."""


def plan_work(user: Any) -> Iterable[WorkItem]:
    """Plans to approve and to close, conclusions to sign, minutes to write, meetings to come; one query for all."""
    people = user.authority.person_ids
    further = [rows(user) for rows, _draw in SHARING.values()]
    for row in (
        _plans(user).union(_meetings(people), *further, all=True).order_by("day", "number")[: MOST * (2 + len(further))]
    ):
        told = dict(zip(COLUMNS, row, strict=True))
        if told["record_kind"] in SHARING:
            yield SHARING[told["record_kind"]][1](told)
        else:
            planned = told["record_kind"] == "plan"
            yield _plan_item(told) if planned else _meeting_item(told, told["chair_key"] in people)


def _plans(user: Any) -> Any:
    """Drafts with tasks that the person may approve, approved plans whose year is over."""
    approves = Q(status=PlanStatus.DRAFT, unit_id__in=inside_subtree(user.authority.units_as(Role.TOP)))
    written = PlanTask.objects.filter(plan_id=OuterRef("pk"), ended_at=None)
    approves &= Q(Exists(written)) & ~Q(prepared_by_id__in=user.authority.person_ids)
    keeps = inside_subtree(user.authority.units_as(Role.OFFICER, Role.MANAGER))
    closes = Q(status=PlanStatus.APPROVED, unit_id__in=keeps, year__lt=clock.today().year)
    rows = WorkPlan.objects.filter(approves | closes).annotate(
        record_kind=Value("plan"),
        day=Cast(Value(None), DateField()),
        year_of=Cast("year", IntegerField()),
        chair_key=Cast(Value(None), BigIntegerField()),
    )
    return rows.order_by().values_list(*COLUMNS)


def _meetings(people: Collection[int]) -> Any:
    """Held or coming within a month, of who chairs or prepares them."""
    mine = Q(chair_id__in=people) | Q(prepared_by_id__in=people)
    soon = Q(status=MeetingStatus.PLANNED, held_on__lte=clock.today() + SOON)
    rows = CommitteeMeeting.objects.filter(mine & (soon | Q(status=MeetingStatus.HELD))).annotate(
        record_kind=Value("meeting"),
        day=F("held_on"),
        year_of=Cast(Value(None), IntegerField()),
        chair_key=F("chair_id"),
    )
    return rows.order_by().values_list(*COLUMNS)


def _unit(told: dict[str, Any]) -> str:
    return (told["unit__name_en"] if get_language() == "en" else "") or told["unit__name_vi"]


def _plan_item(told: dict[str, Any]) -> WorkItem:
    draft = told["status"] == PlanStatus.DRAFT
    return WorkItem(
        group="decide",
        title=told["title"][:160],
        url=reverse("work_plan", args=[told["uid"]]),
        number=told["number"],
        kind=_("Yearly plan"),
        due=None if draft else dt.date(told["year_of"] + 1, 1, 31),
        unit=_unit(told),
        note=_("Approve it, or abandon it") if draft else _("Close it with what the year came to"),
    )


def _meeting_item(told: dict[str, Any], chairs: bool) -> WorkItem:
    group, note = _what(told, chairs)
    return WorkItem(
        group=group,
        title=told["title"][:160],
        url=reverse("committee_meeting", args=[told["uid"]]),
        number=told["number"],
        kind=_("Meeting of a steering committee"),
        due=told["day"],
        unit=_unit(told),
        note=note,
    )


def _what(told: dict[str, Any], chairs: bool) -> tuple[str, str]:
    if told["status"] == MeetingStatus.HELD:
        if chairs:
            return "decide", _("Sign the notice of conclusions")
        return "do", _("Write the conclusions for the chair to sign")
    if told["day"] > clock.today() or chairs:
        return "coming", _("Meeting to come")
    return "do", _("Record the minutes")


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
