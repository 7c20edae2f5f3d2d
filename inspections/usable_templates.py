"""Which versions of checklist templates a session may take."""

from typing import Any

from django.db.models import QuerySet

from inspections.enums import TemplateStatus
from inspections.models import ChecklistTemplate, Inspection, TemplateVersion
from qms.models.reach import UnitPath


def usable_templates(user: Any, inspection: Inspection) -> QuerySet[TemplateVersion]:
    """Versions in force within the person's reach that the sending unit's side keeps, or a unit above it."""
    above = UnitPath.objects.filter(unit_id=inspection.raised_by_unit_id).values("ancestor_id")
    side = UnitPath.objects.filter(unit_id=inspection.raised_by_unit_id, inside=True).values("ancestor_id")
    below = UnitPath.objects.filter(ancestor_id__in=side, inside=True).values("unit_id")
    seen = ChecklistTemplate.objects.visible_to(user)
    kept = seen.filter(unit_id__in=above) | seen.filter(unit_id__in=below)
    rows = TemplateVersion.objects.filter(status=TemplateStatus.IN_FORCE, template_id__in=kept.values("pk"))
    return rows.select_related("template").order_by("template__number")
