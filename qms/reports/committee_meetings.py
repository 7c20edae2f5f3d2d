"""Meetings of steering committees: the list and its export."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qms.enums import ActionStatus
from qms.models.plans import CommitteeMeeting, MeetingConclusion
from qms.reports.declaration import Column, Create, Empty, Report
from qms.reports.work_plans import prepares_plans
from qms.tables.work_plans import MeetingFilter, MeetingTable


def with_conclusions(meetings: Sequence[Any]) -> list[Any]:
    """Each with how many conclusions it has and how many actions of them are open; one query."""
    open_ones = Count("pk", filter=Q(action__status__in=ActionStatus.open_states()))
    rows = MeetingConclusion.objects.filter(meeting__in=list(meetings), ended_at=None).order_by()
    counted = {
        row["meeting_id"]: row
        for row in rows.values("meeting_id").annotate(number=Count("pk"), given=Count("action"), left=open_ones)
    }
    for meeting in meetings:
        told = counted.get(meeting.pk, {"number": 0, "given": 0, "left": 0})
        meeting.concluded, meeting.given, meeting.left = told["number"], told["given"], told["left"]
    return list(meetings)


class MeetingReport(Report):
    """Meetings within reach."""

    name = "meetings"
    title = _("Meetings of steering committees")
    model = CommitteeMeeting
    table_class = MeetingTable
    filterset_class = MeetingFilter
    row_template = "qms/meetings/row.html"
    related = ("unit", "chair")
    order = ("-held_on", "-id")
    columns = (
        Column(_("Number"), "number", width=22),
        Column(_("Committee"), "committee", width=40),
        Column(pgettext_lazy("of a meeting", "Subject"), "title", width=60),
        Column(_("Unit code"), "unit.code", width=12),
        Column(_("Unit"), "unit.name"),
        Column(_("Day"), "held_on", "date"),
        Column(_("Place"), "place"),
        Column(_("Chaired by"), lambda meeting: str(meeting.chair)),
        Column(_("Status"), "status", width=18),
        Column(_("Notice of conclusions"), "notice_number", width=20),
        Column(_("Signed on"), "signed_on", "date"),
        Column(_("Conclusions"), lambda meeting: meeting.concluded, "integer"),
        Column(_("Given out as tasks"), lambda meeting: meeting.given, "integer"),
        Column(_("Still open"), lambda meeting: meeting.left, "integer"),
    )
    create = Create(_("Plan a meeting"), lambda: reverse("committee_meeting_new"), prepares_plans)
    empty = Empty(
        _("No meetings yet."),
        _("A meeting's conclusions become tasks with an owner and a day once its chair has signed them."),
        icon="users",
    )

    def records(self, rows: QuerySet, as_of: dt.date | None) -> list[Any]:
        return with_conclusions(super().records(rows, as_of))

    def cells(self, rows: QuerySet, as_of: dt.date | None) -> Iterator[list[Any]]:
        for meeting in with_conclusions(list(rows)):
            yield [column.value(meeting) for column in self.columns]
