"""What reminders and escalations say, and what days off are called in a timeline."""

from django.utils.translation import gettext_lazy as _

from qms.policy import Text

NOTICES: dict[str, Text] = {
    "reminder_before": _("Due on %(due)s, working days left: %(days)s. %(number)s %(title)s"),
    "reminder_due": _("Last day, due %(due)s: %(number)s %(title)s"),
    "reminder_late": _("Late, due %(due)s: %(number)s %(title)s"),
    "escalated": _("Late in your unit, due %(due)s: %(number)s %(title)s"),
    "escalated_copy": _("Copied to you, late in a unit, due %(due)s: %(number)s %(title)s"),
    "escalated_head": _("Still late in your quality management system, due %(due)s: %(number)s %(title)s"),
}
_LATE_BELOW = _("An escalation tells you of what is late below you.")
STANDING: dict[str, Text] = {
    "escalated": _LATE_BELOW,
    "escalated_head": _LATE_BELOW,
    "issue_reviewed": _("Your signature is waited for."),
}
GROUPS: list[tuple[Text, tuple[str, ...]]] = [
    (_("Reminders"), ("reminder_", "escalated")),
    (_("Actions"), ("action_", "extension_", "duty_", "duties_", "hand_over", "deputy_", "noted_")),
    (_("Comments"), ("comment", "mention")),
    (
        _("Documents"),
        (
            "issue_", "document_", "decision_", "change_", "copy_", "reading_", "review_", "suggestion_",
        ),
    ),
]  # fmt: skip
OPERATIONS: dict[str, Text] = {
    "decide_day": _("Decided"),
    "end_decided_day": _("No longer decided"),
}
