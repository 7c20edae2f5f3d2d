"""The duties of units that qms knows: reports, plan, objectives, management review, documents to review.

The usual days of a year (programme, plan and objectives in January or February, the review by the end of the year)
are those of the yearly cycle in the administrations that hold TCVN ISO 9001.
"""

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qms.models.document_care import DocumentReview
from qms.models.documents import Document
from qms.models.management_reviews import ManagementReview
from qms.models.objectives import Objective
from qms.models.periodic_reports import PeriodicReport
from qms.models.plans import WorkPlan
from qms.performance_enums import ObjectiveStatus
from qms.reporting_enums import PlanStatus, ReportStatus, ReviewStatus
from qms.unit_duties import DutyDay, DutyKind, add_duty_kind, once_a_year

Done = dict[tuple[int, int], tuple[dt.date, str]]


def reports(units: list[int], holders: list[int], first: dt.date, last: dt.date) -> list[DutyDay]:
    """Periodic reports, in their first version: a correction owes no day of its own."""
    rows = PeriodicReport.objects.filter(unit_id__in=units, due_on__range=(first, last), replaces=None)
    rows = rows.exclude(status=ReportStatus.EXCUSED).order_by("due_on", "pk")
    return [
        DutyDay(one.unit_id, one.due_on, _("Report %(period)s") % {"period": one.period_code}, _sent_on(one), _at(one))
        for one in rows
    ]


def _sent_on(report: PeriodicReport) -> dt.date | None:
    return report.submitted_on if report.status in (ReportStatus.SUBMITTED, ReportStatus.ACCEPTED) else None


def _at(record: Any) -> str:
    return str(record.get_absolute_url())


def plans(units: list[int], holders: list[int], first: dt.date, last: dt.date) -> list[DutyDay]:
    """The yearly plan, approved by the end of February (Directive 02/CT-LĐTBXH, 1)."""
    rows = WorkPlan.objects.filter(unit_id__in=holders, approved_on__isnull=False).exclude(status=PlanStatus.ABANDONED)
    done: Done = {
        (one.unit_id, one.year): (one.approved_on, _at(one)) for one in rows.order_by("-approved_on") if one.approved_on
    }
    return once_a_year(
        holders, first, last, month=2, day=28, done=done, url=reverse("work_plans"),
        text=lambda year: _("Plan of %(year)d") % {"year": year},
    )  # fmt: skip


def objectives(units: list[int], holders: list[int], first: dt.date, last: dt.date) -> list[DutyDay]:
    """Objectives of the year, the first of them approved by the end of February (6.2)."""
    rows = Objective.objects.filter(unit_id__in=holders, approved_on__isnull=False, ended_at=None)
    rows = rows.exclude(status=ObjectiveStatus.DROPPED).order_by("-approved_on")
    done: Done = {}
    for unit, begins, ends, approved in rows.values_list("unit_id", "starts_on", "ends_on", "approved_on"):
        if approved is not None:
            done |= {(unit, year): (approved, "") for year in range(begins.year, ends.year + 1)}
    return once_a_year(
        holders, first, last, month=2, day=28, done=done, url=reverse("objectives"),
        text=lambda year: _("Objectives of %(year)d") % {"year": year},
    )  # fmt: skip


def reviews(units: list[int], holders: list[int], first: dt.date, last: dt.date) -> list[DutyDay]:
    """A management review in every year (9.3), its minutes signed."""
    signed = [ReviewStatus.SIGNED, ReviewStatus.CLOSED]
    rows = ManagementReview.objects.filter(unit_id__in=holders, status__in=signed).order_by("-meeting_on")
    done: Done = {(one.unit_id, one.meeting_on.year): (one.meeting_on, _at(one)) for one in rows}
    return once_a_year(
        holders, first, last, month=12, day=31, done=done, url=reverse("reviews"),
        text=lambda year: _("Management review of %(year)d") % {"year": year},
    )  # fmt: skip


def documents(units: list[int], holders: list[int], first: dt.date, last: dt.date) -> list[DutyDay]:
    """Documents whose periodic review is due, and those reviewed that were due (7.5.3)."""
    waiting = Document.objects.filter(unit_id__in=units, review_due_on__range=(first, last), ended_at=None)
    found = [
        DutyDay(one.unit_id, one.review_due_on, _("Review %(number)s") % {"number": one.number}, None, _at(one))
        for one in waiting.order_by("review_due_on", "pk")
        if one.review_due_on
    ]
    past = DocumentReview.objects.filter(document__unit_id__in=units, was_due_on__range=(first, last))
    for one in past.select_related("document").order_by("was_due_on", "pk"):
        text = _("Review %(number)s") % {"number": one.document.number}
        due = one.was_due_on or one.reviewed_on
        found.append(DutyDay(one.document.unit_id, due, text, one.reviewed_on, _at(one.document)))
    return found


def register() -> None:
    """Fill the seam in the order of the legend; called once when apps are ready."""
    for kind in (
        DutyKind("reports", gettext_lazy("Periodic reports"), gettext_lazy("Reports"), reports, crosses=True),
        DutyKind("plans", gettext_lazy("Yearly plan"), gettext_lazy("Plan"), plans),
        DutyKind("objectives", gettext_lazy("Quality objectives"), gettext_lazy("Objectives"), objectives),
        DutyKind("reviews", gettext_lazy("Management review"), gettext_lazy("Review"), reviews),
        DutyKind("documents", gettext_lazy("Documents to review"), gettext_lazy("Documents"), documents),
    ):
        add_duty_kind(kind)
