"""Notes of progress on an action, with files."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from qms import clock, policy
from qms.enums import ActionStatus
from qms.history.recording import operation
from qms.models.action_work import ActionNote, ActionNoteFile
from qms.models.actions import Action
from qms.operations.files import Prepared, attach_files
from qms.workflow import StepRefused


def note_blockers(action: Action) -> list[str]:
    """What stands against a note, whatever it says: the action is verified or cancelled."""
    if action.status in ActionStatus.open_states():
        return []
    text = _("The action is «%(state)s»: no progress is noted any longer.")
    return [text % {"state": action.get_status_display()}]


@operation("note_progress")
def note_progress(action: Action, *, by: Any, text: str, files: Sequence[Prepared] = ()) -> ActionNote:
    """Say what was done so far, with files prepared beforehand."""
    action = Action.objects.locked().get(pk=action.pk)
    policy.require(by, "qms.note_progress", action)
    faults = note_blockers(action) + ([] if text.strip() else [_("Say what was done so far.")])
    if faults:
        raise StepRefused(faults)
    note = ActionNote(action=action, made_by=by, text=text.strip(), made_at=clock.now())
    note.save()
    if files:
        attach_files(ActionNoteFile, note, list(files), by=by, purpose="progress")
    return note
