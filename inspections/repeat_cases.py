"""Reading what repeats are detected among: a fixed number of queries, whatever the number of nonconformities."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from inspections.enums import NonconformityStatus
from inspections.models import Cause, NonconformityClause
from inspections.repeat_detection import MONTHS, Case
from qms.enums import UnitKind
from qms.folding import fold
from qms.models.organisation import QMSHolding, Unit
from qms.models.reach import UnitPath
from qms.operations.review_days import months_after


def read_cases(today: dt.date, clause_ids: Iterable[int] | None = None) -> list[Case]:
    """The cases that can still repeat today; only on these clauses where they are given."""
    rows = _cited(today, clause_ids)
    by_clause: dict[int, set[int]] = defaultdict(set)
    for key, clause, *_rest in rows:
        by_clause[clause].add(key)
    rows = [row for row in rows if len(by_clause[row[1]]) > 1]
    if not rows:
        return []
    categories = _categories({row[0] for row in rows}, clause_ids is not None)
    bodies = _bodies({row[3] for row in rows})
    holders = _holders({unit for row in rows for unit in (row[2], row[3], bodies[row[3]])})
    cases = []
    for key, clause, unit, raiser, raised_on in rows:
        holder = holders.get(unit)
        if holder is not None:
            outside = holders.get(raiser) != holder
            above = holders.get(bodies[raiser]) if outside else None
            cases.append(Case(key, clause, unit, holder, above, frozenset(categories[key]), raised_on))
    return cases


def folded(name: str) -> str:
    """A category's name as it is compared: case, accents and spaces do not matter."""
    return " ".join(fold(name).split())


def _cited(today: dt.date, clause_ids: Iterable[int] | None) -> list[Any]:
    rows = NonconformityClause.objects.filter(
        ended_at=None, record__ended_at=None, record__raised_on__gte=months_after(today, -2 * MONTHS)
    ).exclude(record__status=NonconformityStatus.WITHDRAWN)
    rows = rows.exclude(clause=None) if clause_ids is None else rows.filter(clause_id__in=list(clause_ids))
    fields = ("record_id", "clause_id", "record__unit_id", "record__raised_by_unit_id", "record__raised_on")
    return list(rows.order_by().values_list(*fields))


def _categories(keys: set[int], few: bool) -> dict[int, set[str]]:
    """Folded names of the categories of confirmed causes, by nonconformity."""
    rows = Cause.objects.filter(ended_at=None, confirmed_by__isnull=False, category__isnull=False)
    if few and len(keys) <= 5000:
        rows = rows.filter(nonconformity_id__in=keys)
    told: dict[int, set[str]] = defaultdict(set)
    for key, name in rows.order_by().values_list("nonconformity_id", "category__name_vi"):
        told[key].add(folded(name))
    return told


def _bodies(unit_ids: set[int]) -> dict[int, int]:
    """For whom a unit checks: an inspectorate for the body above it, any other for itself."""
    rows = Unit.objects.filter(pk__in=unit_ids).order_by().values_list("pk", "kind", "parent_id")
    return {key: parent if kind == UnitKind.INSPECTORATE and parent else key for key, kind, parent in rows}


def _holders(unit_ids: set[int]) -> dict[int, int]:
    """The holder of the QMS that each unit belongs to."""
    held = QMSHolding.objects.filter(Q(valid_to=None)).values("unit_id")
    paths = UnitPath.objects.filter(unit_id__in=unit_ids, ancestor_id__in=held, inside=True)
    return dict(paths.order_by("-depth").values_list("unit_id", "ancestor_id"))
