"""What the library registers: phrases of its operations, parts of a document's page."""

from django.utils.translation import gettext_lazy as _

from qms.looks import declare_looks
from qms.policy import Text
from qms.registry import registry
from qms.views.panels import add_document_panel

OPERATIONS: dict[str, Text] = {
    "edit_document": _("Document corrected"),
    "set_external_status": _("Status outside recorded"),
    "publish_document": _("Opened to the public"),
    "unpublish_document": _("Closed to the public"),
}

STATUS_LOOKS = {
    "in_force": ("success", "circle-check"),
    "expired": ("danger", "ban"),
    "replaced": ("warning", "arrows-exchange"),
}


def register_library() -> None:
    """Fill the registry; called once when apps are ready."""
    from qms.views import library_panels  # noqa: PLC0415 - views need the models of every app

    registry.phrases.update(OPERATIONS)
    declare_looks("qms.document", STATUS_LOOKS)
    add_document_panel(50, library_panels.cited_by)
    add_document_panel(55, library_panels.public_address)
