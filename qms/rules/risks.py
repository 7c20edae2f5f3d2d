"""Who records, treats, reviews and closes risks and opportunities."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from qms import clock
from qms.enums import RiskTreatment, Role
from qms.models.people import Membership
from qms.policy import Decision, allow_if, denied, rule
from qms.risk_levels import ACCEPTED_BY_MANAGER, score, standing
from qms.rules.people import is_manager_of, is_officer_of

KEEPERS = _("a quality officer, the unit's manager, top management")


def leads(user: Any, unit_id: int | None) -> bool:
    """Manager of the unit, or top management over it."""
    return is_manager_of(user, unit_id) or bool(user.authority.has_role(unit_id, Role.TOP))


def keeps(user: Any, unit_id: int | None) -> bool:
    """Quality officer over the unit, its manager, or top management over it."""
    return is_officer_of(user, unit_id) or leads(user, unit_id)


def inspects_own(user: Any, unit_id: int | None) -> bool:
    """An inspector over the unit who works in it."""
    if not user.authority.has_role(unit_id, Role.INSPECTOR):
        return False
    places = Membership.objects.standing_on(clock.today()).filter(unit_id=unit_id)
    return bool(places.filter(user_id__in=user.authority.person_ids).exists())


@rule("qms.record_risk")
def may_record_risk(user: Any, risk: Any) -> Decision:
    """The officer over the unit, its manager, top management, and an inspector of one's own unit."""
    return allow_if(
        keeps(user, risk.unit_id) or inspects_own(user, risk.unit_id),
        _("Risks and opportunities are recorded by a quality officer, the unit's manager or its own inspectors."),
        _("a quality officer, the unit's manager, top management, an inspector of the unit"),
    )


@rule("qms.treat_risk")
def may_treat_risk(user: Any, risk: Any) -> Decision:
    """Who owns it or keeps the unit's risks; what stands high is accepted by manager or top management only."""
    if not (user.authority.is_one_of(risk.owner_id) or keeps(user, risk.unit_id)):
        return denied(
            _("Treatment is decided by its owner, a quality officer, the unit's manager or top management."),
            _("its owner, a quality officer, the unit's manager, top management"),
        )
    accepted = risk.treatment == RiskTreatment.ACCEPT and score(standing(risk)) >= ACCEPTED_BY_MANAGER
    return allow_if(
        not accepted or leads(user, risk.unit_id),
        _("A risk of this level is accepted by the unit's manager or top management."),
        _("the unit's manager, top management"),
    )


@rule("qms.review_risk")
def may_review_risk(user: Any, risk: Any) -> Decision:
    """Who owns it, or keeps the unit's risks."""
    return allow_if(
        user.authority.is_one_of(risk.owner_id) or keeps(user, risk.unit_id),
        _("It is reviewed by its owner, a quality officer, the unit's manager or top management."),
        _("its owner, a quality officer, the unit's manager, top management"),
    )


@rule("qms.close_risk")
def may_close_risk(user: Any, risk: Any) -> Decision:
    """Who keeps the unit's risks: closing, opening again, another owner."""
    return allow_if(
        keeps(user, risk.unit_id),
        _("This is done by a quality officer, the unit's manager or top management."),
        KEEPERS,
    )
