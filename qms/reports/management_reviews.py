"""The register of management reviews: the list, its export, and what each row shows."""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qms import clock
from qms.enums import ActionStatus, Role
from qms.models.management_reviews import ManagementReview, ReviewDecision
from qms.reporting_enums import ReviewStatus
from qms.reports.declaration import BATCH, Column, Create, Empty, Report
from qms.retention.stubs import mark_disposed
from qms.tables.management_reviews import ReviewFilter, ReviewTable


def prepares_reviews(user: Any) -> bool:
    """Whether the person may plan a review somewhere."""
    return bool(user.authority.units_as(Role.OFFICER, Role.TOP))


def period_said(review: Any) -> str:
    """From day to day."""
    return f"{review.period_from:%d/%m/%Y} – {review.period_to:%d/%m/%Y}"


def decisions_of(keys: Iterable[int]) -> dict[int, tuple[int, int]]:
    """By key of a review: how many of its decisions are over, and how many there are; one query."""
    rows: Any = ReviewDecision.objects.filter(review_id__in=list(keys), ended_at=None).order_by()
    over = Count("pk", filter=Q(action__status__in=ActionStatus.ended_states()))
    return {key: (done, all_) for key, done, all_ in rows.values_list("review_id").annotate(done=over, all=Count("pk"))}


class ReviewReport(Report):
    """Management reviews within reach."""

    name = "management-reviews"
    title = _("Management reviews")
    intro = _("Top management looks at the whole QMS once a year at least: what went in, what was decided, what came.")
    model = ManagementReview
    table_class = ReviewTable
    filterset_class = ReviewFilter
    row_template = "qms/reviews/row.html"
    related = ("unit", "edition__standard", "chair", "secretary", "signed_by")
    order = ("-meeting_on", "-id")
    columns = (
        Column(_("Number"), "number", width=22),
        Column(_("Review"), "title", width=50),
        Column(_("Unit code"), "unit.code", width=14),
        Column(_("Unit"), "unit.name"),
        Column(_("Edition"), "edition", width=24),
        Column(_("Period from"), "period_from", "date"),
        Column(_("Period to"), "period_to", "date"),
        Column(_("Day of the meeting"), "meeting_on", "date"),
        Column(_("Chaired by"), lambda one: str(one.chair)),
        Column(_("Secretary"), lambda one: str(one.secretary)),
        Column(_("Figures as of"), "frozen_on", "date"),
        Column(_("Conclusion"), "conclusion", width=60),
        Column(_("Number of the minutes"), "minutes_number", width=18),
        Column(_("Signed on"), "signed_on", "date"),
        Column(_("Decisions"), lambda one: one.decided[1], "integer"),
        Column(_("Decisions verified or cancelled"), lambda one: one.decided[0], "integer", 14),
        Column(_("Closed on"), "closed_on", "date"),
        Column(_("Status"), "status", width=16),
    )
    create = Create(_("Plan a review"), lambda: reverse("review_new"), prepares_reviews)
    empty = Empty(
        _("No management reviews yet."),
        _("Plan one after the internal audit: its agenda and its figures come by themselves."),
        icon="list-check",
    )

    def records(self, rows: QuerySet, as_of: dt.date | None) -> list[Any]:
        """The page's rows with their decisions and lateness; one query more for all."""
        return self.dressed(super().records(rows, as_of))

    def dressed(self, records: list[Any]) -> list[Any]:
        """These records with what a row shows of them."""
        told = decisions_of([record.pk for record in records])
        waiting = (ReviewStatus.PLANNED, ReviewStatus.FROZEN)
        for record in records:
            record.decided = told.get(record.pk, (0, 0))
            record.is_late = record.status in waiting and record.meeting_on < clock.today()
            record.period = period_said(record)
        return records

    def cells(self, rows: QuerySet, as_of: dt.date | None) -> Iterator[list[Any]]:
        """Values of every row, read in batches, the decisions of a batch at once."""
        batch: list[Any] = []
        for row in rows.iterator(chunk_size=BATCH):
            batch.append(row)
            if len(batch) == BATCH:
                yield from self._told(batch)
                batch = []
        yield from self._told(batch)

    def _told(self, batch: list[Any]) -> Iterator[list[Any]]:
        for record in mark_disposed(ManagementReview, self.dressed(batch)):
            yield [column.value(record) for column in self.columns]
