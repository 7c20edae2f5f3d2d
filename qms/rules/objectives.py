"""Who proposes, approves, measures and judges objectives."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from qms.enums import Role
from qms.performance_enums import ObjectiveStatus
from qms.policy import Decision, allow_if, denied, rule
from qms.rules.risks import keeps, leads

TOP = _("top management of the unit")


@rule("qms.propose_objective")
def may_propose_objective(user: Any, objective: Any) -> Decision:
    """The officer over the unit, its manager, top management: proposing, and correcting what is proposed."""
    return allow_if(
        user.is_system or keeps(user, objective.unit_id),
        _("Objectives are proposed by a quality officer, the unit's manager or top management."),
        _("a quality officer, the unit's manager, top management"),
    )


@rule("qms.approve_objective")
def may_approve_objective(user: Any, objective: Any) -> Decision:
    """Top management of the unit, who did not propose it."""
    if user.authority.counts_as(objective.proposed_by_id):
        return denied(_("Whoever proposed it does not approve it."), _("another of the top management"))
    return allow_if(
        user.authority.has_role(objective.unit_id, Role.TOP),
        _("Objectives are approved by the top management of the unit."),
        TOP,
    )


@rule("qms.return_objective")
def may_return_objective(user: Any, objective: Any) -> Decision:
    """Top management of the unit."""
    return allow_if(
        user.authority.has_role(objective.unit_id, Role.TOP),
        _("What is approved is returned by the top management of the unit."),
        TOP,
    )


@rule("qms.start_objective")
def may_start_objective(user: Any, objective: Any) -> Decision:
    """The system on its first day; earlier or later its owner or who keeps the unit's objectives."""
    return allow_if(
        user.is_system or user.authority.is_one_of(objective.owner_id) or keeps(user, objective.unit_id),
        _("It is started by its owner, a quality officer, the unit's manager or top management."),
        _("its owner, a quality officer, the unit's manager, top management; the system on its first day"),
    )


@rule("qms.measure_objective")
def may_measure_objective(user: Any, objective: Any) -> Decision:
    """Its owner, or who keeps the unit's objectives."""
    return allow_if(
        user.is_system or user.authority.is_one_of(objective.owner_id) or keeps(user, objective.unit_id),
        _("It is measured by its owner, a quality officer, the unit's manager or top management."),
        _("its owner, a quality officer, the unit's manager, top management"),
    )


@rule("qms.judge_objective")
def may_judge_objective(user: Any, objective: Any) -> Decision:
    """The officer over the unit, its manager, top management; its owner alone does not."""
    return allow_if(
        keeps(user, objective.unit_id),
        _("It is judged by a quality officer, the unit's manager or top management."),
        _("a quality officer, the unit's manager, top management"),
    )


@rule("qms.drop_objective")
def may_drop_objective(user: Any, objective: Any) -> Decision:
    """A proposal is dropped by who keeps the unit's objectives; what was approved by manager or top management."""
    if objective.status == ObjectiveStatus.PROPOSED:
        return allow_if(
            keeps(user, objective.unit_id),
            _("A proposal is dropped by a quality officer, the unit's manager or top management."),
            _("a quality officer, the unit's manager, top management"),
        )
    return allow_if(
        leads(user, objective.unit_id),
        _("What was approved is dropped by the unit's manager or top management."),
        _("the unit's manager, top management"),
    )
