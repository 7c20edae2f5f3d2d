"""Who plans, writes and signs management reviews."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from qms.enums import Role
from qms.policy import Decision, allow_if, rule
from qms.rules.people import is_officer_of


def prepares(user: Any, unit_id: int | None) -> bool:
    """Quality officer or top management over the unit, or the installation itself."""
    return is_officer_of(user, unit_id) or bool(user.authority.has_role(unit_id, Role.TOP))


@rule("qms.prepare_review")
def may_prepare_review(user: Any, review: Any) -> Decision:
    """Planning, gathering, freezing, cancelling: quality officer and top management."""
    return allow_if(
        prepares(user, review.unit_id),
        _("Management reviews are prepared by a quality officer or top management."),
        _("a quality officer, top management"),
    )


@rule("qms.write_review")
def may_write_review(user: Any, review: Any) -> Decision:
    """Reports, minutes and decisions: also the secretary of the meeting."""
    return allow_if(
        prepares(user, review.unit_id) or user.authority.is_one_of(review.secretary_id),
        _("The papers of a management review are written by its secretary, a quality officer or top management."),
        _("its secretary, a quality officer, top management"),
    )


@rule("qms.sign_review")
def may_sign_review(user: Any, review: Any) -> Decision:
    """Top management reviews (9.3.1): who chaired the meeting signs, in their own name."""
    return allow_if(
        user.authority.is_one_of(review.chair_id) and user.authority.has_role(review.unit_id, Role.TOP),
        _("The minutes are signed by who chaired the meeting, as top management of the unit."),
        _("who chaired it, as top management"),
    )
