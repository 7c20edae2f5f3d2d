"""Registers the kinds of registers whose columns are declared."""

from django.utils.translation import gettext_lazy as _

from qms.imports.actions import ActionsExport, ActionsKind
from qms.imports.people import PeopleExport, PeopleKind
from qms.imports.risks import RisksExport, RisksKind
from qms.imports.units import UnitsExport, UnitsKind
from qms.registry import registry

PHRASES = {
    "bring_in_actions": _("Brought in from a workbook"),
    "bring_in_risks": _("Brought in from a workbook"),
    "bring_in_units": _("Brought in from a workbook"),
    "bring_in_holdings": _("Brought in from a workbook"),
    "bring_in_people": _("Brought in from a workbook"),
    "bring_in_appointments": _("Brought in from a workbook"),
    "update_brought_in_register": _("Changed by a later workbook"),
    "cite_brought_in_risks": _("Clauses changed by a later workbook"),
    "link_brought_in_risk_actions": _("Tied to what it treats by a workbook"),
}


def register_declared() -> None:
    """Fill the registry; called once when apps are ready."""
    for kind in (UnitsKind(), PeopleKind(), ActionsKind(), RisksKind()):
        registry.import_kinds[kind.kind] = kind
    registry.export_kinds |= {
        "units": UnitsExport, "people": PeopleExport, "actions": ActionsExport, "risks": RisksExport,
    }  # fmt: skip
    registry.phrases.update(PHRASES)
