"""What evidence asked of units in inspections on file registers with qms."""

from typing import Any

from django.db.models import Count, Q
from django.urls import reverse

from inspections import evidence_phrases, evidence_workflow
from inspections.enums import EvidenceStatus, InspectionMode
from inspections.evidence import requests_seen, takes_evidence
from inspections.evidence_worklist import evidence_of
from inspections.models import EvidenceFile
from inspections.rules.evidence import is_on_team
from qms import clock
from qms.history.timeline import relate
from qms.looks import declare_looks
from qms.registry import registry
from qms.views.panels import Panel, add_record_panel

DECLARED = (evidence_workflow,)
"""Importing it declares the lifecycle."""


def register_evidence() -> None:
    """Fill the registry."""
    registry.file_links[EvidenceFile._meta.label_lower] = EvidenceFile
    registry.phrases.update(evidence_phrases.OPERATIONS)
    registry.notice_phrases.update(evidence_phrases.NOTICES)
    registry.work_items.append(evidence_of)
    relate("inspections.checklistline", "inspections.evidencerequest", "line")
    declare_looks(
        "inspections.evidencerequest",
        {
            "asked": ("info", "send"),
            "delivered": ("warning", "paperclip"),
            "accepted": ("success", "circle-check"),
            "asked_again": ("danger", "refresh"),
        },
    )
    declare_looks("inspections.checklistline", {"recorded": ("info", "pencil")})
    add_record_panel("inspections.inspection", 30, evidence_panel)


def evidence_panel(record: Any, user: Any) -> Panel | None:
    """What was asked for, sent and accepted of an inspection on file, as far as the person sees it."""
    if record.mode != InspectionMode.ON_FILE:
        return None
    missing = Q(status__in=EvidenceStatus.missing())
    counts = requests_seen(user, record).aggregate(
        missing=Count("pk", filter=missing),
        overdue=Count("pk", filter=missing & Q(due_on__lt=clock.today())),
        delivered=Count("pk", filter=Q(status=EvidenceStatus.DELIVERED)),
        accepted=Count("pk", filter=Q(status=EvidenceStatus.ACCEPTED)),
    )
    asks = takes_evidence(record) and is_on_team(user, record)
    if not asks and not any(counts.values()):
        return None
    url = reverse("evidence", args=[record.uid])
    return Panel("inspections/evidence_panel.html", {"url": url, "asks": asks, **counts}, place="main")
