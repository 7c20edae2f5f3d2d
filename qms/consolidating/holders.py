"""Which units below a superior hold a quality management system, and so owe reports, from when to when."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef
from django.utils.translation import get_language

from qms.models.organisation import QMSHolding, Unit
from qms.models.reach import UnitPath


@dataclass
class Holder:
    """One unit with the rhythms in which it reports: (rhythm, from, to)."""

    unit_id: int
    uid: str
    code: str
    name: str
    sort_key: str
    kind: str
    rhythms: list[tuple[str, dt.date, dt.date | None]] = field(default_factory=list)


UNIT = ("id", "uid", "code", "name_vi", "name_en", "sort_key", "kind")
KINDS = {"provincial_department": 1}
"""Central units stand first, departments of provinces after them."""


def holders_below(superior_id: int, extra: Iterable[int] = ()) -> list[Holder]:
    """Every unit below the superior that ever held a system, and those of `extra` keys; one query, a second for those.

    Central units first, then by name.
    """
    paths = UnitPath.objects.filter(unit_id=OuterRef("unit_id"), ancestor_id=superior_id, depth__gt=0)
    rows = QMSHolding.objects.filter(Exists(paths)).order_by("valid_from", "id")
    found: dict[int, Holder] = {}
    columns = [f"unit__{name}" for name in UNIT]
    for *unit, rhythm, begins, ends in rows.values_list(*columns, "rhythm", "valid_from", "valid_to"):
        holder = found.setdefault(unit[0], _holder(*unit))
        holder.rhythms.append((rhythm, begins, ends))
    others = set(extra) - found.keys()
    if others:
        found |= {row[0]: _holder(*row) for row in Unit.objects.filter(pk__in=others).values_list(*UNIT)}
    return sorted(found.values(), key=lambda one: (KINDS.get(one.kind, 0), one.sort_key, one.unit_id))


def _holder(key: int, uid: str, code: str, vi: str, en: str, sort: str, kind: str) -> Holder:
    return Holder(key, uid, code, en if en and get_language() == "en" else vi, sort, kind)


def owes(holder: Holder, rhythm: str, last: dt.date) -> bool:
    """Whether the unit held a system with the rhythm on the last day of the period."""
    return any(
        one == rhythm and begins <= last and (ends is None or ends >= last) for one, begins, ends in holder.rhythms
    )
