"""What timelines and notices say about transition programmes."""

from django.utils.translation import gettext_lazy as _

from qms.policy import Text

OPERATIONS: dict[str, Text] = {
    "prepare_transition": _("Programme prepared"),
    "change_transition": _("Programme changed"),
    "transition.approve": _("Programme approved"),
    "transition.close": _("Programme closed"),
    "add_transition_step": _("Step added"),
    "change_transition_step": _("Step changed"),
    "end_transition_step": _("Step taken out"),
    "set_transition_deadline": _("Deadline set"),
    "change_transition_deadline": _("Deadline changed"),
    "end_transition_deadline": _("Deadline taken away"),
    "take_in_holders": _("Taken into the programme"),
    "group_holders": _("Put into another group"),
    "end_holders": _("Takes part no longer"),
    "keep_document": _("Document kept as it is"),
    "release_document": _("Document released: it has to move"),
}

NOTICES: dict[str, Text] = {
    "transition_approved": _("A transition begins: %(title)s"),
}
