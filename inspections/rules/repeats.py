"""Who keeps cause categories and decides on repeats."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from qms.enums import Role
from qms.policy import Decision, allow_if, rule
from qms.rules.people import is_officer_of


@rule("inspections.decide_repeat")
def may_decide(user: Any, repeat: Any) -> Decision:
    """Decided by the quality officer or top management of the unit to which it is proposed."""
    return allow_if(
        is_officer_of(user, repeat.unit_id) or user.authority.has_role(repeat.unit_id, Role.TOP),
        _("A repeat is decided by the quality officer or top management of the unit to which it is proposed."),
        _("a quality officer, top management"),
    )


@rule("inspections.keep_cause_categories")
def may_keep(user: Any, category: Any) -> Decision:
    """Kept by the quality officer of the unit that holds the QMS."""
    return allow_if(
        is_officer_of(user, category.unit_id),
        _("Cause categories are kept by the quality officer of the unit that holds the QMS."),
        _("a quality officer"),
    )
