"""Wording of retention and disposal: in timelines and in notices."""

from django.utils.translation import gettext_lazy as _

from qms.policy import Text

OPERATIONS: dict[str, Text] = {
    "set_retention": _("Period of retention set"),
    "propose_retention": _("Usual periods taken over"),
    "end_retention": _("Rule ended"),
    "replace_retention": _("Another period set"),
    "prepare_disposal": _("Disposal drafted"),
    "edit_disposal": _("Disposal changed"),
    "choose_for_disposal": _("Records chosen"),
    "keep_longer": _("Kept longer"),
    "dispose_after_all": _("To be disposed of after all"),
    "disposal.submit": _("Submitted for approval"),
    "disposal.approve": _("Disposal approved"),
    "disposal.carry_out": _("Disposal carried out"),
    "disposal.return": _("Returned to draft"),
    "disposal.cancel": _("Disposal cancelled"),
    "dispose_of_records": _("Disposed of"),
    "attach_disposal": _("Signed papers attached"),
}

NOTICES: dict[str, Text] = {
    "disposal_submitted": _("%(number)s waits for your approval: %(title)s"),
    "disposal_approved": _("%(number)s is approved and can be carried out: %(title)s"),
    "disposal_carried_out": _("%(number)s was carried out: %(title)s"),
    "disposal_returned": _("%(number)s is back in draft: %(title)s"),
    "retention_due": _(
        "Records of %(unit)s are past their period. Nothing happens by itself: look at them once a year."
    ),
}
