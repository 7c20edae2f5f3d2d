"""Who leads a transition, who approves it, and who decides that a document stays as it is."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from qms.enums import Role
from qms.policy import Decision, allow_if, denied, rule


@rule("qms.lead_transition")
def may_lead_transition(user: Any, programme: Any) -> Decision:
    """Programme, scope, deadlines and steps: the quality officer or top management of the leading unit."""
    return allow_if(
        user.is_system or user.authority.has_role(programme.unit_id, Role.OFFICER, Role.TOP),
        _("A transition is led by the quality officer or top management of the leading unit."),
        _("a quality officer or top management of the leading unit"),
    )


@rule("qms.approve_transition")
def may_approve_transition(user: Any, programme: Any) -> Decision:
    """Top management of the leading unit, never who prepared it."""
    top = _("top management of the leading unit")
    if user.authority.counts_as(programme.prepared_by_id):
        return denied(_("Whoever prepared the programme does not approve it."), top)
    return allow_if(
        user.authority.has_role(programme.unit_id, Role.TOP),
        _("A transition programme is approved by top management of the leading unit."),
        top,
    )


@rule("qms.keep_document")
def may_keep_document(user: Any, document: Any) -> Decision:
    """That a document of the old edition stays as it is: the quality officer or top management over it."""
    return allow_if(
        user.is_system or user.authority.has_role(document.unit_id, Role.OFFICER, Role.TOP),
        _("A quality officer or top management decides that a document stays as it is."),
        _("a quality officer, top management"),
    )
