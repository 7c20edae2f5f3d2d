"""Who prepares, signs and cancels decisions over documents."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from qms.enums import DecisionAct, Role
from qms.policy import Decision, allow_if, denied, rule
from qms.rules.documents import _wrote, learn_writers, reviewer_ids


@rule("qms.prepare_decision")
def may_prepare_decision(user: Any, decision: Any) -> Decision:
    """The quality officer over the unit that decides."""
    return allow_if(
        user.is_system or user.authority.has_role(decision.unit_id, Role.OFFICER),
        _("Decisions are prepared by a quality officer."),
        _("a quality officer"),
    )


@rule("qms.sign_decision")
def may_sign_decision(user: Any, decision: Any) -> Decision:
    """Top management; never somebody who wrote or reviewed an issue that it approves."""
    if not user.authority.has_role(decision.unit_id, Role.TOP):
        return denied(_("Decisions are signed by top management."), _("top management"))
    own = [str(item.issue) for item in own_items(user, decision)]
    return allow_if(
        not own,
        _("Whoever wrote or reviewed an issue does not approve it: %(issues)s.") % {"issues": ", ".join(own)},
        _("top management"),
    )


def own_items(user: Any, decision: Any) -> list[Any]:
    """The documents to approve that the person, or whoever counts as one with them, wrote or reviewed."""
    items = standing_items(decision)
    learn_writers([item.issue.document for item in items])
    user.authority.learn_ancestors({item.issue.document.unit_id for item in items})
    return [item for item in items if item.act == DecisionAct.APPROVE and _has_part(user, item.issue)]


def standing_items(decision: Any) -> list[Any]:
    """The documents of a decision with what its rules and guards read, in three queries however many they are.

    Read once for each object: the caller that changes items asks anew with another object.
    """
    if "_standing_items" not in decision.__dict__:
        rows = decision.items.filter(ended_at=None).select_related("issue__document__unit", "issue__author")
        rows = rows.select_related("issue__reviewer", "replacement").prefetch_related("issue__reviewers")
        decision.__dict__["_standing_items"] = list(rows.order_by("issue__document__number", "pk"))
    return decision.__dict__["_standing_items"]


def _has_part(user: Any, issue: Any) -> bool:
    return bool(user.authority.counts_as(*reviewer_ids(issue))) or _wrote(user, issue)
