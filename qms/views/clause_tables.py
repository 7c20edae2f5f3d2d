"""A table of clauses of one holder that is filtered on its page, and leaves as a file or a printed form."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views import View

from qms.operations.print_templates import form_for
from qms.reports.clause_lists import ClauseList
from qms.views.clause_holders import own_holder
from qms.views.exports import TYPES, export_report
from qms.views.printed_lists import PrintedPage
from qms.views.printing import KINDS, answer
from qms.views.taking_away import filter_links


class ClauseTable(View):
    """For the holder's own side. Subclasses say which rows there are, which are left, and what the paper holds."""

    template_name = ""
    printed_form: Any = None
    filters: dict[str, Any] = {}
    """By the word in the address (`show`): what the filter is called, and which rows it keeps."""
    export_name = ""
    columns: Sequence[Any] = ()
    as_of: dt.date | None = None

    def get(self, request: HttpRequest, uid: Any) -> HttpResponseBase:
        """The page, its export or its print."""
        self.holder = own_holder(request.user, uid)
        self.show = show if (show := request.GET.get("show", "")) in self.filters else ""
        rows = self.rows()
        left = self.left(rows)
        if request.GET.get("export") in TYPES:
            export = ClauseList(self.title, self.export_name, self.columns)
            return export_report(request, export, left, request.GET["export"], self.as_of)  # type: ignore[arg-type]
        if "print" in request.GET:
            return self.printed(left)
        return render(request, self.template_name, self.context(rows, left))

    @property
    def title(self) -> str:
        """The heading."""
        raise NotImplementedError

    def rows(self) -> list[Any]:
        """All rows in the order of the clauses, headings among them."""
        raise NotImplementedError

    def left(self, rows: list[Any]) -> list[Any]:
        """What filter and words leave."""
        raise NotImplementedError

    def context(self, rows: list[Any], left: list[Any]) -> dict[str, Any]:
        """What the page takes."""
        raise NotImplementedError

    def paper(self, rows: list[Any], scope: str) -> Any:
        """The printed table."""
        raise NotImplementedError

    def paper_name(self) -> str:
        """What the printed file is called."""
        raise NotImplementedError

    def printed(self, rows: list[Any]) -> HttpResponseBase:
        """The table as Word or PDF."""
        kind = self.request.GET["print"]
        if kind not in KINDS:
            raise Http404
        form = form_for(self.printed_form, self.holder.unit_id)
        scope = str(self.filters[self.show][0]) if self.show else ""
        page = PrintedPage(self.request)
        return answer(self.request, page, form, lambda _page: self.paper(rows, scope), kind, name=self.paper_name())

    def filter_links(self, rows: list[Any]) -> list[dict[str, Any]]:
        """Each filter with how many rows it leaves, and its address."""
        leaves = [row for row in rows if not row.is_heading]
        counted = [(name, label, sum(map(keep, leaves))) for name, (label, keep) in self.filters.items()]
        return filter_links(self.request, [("", _("All"), len(leaves)), *counted])
