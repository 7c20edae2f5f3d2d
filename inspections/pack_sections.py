"""The sections of an evidence pack that inspections know: programmes, inspections, findings, what came of them."""

from collections import defaultdict
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from inspections.models import (
    CorrectiveAction,
    Finding,
    InspectedUnit,
    Inspection,
    Nonconformity,
    NonconformityClause,
    Programme,
    Repeat,
)
from inspections.parts_seen import OPENED
from qms.packing.scope import PackScope
from qms.registry import PackSection, registry

Clauses = dict[int, set[int]]

PARTS = (
    ("inspections.sessioninspector", "session__inspection"),
    ("inspections.sessiondocument", "session__inspection"),
    ("inspections.sessionclause", "record__inspection"),
    ("inspections.checklistline", "session__inspection"),
    ("inspections.checklistfile", "record__session__inspection"),
    ("inspections.evidencerequest", "line__session__inspection"),
    ("inspections.evidencefile", "record__line__session__inspection"),
    ("inspections.attendance", "meeting__inspection"),
)
IN_A_UNIT = {
    "inspections.inspectedunit": "unit",
    "inspections.session": "unit",
    "inspections.sessioninspector": "session__unit",
    "inspections.sessiondocument": "session__unit",
    "inspections.sessionclause": "record__unit",
    "inspections.checklistline": "session__unit",
    "inspections.checklistfile": "record__session__unit",
    "inspections.evidencerequest": "line__session__unit",
    "inspections.evidencefile": "record__line__session__unit",
    "inspections.answerconflict": "line__session__unit",
}
"""What of an inspection belongs to one of its units, and the path to it: only the holder's own units' goes in."""
OF_THE_WHOLE = {
    "inspections.meeting": "inspection",
    "inspections.attendance": "meeting__inspection",
    "inspections.reportversion": "inspection",
}
"""What tells of all units of an inspection at once: goes in only where all of them are the holder's."""


def _elsewhere(scope: PackScope) -> Any:
    """Keys of inspections that also went to units outside the holder's system."""
    outside = scope.rows(InspectedUnit).filter(ended_at=None).exclude(unit_id__in=scope.units)
    return outside.values("inspection_id")


def inspections(scope: PackScope) -> list[int]:
    """Inspections of the holder's units; one under way that also goes elsewhere is not shown before it is concluded."""
    inspected = scope.rows(InspectedUnit).filter(ended_at=None, unit_id__in=scope.units).values("inspection_id")
    within = Inspection.objects.visible_to(scope.user).using(scope.alias).filter(ended_at=None)
    within = within.filter(Q(unit_id__in=scope.units) | Q(pk__in=inspected))
    apart = Q(pk__in=_elsewhere(scope)) | ~Q(unit_id__in=scope.units)
    shown = within.filter(~apart | Q(status__in=OPENED) | Q(raised_by_unit_id__in=scope.units))
    return sorted(shown.order_by().values_list("pk", flat=True).distinct())


def of_inspection(scope: PackScope, label: str) -> Q | None:
    """The rows of an inspection that are the holder's."""
    if label in IN_A_UNIT:
        return Q(**{f"{IN_A_UNIT[label]}_id__in": scope.units})
    if label in OF_THE_WHOLE:
        path = OF_THE_WHOLE[label]
        return ~Q(**{f"{path}_id__in": _elsewhere(scope)}) & Q(**{f"{path}__unit_id__in": scope.units})
    return None


def clauses_of_actions(scope: PackScope, keys: list[int]) -> Clauses:
    """Corrective actions answer to the clauses of their nonconformity."""
    actions: dict[int, set[int]] = defaultdict(set)
    for rows in scope.rows_of(CorrectiveAction, "action", keys):
        for action, nonconformity in rows.values_list("action_id", "nonconformity_id"):
            actions[nonconformity].add(action)
    found: Clauses = defaultdict(set)
    for rows in scope.rows_of(NonconformityClause, "record", sorted(actions)):
        cited = rows.filter(ended_at=None, clause__isnull=False).values_list("record_id", "clause_id")
        for nonconformity, clause in cited:
            for action in actions[nonconformity]:
                found[action].add(clause)
    return found


def standing(model: Any) -> Any:
    """Keys of the records in the holder's units that were not taken back."""
    return lambda scope: scope.within(model, Q(ended_at=None))


SECTIONS = [
    PackSection(
        Programme, _("Programmes"), lambda scope: scope.within(Programme), 44, day="approved_on",
        parts=(("inspections.programmeclause", "record__programme"),),
    ),
    PackSection(
        Inspection, _("Inspections"), inspections, 46, day="ends_on", parts=PARTS, narrow=of_inspection
    ),
    PackSection(Finding, _("Findings"), standing(Finding), 50, about="statement", day="recorded_on"),
    PackSection(Nonconformity, _("Nonconformities"), standing(Nonconformity), 52, about="fact", day="raised_on"),
    PackSection(Repeat, _("Repeated nonconformities"), lambda scope: scope.within(Repeat), 54, day="found_on"),
]  # fmt: skip


def register_pack() -> None:
    """Fill the registry."""
    registry.pack_sections.extend(SECTIONS)
    registry.pack_clauses.setdefault("qms.action", []).append(clauses_of_actions)
