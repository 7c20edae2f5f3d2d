"""Lines of the ledger of moves as a page shows them: only of holders that the person reaches."""

from collections import defaultdict
from typing import Any

from django.db.models import Count

from qms.models.clause_moves import ClauseMove
from qms.models.transition import TransitionHolder, TransitionProgramme
from qms.registry import registry
from qms.transition.ledger import programmes_between, standing_lines

MOST = 50  # lines on a page


def seen_units(user: Any, programme: TransitionProgramme) -> Any:
    """Keys of the units whose part of the programme the person may see."""
    return TransitionHolder.objects.visible_to(user).filter(programme=programme).values("unit_id")


def own_units(user: Any, programme: TransitionProgramme) -> set[int]:
    """Of these, the ones whose records the person reaches, so that a record is named and linked."""
    units = set(seen_units(user, programme).values_list("unit_id", flat=True))
    user.authority.learn_ancestors(units)
    return {unit for unit in units if user.authority.record_units & user.authority.ancestors_inside(unit)}


def told_lines(lines: Any, user: Any, programme: TransitionProgramme) -> dict[str, Any]:
    """How many lines by kind of record, and the first ones with their records; a fixed number of queries."""
    lines = lines.filter(holder_id__in=seen_units(user, programme))
    counts = lines.order_by().values_list("kind").annotate(number=Count("pk"))
    rows = list(lines.select_related("from_clause", "to_clause", "holder").order_by("pk")[:MOST])
    records = _records(rows, own_units(user, programme))
    total = sum(number for _kind, number in counts)
    return {
        "kinds": [(_title(label), number) for label, number in counts],
        "lines": [
            {"move": row, "kind": _title(row.kind), "record": records.get((row.kind, row.old_id))} for row in rows
        ],
        "total": total,
        "left_out": total - len(rows),
    }


def _title(label: str) -> str:
    kind = registry.moving_kinds.get(label)
    return str(kind.title) if kind else label


def _records(rows: list[ClauseMove], units: set[int]) -> dict[tuple[str, int], dict[str, str]]:
    wanted: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        if row.holder_id in units:
            wanted[row.kind].append(row.old_id)
    found: dict[tuple[str, int], dict[str, str]] = {}
    for label, keys in wanted.items():
        kind = registry.moving_kinds.get(label)
        if kind is None:
            continue
        source = kind.moving().model
        numbers = dict(source.objects.filter(pk__in=keys).values_list("pk", kind.number))
        deep = ["record"] if any(one.name == "record" for one in source._meta.concrete_fields) else []
        for reference in source.objects.filter(pk__in=keys).select_related(*deep):
            found[label, reference.pk] = {"number": str(numbers[reference.pk]), "url": kind.url(reference)}
    return found


def standing_of(programme: TransitionProgramme, **of: Any) -> Any:
    """The moves that stand of a decision or a run."""
    return standing_lines(programmes_between(programme)).filter(**of)
