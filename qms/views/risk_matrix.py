"""The matrix of risks and of opportunities: on the page with its filters, and on paper."""

from collections.abc import Sequence
from typing import Any

import django_filters as filters
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qms.enums import RiskKind
from qms.printing import RISK_MATRIX
from qms.reports.printed_risks import matrix_entries
from qms.reports.risk_matrix import matrix
from qms.reports.risks import RiskReport
from qms.tables.risks import SHOWN, RiskFilter
from qms.views.printed_lists import PrintedList

HERE = ("likelihood", "consequence")
"""What the matrix itself asks for."""


class MatrixFilter(RiskFilter):
    """As the list's, without a single cell."""

    show = filters.ChoiceFilter(label=_("Show"), choices=SHOWN[1:], method="shown", empty_label=_("Open and treated"))
    likelihood = None
    consequence = None


class MatrixReport(RiskReport):
    """The same records, standing ones unless asked otherwise."""

    title = _("Matrix of risks and opportunities")
    intro = _("How likely, how big: each cell leads to what stands there now, after treatment.")
    filterset_class = MatrixFilter


class RiskMatrix(PrintedList):
    """Both matrices, or the one of the kind asked for."""

    report = MatrixReport
    printed_form = RISK_MATRIX
    most_printed = 5000
    template_name = "qms/risks/matrix_page.html"

    def filtered(self, report: Any, rows: Any, as_of: Any) -> tuple[Any, Any]:
        """Without a word about it, what is closed is left out."""
        filterset, rows = super().filtered(report, rows, as_of)
        asked = filterset.form.cleaned_data
        if not asked.get("show") and not asked.get("status"):
            rows = filterset.shown(rows, "show", "standing")
        return filterset, rows

    def kinds(self, filterset: Any) -> list[str]:
        """The kinds that are drawn."""
        asked = filterset.form.cleaned_data.get("kind")
        return [asked] if asked else [str(kind) for kind in RiskKind]

    def more(self, report: Any, context: dict[str, Any]) -> dict[str, Any]:
        _unused, rows = self.filtered(report, report.queryset(self.request.user, context["as_of"]), context["as_of"])
        query = self.request.GET.copy()
        for name in ("page", "sort", "kind", "print", *HERE):
            query.pop(name, None)
        if not query.get("show") and not query.get("status"):
            query["show"] = "standing"
        drawn = [matrix(kind, rows, query.urlencode()) for kind in self.kinds(context["filter"])]
        return {
            "matrices": drawn,
            "list_url": f"{reverse('risks')}?{query.urlencode()}",
            "export_urls": self.export_urls(),
        }

    def found(self, report: Any, rows: Any, as_of: Any) -> Sequence[Any]:
        """In the order of their numbers."""
        records: Sequence[Any] = report.records(rows.order_by("number")[: self.most_printed + 1], as_of)
        return records

    def entries(self, records: Sequence[Any], as_of: Any) -> Sequence[Any]:
        """Five rows for each kind, each cell with the numbers that stand there."""
        asked = self.request.GET.get("kind", "")
        kinds = [asked] if asked in RiskKind.values else [str(kind) for kind in RiskKind]
        return matrix_entries(records, kinds)
