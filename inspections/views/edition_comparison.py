"""The page that compares a holder's last audit under the old edition with its first under the new."""

from collections import Counter
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from inspections.clause_results import CONCLUDED
from inspections.edition_comparison import ALL, Compared, audits_of, compare
from inspections.models import Inspection
from inspections.reports.edition_comparison import COLUMNS, FILTERS, comparison_register, narrowed
from qms.models.transition import TransitionHolder
from qms.printing import COMPARISON_REGISTER
from qms.views.clause_holders import clauses_url, holder_url, is_on_side
from qms.views.clause_tables import ClauseTable
from qms.views.panels import Panel
from qms.views.taking_away import export_links


class HolderComparison(ClauseTable):
    """Clause by clause through the correspondence; the two audits can be chosen."""

    template_name = "inspections/edition_comparison.html"
    printed_form = COMPARISON_REGISTER
    filters = FILTERS
    export_name = "comparison"
    columns = COLUMNS

    def rows(self) -> list[Compared]:
        """The clauses through the two audits that were chosen."""
        self.audits = audits_of(self.holder, self.request.user)
        self.pair = self.audits.chosen(self.request.GET.get("old", ""), self.request.GET.get("new", ""))
        return compare(self.holder, *self.pair)

    def left(self, rows: list[Compared]) -> list[Compared]:
        return narrowed(rows, self.show)

    @property
    def title(self) -> str:
        """The heading."""
        return _("Audits under both editions: %(unit)s") % {"unit": self.holder.unit}

    def paper(self, rows: list[Compared], scope: str) -> Any:
        return comparison_register(self.request, self.holder, [*self.pair[0], *self.pair[1]], rows, scope)

    def paper_name(self) -> str:
        return _("Comparison of two audits")

    def context(self, rows: list[Compared], left: list[Compared]) -> dict[str, Any]:
        """What the page takes."""
        request = self.request
        old, new = self.pair
        together = ALL in (request.GET.get("old"), request.GET.get("new"))
        counts = Counter(row.verdict for row in rows if not row.is_heading)
        return {
            "title": self.title,
            "audits": self.audits,
            "holder": self.holder,
            "programme": self.holder.programme,
            "holder_url": holder_url(self.holder),
            "clauses_url": clauses_url(self.holder),
            "old": old[0] if len(old) == 1 else None,
            "new": new[0] if len(new) == 1 else None,
            "together": together,
            "together_url": f"?old={ALL}&new={ALL}",
            "rows": left,
            "counts": counts,
            "show": self.show,
            "filters": self.filter_links(rows),
            "export_urls": export_links(request) if old and new and left else [],
        }


def comparison_url(holder: Any) -> str:
    """Where the audits of a holder in a transition are compared."""
    return reverse("holder_comparison", args=[holder.uid])


def is_offered(record: Any, user: Any) -> bool:
    """To the holder's own side, on the pages of the holder."""
    return isinstance(record, TransitionHolder) and is_on_side(user, record)


def comparison_panel(inspection: Any, user: Any) -> Panel | None:
    """On a concluded inspection under an edition that the unit's holder leaves or goes to: where it is compared."""
    if inspection.status not in CONCLUDED or inspection.edition_id is None:
        return None
    holders = TransitionHolder.objects.filter(
        unit__below__unit_id=inspection.unit_id, unit__below__inside=True, ended_at=None
    )
    links = []
    for holder in holders.select_related("unit", "programme__from_edition", "programme__to_edition").order_by("pk"):
        side = _side(holder, inspection)
        if side and is_on_side(user, holder):
            url = f"{comparison_url(holder)}?{side}={inspection.uid}"
            links.append({"holder": holder, "url": url})
    return Panel("inspections/comparison_panel.html", {"links": links}, "rest") if links else None


def _side(holder: TransitionHolder, inspection: Inspection) -> str:
    """On which side of the comparison the inspection stands, "" where on none."""
    sides = {holder.programme.from_edition_id: "old", holder.programme.to_edition_id: "new"}
    return sides.get(inspection.edition_id or 0, "")
