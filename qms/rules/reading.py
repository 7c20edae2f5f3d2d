"""Who confirms having read, who says what changed for whom, who sees who has read and reminds them."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from qms.enums import Role
from qms.policy import Allowed, Decision, allow_if, rule

FOLLOWERS = (Role.OFFICER, Role.MANAGER, Role.TOP)
"""Who sees to it that the people of their units read."""


@rule("qms.acknowledge")
def may_acknowledge(user: Any, issue: Any) -> Decision:
    """Whoever may read the document confirms, each for themself; a deputy does not do it for another."""
    document = issue.document
    readable = not user.is_system and document.has_reader(user) and document.issue_in_force() is not None
    return allow_if(
        readable,
        _("Only readers of a document in force confirm that they have read it."),
        _("people of the QMS to which the document belongs"),
    )


@rule("qms.note_change")
def may_note_change(user: Any, issue: Any) -> Decision:
    """What changes for an audience is said by the author of the issue or the quality officer."""
    if user.is_system or user.authority.is_one_of(issue.author_id):
        return Allowed
    return allow_if(
        user.authority.has_role(issue.document.unit_id, Role.OFFICER),
        _("What changes for readers is said by the author or the quality officer."),
        _("the author, a quality officer"),
    )


@rule("qms.see_reading")
def may_see_reading(user: Any, unit: Any) -> Decision:
    """Who has read is seen by those who reach the records of the unit; a reader sees only themself."""
    authority = user.authority
    allowed = bool(authority.record_units) if unit is None else authority.has_role(unit.pk, *Role.of_records())
    return allow_if(
        user.is_system or allowed,
        _("Who has read is seen by those who reach the records of the unit."),
        _("a quality officer, the unit's manager, an inspector or an auditor"),
    )


@rule("qms.follow_reading")
def may_follow_reading(user: Any, unit: Any) -> Decision:
    """Officers, managers and top management remind the people of their units."""
    held = user.authority.units_as(*FOLLOWERS)
    allowed = bool(held) if unit is None else user.authority.has_role(unit.pk, *FOLLOWERS)
    return allow_if(
        user.is_system or allowed,
        _("Readers are reminded by quality officers and managers, each for their own units."),
        _("a quality officer or the unit's manager"),
    )
