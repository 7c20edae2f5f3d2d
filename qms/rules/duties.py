"""Who keeps recurring duties, and who asks somebody without an account."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from qms.enums import Role
from qms.policy import Decision, allow_if, denied, rule
from qms.rules.people import is_manager_of, is_officer_of


@rule("qms.keep_duty")
def may_keep_duty(user: Any, series: Any) -> Decision:
    """A recurring duty is given, moved and ended by who may assign a task in its unit."""
    allowed = is_manager_of(user, series.unit_id) or is_officer_of(user, series.unit_id)
    return allow_if(
        allowed or user.authority.has_role(series.unit_id, Role.TOP),
        _("Recurring duties are kept by the unit's manager, a quality officer or top management."),
        _("the unit's manager, a quality officer, top management"),
    )


@rule("qms.ask_by_link")
def may_ask_by_link(user: Any, action: Any) -> Decision:
    """An action leaves the house by who assigned it, approved it, or manages the unit; never by its owner alone."""
    if user.authority.counts_as(action.owner_id):
        return denied(_("Its owner does not hand an action on."), _("the unit's manager, who assigned it"))
    allowed = user.authority.is_one_of(action.assigned_by_id, action.approver_id)
    return allow_if(
        allowed or is_manager_of(user, action.unit_id) or is_officer_of(user, action.raised_by_unit_id),
        _("Somebody without an account is asked by who assigned or approved the action, or by the unit's manager."),
        _("who assigned the action, the unit's manager, a quality officer"),
    )
