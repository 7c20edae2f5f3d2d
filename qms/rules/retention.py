"""Who says how long records are kept, who prepares, approves and carries out their disposal."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from qms.enums import Role
from qms.policy import Decision, allow_if, denied, rule


@rule("qms.set_retention")
def may_set_retention(user: Any, retention_rule: Any) -> Decision:
    """The quality officer over the holder."""
    return allow_if(
        user.is_system or user.authority.has_role(retention_rule.unit_id, Role.OFFICER),
        _("How long records are kept is set by a quality officer of the unit."),
        _("a quality officer of the unit"),
    )


@rule("qms.prepare_disposal")
def may_prepare_disposal(user: Any, disposal: Any) -> Decision:
    """The quality officer over the holder: prepares, submits, carries out, cancels."""
    return allow_if(
        user.authority.has_role(disposal.unit_id, Role.OFFICER),
        _("Disposals are prepared and carried out by a quality officer of the unit."),
        _("a quality officer of the unit"),
    )


@rule("qms.approve_disposal")
def may_approve_disposal(user: Any, disposal: Any) -> Decision:
    """Top management, and never who prepared it."""
    who = _("top management of the unit, other than who prepared it")
    if user.authority.counts_as(disposal.prepared_by_id):
        return denied(_("You prepared it yourself: somebody else approves it."), who)
    return allow_if(
        user.authority.has_role(disposal.unit_id, Role.TOP),
        _("Disposals are approved by the top management of the unit."),
        who,
    )


@rule("qms.return_disposal")
def may_return_disposal(user: Any, disposal: Any) -> Decision:
    """Who may prepare or approve it."""
    allowed = may_prepare_disposal(user, disposal) or may_approve_disposal(user, disposal)
    return allow_if(
        bool(allowed),
        _("It is returned by a quality officer or the top management of the unit."),
        _("a quality officer or top management of the unit"),
    )
