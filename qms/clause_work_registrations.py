"""What the gap assessment registers: evidence, the proof of its step, files, timelines, looks, panels."""

from qms import clause_work_phrases
from qms.history.timeline import relate
from qms.looks import declare_looks
from qms.models.clause_work import ClauseWorkFile
from qms.registry import registry

LOOKS = {
    "conforming": ("success", "circle-check"),
    "partly": ("warning", "alert-triangle"),
    "not": ("danger", "circle-x"),
    "not_applicable": ("neutral", "ban"),
}


def register() -> None:
    """Fill the registry; called once when apps are ready."""
    from qms.transition.clause_evidence import documents_in_force, earlier_judgements  # noqa: PLC0415
    from qms.transition.gap_proof import GAP  # noqa: PLC0415 - reading stands on what is registered

    registry.phrases.update(clause_work_phrases.OPERATIONS)
    registry.file_links[ClauseWorkFile._meta.label_lower] = ClauseWorkFile
    registry.clause_evidence.extend([documents_in_force, earlier_judgements])
    registry.step_proofs["gap"] = GAP
    relate("qms.clausework", "qms.clauseworkaction", "work")
    declare_looks("qms.clausework", LOOKS)
    _register_panels()


def _register_panels() -> None:
    from qms.views import clause_work_panels  # noqa: PLC0415 - pages stand on what is registered
    from qms.views.panels import add_document_panel, add_record_panel  # noqa: PLC0415 - the same

    add_record_panel("qms.action", 6, clause_work_panels.gap_of_action)
    add_record_panel("qms.transitionholder", 40, clause_work_panels.clauses_of_holder)
    add_document_panel(60, clause_work_panels.became_of_document)
