"""Parts of a nonconformity's page: the findings that it answers together, and the repeats that it belongs to."""

from typing import Any

from inspections.joining import findings_of
from inspections.models import Finding, Repeat, RepeatMember
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
    members = RepeatMember.objects.filter(nonconformity=record, ended_at=None).order_by()
    if not (
        keys := set(members.values_list("repeat_id", flat=True))
    ):  # most stand alone: who reaches what is asked for the others
        return None
    rows = Repeat.objects.filter(pk__in=keys).visible_to(user)
    repeats = list(rows.select_related("clause", "where", "unit", "category").order_by("-found_on", "-id"))
    return Panel("inspections/nonconformity_repeats.html", {"repeats": repeats}, "rest") if repeats else None
