"""What would follow to the new edition and what waits: identical references as one case. Nothing is written."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, F, Q, Value

from qms.enums import MoveGroup
from qms.models.clause_moves import ClauseDecision, ClauseMove
from qms.models.organisation import Unit
from qms.models.reach import UnitPath
from qms.models.standards import Clause
from qms.models.transition import TransitionHolder, TransitionProgramme
from qms.registry import MovingKind, registry
from qms.transition.choosing import Choice, Choices, load_choices
from qms.transition.holders import TakingPart, taking_part
from qms.transition.ledger import (
    grouped_with_ledger,
    programmes_between,
    read_signature,
    signatures,
    undoings_between,
)
from qms.transition.table import Table, load_table
from qms.transition.wanting import Wanted, wanted_for


@dataclass
class Case:
    """References that are alike: one kind and part of records of one holder that cite one old clause.

    A record with a decision of its own is a case of its own. `settled`: how many already stand as they should;
    `undone`: how many were taken back by an undoing and wait for a newer decision.
    """

    kind: str
    part: str
    holder: TransitionHolder
    wanted: Wanted
    record_id: int | None = None
    record_number: str = ""
    count: int = 0
    settled: int = 0
    undone: int = 0

    @property
    def clause(self) -> Clause:
        """The old clause."""
        return self.wanted.passage.clause

    @property
    def group(self) -> str:
        """Automatic, to confirm or to decide: as the table has it, whatever was decided since."""
        return self.wanted.passage.group

    @property
    def suggested(self) -> tuple[Clause, ...]:
        """The new clauses that the table names."""
        return self.wanted.passage.targets

    @property
    def decision(self) -> ClauseDecision | None:
        """The decision that fits."""
        return self.wanted.choice.decision if self.wanted.choice else None

    @property
    def overruled(self) -> tuple[Choice, ...]:
        """Decisions that would fit too, if that one did not."""
        return self.wanted.overruled

    @property
    def targets(self) -> tuple[Clause, ...] | None:
        """What the references are to cite too; () is none, None waits for a decision."""
        return self.wanted.targets

    @property
    def waiting(self) -> int:
        """How many wait, for a decision or for being applied."""
        return self.count - self.settled

    @property
    def ready(self) -> int:
        """How many the next run carries over."""
        return 0 if self.targets is None else self.waiting - self.undone

    @property
    def asks(self) -> int:
        """How many wait for a decision."""
        return self.waiting - self.ready

    @property
    def moving_kind(self) -> MovingKind:
        """The registered kind of record."""
        return registry.moving_kinds[self.kind]

    @property
    def key(self) -> str:
        """What names the case in an address or a form: it stays the same while the case does."""
        pieces = [self.holder.unit_id, self.kind, self.part, self.clause.pk, self.record_id or ""]
        return ":".join(str(one) for one in pieces)


@dataclass
class Totals:
    """Numbers of references."""

    references: int = 0
    automatic: int = 0
    to_confirm: int = 0
    to_decide: int = 0
    settled: int = 0
    ready: int = 0
    asks: int = 0
    cases: int = 0

    def add(self, case: Case) -> None:
        """Count a case in."""
        self.references += case.count
        setattr(self, case.group, getattr(self, case.group) + case.count)
        self.settled += case.settled
        self.ready += case.ready
        self.asks += case.asks
        self.cases += 1


@dataclass
class Plan:
    """What would happen in one unit's part of a programme, and what waits."""

    programme: TransitionProgramme
    table: Table
    cases: list[Case] = field(default_factory=list)

    @property
    def totals(self) -> Totals:
        """All cases together."""
        return self._sum(self.cases)

    def by_holder(self) -> dict[int, Totals]:
        """Totals by the holder's unit."""
        return self._by(lambda case: case.holder.unit_id)

    def by_kind(self) -> dict[str, Totals]:
        """Totals by kind of record, in the order in which kinds are registered."""
        found = self._by(lambda case: case.kind)
        return {label: found[label] for label in registry.moving_kinds if label in found}

    def by_clause(self) -> dict[int, Totals]:
        """Totals by old clause: what hangs on each."""
        return self._by(lambda case: case.clause.pk)

    def asking(self) -> list[Case]:
        """The queue: cases that wait for a decision."""
        return [case for case in self.cases if case.asks]

    def _by(self, key: Any) -> dict[Any, Totals]:
        found: dict[Any, Totals] = defaultdict(Totals)
        for case in self.cases:
            found[key(case)].add(case)
        return dict(found)

    @staticmethod
    def _sum(cases: Iterable[Case]) -> Totals:
        totals = Totals()
        for case in cases:
            totals.add(case)
        return totals


def plan(
    programme: TransitionProgramme,
    unit: Unit | int | None = None,
    *,
    unit_ids: Iterable[int] | None = None,
    kinds: Iterable[str] | None = None,
) -> Plan:
    """What would follow, for the holders at or below `unit` (by reporting line), or for the holders named.

    A programme that is not saved yet is planned for every unit that holds a QMS today.

    One grouping query for each kind of record, five more for everything else, whatever the number of references.
    """
    table = load_table(programme.from_edition_id, programme.to_edition_id)
    part = taking_part(programme, unit, unit_ids)
    choices = load_choices(programme, table)
    narrow = unit is not None or unit_ids is not None
    labels = list(kinds) if kinds is not None else list(registry.moving_kinds)
    ledger, undoings = _kinds_in_ledger(programme), undoings_between(programme)
    cases: dict[tuple[Any, ...], Case] = {}
    for label in labels:
        source = _Source(programme, label, table, part, choices, ledger.get(label), undoings, narrow)
        source.collect(cases)
    ordered = sorted(cases.values(), key=_order(labels, part))
    return Plan(programme, table, ordered)


def waiting(programme: TransitionProgramme, unit_ids: Iterable[int]) -> dict[int, tuple[int, int]]:
    """For each holder: how many of its references wait for a decision or an apply, and how many there are in all."""
    wanted = list(unit_ids)
    totals = plan(programme, unit_ids=wanted).by_holder()
    none = Totals()
    found = {unit_id: totals.get(unit_id, none) for unit_id in wanted}
    return {unit_id: (one.references - one.settled, one.references) for unit_id, one in found.items()}


def _order(labels: Sequence[str], part: TakingPart) -> Any:
    places = {unit_id: place for place, unit_id in enumerate(part.holders)}
    kinds = {label: place for place, label in enumerate(labels)}

    def key(case: Case) -> tuple[Any, ...]:
        own = (case.record_number, case.record_id or 0)
        return case.clause.position, kinds[case.kind], case.part, places[case.holder.unit_id], *own

    return key


def _kinds_in_ledger(programme: TransitionProgramme) -> dict[str, list[int]]:
    """Kinds of which something was ever moved between the two editions, with the programmes that share the ledger."""
    keys = programmes_between(programme)
    labels = ClauseMove.objects.filter(run__programme_id__in=keys).order_by().values_list("kind", flat=True).distinct()
    return dict.fromkeys(labels, keys)


def moving_references(kind: MovingKind, programme: TransitionProgramme, part: TakingPart, *, narrow: bool) -> Any:
    """The references of a kind that cite the old edition; narrowed to the units of the holders in scope."""
    rows = kind.moving().filter(clause__edition_id=programme.from_edition_id)
    if narrow:
        paths = UnitPath.objects.filter(ancestor_id__in=part.keys, inside=True)
        rows = rows.filter(**{f"{kind.unit}__in": paths.values("unit_id")})
    return rows.order_by()


@dataclass
class _Source:
    """The cases of one kind."""

    programme: TransitionProgramme
    label: str
    table: Table
    part: TakingPart
    choices: Choices
    ledger: list[int] | None
    undoings: dict[int, int]
    narrow: bool

    def collect(self, cases: dict[tuple[Any, ...], Case]) -> None:
        """Add the cases of this kind."""
        kind = registry.moving_kinds[self.label]
        rows = moving_references(kind, self.programme, self.part, narrow=self.narrow)
        own = {record_id for record_id, _clause in self.choices.records_of(self.label)}
        decided = ClauseDecision.objects.filter(programme_id=self.programme.pk, ended_at=None, kind=self.label)
        records = decided.filter(record_id__isnull=False).values("record_id")
        here = Q(**{f"{kind.record}__in": records})
        for group in self._groups(kind, rows.exclude(here) if own else rows):
            self._count(cases, group)
        for group in self._groups(kind, rows.filter(here), of_records=True) if own else ():
            self._count(cases, group)

    def _groups(self, kind: MovingKind, rows: Any, *, of_records: bool = False) -> Iterator[dict[str, Any]]:
        columns: dict[str, Any] = {"at_unit": F(kind.unit), "in_part": F(kind.part) if kind.part else Value("")}
        if of_records:
            columns |= {"of_record": F(kind.record), "called": F(kind.number)}
        if self.ledger:
            moved = signatures(self.label, self.ledger)
            return grouped_with_ledger(rows.values("pk", "clause_id", **columns), ["clause_id", *columns], moved)
        return rows.values("clause_id", **columns).annotate(references=Count("pk")).order_by().iterator()

    def _count(self, cases: dict[tuple[Any, ...], Case], group: dict[str, Any]) -> None:
        holder_id = self.part.holder_of.get(group["at_unit"])
        if holder_id is None:
            return
        record_id, part = group.get("of_record"), group["in_part"] or ""
        if (self.label, record_id, group["clause_id"]) not in self.choices.of_record:
            record_id = None
        key = (self.label, part, holder_id, group["clause_id"], record_id)
        case = cases.get(key)
        if case is None:
            line = self.part.above[holder_id]
            wanted = wanted_for(self.table, self.choices, line, self.label, part, group["clause_id"], record_id)
            holder = self.part.holders[holder_id]
            called = str(group["called"]) if record_id else ""
            case = cases[key] = Case(self.label, part, holder, wanted, record_id, called)
        _tally(case, group["references"], group.get("moved"), self.undoings)


def _tally(case: Case, references: int, moved: str | None, undoings: dict[int, int]) -> None:
    """Count references whose moves so far are alike."""
    standing, undone = read_signature(moved)
    case.count += references
    if case.targets is not None and case.wanted.keys == standing:
        case.settled += references
    elif any(target in case.wanted.keys and not case.wanted.is_after(undoings[run]) for target, run in undone):
        case.undone += references


def counts_by_clause(programme: TransitionProgramme, unit: Unit | int | None = None) -> dict[int, Counter[str]]:
    """What hangs on each old clause: number of references by kind of record."""
    found: dict[int, Counter[str]] = defaultdict(Counter)
    for case in plan(programme, unit).cases:
        found[case.clause.pk][case.kind] += case.count
    return dict(found)


__all__ = ["Case", "MoveGroup", "Plan", "Totals", "counts_by_clause", "plan", "waiting"]
