"""What work on actions registers: files and timelines of notes, parts of the action's page."""

from qms import action_work_phrases
from qms.history.timeline import relate
from qms.models.action_work import ActionNoteFile
from qms.registry import registry


def register() -> None:
    """Fill the registry; called once when apps are ready."""
    registry.file_links[ActionNoteFile._meta.label_lower] = ActionNoteFile
    registry.phrases.update(action_work_phrases.OPERATIONS)
    registry.notice_phrases.update(action_work_phrases.NOTICES)
    relate("qms.action", "qms.actionstep", "action")
    relate("qms.action", "qms.actionnote", "action")
    _register_panels()


def _register_panels() -> None:
    from qms.views import action_steps  # noqa: PLC0415 - pages stand on what is registered
    from qms.views.panels import add_record_panel  # noqa: PLC0415 - the same

    add_record_panel("qms.action", 10, action_steps.steps_panel)
    add_record_panel("qms.action", 20, action_steps.notes_panel)
