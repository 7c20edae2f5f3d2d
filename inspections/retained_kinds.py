"""The kinds of records of inspections that are kept for a period, and what forbids disposing of them now."""

from typing import Any

from django.db.models import F, Max, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from inspections.enums import FindingStatus, InspectionStatus, NonconformityStatus
from inspections.models import (
    CorrectiveAction,
    Finding,
    FindingClause,
    Inspection,
    Nonconformity,
    NonconformityClause,
)
from qms.enums import ActionStatus
from qms.policy import Text
from qms.registry import RetainedKind


def _inspection_ended() -> Coalesce:
    """When its last finding was closed, else when the visit ended."""
    closed = Finding.objects.filter(inspection=OuterRef("pk")).order_by().values("inspection")
    last = Subquery(closed.annotate(last=Max("closed_on")).values("last"))
    return Coalesce(last, "closing_meeting_on", "ends_on")


INSPECTION = RetainedKind(
    Inspection,
    _("Inspections"),
    closed=lambda: Q(status__in=[InspectionStatus.CLOSED, InspectionStatus.CANCELLED]),
    ended=_inspection_ended,
    recorded=lambda: F("starts_on"),
    unit="raised_by_unit_id",
    files=[
        ("inspections.inspectionfile", "record_id"),
        ("inspections.checklistfile", "record__session__inspection_id"),
        ("inspections.evidencefile", "record__line__session__inspection_id"),
    ],
    words=("danh gia noi bo", "chuong trinh danh gia"),
)
FINDING = RetainedKind(
    Finding,
    _("Findings"),
    closed=lambda: Q(status__in=[FindingStatus.CLOSED, FindingStatus.WITHDRAWN]),
    ended=lambda: Coalesce("closed_on", "answered_on", "recorded_on"),
    recorded=lambda: F("recorded_on"),
    unit="raised_by_unit_id",
    name="statement",
    clauses=(FindingClause, "id"),
    files=[("inspections.findingfile", "record_id")],
    words=("phat hien danh gia",),
)
NONCONFORMITY = RetainedKind(
    Nonconformity,
    _("Nonconformities"),
    closed=lambda: Q(status__in=[NonconformityStatus.CLOSED, NonconformityStatus.WITHDRAWN]),
    ended=lambda: Coalesce("closed_on", "raised_on"),
    recorded=lambda: F("raised_on"),
    name="fact",
    clauses=(NonconformityClause, "id"),
    files=[("inspections.nonconformityfile", "record_id")],
    words=("khong phu hop",),
)
KINDS = (INSPECTION, FINDING, NONCONFORMITY)


def cited_by_open(label: str, records: dict[int, Any]) -> dict[int, Text]:
    """Open nonconformities, findings and actions that rest on the record."""
    found = _raised_from(label, records)
    asked = {
        "inspections.inspection": _of_inspections,
        "inspections.finding": _of_findings,
        "inspections.nonconformity": _of_nonconformities,
        "qms.action": _of_actions,
    }
    if label in asked:
        found |= asked[label](list(records))
    return found


def _nonconformities(**wanted: Any) -> Any:
    return Nonconformity.objects.filter(status__in=NonconformityStatus.open_states(), **wanted).order_by("pk")


def _said(pairs: Any, sentence: str) -> dict[Any, Text]:
    return {key: sentence % {"number": number} for key, number in pairs}


def _raised_from(label: str, records: dict[int, Any]) -> dict[int, Text]:
    keys = {uid: key for key, uid in records.items()}
    rows = _nonconformities(source_kind=label, source_uid__in=records.values()).values_list("source_uid", "number")
    said = _said(rows, gettext("The nonconformity %(number)s is open and cites it."))
    return {keys[uid]: text for uid, text in said.items()}


def _of_inspections(keys: list[int]) -> dict[int, Text]:
    open_ones = Finding.objects.filter(inspection__in=keys, status__in=FindingStatus.open_states()).order_by("pk")
    findings = _said(open_ones.values_list("inspection_id", "number"), gettext("Its finding %(number)s is open."))
    rows = _nonconformities(inspection__in=keys).values_list("inspection_id", "number")
    return findings | _said(rows, gettext("The nonconformity %(number)s is open and cites it."))


def _of_findings(keys: list[int]) -> dict[int, Text]:
    rows = _nonconformities(finding__in=keys).values_list("finding_id", "number")
    planned = Finding.objects.filter(pk__in=keys, action__status__in=ActionStatus.open_states())
    actions = _said(
        planned.values_list("pk", "action__number"), gettext("The action %(number)s is open and answers it.")
    )
    return actions | _said(rows, gettext("The nonconformity %(number)s is open and cites it."))


def _of_nonconformities(keys: list[int]) -> dict[int, Text]:
    rows = CorrectiveAction.objects.filter(nonconformity__in=keys, action__status__in=ActionStatus.open_states())
    pairs = rows.order_by("pk").values_list("nonconformity_id", "action__number")
    return _said(pairs, gettext("The action %(number)s is open and answers it."))


def _of_actions(keys: list[int]) -> dict[int, Text]:
    still = NonconformityStatus.open_states()
    rows = CorrectiveAction.objects.filter(action__in=keys, nonconformity__status__in=still).order_by("pk")
    pairs = rows.values_list("action_id", "nonconformity__number")
    return _said(pairs, gettext("The nonconformity %(number)s is open and cites it."))
