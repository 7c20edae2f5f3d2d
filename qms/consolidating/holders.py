"""Which units below a superior report to it: those that hold a quality management system, and those that reported."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.utils.translation import get_language

from qms.enums import UnitKind
from qms.models.organisation import QMSHolding, Unit
from qms.models.periodic_reports import PeriodicReport
from qms.models.reach import UnitPath
from qms.prepared import as_day, prepared_rows


@dataclass(slots=True)
class Holder:
    """One unit with the rhythms in which it reports: (rhythm, from, to)."""

    unit_id: int
    uid: UUID
    code: str
    name: str
    sort_key: str
    kind: str
    rhythms: list[tuple[str, dt.date, dt.date | None]] = field(default_factory=list)


COLUMNS = (
    "id", "uid", "code", "name_vi", "name_en", "sort_key", "kind", "holdings__rhythm", "holdings__valid_from",
    "holdings__valid_to",
)  # fmt: skip


def holders_below(superior_id: int) -> list[Holder]:
    """Every unit below the superior that ever held a system, and every unit that reports to it; one query.

    Central units first, departments of provinces after them, each by name.
    """
    english = get_language() == "en"
    found: dict[int, Holder] = {}
    for key, uid, code, vi, en, sort, kind, rhythm, begins, ends in prepared_rows(_rows, superior=superior_id):
        holder = found.get(key)
        if holder is None:
            holder = found[key] = Holder(key, UUID(str(uid)), code, en if en and english else vi, sort, kind)
        if rhythm is not None:
            holder.rhythms.append((rhythm, as_day(begins), as_day(ends)))
    return sorted(found.values(), key=lambda one: (one.kind == UnitKind.PROVINCIAL, one.sort_key, one.unit_id))


def _rows(superior: int) -> Any:
    below = UnitPath.objects.filter(unit_id=OuterRef("pk"), ancestor_id=superior, depth__gt=0)
    holding = QMSHolding.objects.filter(unit_id=OuterRef("pk"))
    reported = PeriodicReport.objects.filter(unit_id=OuterRef("pk"), superior_id=superior)
    rows = Unit.objects.filter(Exists(below) & Exists(holding) | Exists(reported)).order_by("holdings__valid_from")
    return rows.values_list(*COLUMNS)


def owes(holder: Holder, rhythm: str, last: dt.date) -> bool:
    """Whether the unit held a system with the rhythm on the last day of the period."""
    return any(
        one == rhythm and begins <= last and (ends is None or ends >= last) for one, begins, ends in holder.rhythms
    )
