"""The rows of a list that belong to one unit's system."""

from typing import Any

from django.db.models import Q

from qms.models.reach import inside_subtree
from qms.reports.declaration import Report, has_field


def rows_of_unit(report: Report, rows: Any, unit: Any) -> Any:
    """Those in the unit and below it in its QMS, and those that it raised; a report may know better (`of_unit`)."""
    own = getattr(report, "of_unit", None)
    if own is not None:
        return own(rows, unit)
    inside = inside_subtree(frozenset({unit.pk}))
    raised = Q(raised_by_unit_id=unit.pk) if has_field(report.model, "raised_by_unit") else Q()
    return rows.filter(Q(unit_id__in=inside) | raised)
