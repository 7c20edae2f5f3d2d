"""What checklist templates, scores and rankings registers with qms."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from inspections import template_workflow
from inspections.enums import InspectionStatus
from inspections.models import ChecklistLine, ChecklistTemplate, Inspection
from inspections.scores import scores_shown
from inspections.template_phrases import OPERATIONS
from qms import policy
from qms.history.timeline import relate
from qms.looks import declare_looks
from qms.navigation import NavEntry
from qms.registry import RecordAction, RecordKind, registry
from qms.views.panels import Panel, add_record_panel

DECLARED = (template_workflow,)
"""Importing it declares the lifecycle."""

LOOKS = {
    "draft": ("neutral", "pencil"),
    "in_force": ("success", "circle-check"),
    "superseded": ("neutral", "versions"),
    "withdrawn": ("neutral", "ban"),
}


def register_template() -> None:
    """Fill the registry."""
    registry.phrases.update(OPERATIONS)
    registry.navigation.append(NavEntry(_("Checklist templates"), "checklist_templates", "list-check", 34))
    label = ChecklistTemplate._meta.label_lower
    registry.record_kinds[label] = RecordKind(label, ChecklistTemplate, _("Checklist templates"), "checklist_templates")
    relate(label, "inspections.templateversion", "template")
    relate("inspections.templateversion", "inspections.templatequestion", "template_version")
    for model in (label, "inspections.templateversion"):
        declare_looks(model, LOOKS)
    registry.record_actions.append(
        RecordAction(
            "add_checklist_line",
            _("Add a question"),
            lambda record: reverse("checklist_line_new", args=[record.uid]),
            _grows,
        )
    )
    add_record_panel("inspections.inspection", 60, scores_panel)


def _grows(record: Any, user: Any) -> bool:
    """Whether the person may add a line to this inspection's checklist now."""
    if not isinstance(record, Inspection) or record.status != InspectionStatus.IN_PROGRESS:
        return False
    return bool(policy.may(user, "inspections.add_line", record))


def scores_panel(record: Any, user: Any) -> Panel | None:
    """What the inspected units reached by templates with scores."""
    scored = ChecklistLine.objects.filter(
        session__inspection=record, ended_at=None, max_score__isnull=False, template_question__isnull=False
    )
    if not scored.exists():
        return None
    rows = scores_shown(record, user)
    return Panel("inspections/scores_panel.html", {"rows": rows, "record": record}) if rows else None
