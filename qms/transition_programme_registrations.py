"""What transition programmes register."""

from django.utils.translation import gettext_lazy as _

from qms import transition_programme_phrases, transition_workflow
from qms.history.timeline import relate
from qms.looks import declare_looks
from qms.models.transition import TransitionProgramme
from qms.navigation import NavEntry
from qms.navigation import of_records as sees_records
from qms.registry import RecordAction, RecordKind, registry

DECLARED = (transition_workflow,)
"""Importing it declares the lifecycle."""


def register() -> None:
    """Fill the registry; called once when apps are ready."""
    from qms.views import kept_documents  # noqa: PLC0415 - pages stand on what is registered
    from qms.views.panels import add_document_panel  # noqa: PLC0415 - the same
    from qms.work_of_transitions import decisions_to_look_at_again, programmes_to_approve  # noqa: PLC0415 - the same

    registry.phrases.update(transition_programme_phrases.OPERATIONS)
    registry.notice_phrases.update(transition_programme_phrases.NOTICES)
    label = TransitionProgramme._meta.label_lower
    registry.record_kinds[label] = RecordKind(label, TransitionProgramme, _("Transitions"), "transitions")
    registry.navigation.append(
        NavEntry(_("Transition"), "transitions", "arrow-right", 80, sees_records, "/transition/")
    )
    registry.record_actions.append(
        RecordAction("keep_document", _("Keep as it is"), kept_documents.keep_url, kept_documents.may_keep)
    )
    registry.work_items.extend([programmes_to_approve, decisions_to_look_at_again])
    add_document_panel(12, kept_documents.kept_panel)
    for related in ("transitionstep", "transitiondeadline", "transitionholder"):
        relate(label, f"qms.{related}", "programme")
    relate("qms.document", "qms.keptdocument", "document")
    declare_looks(label, {"running": ("info", "clock")})
    declare_looks(
        "qms.transitionholder",
        {
            "moving": ("info", "arrow-right"),
            "maintaining": ("success", "circle-check"),
            "adopting": ("info", "plus"),
            "exempt": ("neutral", "ban"),
        },
    )
