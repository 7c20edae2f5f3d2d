"""What inspections register for reminders and for choices of notices."""

from django.utils.translation import gettext_lazy as _

from inspections.owed import OWED
from qms.registry import registry

GROUPS = [
    (
        _("Findings and nonconformities"),
        ("finding_", "nonconformity_", "dispute_", "plan_", "cause_", "effect_", "not_", "withdrawal_", "repeat_"),
    ),
    (_("Inspections"), ("inspection", "programme_", "report_", "evidence_", "meeting_")),
]


def register_owed() -> None:
    """Fill the registry."""
    registry.owed.extend(OWED)
    registry.notice_groups.extend(GROUPS)
    registry.standing_notices["effect_to_verify"] = _("Your signature is waited for.")
