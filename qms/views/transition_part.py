"""Which part of a transition a person looks at: the holders that they reach, below the unit that they chose."""

import uuid
from dataclasses import dataclass
from typing import Any

from qms import policy
from qms.enums import TransitionGroup
from qms.models.organisation import Unit
from qms.models.reach import UnitPath
from qms.models.transition import TransitionHolder, TransitionProgramme
from qms.rules.transition_moves import Scope
from qms.transition.plan import Plan, plan


@dataclass(frozen=True)
class Part:
    """The unit that was chosen with the holders at or below it; `decides`: where the person may decide and carry over.

    `units` are offered to choose from: the leading unit first for who leads, else the units of one's own holders.
    """

    programme: TransitionProgramme
    units: list[Unit]
    decides: list[Unit]
    unit: Unit | None
    holders: list[TransitionHolder]

    @property
    def may_decide(self) -> bool:
        """Whether the person may decide and carry over for the chosen unit."""
        return self.unit is not None and self.unit in self.decides

    @property
    def unit_ids(self) -> list[int]:
        """Keys of the holders' units."""
        return [holder.unit_id for holder in self.holders]

    def planned(self) -> Plan:
        """What would follow in this part."""
        return plan(self.programme, unit_ids=self.unit_ids)


def part_of(user: Any, programme: TransitionProgramme, asked: str = "") -> Part:
    """The part that was asked for by the unit's uid, or the first that is the person's."""
    rows = TransitionHolder.objects.visible_to(user).filter(programme=programme, ended_at=None)
    rows = rows.exclude(group=TransitionGroup.EXEMPT).select_related("unit").order_by("unit__sort_key", "pk")
    holders = list(rows)
    decides = _decides(user, programme, holders)
    leading = programme.unit
    units = decides or [holder.unit for holder in holders]
    if leading not in units and _sees_all_below(holders, leading):
        units = [leading, *units]
    chosen = next((unit for unit in units if str(unit.uid) == _uid(asked)), units[0] if units else None)
    if chosen is not None:
        below = set(UnitPath.objects.filter(ancestor=chosen).values_list("unit_id", flat=True))
        holders = [holder for holder in holders if holder.unit_id in below]
    return Part(programme, units, decides, chosen, holders)


def _decides(user: Any, programme: TransitionProgramme, holders: list[TransitionHolder]) -> list[Unit]:
    if policy.may(user, "qms.decide_clause", Scope(programme, programme.unit)):
        others = [holder.unit for holder in holders if holder.unit_id != programme.unit_id]
        return [programme.unit, *others]
    user.authority.learn_ancestors(holder.unit_id for holder in holders)
    return [holder.unit for holder in holders if policy.may(user, "qms.decide_clause", Scope(programme, holder.unit))]


def _sees_all_below(holders: list[TransitionHolder], leading: Unit) -> bool:
    return len(holders) > 1 and any(holder.unit_id == leading.pk for holder in holders)


def _uid(text: str) -> str:
    try:
        return str(uuid.UUID(text))
    except ValueError:
        return ""
