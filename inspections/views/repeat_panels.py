"""Parts of a nonconformity's page: the findings that it answers together, and the repeats that it belongs to."""

from typing import Any

from inspections.joining import findings_of
from inspections.models import Finding, Repeat
from qms.views.panels import Panel


def findings_panel(record: Any, user: Any) -> Panel | None:
    """Every finding that it answers, where there are several; those that the person reaches."""
    if not record.finding_id or not record.finding.joined.exists():
        return None
    keys = [finding.pk for finding in findings_of(record)]
    seen = Finding.objects.filter(pk__in=keys).visible_to(user).order_by("pk")
    return Panel("inspections/nonconformity_findings.html", {"findings": list(seen)}, "top") if len(keys) > 1 else None


def repeats_panel(record: Any, user: Any) -> Panel | None:
    """The repeats that it belongs to, as far as the person reaches them."""
    rows = Repeat.objects.filter(members__nonconformity=record, members__ended_at=None).visible_to(user)
    repeats = list(rows.select_related("clause", "where", "unit", "category").order_by("-found_on", "-id").distinct())
    return Panel("inspections/nonconformity_repeats.html", {"repeats": repeats}, "rest") if repeats else None
