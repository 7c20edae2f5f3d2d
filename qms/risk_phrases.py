"""Wording of risks, opportunities and the context: in timelines and in notices."""

from django.utils.translation import gettext_lazy as _

from qms.policy import Text

OPERATIONS: dict[str, Text] = {
    "record_risk": _("Recorded"),
    "edit_risk": _("Corrected"),
    "risk.treat": _("Treatment recorded"),
    "risk.close": _("Closed"),
    "risk.reopen": _("Opened again"),
    "review_risk": _("Looked at again"),
    "hand_risk": _("Another owner named"),
    "attach_risk_files": _("Files attached"),
    "end_risk_file": _("File taken away"),
    "plan_risk_action": _("Action planned"),
    "record_context": _("Recorded"),
    "edit_context": _("Changed"),
    "review_context": _("Looked at again"),
    "end_context": _("Ended"),
}

NOTICES: dict[str, Text] = {
    "risk_given": _("%(number)s has its owner named: %(statement)s"),
    "risk_treated": _("A treatment of %(number)s is recorded: %(done)s"),
    "risk_closed": _("%(number)s is closed. %(reason)s"),
    "risk_opened_again": _("%(number)s is open again. %(reason)s"),
}

GROUP = (_("Risks and opportunities"), ("risk_",))
