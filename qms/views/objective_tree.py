"""Objectives as a tree: each with those that serve it beneath, across the units within reach."""

import datetime as dt
from collections import defaultdict
from typing import Any

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qms import clock
from qms.reports.objectives import ObjectiveReport, dressed, with_latest
from qms.views.register import RegisterView

ROOTS = 20  # objectives at the top of a page


class TreeReport(ObjectiveReport):
    """The same objectives, shown by what they serve."""

    title = gettext_lazy("Tree of the quality objectives")


class ObjectiveTree(RegisterView):
    """The tree of what the filter leaves; what serves an objective that is not shown stands at the top."""

    report = TreeReport
    template_name = "qms/objectives/tree.html"

    def context(self, report: Any, filterset: Any, table: Any, as_of: dt.date | None) -> dict[str, Any]:
        rows = table.data.data
        pairs = list(rows.order_by(*report.order).values_list("pk", "parent_id"))
        known = {key for key, _parent in pairs}
        roots = [key for key, parent in pairs if parent not in known]
        page = Paginator(roots, ROOTS).get_page(self.request.GET.get("page"))
        below: dict[int, list[int]] = defaultdict(list)
        for key, parent in pairs:
            if parent in known:
                below[parent].append(key)
        found = self._found(report, below, list(page.object_list), as_of)
        base = super().context(report, filterset, table, as_of)
        return base | {
            "nodes": [_node(key, below, found) for key in page.object_list],
            "page_obj": page,
            "other_list": (_("List"), reverse("objectives")),
            "total": len(pairs),
            "total_is_capped": False,
        }

    def _found(self, report: Any, below: dict[int, list[int]], roots: list[int], as_of: Any) -> dict[int, Any]:
        """The records of these roots and of all beneath them, in a few queries."""
        keys, waiting = set(roots), list(roots)
        while waiting:
            for key in below.get(waiting.pop(), ()):
                if key not in keys:
                    keys.add(key)
                    waiting.append(key)
        rows = with_latest(report.model.objects.filter(pk__in=keys)).select_related("unit", "owner")
        return {row.pk: row for row in dressed(list(rows), as_of or clock.today())}


def _node(key: int, below: dict[int, list[int]], found: dict[int, Any], depth: int = 0) -> dict[str, Any]:
    """A record with its branches; a circle written past the operations ends at its depth."""
    deeper = below.get(key, ()) if depth < 12 else ()  # noqa: PLR2004 - deeper than any reporting line
    return {"record": found[key], "children": [_node(one, below, found, depth + 1) for one in deeper]}
