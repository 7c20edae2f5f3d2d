"""Who may have an evidence pack made."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from qms.policy import Allowed, Decision, denied, rule

NOT_REACHED = denied(
    _("A pack is made by people who reach all records of the holder."),
    _("its quality officers, managers, top management and auditors"),
)


@rule("qms.make_pack")
def may_make_pack(user: Any, holder: Any) -> Decision:
    """Whoever reaches the holder's records, an external auditor too: the pack shows no more than they see."""
    reached = user.is_system or bool(user.authority.record_units & user.authority.ancestors_inside(holder.pk))
    return Allowed if reached else NOT_REACHED
