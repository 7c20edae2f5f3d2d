"""Who hands over what a person who leaves has open."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from qms import clock
from qms.models.people import Membership, RoleAssignment
from qms.policy import Decision, allow_if, rule
from qms.rules.people import is_manager_of, is_officer_of


def units_of(person: Any) -> set[int]:
    """Keys of the units where the person works or holds a role today."""
    today = clock.today()
    found: set[int] = set()
    for model in (Membership, RoleAssignment):
        found |= set(model.objects.standing_on(today).filter(user=person).values_list("unit_id", flat=True))
    return found


@rule("qms.hand_over")
def may_hand_over(user: Any, person: Any) -> Decision:
    """The manager or officer over a unit of the person; each thing then follows its own rule."""
    allowed = any(is_manager_of(user, unit) or is_officer_of(user, unit) for unit in units_of(person))
    return allow_if(
        allowed,
        _("What somebody has open is handed over by the manager or the quality officer of their unit."),
        _("the unit's manager, a quality officer"),
    )
