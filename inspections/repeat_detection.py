"""Which nonconformities repeat: the same clause and cause category, in several units or again in one.

What counts, and how:

- A nonconformity counts once for each clause that it cites, by the clause's own number in its own edition; a withdrawn
  one never counts. Its cause categories are those of its confirmed causes; categories of different QMS holders are one
  where their names are.
- "Again": the same unit, clause and category. Where a category is not known yet the clause alone counts, unless the
  same unit and clause already repeat with a category: then the new one waits for its own.
- "In several units": the same clause and category in at least two units of one QMS; without a category nothing is said.
- From above: what a body outside the QMS raised (a superior's check) counts for the holder to which that body belongs
  (for an inspectorate: the body above it), as one place for each checked holder, beside the units of its own QMS.
- Within 24 calendar months, counted back from the newest of them, which itself is at most 24 months old.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from inspections.enums import RepeatKind
from qms.operations.review_days import months_after

MONTHS = 24


@dataclass(frozen=True)
class Case:
    """A nonconformity on one of its clauses. `above`: the holder whose side raised it from outside, or None."""

    key: int
    clause: int
    unit: int
    holder: int
    above: int | None
    categories: frozenset[str]
    raised_on: dt.date


@dataclass(frozen=True)
class FoundRepeat:
    """Nonconformities that look alike. `category` is a folded name, empty where none is known."""

    to: int
    kind: str
    clause: int
    category: str
    where: int | None
    members: frozenset[int]


Signature = tuple[int, str, int, str, int | None]


def detect(cases: Iterable[Case], today: dt.date) -> list[FoundRepeat]:
    """All repeats among the cases, in a fixed order."""
    groups: dict[Signature, list[tuple[Case, int]]] = defaultdict(list)
    for case in cases:
        for signature, place in _signatures(case):
            groups[signature].append((case, place))
    found = [one for signature, group in groups.items() if (one := _repeat(signature, group, today))]
    known = {(one.to, one.clause, one.where) for one in found if one.kind == RepeatKind.AGAIN and one.category}
    kept = [one for one in found if one.category or (one.to, one.clause, one.where) not in known]
    return sorted(kept, key=lambda one: (one.to, one.kind, one.clause, one.category, one.where or 0))


def _signatures(case: Case) -> Iterable[tuple[Signature, int]]:
    """Where the case counts, each with the place that it is there."""
    several, again = RepeatKind.SEVERAL_UNITS.value, RepeatKind.AGAIN.value
    yield (case.holder, again, case.clause, "", case.unit), case.unit
    for category in case.categories:
        yield (case.holder, again, case.clause, category, case.unit), case.unit
        yield (case.holder, several, case.clause, category, None), case.unit
        if case.above is not None and case.above != case.holder:
            yield (case.above, several, case.clause, category, None), case.holder


def _repeat(signature: Signature, group: list[tuple[Case, int]], today: dt.date) -> FoundRepeat | None:
    newest = max(case.raised_on for case, _place in group)
    if newest < months_after(today, -MONTHS):
        return None
    first = months_after(newest, -MONTHS)
    near = [(case, place) for case, place in group if case.raised_on >= first]
    members = frozenset(case.key for case, _place in near)
    _to, kind, _clause, category, _where = signature
    places = {place for _case, place in near}
    enough = len(members) > 1 if kind == RepeatKind.AGAIN else len(places) > 1
    unknown = category or any(not case.categories for case, _place in near)
    return FoundRepeat(*signature, members) if enough and unknown else None
