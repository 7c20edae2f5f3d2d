"""Who prepares, approves and closes yearly plans, and who calls meetings of a steering committee and signs them."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from qms.enums import Role
from qms.policy import Decision, allow_if, denied, rule
from qms.reporting_enums import PlanStatus
from qms.rules.risks import keeps

KEEPERS = _("a quality officer, the unit's manager, top management")
TOP = _("top management of the unit")


@rule("qms.prepare_plan")
def may_prepare_plan(user: Any, plan: Any) -> Decision:
    """The officer over the unit, its manager, top management: drafting, adding a task, closing."""
    return allow_if(
        keeps(user, plan.unit_id),
        _("Yearly plans are kept by a quality officer, the unit's manager or top management."),
        KEEPERS,
    )


@rule("qms.approve_plan")
def may_approve_plan(user: Any, plan: Any) -> Decision:
    """Top management of the unit, who did not prepare it."""
    if user.authority.counts_as(plan.prepared_by_id):
        return denied(_("Whoever prepared it does not approve it."), _("another of the top management"))
    return allow_if(
        user.authority.has_role(plan.unit_id, Role.TOP),
        _("Yearly plans are approved by the top management of the unit."),
        TOP,
    )


@rule("qms.abandon_plan")
def may_abandon_plan(user: Any, plan: Any) -> Decision:
    """A draft is abandoned by who keeps plans; what was approved by top management."""
    if plan.status == PlanStatus.DRAFT:
        return may_prepare_plan(user, plan)
    return allow_if(
        user.authority.has_role(plan.unit_id, Role.TOP),
        _("What was approved is abandoned by the top management of the unit."),
        TOP,
    )


@rule("qms.prepare_meeting")
def may_prepare_meeting(user: Any, meeting: Any) -> Decision:
    """The officer over the unit, its manager, top management: calling, minutes, conclusions, cancelling."""
    return allow_if(
        keeps(user, meeting.unit_id),
        _("Meetings are prepared by a quality officer, the unit's manager or top management."),
        KEEPERS,
    )


@rule("qms.conclude_meeting")
def may_conclude_meeting(user: Any, meeting: Any) -> Decision:
    """Who chaired it."""
    return allow_if(
        user.authority.is_one_of(meeting.chair_id),
        _("The notice of conclusions is signed by who chaired the meeting."),
        _("who chaired the meeting"),
    )
