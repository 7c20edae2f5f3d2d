"""Who may do what with an action."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from qms.enums import Role
from qms.policy import Allowed, Decision, allow_if, denied, rule
from qms.rules.people import is_manager_of, is_officer_of

LONG_EXTENSION = 30  # days in all; beyond it, or a second time, top management decides (product rule)


def helper_ids(action: Any) -> set[int]:
    """Keys of the people who help with the action today."""
    known = getattr(action, "known_helpers", None)
    if known is not None:
        return set(known)
    return set(action.helpers.filter(ended_at=None).values_list("user_id", flat=True))


def did_it(user: Any, action: Any) -> bool:
    """Whether the person, or one with whom they count as one, owns the action or helps with it."""
    return user.authority.counts_as(action.owner_id, *helper_ids(action))


@rule("qms.create_action")
def may_create_action(user: Any, action: Any) -> Decision:
    """A task is assigned by the manager or officer over the unit, or by top management."""
    allowed = is_manager_of(user, action.unit_id) or is_officer_of(user, action.unit_id)
    return allow_if(
        allowed or user.authority.has_role(action.unit_id, Role.TOP),
        _("Tasks are assigned by the unit's manager, a quality officer or top management."),
        _("the unit's manager, a quality officer, top management"),
    )


@rule("qms.assign_action")
def may_assign_action(user: Any, action: Any) -> Decision:
    """A proposed action is assigned with the plan's approval, or by whoever assigns the task; never by its owner."""
    if user.authority.counts_as(action.owner_id):
        return denied(_("Its owner does not assign the action."), _("who approves the plan"))
    allowed = user.authority.is_one_of(action.approver_id, action.assigned_by_id)
    return allow_if(
        allowed or is_officer_of(user, action.raised_by_unit_id),
        _("An action is assigned by who approves the plan or assigns the task."),
        _("who approves the plan, or a quality officer"),
    )


@rule("qms.do_action")
def may_do_action(user: Any, action: Any) -> Decision:
    """Doing and reporting is the owner's; for an owner without an account, who assigned it acts, or their link."""
    if action.owner_id is None:
        return allow_if(
            user.is_system or user.authority.is_one_of(action.assigned_by_id),
            _("Its owner has no account: who assigned it reports for them."),
            _("who assigned it"),
        )
    return allow_if(
        user.authority.is_one_of(action.owner_id), _("Only its owner reports on this action."), _("the owner")
    )


def reported_by(action: Any) -> int | None:
    """Who reported an action as done for an owner without an account; the system for what came by a link."""
    if action.owner_id is not None or not action.pk:
        return None
    rows = action.history.filter(operation="action.done").order_by("-sequence")
    return rows.values_list("history_user_id", flat=True).first()


@rule("qms.verify_action")
def may_verify_action(user: Any, action: Any) -> Decision:
    """Verified by who approved the plan or an officer, or who asked by a link; never by owner or helper."""
    if did_it(user, action) or user.authority.counts_as(reported_by(action)):
        return denied(
            _("Whoever did the action, or helped, does not verify it."), _("an officer, who approved the plan")
        )
    allowed = user.authority.is_one_of(action.approver_id) or is_officer_of(user, action.raised_by_unit_id)
    if action.owner_id is None and not action.brought_in:
        allowed = allowed or user.authority.is_one_of(action.assigned_by_id)
    return allow_if(
        allowed or is_officer_of(user, action.unit_id),
        _("An action is verified by who approved the plan or by a quality officer."),
        _("who approved the plan, or a quality officer"),
    )


@rule("qms.reassign_action")
def may_reassign_action(user: Any, action: Any) -> Decision:
    """Another owner is named by the unit's manager."""
    return allow_if(
        is_manager_of(user, action.unit_id), _("Only the unit's manager names another owner."), _("the unit's manager")
    )


@rule("qms.cancel_action")
def may_cancel_action(user: Any, action: Any) -> Decision:
    """Cancelled by who approved the plan (or assigned the task), not by the owner; by the system with its plan."""
    if user.is_system:
        return Allowed
    if user.authority.counts_as(action.owner_id):
        return denied(_("Its owner does not cancel an action."), _("who approved the plan"))
    decider = action.approver_id or action.assigned_by_id
    return allow_if(
        user.authority.is_one_of(decider),
        _("An action is cancelled by who approved the plan or assigned the task."),
        _("who approved the plan"),
    )


@rule("qms.ask_extension")
def may_ask_extension(user: Any, action: Any) -> Decision:
    """More time is asked for by the owner, also when late."""
    return allow_if(
        user.authority.is_one_of(action.owner_id), _("More time is asked for by the owner."), _("the owner")
    )


@rule("qms.endorse_extension")
def may_endorse_extension(user: Any, extension: Any) -> Decision:
    """Endorsed by the unit's manager, never by who asked."""
    if user.authority.counts_as(extension.asked_by_id):
        return denied(_("Whoever asked for more time does not endorse it."), _("the unit's manager"))
    return allow_if(
        is_manager_of(user, extension.action.unit_id),
        _("More time is endorsed by the unit's manager."),
        _("the unit's manager"),
    )


def needs_top_management(extension: Any) -> bool:
    """Over 30 days in all, or a second time."""
    action = extension.action
    known = getattr(action, "known_granted", None)
    if known is None:
        granted = action.extensions.filter(status="granted").exclude(pk=extension.pk).exists()
    else:
        granted = bool(known - {extension.pk})
    original = action.original_due_on or extension.from_day
    return granted or (extension.to_day - original).days > LONG_EXTENSION


@rule("qms.decide_extension")
def may_decide_extension(user: Any, extension: Any) -> Decision:
    """Granted by who approved the plan or assigned the task; long or repeated ones by top management."""
    if user.authority.counts_as(extension.asked_by_id):
        return denied(_("Whoever asked for more time does not grant it."), _("who approved the plan"))
    return _grants(user, extension)


def _grants(user: Any, extension: Any) -> Decision:
    action = extension.action
    if needs_top_management(extension):
        return allow_if(
            user.authority.has_role(action.unit_id, Role.TOP),
            _("More than 30 days in all, or a second extension, is granted by top management."),
            _("top management"),
        )
    return allow_if(
        user.authority.is_one_of(action.approver_id or action.assigned_by_id),
        _("More time is granted by who approved the plan or assigned the task."),
        _("who approved the plan or assigned the task"),
    )


@rule("qms.give_more_time")
def may_give_more_time(user: Any, extension: Any) -> Decision:
    """Given without a request by whoever would grant one; never by who owns the action or helps with it."""
    action = extension.action
    if did_it(user, action):
        return denied(_("Whoever does the action does not give it more time."), _("who approved the plan"))
    return _grants(user, extension)
