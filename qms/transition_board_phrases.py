"""Wording of steps of holders in a transition: in timelines and in notices."""

from django.utils.translation import gettext_lazy as _

from qms.policy import Text

OPERATIONS: dict[str, Text] = {
    "look_at_steps": _("Followed from the records"),
    "prove_step": _("Step proved by hand"),
    "withdraw_step_proof": _("Proof of a step withdrawn"),
    "plan_transition": _("Days of the transition planned"),
    "sign_transition_plan": _("Transition plan approved"),
}

NOTICES: dict[str, Text] = {
    "transition_step_lost": _("%(unit)s: the step «%(step)s» is open again, what proved it is gone: %(proof)s"),
}
