"""Whose history of inspections is read in whole: of an inspection of several units, its own side's and its team's."""

from typing import Any

from django.db.models import Exists, OuterRef, Q

from inspections import history_json_words
from inspections.models import CauseCategory, ChecklistTemplate, Inspection
from inspections.models.inspection import InspectedUnit
from inspections.part_of_history import part_of_history
from inspections.parts_seen import OPENED, units_seen
from qms.history.homes import WHOLE, Whole, hang
from qms.history_reach import of_own_side
from qms.models.reach import participated, side_q


def register() -> None:
    """Fill the registry; called once when apps are ready."""
    history_json_words.register()
    WHOLE["inspections.inspection"] = Whole(whole_inspections, part_told)
    WHOLE["inspections.checklisttemplate"] = Whole(whole_templates, template_told)
    WHOLE["inspections.causecategory"] = of_own_side(CauseCategory)
    for name in ("checklistline", "sessioninspector", "sessiondocument", "sessiontemplate"):
        hang(f"inspections.{name}", "inspections.session", "session")
    hang("inspections.attendance", "inspections.meeting", "meeting")


def whole_inspections(user: Any) -> Any:
    """The sending side's, the team's, and the inspected side's once concluded or where no other unit is inspected."""
    if user.is_system:
        return Inspection.objects.all()
    others = InspectedUnit.objects.filter(inspection=OuterRef("pk"), ended_at=None).exclude(unit=OuterRef("unit"))
    alone = side_q(user, "unit_id") & ~Q(Exists(others))
    over = Q(status__in=OPENED, pk__in=Inspection.objects.visible_to(user).values("pk"))
    team = Q(pk__in=participated(user, Inspection))
    return Inspection.objects.filter(side_q(user, "raised_by_unit_id") | alone | over | team)


def part_told(inspection: Any, user: Any) -> Any:
    """None for who sees the whole, else what the reader's units are told; False for who does not reach it."""
    if not Inspection.objects.visible_to(user).filter(pk=inspection.pk).exists():
        return False
    seen = units_seen(inspection, user)
    return None if seen is None else part_of_history(seen)


def whole_templates(user: Any) -> Any:
    """Templates of one's own side; those of a unit above are used, their history is not read."""
    rows = ChecklistTemplate.objects
    return rows.all() if user.is_system else rows.filter(side_q(user, "unit_id"))


def template_told(template: Any, user: Any) -> Any:
    """The whole or nothing."""
    return None if whole_templates(user).filter(pk=template.pk).exists() else False
