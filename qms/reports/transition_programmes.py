"""The list of transition programmes."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qms import clock
from qms.enums import Obligation, Role, TransitionGroup
from qms.models.transition import TransitionDeadline, TransitionHolder, TransitionProgramme
from qms.reports.decisions import standing_then
from qms.reports.declaration import Column, Create, Empty, Report
from qms.tables.transition_programmes import TransitionFilter, TransitionTable


def leads_transitions(user: Any) -> bool:
    """Whether the person may lead a transition somewhere."""
    return bool(user.authority.units_as(Role.OFFICER, Role.TOP))


def in_numbers(programmes: list[Any]) -> None:
    """Give each programme its holders, obliged and encouraged apart, and its next deadline: two queries for all."""
    keys = [one.pk for one in programmes]
    rows = TransitionHolder.objects.filter(programme_id__in=keys, ended_at=None).exclude(group=TransitionGroup.EXEMPT)
    counted = Counter(rows.order_by().values_list("programme_id", "obligation"))
    deadlines = defaultdict(list)
    day = clock.today()
    for one in standing_then(TransitionDeadline, None).filter(programme_id__in=keys).order_by("last_day", "pk"):
        deadlines[one.programme_id].append(one)
    for one in programmes:
        one.obliged = counted[one.pk, Obligation.OBLIGED.value]
        one.encouraged = counted[one.pk, Obligation.ENCOURAGED.value]
        coming = [deadline for deadline in deadlines[one.pk] if deadline.last_day >= day]
        one.next_deadline = (coming or deadlines[one.pk][-1:] or [None])[0]
        one.days_left = (one.next_deadline.last_day - day).days if one.next_deadline else None


class TransitionReport(Report):
    """Transition programmes within reach."""

    name = "transitions"
    title = _("Transition between editions")
    intro = _("Who moves from one edition of a standard to the next, by when, and how far everybody is.")
    model = TransitionProgramme
    table_class = TransitionTable
    filterset_class = TransitionFilter
    row_template = "qms/transition/row.html"
    related = ("unit", "from_edition__standard", "to_edition__standard")
    columns = (
        Column(_("Title"), "title_vi", width=60),
        Column(_("Title in English"), "title_en", width=50),
        Column(_("Unit code"), "unit.code", width=12),
        Column(_("Led by"), "unit.name"),
        Column(_("From edition"), "from_edition.code", width=14),
        Column(_("To edition"), "to_edition.code", width=14),
        Column(_("Starts on"), "starts_on", "date"),
        Column(_("Obliged holders"), "obliged", "integer"),
        Column(_("Encouraged holders"), "encouraged", "integer"),
        Column(_("Next deadline"), "next_deadline.last_day", "date"),
        Column(_("Basis"), "basis", width=60),
        Column(_("Status"), "status", width=14),
    )
    create = Create(_("Prepare a programme"), lambda: reverse("transition_new"), leads_transitions)
    empty = Empty(
        _("No transition yet."),
        _("When a new edition comes, the quality officer of the leading unit prepares a programme for all below it."),
        icon="arrow-right",
    )

    def records(self, rows: QuerySet, as_of: dt.date | None) -> list[Any]:
        found = super().records(rows, as_of)
        in_numbers(found)
        return found

    def cells(self, rows: QuerySet, as_of: dt.date | None) -> Iterator[list[Any]]:
        """Programmes are few: all of them at once."""
        found = list(rows)
        in_numbers(found)
        for record in found:
            yield [column.value(record) for column in self.columns]
