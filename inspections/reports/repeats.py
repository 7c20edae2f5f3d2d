"""The list of repeats within reach."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.translation import gettext_lazy as _

from inspections.models import Repeat, RepeatMember
from inspections.tables.repeats import RepeatFilter, RepeatTable
from qms.reports.declaration import Column, Empty, Report


class RepeatReport(Report):
    """Repeats, newest first."""

    name = "repeats"
    title = _("Repeats")
    intro = _(
        "The same clause and cause category in several units, or again in one, within 24 months: proposed by the "
        "system, decided by a person."
    )
    model = Repeat
    table_class = RepeatTable
    filterset_class = RepeatFilter
    row_template = "inspections/repeat_row.html"
    related = ("unit", "clause__edition", "category", "where", "action", "decided_by")
    order = ("-found_on", "-id")
    columns = (
        Column(_("Number"), "number", width=22),
        Column(_("Kind"), "kind", width=22),
        Column(_("Clause"), "clause", width=40),
        Column(_("Edition"), "clause.edition"),
        Column(_("Cause category"), "category"),
        Column(_("In unit"), "where"),
        Column(_("Proposed to"), "unit.name"),
        Column(_("Nonconformities"), "count", "integer"),
        Column(_("Found on"), "found_on", "date"),
        Column(_("Status"), "status", width=18),
        Column(_("Decided by"), "decided_by"),
        Column(_("Decided on"), "decided_on", "date"),
        Column(_("Decision"), "decision", width=40),
        Column(_("Action"), "action.number", width=22),
    )
    empty = Empty(
        _("No repeats found."),
        _("They are looked for every night, and as soon as a cause gets its category."),
        icon="circle-check",
    )

    def records(self, rows: QuerySet, as_of: dt.date | None) -> list[Any]:
        """The page's records, each with how many nonconformities belong to it today."""
        return with_counts(super().records(rows, as_of))

    def cells(self, rows: QuerySet, as_of: dt.date | None) -> Iterator[list[Any]]:
        """Values of every row: proposals are few, so that they are read at once."""
        for record in self.records(rows, as_of):
            yield [column.value(record) for column in self.columns]


def with_counts(repeats: list[Any]) -> list[Any]:
    """Say on each how many nonconformities belong to it; in one query."""
    rows = RepeatMember.objects.filter(repeat_id__in=[one.pk for one in repeats], ended_at=None).order_by()
    counts = dict(rows.values_list("repeat_id").annotate(Count("pk")))
    for one in repeats:
        one.count = counts.get(one.pk, 0)
    return repeats
