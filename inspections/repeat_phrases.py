"""Shared wording: what timelines and notices say of joined findings, cause categories and repeats."""

from django.utils.translation import gettext_lazy as _

from qms.policy import Text

OPERATIONS: dict[str, Text] = {
    "join_findings": _("Answered together with another finding"),
    "separate_finding": _("Answered by itself again"),
    "follow_separation": _("Its group of findings changed"),
    "follow_settlement": _("Regraded with the settlement of its nonconformity"),
    "retell_nonconformity": _("Told anew: its findings changed"),
    "propose_repeats": _("Proposed by the system"),
    "let_withdrawn_go": _("Withdrawn nonconformity taken out"),
    "repeat.take_up": _("Taken up"),
    "repeat.dismiss": _("Dismissed"),
    "repeat.lapse": _("Lapsed: its nonconformities were withdrawn"),
    "add_cause_categories": _("Cause category added"),
    "rename_cause_category": _("Cause category renamed"),
    "move_cause_category": _("Order of the cause categories changed"),
    "end_cause_category": _("Cause category ended"),
}

NOTICES: dict[str, Text] = {
    "repeat_proposed": _("Repeat %(number)s (clause %(clause)s) waits for your decision."),
}
