"""The gap assessment of a holder: every clause of the new edition as a tree, filtered, exported, printed."""

import datetime as dt
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from qms import policy
from qms.history.as_of import instance_of, later_rows, visible_as_of
from qms.models.clause_work import ClauseWork
from qms.models.people import User
from qms.operations.clause_works import RULE, holder_fault
from qms.operations.print_templates import form_for
from qms.printing import GAP_REGISTER
from qms.registry import registry
from qms.reports.clause_works import FILTERS, GapList, gap_register, narrowed
from qms.transition.clause_picture import ClauseRow, picture_of, progress_of
from qms.views.clause_holders import clause_url, holder_url, own_holder
from qms.views.document_lists import PrintedPage
from qms.views.exports import TYPES, export_report
from qms.views.printing import KINDS, answer
from qms.views.reach import asked_day
from qms.views.taking_away import export_links, filter_links

MOST_WORDS = 200  # characters of a search


class ClauseWorks(View):
    """All clauses with what was judged, what carried over and why; for the holder's own side."""

    def get(self, request: HttpRequest, uid: Any) -> HttpResponseBase:
        """The page, its export or its print."""
        self.holder = own_holder(request.user, uid)
        self.as_of = asked_day(request)
        rows = picture_of(self.holder, works=works_then(self.holder, request.user, self.as_of) if self.as_of else None)
        self.show = show if (show := request.GET.get("show", "")) in FILTERS else ""
        self.words = request.GET.get("q", "").strip()[:MOST_WORDS]
        left = narrowed(rows, self.show, self.words)
        if request.GET.get("export") in TYPES:
            return export_report(request, GapList(str(self.title)), left, request.GET["export"], self.as_of)  # type: ignore[arg-type]
        if "print" in request.GET:
            return self.printed(request, left)
        return render(request, "qms/clause_works/list.html", self.context(request, rows, left))

    @property
    def title(self) -> str:
        """The heading."""
        return _("Gap assessment: %(unit)s") % {"unit": self.holder.unit}

    def printed(self, request: HttpRequest, rows: list[ClauseRow]) -> HttpResponseBase:
        """The table as Word or PDF."""
        kind = request.GET["print"]
        if kind not in KINDS:
            raise Http404
        form = form_for(GAP_REGISTER, self.holder.unit_id)
        scope = str(FILTERS[self.show][0]) if self.show else ""

        def build(_page: Any) -> Any:
            return gap_register(request, self.holder, rows, "; ".join(filter(None, [scope, self.words])), self.as_of)

        return answer(request, PrintedPage(request), form, build, kind, name=_("Gap assessment"))

    def context(self, request: HttpRequest, rows: list[ClauseRow], left: list[ClauseRow]) -> dict[str, Any]:
        """What the page takes."""
        may_judge = (
            not self.as_of and not holder_fault(self.holder) and bool(policy.may(request.user, RULE, self.holder))
        )
        progress = progress_of(rows)
        shown = [{"row": row, "url": clause_url(self.holder, row.clause)} for row in left]
        missing = sum(row.is_gap and not row.actions for row in rows)
        return {
            "holder": self.holder,
            "programme": self.holder.programme,
            "holder_url": holder_url(self.holder),
            "record_actions": [
                (one.label, one.url(self.holder))
                for one in registry.record_actions
                if one.applies(self.holder, request.user)
            ],
            "title": self.title,
            "rows": shown,
            "progress": progress,
            "filters": self.filters(request, rows),
            "show": self.show,
            "q": self.words,
            "export_urls": export_links(request) if left else [],
            "next": next((one["url"] for one in self.next_open(rows)), "") if may_judge else "",
            "confirm_url": self.confirm_url(rows) if may_judge else "",
            "actions_url": reverse("clause_works_actions", args=[self.holder.uid]) if may_judge and missing else "",
            "gaps_without_action": missing,
            "as_of": self.as_of,
            "as_of_query": f"?as_of={self.as_of.isoformat()}" if self.as_of else "",
            "later": later_rows(ClauseWork, request.user, self.as_of) if self.as_of else 0,
            "fault": holder_fault(self.holder),
        }

    def next_open(self, rows: list[ClauseRow]) -> list[dict[str, str]]:
        """The first clause that is still to be judged."""
        return [{"url": clause_url(self.holder, row.clause)} for row in rows if row.is_open][:1]

    def confirm_url(self, rows: list[ClauseRow]) -> str:
        """Where many unchanged clauses are confirmed at once, where there are any."""
        ready = any(row.waits_for_confirmation and row.is_unchanged for row in rows)
        return reverse("clause_works_confirm", args=[self.holder.uid]) if ready else ""

    def filters(self, request: HttpRequest, rows: list[ClauseRow]) -> list[dict[str, Any]]:
        """Each filter with how many rows it leaves, and its address."""
        leaves = [row for row in rows if not row.is_heading]
        counted = [(name, label, sum(map(keep, leaves))) for name, (label, keep) in FILTERS.items()]
        return filter_links(request, [("", _("All"), len(leaves)), *counted])


def works_then(holder: Any, user: Any, day: dt.date) -> list[ClauseWork]:
    """The judgements as they had been recorded by the end of the day."""
    rows = visible_as_of(ClauseWork, user, day).filter(holder_id=holder.pk)
    works = [instance_of(row, ClauseWork) for row in rows]
    people = User.objects.in_bulk({work.judged_by_id for work in works})
    for work in works:
        work.judged_by = people[work.judged_by_id]
    return works
