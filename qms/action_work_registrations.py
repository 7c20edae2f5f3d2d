"""What work on actions registers: files and timelines of notes, parts of the action's page."""

from django.utils.translation import gettext_lazy as _

from qms import action_work_phrases
from qms.events import subscribe
from qms.history.timeline import relate
from qms.models.action_work import ActionNoteFile
from qms.registry import RecordAction, registry


def register() -> None:
    """Fill the registry; called once when apps are ready."""
    from qms import closers, handovers  # noqa: PLC0415 - reading stands on what is registered
    from qms.operations import done_by_itself  # noqa: PLC0415 - operations stand on the registry

    registry.file_links[ActionNoteFile._meta.label_lower] = ActionNoteFile
    registry.phrases.update(action_work_phrases.OPERATIONS)
    registry.notice_phrases.update(action_work_phrases.NOTICES)
    registry.closers.update(closers.CLOSERS)
    registry.handovers.update(handovers.HANDOVERS)
    registry.record_actions.append(RecordAction("hand_over", _("Hand over"), handovers.url, handovers.is_offered))
    registry.ticks["close_actions_that_happened"] = done_by_itself.close_what_happened
    subscribe("issue_approved", done_by_itself.on_issues)
    subscribe("issue_in_force", done_by_itself.on_issues)
    relate("qms.action", "qms.actionstep", "action")
    relate("qms.action", "qms.actionnote", "action")
    _register_panels()


def _register_panels() -> None:
    from qms.views import action_steps, waiting_panels  # noqa: PLC0415 - pages stand on what is registered
    from qms.views.panels import add_document_panel, add_record_panel  # noqa: PLC0415 - the same

    add_record_panel("qms.action", 5, waiting_panels.what_it_waits_for)
    add_document_panel(55, waiting_panels.actions_waiting_for_document)
    add_record_panel("qms.action", 10, action_steps.steps_panel)
    add_record_panel("qms.action", 20, action_steps.notes_panel)
