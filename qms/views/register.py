"""A report as a page: search, filters, sort, paging, as of a day, export, empty state."""

import datetime as dt
from contextlib import nullcontext
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views import View

from qms.history.as_of import later_rows
from qms.history.later import said_later
from qms.history.standing import newest_first
from qms.reports.declaration import Report
from qms.retention.stubs import mark_disposed
from qms.views.exports import TYPES, export_report
from qms.views.paging import LongPaginator
from qms.views.reach import asked_day
from qms.views.taking_away import with_query

PAGE = 50  # rows


class RegisterView(View):
    """Set `report`; override `get_report` where it depends on the address, `extra` for more context."""

    report: type[Report] | None = None
    template_name = "qms/generic/list.html"

    def get_report(self) -> Report:
        """The report of this page."""
        return self.report()  # type: ignore[misc]

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """The list, or its export."""
        report = self.get_report()
        as_of = asked_day(request)
        filterset, rows = self.filtered(report, report.queryset(request.user, as_of), as_of)
        table = self.ordered(report, rows)
        if request.GET.get("export") in TYPES:
            return export_report(request, report, table.data.data, request.GET["export"], as_of)
        return render(request, self.template_name, self.context(report, filterset, table, as_of))

    def filtered(self, report: Report, rows: Any, as_of: dt.date | None) -> tuple[Any, Any]:
        """The filter and what it leaves; what cannot be read is ignored with a message."""
        if report.filterset_class is None:
            return None, rows
        request = self.request
        filterset = report.filterset_class(request.GET, queryset=rows, request=request, user=request.user)
        if not filterset.is_valid():
            names = [str(filterset.form.fields[name].label or name) for name in filterset.form.errors]
            messages.warning(request, _("Filter ignored: %(names)s.") % {"names": ", ".join(names)})
        rows = filterset.qs
        words = filterset.form.cleaned_data.get("q", "")
        return filterset, report.search(rows, words, as_of) if words else rows

    def ordered(self, report: Report, rows: Any) -> Any:
        """The table, used for its columns and its order only; an unknown order is ignored with a message."""
        asked = [name for name in self.request.GET.get("sort", "").split(",") if name]
        table = report.table_class(rows.order_by(*report.order), order_by_field="sort", orderable=True)
        sortable = {column.name for column in table.columns if column.orderable}
        known = [name for name in asked if name.removeprefix("-") in sortable]
        if known != asked:
            messages.warning(self.request, _("This list cannot be sorted so; its usual order is shown."))
        if known:
            table.order_by = known
            rows = table.data.data  # equal ones stand in the list's usual order, on every page alike
            table.data.data = rows.order_by(*rows.query.order_by, *report.order) if hasattr(rows, "query") else rows
        return table

    def context(self, report: Report, filterset: Any, table: Any, as_of: dt.date | None) -> dict[str, Any]:
        """What the list template takes."""
        user = self.request.user
        asked = self.request.GET.get("page")
        pages = LongPaginator(table.data.data, PAGE, asked)
        page: Any = pages.get_page(asked)
        page.object_list = mark_disposed(report.model, report.records(page.object_list, as_of), user)
        create = report.create if report.may_create(user) else None
        context = {
            "title": report.title,
            "intro": report.intro,
            "table": table,
            "page_obj": page,
            "rows": page.object_list,
            "row_template": report.row_template,
            "labels": {column.name: str(column.header) for column in table.columns},
            "filter": filterset,
            "total": pages.count,
            "total_is_capped": pages.is_capped,
            "export_urls": [*self.export_urls(), *self.form_urls(report)] if report.columns else [],
            "create": {"label": create.label, "url": create.url()} if create else None,
            "empty": self.empty(report),
            "as_of": as_of,
            "as_of_query": f"?as_of={as_of.isoformat()}" if as_of else "",
            "as_of_banner": self.banner(report, as_of) if as_of else "",
            "as_of_offered": True,
        }
        return context | self.more(report, context)

    def shown(self, rows: Any, page: Any, pages: LongPaginator, as_of: dt.date | None) -> Any:
        """The page's rows. As of a day their keys come first: put in order as they are, a unit's past rows are wide."""
        if as_of is None or not isinstance(page, QuerySet):
            return page
        many = pages.is_capped and rows.query.order_by[:1] in (("-id",), ("id",))
        with newest_first() if many else nullcontext():
            keys = list(page.values_list("pk", flat=True))
        found = rows.filter(pk__in=keys)
        with newest_first():  # by these keys, not by the unit that the list is narrowed to
            len(found)
        return found

    def more(self, report: Report, context: dict[str, Any]) -> dict[str, Any]:
        """More context of a particular list."""
        return {}

    def export_urls(self) -> list[tuple[str, str]]:
        """Links that take the same rows away as files."""
        kinds = (("xlsx", _("Excel")), ("csv", "CSV"))
        return [(label, with_query(self.request, page="", export=kind)) for kind, label in kinds]

    def form_urls(self, report: Report) -> list[tuple[str, str]]:
        """The same rows as a table in the administration's layout, where it expects one."""
        return [(_("Excel form"), with_query(self.request, page="", export="form"))] if report.as_form else []

    def empty(self, report: Report) -> Any:
        """An empty list says what to do: another search, or the first record."""
        if any(value for name, value in self.request.GET.items() if name not in {"sort", "page", "as_of"}):
            return {
                "title": _("Nothing matches."),
                "text": _("Use fewer words or take a filter away."),
                "action_label": _("Clear search and filters"),
                "action_url": self.request.path,
            }
        return report.empty

    def banner(self, report: Report, as_of: dt.date) -> str:
        """How many later changes concern the list."""
        return said_later(later_rows(report.model, self.request.user, as_of))
