"""Registers findings and nonconformities as kinds of registers that come in and go out."""

from django.utils.translation import gettext_lazy as _

from inspections.imports.action_targets import register_action_targets
from inspections.imports.checklist import ChecklistKind
from inspections.imports.columns import FindingsExport, NonconformitiesExport
from inspections.imports.findings import FindingsKind
from inspections.imports.nonconformities import NonconformitiesKind
from inspections.imports.programme import ProgrammeExport, ProgrammeKind
from qms.registry import registry

PHRASES = {
    "bring_in_inspections": _("Brought in from a workbook"),
    "visit_further_units": _("Brought in from a workbook"),
    "update_brought_in": _("Changed by a later workbook"),
    "cite_brought_in": _("Clauses changed by a later workbook"),
    "bring_in_checklist": _("Brought in from a checklist"),
    "bring_in_causes": _("Brought in from a workbook"),
    "link_brought_in_corrective_actions": _("Tied to its nonconformity by a workbook"),
    "bring_in_visits": _("Brought in from a workbook"),
    "settle_brought_in_inspections": _("Follows what was brought in"),
}


def register_imports() -> None:
    """Fill the registry; called once when apps are ready."""
    for kind in (FindingsKind(), NonconformitiesKind(), ChecklistKind(), ProgrammeKind()):
        registry.import_kinds[kind.kind] = kind
    registry.export_kinds["findings"] = FindingsExport
    registry.export_kinds["nonconformities"] = NonconformitiesExport
    registry.export_kinds["programme"] = ProgrammeExport
    registry.phrases.update(PHRASES)
    register_action_targets()
