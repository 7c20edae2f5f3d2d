"""The checklist of an action: what its page shows, and the steps of one line."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy

from qms import policy
from qms.forms.action_work import RenameStepForm
from qms.models.action_work import ActionNote, ActionStep
from qms.operations import action_notes, action_steps
from qms.policy import Text
from qms.rules.actions import helper_ids
from qms.views.panels import Panel
from qms.views.rows import RowStepView
from qms.views.steps import StepSpec

KEEP = "qms.keep_action_steps"
NOTES_SHOWN = 50


def _spec(operation: Any, label: Text, **more: Any) -> StepSpec:
    return StepSpec(
        operation,
        label=label,
        permission=KEEP,
        versioned=False,
        guard=lambda step: action_steps.working_blockers(step.action),
        **more,
    )


class ActionLineStep(RowStepView):
    """Ticking, rewording and taking out one line of an action's checklist."""

    model = ActionStep
    parent = "action"
    steps = {
        "tick": _spec(action_steps.tick_step, gettext_lazy("Tick the step")),
        "untick": _spec(action_steps.untick_step, gettext_lazy("Take the tick away"), tone="secondary"),
        "rename": _spec(action_steps.rename_step, gettext_lazy("Reword the step"), form_class=RenameStepForm),
        "end": _spec(action_steps.end_step, gettext_lazy("Take the step out"), tone="danger"),
    }


def steps_panel(action: Any, user: Any) -> Panel | None:
    """The checklist with its progress; forms for who keeps it."""
    action.known_helpers = helper_ids(action)  # asked by several parts of the page; never kept beyond it
    rows = list(action.steps.filter(ended_at=None).select_related("done_by"))
    keeps = not action_steps.working_blockers(action) and bool(policy.may(user, KEEP, action))
    if not rows and not keeps:
        return None
    listed = [{"row": row, "urls": _urls(row)} for row in rows]
    done = sum(row.done_on is not None for row in rows)
    add_url = reverse("action_step", args=[action.uid, "add_step"]) if keeps else ""
    return Panel("qms/actions/steps.html", {"rows": listed, "done": done, "count": len(rows), "add_url": add_url})


def _urls(row: ActionStep) -> dict[str, str]:
    return {name: reverse("action_line_step", args=[row.uid, name]) for name in ActionLineStep.steps}


def notes_panel(action: Any, user: Any) -> Panel | None:
    """What was noted, newest first, and where to note more."""
    found = ActionNote.objects.filter(action=action).select_related("made_by").order_by("-pk")
    rows = list(found.prefetch_related("file_links__file")[:NOTES_SHOWN])
    may = not action_notes.note_blockers(action) and bool(policy.may(user, "qms.note_progress", action))
    if not rows and not may:
        return None
    url = reverse("action_step", args=[action.uid, "note"]) if may else ""
    listed = [{"row": row, "files": _files(row)} for row in rows]
    return Panel("qms/actions/notes.html", {"rows": listed, "url": url})


def _files(note: ActionNote) -> list[dict[str, Any]]:
    links = [link for link in note.file_links.all() if link.ended_at is None]
    return [link.shown() for link in links]
