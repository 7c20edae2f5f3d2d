"""Wording of management reviews: in timelines and in notices."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qms.policy import Text

OPERATIONS: dict[str, Text] = {
    "plan_review": pgettext_lazy("review", "Planned"),
    "edit_review": _("Corrected"),
    "gather_review_inputs": _("Figures gathered and frozen"),
    "write_review_input": _("Report or opinion on an item written"),
    "write_review_minutes": _("Minutes written"),
    "add_review_decision": _("Decision written down"),
    "edit_review_decision": _("Decision corrected"),
    "end_review_decision": _("Decision taken out"),
    "make_review_actions": _("Decisions became actions"),
    "hand_review": _("Another chair or secretary named"),
    "attach_review_files": _("Files attached"),
    "end_review_file": _("File taken away"),
    "management_review.freeze": _("Inputs frozen"),
    "management_review.hold": pgettext_lazy("review", "Held"),
    "management_review.sign": _("Minutes signed"),
    "management_review.close": pgettext_lazy("review", "Closed"),
    "management_review.cancel": pgettext_lazy("review", "Cancelled"),
}

NOTICES: dict[str, Text] = {
    "review_planned": _("%(number)s is planned for %(day)s: %(title)s"),
    "review_frozen": _("The inputs of %(number)s are frozen: read them before the meeting on %(day)s"),
    "review_held": _("The minutes of %(number)s wait for your signature: %(title)s"),
    "review_signed": _("The minutes of %(number)s are signed; its decisions are actions now"),
    "review_closed": _("%(number)s is closed: all its decisions are verified or cancelled"),
    "review_cancelled": _("%(number)s on %(day)s does not take place. %(reason)s"),
}

GROUP = (_("Management reviews"), ("review_",))
