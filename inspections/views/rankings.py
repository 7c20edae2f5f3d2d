"""Units ranked by their scores in a year, as a page and as a file."""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import django_tables2 as tables
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from inspections.models import ChecklistTemplate
from inspections.scores import Score, ranking, years_of
from qms import clock
from qms.reports.declaration import Column, Report
from qms.views.exports import TYPES, export_report
from qms.views.reach import get_visible

ORDERS: dict[str, Callable[[Score], Any]] = {
    "rank": lambda row: (row.rank, row.unit.sort_key),
    "unit": lambda row: row.unit.sort_key,
    "reached": lambda row: row.reached,
    "most": lambda row: row.most,
    "percent": lambda row: row.percent,
}


class RankingTable(tables.Table):
    """What the ranking shows and can be sorted by."""

    rank = tables.Column(verbose_name=gettext_lazy("Rank"))
    unit = tables.Column(verbose_name=gettext_lazy("Unit"))
    reached = tables.Column(verbose_name=gettext_lazy("Score"))
    most = tables.Column(verbose_name=gettext_lazy("Maximum"))
    percent = tables.Column(verbose_name=gettext_lazy("Per cent"))
    inspection = tables.Column(verbose_name=gettext_lazy("Inspection"), orderable=False)


class RankingReport(Report):
    """The ranking as a file."""

    name = "ranking"
    columns = (
        Column(gettext_lazy("Rank"), "rank", "integer"),
        Column(gettext_lazy("Unit code"), "unit.code", width=14),
        Column(gettext_lazy("Unit"), "unit.name", width=50),
        Column(gettext_lazy("Score"), "reached", "number"),
        Column(gettext_lazy("Maximum"), "most", "number"),
        Column(gettext_lazy("Per cent"), "share", "percent"),
        Column(gettext_lazy("Inspection"), "inspection.number", width=24),
        Column(gettext_lazy("Version"), "version.number", "integer"),
    )

    def __init__(self, title: str) -> None:
        self.title = title

    def cells(self, rows: Any, as_of: dt.date | None) -> Iterator[list[Any]]:
        for row in rows:
            yield [column.value(row) for column in self.columns]


class Ranking(View):
    """Units by what they reached by one template in `?year=`."""

    def get(self, request: HttpRequest, uid: Any) -> HttpResponseBase:
        """The list, or its export."""
        template = get_visible(ChecklistTemplate, request.user, uid, "unit")
        years = years_of(request.user, template)
        year = self.year(years)
        rows = self.ordered(ranking(request.user, template, year))
        title = _("Ranking %(year)d: %(template)s") % {"year": year, "template": template.title}
        if request.GET.get("export") in TYPES:
            return export_report(request, RankingReport(title), rows, request.GET["export"], None)
        context = {
            "record": template,
            "title": title,
            "year": year,
            "years": years or [year],
            "rows": rows,
            "table": RankingTable([], order_by_field="sort", order_by=self.sort()),
            "export_urls": [
                (label, f"?year={year}&sort={self.sort()}&export={kind}")
                for kind, label in (("xlsx", _("Excel")), ("csv", "CSV"))
            ],
        }
        return render(request, "inspections/ranking.html", context)

    def year(self, years: list[int]) -> int:
        """The year asked for, else the newest with results; nonsense is passed over."""
        text = self.request.GET.get("year", "")
        if text.isascii() and text.isdigit() and 1990 <= int(text[:5]) <= 2200:
            return int(text)
        return years[0] if years else clock.today().year

    def sort(self) -> str:
        """The order asked for, else by rank."""
        asked = self.request.GET.get("sort", "")
        return asked if asked.removeprefix("-") in ORDERS else "rank"

    def ordered(self, rows: list[Score]) -> list[Score]:
        """The rows in the order asked for."""
        sort = self.sort()
        return sorted(rows, key=ORDERS[sort.removeprefix("-")], reverse=sort.startswith("-"))
