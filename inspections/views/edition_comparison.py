"""The page that compares a holder's last audit under the old edition with its first under the new."""

from collections import Counter
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from inspections.clause_results import CONCLUDED
from inspections.edition_comparison import ALL, Compared, audits_of, compare
from inspections.models import Inspection
from inspections.reports.edition_comparison import FILTERS, ComparedList, comparison_register, narrowed
from qms.models.transition import TransitionHolder
from qms.operations.print_templates import form_for
from qms.printing import COMPARISON_REGISTER
from qms.views.clause_holders import clauses_url, holder_url, is_on_side, own_holder
from qms.views.document_lists import PrintedPage
from qms.views.exports import TYPES, export_report
from qms.views.panels import Panel
from qms.views.printing import KINDS, answer
from qms.views.taking_away import export_links, filter_links


class HolderComparison(View):
    """Clause by clause through the correspondence; the two audits can be chosen."""

    def get(self, request: HttpRequest, uid: Any) -> HttpResponseBase:
        """The page, its export or its print."""
        self.holder = own_holder(request.user, uid)
        audits = audits_of(self.holder, request.user)
        self.pair = audits.chosen(request.GET.get("old", ""), request.GET.get("new", ""))
        rows = compare(self.holder, *self.pair)
        self.show = show if (show := request.GET.get("show", "")) in FILTERS else ""
        left = narrowed(rows, self.show)
        if request.GET.get("export") in TYPES:
            return export_report(request, ComparedList(str(self.title)), left, request.GET["export"], None)  # type: ignore[arg-type]
        if "print" in request.GET:
            return self.printed(request, left)
        context = self.context(request, rows, left) | {"audits": audits}
        return render(request, "inspections/edition_comparison.html", context)

    @property
    def title(self) -> str:
        """The heading."""
        return _("Audits under both editions: %(unit)s") % {"unit": self.holder.unit}

    def printed(self, request: HttpRequest, rows: list[Compared]) -> HttpResponseBase:
        """The table as Word or PDF."""
        kind = request.GET["print"]
        if kind not in KINDS:
            raise Http404
        form = form_for(COMPARISON_REGISTER, self.holder.unit_id)
        scope = str(FILTERS[self.show][0]) if self.show else ""

        def build(_page: Any) -> Any:
            return comparison_register(request, self.holder, [*self.pair[0], *self.pair[1]], rows, scope)

        return answer(request, PrintedPage(request), form, build, kind, name=_("Comparison of two audits"))

    def context(self, request: HttpRequest, rows: list[Compared], left: list[Compared]) -> dict[str, Any]:
        """What the page takes."""
        old, new = self.pair
        together = ALL in (request.GET.get("old"), request.GET.get("new"))
        leaves = [row for row in rows if not row.is_heading]
        counts = Counter(row.verdict for row in leaves)
        return {
            "title": self.title,
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
            "filters": self.filters(request, leaves),
            "export_urls": export_links(request) if old and new and left else [],
        }

    def filters(self, request: HttpRequest, leaves: list[Compared]) -> list[dict[str, Any]]:
        """Each filter with how many rows it leaves, and its address."""
        counted = [(name, label, sum(map(keep, leaves))) for name, (label, keep) in FILTERS.items()]
        return filter_links(request, [("", _("All"), len(leaves)), *counted])


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
