"""The register of feedback: the list, its export, and what each row shows. Who wrote stands in none of them."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qms import clock
from qms.enums import Role
from qms.feedback_workflow import IN_HAND
from qms.models.feedback import Feedback
from qms.reports.declaration import Column, Create, Empty, Report
from qms.tables.feedback import FeedbackFilter, FeedbackTable


def records_feedback(user: Any) -> bool:
    """Whether the person may record feedback somewhere."""
    return bool(user.authority.units_as(Role.OFFICER))


def is_late(feedback: Any, day: dt.date) -> bool:
    """Whether it should have been answered."""
    return feedback.status in IN_HAND and feedback.due_on is not None and feedback.due_on < day


class FeedbackReport(Report):
    """Feedback within reach."""

    name = "feedback"
    title = _("Feedback")
    intro = _("What citizens and organisations say about procedures and services, and what became of it.")
    model = Feedback
    table_class = FeedbackTable
    filterset_class = FeedbackFilter
    row_template = "qms/feedback/row.html"
    related = ("unit", "handler", "document")
    order = ("-id",)
    columns: Sequence[Column] = (
        Column(_("Number"), "number", width=24),
        Column(_("Received at"), "received_at", "datetime"),
        Column(_("Came"), "channel", width=18),
        Column(_("Kind"), "kind", width=18),
        Column(_("Unit code"), "unit.code", width=14),
        Column(_("Unit"), "unit.name"),
        Column(_("Procedure"), lambda record: str(record.document or ""), width=40),
        Column(_("Code of the dossier"), "dossier", width=24),
        Column(pgettext_lazy("of a letter", "Subject"), "subject", width=40),
        Column(_("What it says"), "body", width=60),
        Column(_("Satisfaction, 1 to 5"), "satisfaction", "integer", 12),
        Column(_("Handled by"), lambda record: str(record.handler or "")),
        Column(_("Answer due by"), "due_on", "date", 14),
        Column(_("Status"), "status", width=18),
        Column(_("Answer"), "answer", width=60),
        Column(_("Answered at"), "answered_at", "datetime"),
        Column(_("Forwarded to"), "forwarded_to", width=30),
        Column(_("Closed on"), "closed_on", "date"),
        Column(_("Source's own number"), "external_ref", width=20),
    )
    create = Create(_("Record feedback"), lambda: reverse("feedback_new"), records_feedback)
    empty = Empty(
        _("No feedback yet."),
        _("It comes in by the public form; what comes on paper, by post or by telephone is recorded here."),
        icon="message",
    )

    def records(self, rows: QuerySet, as_of: dt.date | None) -> list[Any]:
        """The page's rows, each knowing whether it is late."""
        records = super().records(rows, as_of)
        day = as_of or clock.today()
        for record in records:
            record.is_late = is_late(record, day)
        return records
