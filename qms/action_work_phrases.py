"""Words of work on actions: what operations are called in a timeline, what notices say."""

from django.utils.translation import gettext_lazy

from qms.policy import Text

OPERATIONS: dict[str, Text] = {
    "add_action_steps": gettext_lazy("Step added"),
    "tick_action_step": gettext_lazy("Step done"),
    "untick_action_step": gettext_lazy("Tick taken away"),
    "rename_action_step": gettext_lazy("Step reworded"),
    "end_action_step": gettext_lazy("Step taken out"),
    "note_progress": gettext_lazy("Progress noted"),
    "replace_helper": gettext_lazy("Helper replaced"),
    "hand_over": gettext_lazy("Handed over"),
    "save_action_template": gettext_lazy("Action template saved"),
    "end_action_template": gettext_lazy("Action template ended"),
    "action.done_by_itself": gettext_lazy("Done by itself"),
}

NOTICES: dict[str, Text] = {
    "action_done_by_itself": gettext_lazy("Done by itself, to be verified: %(number)s. %(evidence)s"),
}
