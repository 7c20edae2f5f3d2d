"""An inspection beside the one before it: of the same unit, sent by the same body, concluded."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from inspections.enums import FindingStatus, Grade, NonconformityStatus
from inspections.models import InspectedUnit, Inspection
from inspections.parts_seen import OPENED
from inspections.report_coverage import cited
from inspections.report_words import name_of

ANSWERED = [*Grade.nonconforming(), *Grade.answered_by_unit()]
"""Grades after which the unit owes something."""


def of_units(unit_ids: Iterable[int]) -> Q:
    """Inspections of any of the units, as the first or a further one."""
    keys = list(unit_ids)
    further = InspectedUnit.objects.filter(unit_id__in=keys, ended_at=None).values("inspection_id")
    return Q(unit_id__in=keys) | Q(pk__in=further)


def earlier(inspection: Any, rows: Any) -> Any:
    """The rows that lie before the inspection, the nearest first."""
    before = Q(starts_on__lt=inspection.starts_on) | Q(starts_on=inspection.starts_on, pk__lt=inspection.pk)
    return rows.filter(before).exclude(pk=inspection.pk).order_by("-starts_on", "-pk")


def later(inspection: Any, rows: Any) -> Any:
    """The rows that lie after the inspection, the nearest first."""
    after = Q(starts_on__gt=inspection.starts_on) | Q(starts_on=inspection.starts_on, pk__gt=inspection.pk)
    return rows.filter(after).exclude(pk=inspection.pk).order_by("starts_on", "pk")


def comparison_of(inspection: Any, units: Iterable[Any], findings: list[Any]) -> list[dict[str, Any]]:
    """For each unit with a last time: findings by grade then and now, what is closed and open, clauses found again.

    Only inspections of the same sender count: who reads the report reaches those too.
    """
    rows = Inspection.objects.filter(status__in=OPENED, raised_by_unit_id=inspection.raised_by_unit_id, ended_at=None)
    found = []
    for unit in units:
        last = earlier(inspection, rows.filter(of_units([unit.pk]))).first()
        if last is not None:
            found.append(_beside(last, unit, [row for row in findings if row.unit_id == unit.pk]))
    return found


def _beside(last: Any, unit: Any, now: list[Any]) -> dict[str, Any]:
    rows = last.findings.filter(unit=unit).exclude(status=FindingStatus.WITHDRAWN)
    then = list(rows.prefetch_related("clause_references__clause"))
    owed = [row for row in then if row.grade in ANSWERED]
    raised = list(last.nonconformities.filter(unit=unit).values_list("number", "status").order_by("pk"))
    open_ones = [number for number, status in raised if status in NonconformityStatus.open_states()]
    return {
        "unit": unit.code,
        "name": name_of(unit),
        "number": last.number,
        "title": last.title,
        "started_on": last.starts_on.isoformat(),
        "then": _counted(then),
        "now": _counted(now),
        "findings_closed": sum(row.status == FindingStatus.CLOSED for row in owed),
        "findings_open": [row.number for row in owed if row.status != FindingStatus.CLOSED],
        "nonconformities_closed": len(raised) - len(open_ones),
        "nonconformities_open": open_ones,
        "again": sorted(_not_conforming(then) & _not_conforming(now)),
    }


def _counted(findings: list[Any]) -> dict[str, int]:
    counts = Counter(row.grade for row in findings)
    return {str(grade): counts[grade] for grade in Grade}


def _not_conforming(findings: list[Any]) -> set[str]:
    bad = [row for row in findings if row.grade in Grade.nonconforming()]
    return {number for row in bad for number in cited(row.clause_references)}
