"""Registers the kinds of registers that qms itself brings in."""

from django.utils.translation import gettext_lazy as _

from qms import policy
from qms.imports.criteria import CriteriaKind
from qms.navigation import NavEntry
from qms.registry import registry

PHRASES = {
    "import_register": _("Brought in from a workbook"),
    "load_criteria": _("Criteria brought in from a workbook"),
}


def register_imports() -> None:
    """Fill the registry; called once when apps are ready."""
    registry.import_kinds[CriteriaKind.kind] = CriteriaKind()
    registry.phrases.update(PHRASES)
    registry.navigation.append(NavEntry(_("Import"), "imports", "file-import", 85, may_import))


def may_import(user: object) -> bool:
    """Shown to quality officers."""
    return bool(policy.may(user, "qms.open_imports"))
