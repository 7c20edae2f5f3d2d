"""Who decides what becomes of clauses in a transition, and who carries it out or undoes it."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from qms.enums import Role, TransitionStatus
from qms.models.reach import UnitPath
from qms.policy import Allowed, Decision, allow_if, denied, rule

WHO = _("a quality officer of the unit, or of the unit that leads the programme")


@dataclass(frozen=True)
class Scope:
    """A unit's part of a programme, where there is no decision or run yet to ask about."""

    programme: Any
    unit: Any

    @property
    def unit_id(self) -> int:
        """The unit's key, as decisions and runs have it."""
        return int(self.unit.pk)


@rule("qms.decide_clause")
def may_decide_clause(user: Any, record: Any) -> Decision:
    """A quality officer of the unit it holds for, or of the leading unit when that unit is at or below it.

    `record`: a decision (also one not yet made), or a Scope.
    """
    return _officer_over(user, record, _("What becomes of a clause is decided by a quality officer."))


@rule("qms.run_transition")
def may_run_transition(user: Any, record: Any) -> Decision:
    """The same people as decide. `record`: a run (also one not yet begun), or a Scope."""
    return _officer_over(user, record, _("References are carried over and taken back by a quality officer."))


def _officer_over(user: Any, record: Any, reason: Any) -> Decision:
    if record.programme.status == TransitionStatus.CLOSED:
        return denied(_("The programme is closed."))
    if user.is_system or user.authority.has_role(record.unit_id, Role.OFFICER):
        return Allowed
    leading = record.programme.unit_id
    leads = user.authority.has_role(leading, Role.OFFICER)
    return allow_if(leads and _lies_below(record.unit_id, leading), reason, WHO)


def _lies_below(unit_id: int, ancestor_id: int) -> bool:
    return UnitPath.objects.filter(unit_id=unit_id, ancestor_id=ancestor_id).exists()
