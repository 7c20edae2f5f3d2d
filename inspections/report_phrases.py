"""What timelines call the operations of reports."""

from django.utils.translation import gettext_lazy as _

from qms.policy import Text

OPERATIONS: dict[str, Text] = {
    "ask_for_comments": _("Asked to comment again"),
    "give_time_to_dispute": _("Time to accept or dispute counts from the report"),
    "freeze_report": _("Report frozen as a version"),
    "supersede_report": _("Version of the report superseded"),
}
