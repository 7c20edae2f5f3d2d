"""Who proves the steps of a holder in a transition, who approves its plan, and who has its records looked at again."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from qms.enums import Role, TransitionGroup, TransitionStatus
from qms.policy import Allowed, Decision, allow_if, denied, rule
from qms.rules.people import is_officer_of


def taking_part(holder: Any) -> Decision:
    """Whether there is anything to prove: the programme runs, and the holder takes part in it."""
    if holder.programme.status != TransitionStatus.RUNNING:
        return denied(_("The programme does not run: its steps are neither planned nor proved."))
    if holder.ended_at is not None:
        return denied(_("The holder takes no part in the programme any more."))
    return allow_if(holder.group != TransitionGroup.EXEMPT, _("The holder is exempt: it has no steps to prove."))


@rule("qms.prove_step")
def may_prove_step(user: Any, holder: Any) -> Decision:
    """Steps are planned and proved by hand by the holder's own quality officer."""
    allowed = is_officer_of(user, holder.unit_id)
    reason = _("Steps are planned and proved by the holder's own quality officer.")
    decision = allow_if(allowed, reason, _("the holder's quality officer"))
    return decision and taking_part(holder)


@rule("qms.sign_transition_plan")
def may_sign_transition_plan(user: Any, holder: Any) -> Decision:
    """The holder's plan is approved by its own top management."""
    decision = allow_if(
        user.authority.has_role(holder.unit_id, Role.TOP),
        _("The plan is approved by the holder's top management."),
        _("the holder's top management"),
    )
    return decision and taking_part(holder)


@rule("qms.look_at_steps")
def may_look_at_steps(user: Any, record: Any) -> Decision:
    """Asked for a programme or a holder in it: its own side and the leading side have the records looked at again."""
    if user.is_system:
        return Allowed
    programme = getattr(record, "programme", record)
    who = (Role.OFFICER, Role.MANAGER, Role.TOP)
    units = {record.unit_id, programme.unit_id}
    return allow_if(
        programme.status == TransitionStatus.RUNNING and any(user.authority.has_role(unit, *who) for unit in units),
        _("Records are looked at again while the programme runs, by the holder's side or the leading unit."),
        _("quality officer, manager or top management of the holder or of the leading unit"),
    )
