"""The list of documents in force by their periodic review."""

import datetime as dt
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from qms import clock
from qms.enums import ReviewOutcome
from qms.models.document_care import DocumentReview
from qms.models.documents import Document, Issue
from qms.reports.declaration import Column, Empty, Report
from qms.reports.documents import issue_said, with_issue
from qms.tables.document_reviews import DueFilter, DueTable


def outcome_said(record: Any) -> str:
    """What the last review ended with, in words."""
    return str(ReviewOutcome(record.outcome).label) if record.outcome else ""


class DueReport(Report):
    """Documents in force of one's side: the next review, and the last."""

    name = "document-reviews"
    title = _("Periodic reviews")
    intro = _("Documents in force, by the day on which they are to be looked at again.")
    model = Document
    table_class = DueTable
    filterset_class = DueFilter
    row_template = "qms/document_reviews/row.html"
    order = (F("review_due_on").asc(nulls_last=True), "number", "id")  # type: ignore[assignment]  # order_by takes it
    columns = (
        Column(_("Number"), "number", width=14),
        Column(_("Title"), "title", width=60),
        Column(_("Kind"), "kind", width=18),
        Column(_("Unit code"), "unit.code", width=12),
        Column(_("Unit"), "unit.name"),
        Column(_("Issue"), issue_said, width=10),
        Column(_("In force from"), "effective_on", "date"),
        Column(_("Review due"), "review_due_on", "date"),
        Column(_("Last reviewed"), "reviewed_on", "date"),
        Column(_("Outcome"), outcome_said, width=24),
    )
    empty = Empty(
        _("No document to review."),
        _("Documents in force of your units appear here with the day of their next review."),
        icon="calendar-event",
    )

    def queryset(self, user: Any, as_of: dt.date | None = None) -> QuerySet:
        """Those with an issue in force today, each with its last review."""
        today = clock.today()
        rows = Document.objects.visible_to(user).filter(ended_at=None).select_related("unit")
        rows = rows.filter(Exists(Issue.objects.effective_on(today).filter(document=OuterRef("pk"))))
        last = DocumentReview.objects.filter(document=OuterRef("pk")).order_by("-reviewed_on", "-pk")
        return with_issue(rows, today).annotate(
            reviewed_on=Subquery(last.values("reviewed_on")[:1]), outcome=Subquery(last.values("outcome")[:1])
        )
