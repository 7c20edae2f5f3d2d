"""Registers the kinds of registers that qms itself brings in."""

from django.utils.translation import gettext_lazy as _

from qms import policy
from qms.importing import staging
from qms.imports.criteria import CriteriaKind
from qms.imports.document_export import DocumentsExport
from qms.imports.documents import DocumentsKind
from qms.imports.registering_kinds import register_declared
from qms.imports.standard_exports import CorrespondencesExport, CriteriaExport
from qms.navigation import NavEntry
from qms.registry import registry

PHRASES = {
    "import_register": _("Brought in from a workbook"),
    "undo_import": _("Taken back with the import"),
    "load_criteria": _("Criteria brought in from a workbook"),
    "update_brought_in_documents": _("Changed by a later list of documents"),
}


def register_imports() -> None:
    """Fill the registry; called once when apps are ready."""
    for kind in (CriteriaKind(), DocumentsKind()):
        registry.import_kinds[kind.kind] = kind
    registry.export_kinds["documents"] = DocumentsExport
    registry.export_kinds["criteria"] = CriteriaExport
    registry.export_kinds["correspondences"] = CorrespondencesExport
    registry.phrases.update(PHRASES)
    register_declared()
    registry.ticks["expired_imports"] = staging.drop_expired
    registry.navigation.append(NavEntry(_("Import"), "imports", "file-import", 84, may_import))


def may_import(user: object) -> bool:
    """Shown to quality officers."""
    return bool(policy.may(user, "qms.open_imports"))
