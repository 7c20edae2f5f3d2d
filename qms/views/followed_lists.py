"""Lists of what must get closed: saved views with counts as tabs, and the way to board and calendar."""

import builtins
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qms.policy import Text
from qms.reports.declaration import Report
from qms.tables.saved_views import ALL, COUNTED, SAVED_VIEWS, counted, written_out
from qms.views.register import RegisterView

OF_ONE_LOOK = ("page", "sort", "as_of", "export", "tick", "column", "month", "day")
"""What the address says of one look at the records, not of which records: left out on the way to another look."""

LOOKS: tuple[tuple[str, Text, str], ...] = (
    ("list", gettext_lazy("List"), "list-check"),
    ("board", gettext_lazy("Board"), "chart-bar"),
    ("calendar", gettext_lazy("Calendar"), "calendar"),
)


def query_of(request: HttpRequest, **values: str) -> str:
    """The filters in the address, with these values put in their place; empty values are left out."""
    query = request.GET.copy()
    for name in (*OF_ONE_LOOK, *values):
        query.pop(name, None)
    for name in [name for name, value in query.items() if not value]:
        query.pop(name)
    query.update({name: value for name, value in values.items() if value})
    return f"?{query.urlencode()}" if query else ""


@dataclass(frozen=True)
class Looks:
    """Names of the addresses under which the same records stand as list, board and calendar."""

    list: str
    board: str
    calendar: str = "actions_calendar"

    def links(self, request: HttpRequest, now: str) -> "builtins.list[dict[str, Any]]":
        """The other ways to look at the same records, filters kept."""
        query = query_of(request)
        return [
            {"label": label, "icon": icon, "url": reverse(getattr(self, name)) + query, "is_on": name == now}
            for name, label, icon in LOOKS
        ]


class FollowedList(RegisterView):
    """A list with saved views and other looks. Set `looks`; `look` says which one this page is."""

    template_name = "qms/generic/followed_list.html"
    looks: Looks
    look = "list"

    def more(self, report: Report, context: dict[str, Any]) -> dict[str, Any]:
        """Ways to look, and saved views; as of an earlier day no views, whose numbers would each read its history."""
        links = self.looks.links(self.request, self.look)
        views = [] if context["as_of"] else self.saved_views(report, context)
        return {"looks": links, "saved_views": views, "query": query_of(self.request)}

    def saved_views(self, report: Report, context: dict[str, Any]) -> list[dict[str, Any]]:
        """Each saved view with its address and how many records it holds under the other filters."""
        is_whole = not self.request.GET.get("show") and "total_is_capped" in context  # the list's own rows, counted
        rows, shown = self.without_view(report, context if is_whole else {})
        known = {ALL: context["total"] + context["total_is_capped"]} if is_whole else {}
        asked = {name: shown(rows, name) for name, _label in SAVED_VIEWS if name not in known}
        numbers = known | counted(asked)
        now = self.request.GET.get("show", "")
        return [
            {
                "label": label,
                "url": self.request.path + query_of(self.request, show=name),
                "is_on": name == now,
                "count": _("%(count)d+") % {"count": COUNTED} if numbers[name] > COUNTED else numbers[name],
            }
            for name, label in SAVED_VIEWS
        ]

    def without_view(self, report: Report, context: dict[str, Any]) -> tuple[Any, Callable[[Any, str], Any]]:
        """Rows under all filters but the saved view, and what narrows them to one."""
        rows, filterset = self._rows_of(context) if context else self._asked_anew(report)

        def shown(rows: Any, name: str) -> Any:
            return rows if name == ALL else filterset.shown(rows, "show", name)

        return rows, shown

    def _rows_of(self, context: dict[str, Any]) -> tuple[Any, Any]:
        """The list's own rows: no saved view narrows them."""
        return written_out(context["table"].data.data.select_related(None).order_by()), context["filter"]

    def _asked_anew(self, report: Report) -> tuple[Any, Any]:
        request = self.request
        query = request.GET.copy()
        query.pop("show", None)
        rows = report.queryset(request.user).select_related(None)
        filterset = report.filterset_class(query, queryset=rows, request=request, user=request.user)
        filterset.is_valid()
        rows, words = filterset.qs, filterset.form.cleaned_data.get("q", "")
        return report.search(rows, words, None) if words else rows, filterset
