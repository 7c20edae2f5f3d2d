"""The gap assessment of a holder: every clause of the new edition as a tree, filtered, exported, printed."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from qms import policy
from qms.history.as_of import later_rows
from qms.models.clause_work import ClauseWork
from qms.operations.clause_works import RULE, holder_fault
from qms.printing import GAP_REGISTER
from qms.registry import registry
from qms.reports.clause_works import COLUMNS, FILTERS, gap_register, narrowed
from qms.transition.clause_picture import ClauseRow, picture_of, progress_of
from qms.views.clause_holders import clause_url, holder_url
from qms.views.clause_tables import ClauseTable
from qms.views.reach import asked_day
from qms.views.taking_away import export_links

MOST_WORDS = 200  # characters of a search


class ClauseWorks(ClauseTable):
    """All clauses with what was judged, what carried over and why."""

    template_name = "qms/clause_works/list.html"
    printed_form = GAP_REGISTER
    filters = FILTERS
    export_name = "clauses"
    columns = COLUMNS

    def rows(self) -> list[ClauseRow]:
        """As judged today, or as it had been recorded by the end of the day."""
        self.as_of = asked_day(self.request)
        self.words = self.request.GET.get("q", "").strip()[:MOST_WORDS]
        return picture_of(self.holder)

    def left(self, rows: list[ClauseRow]) -> list[ClauseRow]:
        return narrowed(rows, self.show, self.words)

    @property
    def title(self) -> str:
        """The heading."""
        return _("Gap assessment: %(unit)s") % {"unit": self.holder.unit}

    def paper(self, rows: list[ClauseRow], scope: str) -> Any:
        return gap_register(self.request, self.holder, rows, "; ".join(filter(None, [scope, self.words])), self.as_of)

    def paper_name(self) -> str:
        return _("Gap assessment")

    def context(self, rows: list[ClauseRow], left: list[ClauseRow]) -> dict[str, Any]:
        """What the page takes."""
        request = self.request
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
            "filters": self.filter_links(rows),
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
