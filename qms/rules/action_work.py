"""Who works on an action beside its lifecycle: its checklist, notes of progress, templates."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from qms.policy import Decision, allow_if, rule
from qms.rules.actions import helper_ids
from qms.rules.people import is_officer_of


def works_on(user: Any, action: Any) -> bool:
    """Whether the person, or one for whom they act, owns the action or helps with it."""
    return bool(user.authority.is_one_of(action.owner_id, *helper_ids(action)))


@rule("qms.keep_action_steps")
def may_keep_steps(user: Any, action: Any) -> Decision:
    """The checklist is the owner's and the helpers'."""
    return allow_if(
        works_on(user, action),
        _("The steps of an action are kept by its owner and by who helps."),
        _("the owner, or a helper"),
    )


@rule("qms.note_progress")
def may_note_progress(user: Any, action: Any) -> Decision:
    """Progress is told by owner and helpers; who assigned or approved it may answer."""
    return allow_if(
        works_on(user, action) or user.authority.is_one_of(action.assigned_by_id, action.approver_id),
        _("Progress is noted by the owner, by who helps, and by who assigned the action."),
        _("the owner, a helper, or who assigned it"),
    )


@rule("qms.keep_action_templates")
def may_keep_templates(user: Any, template: Any) -> Decision:
    """Templates of actions are kept by an officer of the holder of the QMS."""
    return allow_if(
        is_officer_of(user, template.unit_id),
        _("Action templates are kept by the quality officers of the QMS."),
        _("a quality officer"),
    )
