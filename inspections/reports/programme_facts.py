"""What the proposal of a programme rests on, read at once for all its units: as many queries for three as for many."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from inspections.enums import FindingStatus, Grade, InspectionStatus, NonconformityStatus
from inspections.models import Finding, InspectedUnit, Inspection, Nonconformity, Programme
from inspections.programme_clauses import ClauseTree
from inspections.programme_coverage import done_clauses, spread_out, uncovered_of, years_of
from inspections.programme_risk import NEW, UnitFacts
from inspections.programme_units import places_of
from qms import clock
from qms.models.documents import ONCE_APPROVED, Document, Issue
from qms.models.reach import inside_subtree, participated
from qms.registry import registry

CONCLUDED = (InspectionStatus.CONCLUDED, InspectionStatus.CLOSED)
Last = dict[int, tuple[dt.date, int]]
"""Unit to the last day and the key of its last concluded inspection."""


@dataclass(frozen=True)
class Known:
    """The facts of each unit, and the auditable clauses that the cycle still misses there."""

    facts: dict[int, UnitFacts]
    uncovered: dict[int, set[str]]


def facts_for(programme: Programme, units: Iterable[Any], tree: ClauseTree, user: Any) -> Known:
    """Everything the weighing asks of these units, as far as the person reaches it."""
    listed = list(units)
    keys = [unit.pk for unit in listed]
    places = places_of(programme, keys)
    seen = Inspection.objects.visible_to(user).filter(kind=programme.kind, status__in=CONCLUDED)
    last = _last(seen, places)
    graded = _findings(last, places)
    open_ones = _open(places, user)
    changed = _changed(programme, places, last, user)
    done = spread_out(tree, done_clauses(programme, keys, user), keys)
    uncovered = uncovered_of(tree, done, keys)
    clauses = len(tree.leaves)
    newest = clock.today() - dt.timedelta(days=NEW)
    facts = {
        unit.pk: UnitFacts(
            **open_ones.get(unit.pk, {}),
            last_on=last[unit.pk][0] if unit.pk in last else None,
            last_majors=graded[(unit.pk, Grade.MAJOR)],
            last_minors=graded[(unit.pk, Grade.MINOR)],
            changed_issues=changed[unit.pk],
            is_new=unit.valid_from > newest,
            clauses=clauses,
            uncovered=len(uncovered[unit.pk]),
        )
        for unit in listed
    }
    return Known(facts, uncovered)


def _last(seen: Any, places: dict[int, int]) -> Last:
    rows = list(seen.values_list("unit_id", "ends_on", "pk"))
    further = InspectedUnit.objects.filter(inspection__in=seen.values("pk"), ended_at=None)
    rows += further.values_list("unit_id", "inspection__ends_on", "inspection_id")
    last: Last = {}
    for place, day, key in rows:
        home = places.get(place)
        if home is not None and (home not in last or (day, key) > last[home]):
            last[home] = (day, key)
    return last


def _findings(last: Last, places: dict[int, int]) -> Counter[tuple[int, str]]:
    keys = {key for _day, key in last.values()}
    live = Finding.objects.filter(inspection_id__in=keys).exclude(
        status__in=[FindingStatus.DRAFT, FindingStatus.WITHDRAWN]
    )
    counted: Counter[tuple[int, str]] = Counter()
    rows = live.order_by().values_list("inspection_id", "unit_id", "grade").annotate(number=Count("id"))
    for key, place, grade, number in rows:
        home = places.get(place)
        if home is not None and last.get(home, (None, None))[1] == key:
            counted[(home, grade)] += number
    return counted


def _open(places: dict[int, int], user: Any) -> dict[int, dict[str, int]]:
    states = NonconformityStatus.open_states()
    rows = Nonconformity.objects.filter(
        id__in=reached_keys(user), status__in=states, unit_id__in=list(places)
    ).order_by()
    late = Count("id", filter=Q(due_on__lt=clock.today()))
    names = {Grade.MAJOR.value: "open_majors", Grade.MINOR.value: "open_minors"}
    counted: dict[int, Counter[str]] = {}
    for place, grade, number, overdue in rows.values_list("unit_id", "grade").annotate(number=Count("id"), late=late):
        own = counted.setdefault(places[place], Counter())
        own[names[grade]] += number
        own["overdue"] += overdue
    return {home: dict(own) for home, own in counted.items()}


def reached_keys(user: Any) -> Any:
    """Keys of the nonconformities that `visible_to` lets through, each way of reaching them read by its own index.

    For counting over whole registers: the predicate asks several questions of every row, this one none.
    """
    if user.is_system or not user.is_active:
        return Nonconformity.objects.visible_to(user).order_by().values("id")
    side = inside_subtree(user.authority.record_units)
    ways = [Q(**{f"{field}__in": side}) for field in Nonconformity.UNIT_FIELDS]
    ways += [Q(id__in=participated(user, Nonconformity)), Q(inspection_id__in=participated(user, Inspection))]
    ways += [further(user) for further in registry.further_reach.get(Nonconformity._meta.label_lower, ())]
    first, *others = (Nonconformity.objects.filter(way).order_by().values("id") for way in ways)
    return first.union(*others)


def _changed(programme: Programme, places: dict[int, int], last: Last, user: Any) -> Counter[int]:
    """Documents with an issue in force since the last inspection, or in the cycle where there was none."""
    cycle = dt.date(years_of(programme)[0], 1, 1)
    first = min([day for day, _key in last.values()] + [cycle])
    issues = Issue.objects.filter(
        status__in=ONCE_APPROVED,
        effective_on__gt=first,
        effective_on__lte=clock.today(),
        document__in=Document.objects.readable_by(user).values("pk"),
        document__unit_id__in=list(places),
    )
    changed: set[tuple[int, int]] = set()
    for place, document, day in issues.order_by().values_list("document__unit_id", "document_id", "effective_on"):
        home = places[place]
        if day is not None and day > (last[home][0] if home in last else cycle):
            changed.add((home, document))
    return Counter(home for home, _document in changed)
