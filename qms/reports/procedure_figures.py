"""The list of procedures' monthly figures: rows, export, and sums by unit and by month."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.db.models import Case, Count, F, FloatField, OuterRef, Q, QuerySet, Subquery, Sum, When
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qms import clock
from qms.enums import OnlineLevel, Role
from qms.models.documents import Document, Issue
from qms.models.organisation import Unit
from qms.models.outputs import ProcedureFigure, PublishedProcedure
from qms.performance_enums import MeasuredBy
from qms.procedure_counts import COUNTS, DECLARED_ONLINE, online, rate_of
from qms.reports.declaration import Column, Create, Empty, Report
from qms.reports.organisation import search_folded
from qms.tables.outputs import FigureFilter, FigureTable

HEADERS = {
    "received": _("Received"), "early": _("Done early"), "on_time": _("Done on time"), "late": _("Done late"),
    "online_3": _("Online at level 3"), "online_4": _("Online at level 4"), "by_post": _("By post"),
    "complaints": _("Complaints"),
}  # fmt: skip
MOST_SUMS = 12
"""Rows of a table of sums."""


def gives_figures(user: Any) -> bool:
    """Whether the person may give figures somewhere."""
    return bool(user.authority.units_as(Role.OFFICER, Role.MANAGER, Role.TOP))


def is_silent(figure: Any) -> bool:
    """Whether the procedure is declared online at level 3 or 4, has dossiers and none of them online."""
    return figure.declared in DECLARED_ONLINE and figure.received > 0 and not online(figure)


def days_to_publication(figure: Any) -> int | None:
    """Days from decision to publication, by the dates set for the procedure, else by its issue in force."""
    decided, published = figure.issue_decided, figure.issue_published
    if figure.decided_day:
        decided, published = figure.decided_day, figure.published_day
    return (published - decided).days if decided and published else None


def with_procedure(rows: QuerySet, day: dt.date) -> QuerySet:
    """Add what stands of the procedure: its declared level online, when it was decided and published."""
    issues = Issue.objects.effective_on(day).filter(document=OuterRef("document_id")).order_by("-effective_on", "-pk")
    dates = PublishedProcedure.objects.filter(document=OuterRef("document_id"))
    done = F("early") + F("on_time") + F("late")
    return rows.annotate(
        declared=Subquery(issues.values("online_level")[:1]),
        issue_decided=Subquery(issues.values("decided_on")[:1]),
        issue_published=Subquery(issues.values("published_on")[:1]),
        decided_day=Subquery(dates.values("decided_on")[:1]),
        published_day=Subquery(dates.values("published_on")[:1]),
        on_time_share=Case(
            When(Q(early=0, on_time=0, late=0), then=None),
            default=Cast(F("early") + F("on_time"), FloatField()) / Cast(done, FloatField()),
            output_field=FloatField(),
        ),
    )


def percent_of(figure: Any) -> Decimal | None:
    """The on-time rate as workbooks take it."""
    found = rate_of(figure)
    return None if found is None else found / 100


class ProcedureFigureReport(Report):
    """Monthly figures within reach."""

    name = "procedure-figures"
    title = _("Figures of procedures")
    intro = _("Dossiers of each administrative procedure by month: received, done, online, by post, complaints.")
    model = ProcedureFigure
    table_class = FigureTable
    filterset_class = FigureFilter
    row_template = "qms/procedure_figures/row.html"
    related = ("unit", "document", "recorded_by")
    order = ("-month", "unit__sort_key", "document__number", "id")
    columns: Sequence[Column] = (
        Column(_("Unit code"), "unit.code", width=14),
        Column(_("Unit"), "unit.name"),
        Column(_("Procedure number"), "document.number", width=24),
        Column(_("Procedure"), lambda one: str(one.document), width=50),
        Column(_("Month"), lambda one: f"{one.month:%m/%Y}", width=10),
        *(Column(HEADERS[name], name, "integer") for name in COUNTS),
        Column(_("On time"), percent_of, "percent"),
        Column(_("Declared online"), lambda one: dict(OnlineLevel.choices).get(one.declared, ""), width=14),
        Column(_("Declared online, no online dossier"), lambda one: _("yes") if is_silent(one) else "", width=14),
        Column(_("Days from decision to publication"), days_to_publication, "integer", 16),
        Column(_("From"), "source", width=16),
    )
    create = Create(_("Give the figures of a month"), lambda: reverse("procedure_figures_month"), gives_figures)
    empty = Empty(
        _("No figures of procedures yet."), _("Give them by month, or bring a workbook in."), icon="chart-bar"
    )

    def queryset(self, user: Any, as_of: dt.date | None = None) -> QuerySet:
        return with_procedure(super().queryset(user, as_of), as_of or clock.today())

    def search(self, rows: Any, text: str, as_of: dt.date | None) -> QuerySet:
        """By the words of the procedure, or of the unit."""
        found = Document.objects.search(text).order_by().values("pk")
        units = search_folded(Unit.objects.order_by(), text).values("pk")
        return rows.filter(Q(document_id__in=found) | Q(unit_id__in=units))

    def records(self, rows: QuerySet, as_of: dt.date | None) -> list[Any]:
        """The page's rows, each with its rate and what is to be noted of it."""
        return [dressed(record) for record in super().records(rows, as_of)]


def dressed(figure: Any) -> Any:
    """A row with its rate and what is to be noted of it."""
    figure.rate, figure.silent = rate_of(figure), is_silent(figure)
    figure.days = days_to_publication(figure)
    figure.level = dict(OnlineLevel.choices).get(figure.declared, "")
    figure.brought = figure.source != MeasuredBy.HAND
    return figure


def sums(rows: QuerySet) -> dict[str, Any]:
    """Everything the filter leaves, added up."""
    told = rows.order_by().aggregate(**{name: Sum(name) for name in COUNTS})
    return {name: told[name] or 0 for name in COUNTS} | {"rate": rate_of(told)}


def _grouped(rows: QuerySet, *names: str) -> Any:
    return rows.order_by().values(*names).annotate(count=Count("pk"), **{f"sum_{name}": Sum(name) for name in COUNTS})


def _line(label: str, query: str, found: dict[str, Any]) -> dict[str, Any]:
    told = {name: found[f"sum_{name}"] for name in COUNTS}
    url = f"{reverse('procedure_figures')}?{query}"
    return {"label": label, "url": url, "rate": rate_of(told), "online": told["online_3"] + told["online_4"], **told}


def sums_by_month(rows: QuerySet, query: str) -> list[dict[str, Any]]:
    """The latest months, each with its address in the list."""
    found = _grouped(rows, "month").order_by("-month")[:MOST_SUMS]
    return [
        _line(f"{one['month']:%m/%Y}", f"{query}month_from={one['month']:%m/%Y}&month_to={one['month']:%m/%Y}", one)
        for one in found
    ]


def sums_by_unit(rows: QuerySet, query: str) -> list[dict[str, Any]]:
    """The units with the most late ones first, each with its address in the list."""
    found = _grouped(rows, "unit_id").order_by("-sum_late", "unit_id")[:MOST_SUMS]
    units = Unit.objects.in_bulk([one["unit_id"] for one in found])
    return [_line(units[one["unit_id"]].name, f"{query}unit={one['unit_id']}", one) for one in found]
