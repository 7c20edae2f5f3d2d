"""The lists of issues of the context (4.1) and of interested parties (4.2)."""

import datetime as dt
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qms import clock
from qms.models.context import ContextFactor, InterestedParty
from qms.reports.declaration import Column, Create, Empty, Report
from qms.reports.risks import records_risks
from qms.tables.context import ContextFactorFilter, ContextFactorTable, InterestedPartyFilter, InterestedPartyTable
from qms.views.facts import spoken


def _ended(record: Any) -> Any:
    return clock.day_of(record.ended_at) if record.ended_at else None


ALIKE = (
    Column(_("Concerns climate change"), lambda record: spoken(record.climate), width=14),
    Column(_("Unit code"), "unit.code", width=14),
    Column(_("Unit"), "unit.name"),
    Column(_("Last looked at"), "reviewed_on", "date"),
    Column(_("Next review"), "review_due_on", "date"),
    Column(_("Ended on"), _ended, "date"),
    Column(_("Source's own number"), "external_ref", width=20),
)
"""The last columns of both lists."""


class ContextReport(Report):
    """Base: the filter decides about ended ones; rows know whether their review is late."""

    related = ("unit",)

    def narrow(self, rows: QuerySet) -> QuerySet:
        """The filter decides about ended ones."""
        return rows

    def records(self, rows: QuerySet, as_of: dt.date | None) -> list[Any]:
        """The page's rows with their lateness."""
        records, day = super().records(rows, as_of), as_of or clock.today()
        for record in records:
            record.is_late = bool(record.ended_at is None and record.review_due_on and record.review_due_on < day)
        return records


class ContextFactorReport(ContextReport):
    """Issues of the context within reach."""

    name = "context"
    title = _("Context of the organisation")
    intro = _("Issues outside and inside that bear on what the QMS is for (4.1), climate change among them.")
    model = ContextFactor
    table_class = ContextFactorTable
    filterset_class = ContextFactorFilter
    row_template = "qms/context/factor_row.html"
    columns = (
        Column(_("Inside or outside"), "kind", width=14),
        Column(_("Subject"), "subject", width=26),
        Column(_("What it is"), "statement", width=60),
        Column(_("How it bears on the QMS"), "effect", width=50),
        Column(_("What is done about it"), "response", width=50),
        *ALIKE,
    )
    create = Create(_("Record an issue"), lambda: reverse("context_factor_new"), records_risks)
    empty = Empty(
        _("No issues of the context yet."),
        _("Begin with what changes around you: law, budget, structure, technology, climate."),
        icon="building",
    )


class InterestedPartyReport(ContextReport):
    """Interested parties within reach."""

    name = "interested-parties"
    title = _("Interested parties")
    intro = _("Whose needs and expectations count for the QMS (4.2), and how they are met.")
    model = InterestedParty
    table_class = InterestedPartyTable
    filterset_class = InterestedPartyFilter
    row_template = "qms/context/party_row.html"
    order = ("name", "id")
    columns = (
        Column(_("Interested party"), "name", width=40),
        Column(_("Needs and expectations"), "needs", width=60),
        Column(_("Requirement of the QMS"), lambda record: spoken(record.is_requirement), width=14),
        Column(_("How it is met"), "response", width=50),
        *ALIKE,
    )
    create = Create(_("Record an interested party"), lambda: reverse("interested_party_new"), records_risks)
    empty = Empty(
        _("No interested parties yet."),
        _("Begin with who receives your results, who supervises you and who works with you."),
        icon="users",
    )
