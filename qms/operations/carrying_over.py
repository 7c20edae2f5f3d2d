"""One portion of references carried over: what is wanted is held against the ledger, and the difference written."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db.models import F, Value

from qms.enums import ReferenceOrigin
from qms.history import bulk
from qms.history.recording import operation
from qms.operations.ending_references import EndingReferences
from qms.operations.transition_work import RunWork
from qms.registry import MovingKind, registry
from qms.transition.choosing import Choices
from qms.transition.holders import TakingPart
from qms.transition.ledger import NOWHERE, Line, holds_of, latest_of, undoings_between
from qms.transition.resting import kinds_onto
from qms.transition.table import Table
from qms.transition.wanting import Wanted, wanted_for


class Old(NamedTuple):
    """A reference to the old edition, with what its case depends on."""

    pk: int
    record_id: int
    unit_id: int
    part: str
    clause_id: int


@dataclass
class Ground:
    """What every portion of a run is judged by."""

    table: Table
    choices: Choices
    part: TakingPart
    undoings: dict[int, int]
    known: dict[tuple[Any, ...], Wanted] = field(default_factory=dict)

    def wanted(self, label: str, old: Old) -> Wanted:
        """What becomes of a reference; alike references are asked once."""
        holder = self.part.holder_of[old.unit_id]
        own = (label, old.record_id, old.clause_id) in self.choices.of_record
        key = (label, holder, old.part, old.clause_id, old.record_id if own else None)
        if key not in self.known:
            line = self.part.above[holder]
            found = wanted_for(self.table, self.choices, line, label, old.part, old.clause_id, key[-1])
            self.known[key] = found
        return self.known[key]

    def clauses(self, label: str) -> set[int]:
        """Old clauses of which anything can be said: automatic ones, and those with a decision."""
        found = {key for key, one in self.table.passages.items() if one.group == "automatic"}
        found |= {key[3] for key in self.choices.by_key}
        return found | {clause for kind, _record, clause in self.choices.of_record if kind == label}


@dataclass
class Addition:
    """A move to make: to a new clause (or NOWHERE), where `last` is what the ledger says of it so far."""

    old: Old
    wanted: Wanted
    target: int
    last: Line | None

    @property
    def at(self) -> tuple[int, int]:
        """Record and new clause."""
        return self.old.record_id, self.target


@operation("carry_references_over")
def carry_over(work: RunWork, ground: Ground, label: str, keys: Sequence[int], *, by: Any) -> None:
    """Carry one portion of references over, with history and a line of the ledger for each move."""
    work.lock()
    ground.undoings = undoings_between(work.programme)
    Portion(work, ground, label).carry(keys)


@dataclass
class Portion:
    """One portion under its lock."""

    work: RunWork
    ground: Ground
    label: str

    def __post_init__(self) -> None:
        self.kind: MovingKind = registry.moving_kinds[self.label]

    def carry(self, keys: Sequence[int]) -> None:
        """Read, judge, write."""
        olds = [old for old in read_old(self.kind, keys) if old.unit_id in self.ground.part.holder_of]
        latest = latest_of(self.label, [old.pk for old in olds], self.work.programme_ids)
        additions: list[Addition] = []
        unwanted: list[tuple[Line, Wanted]] = []
        for old in olds:
            wanted = self.ground.wanted(self.label, old)
            if wanted.targets is not None:
                self._judge(old, wanted, latest.get(old.pk, {}), additions, unwanted)
        self._add(additions)
        self._end(unwanted)

    def _judge(
        self,
        old: Old,
        wanted: Wanted,
        latest: dict[int, Line],
        additions: list[Addition],
        unwanted: list[tuple[Line, Wanted]],
    ) -> None:
        for target in sorted(wanted.keys):
            last = latest.get(target)
            if last is not None and last.act > 0 and last.decision_id == wanted.decision_id:
                continue
            if self._is_held(last, wanted):
                self.work.held += last.act < 0 if last else 0
                continue
            additions.append(Addition(old, wanted, target, last))
        for target, line in latest.items():
            if line.act > 0 and target not in wanted.keys and not self._is_held(line, wanted):
                unwanted.append((line, wanted))

    def _is_held(self, last: Line | None, wanted: Wanted) -> bool:
        """What an undoing left so stays so, until somebody decides again."""
        if last is None or last.run_id not in self.ground.undoings:
            return False
        return not wanted.is_after(self.ground.undoings[last.run_id])

    def _add(self, additions: Sequence[Addition]) -> None:
        standing = self._standing(additions)
        ended_by_moves = self._ended_by_moves(standing.values())
        fresh: dict[tuple[int, int], Any] = {}
        revived: list[Any] = []
        lines: list[tuple[Addition, Any, bool]] = []
        for addition in additions:
            reference, made = standing.get(addition.at), False
            if addition.target != NOWHERE and reference is None:
                reference, made = self._fresh(addition), True
                fresh[addition.at] = standing[addition.at] = reference
            elif reference is not None and reference.ended_at is not None:
                if reference.pk in ended_by_moves or _decided_after(addition.wanted, reference.ended_at):
                    reference.ended_at, made = None, True
                    reference.run = self.work.begun()
                    revived.append(reference)
                elif addition.last is None or addition.last.act < 0:
                    self.work.held += 1
                    continue
            lines.append((addition, reference, made))
        bulk.create(fresh.values())
        bulk.update(revived, ["ended_at", "run"])
        self.work.write([self._line(*one) for one in lines])

    def _fresh(self, addition: Addition) -> Any:
        record_id, clause_id = addition.at
        return self.kind.model(
            record_id=record_id, clause_id=clause_id, origin=ReferenceOrigin.DECISION, run=self.work.begun()
        )

    def _line(self, addition: Addition, reference: Any, made: bool) -> Line:
        old, wanted = addition.old, addition.wanted
        row = wanted.passage.row_to(addition.target or None)
        return Line(
            pk=0,
            kind=self.label,
            holder_id=self.ground.part.holder_of[old.unit_id],
            record_id=old.record_id,
            old_id=old.pk,
            new_id=reference.pk if reference is not None else None,
            act=1,
            made=made,
            from_clause_id=old.clause_id,
            target=addition.target,
            correspondence_id=row.pk if row else None,
            decision_id=wanted.decision_id,
            run_id=0,
        )

    def _standing(self, additions: Sequence[Addition]) -> dict[tuple[int, int], Any]:
        """References that the records have to those clauses already, standing or ended."""
        wanted = {one.at for one in additions if one.target != NOWHERE}
        if not wanted:
            return {}
        records, clauses = {record for record, _ in wanted}, {clause for _, clause in wanted}
        rows = self.kind.model.objects.filter(record_id__in=records, clause_id__in=clauses)
        return {(row.record_id, row.clause_id): row for row in rows if (row.record_id, row.clause_id) in wanted}

    def _ended_by_moves(self, references: Iterable[Any]) -> set[int]:
        """Of references that ended, those that a move ended, not somebody by hand."""
        ended = [one.pk for one in references if one.ended_at is not None]
        if not ended:
            return set()
        holds = holds_of(kinds_onto(self.kind.model), ended)
        return {key for key, hold in holds.items() if hold.closed and not hold.standing}

    def _end(self, unwanted: Sequence[tuple[Line, Wanted]]) -> None:
        """End what a newer decision no longer wants; what later work rests on stays."""
        if not unwanted:
            return
        ending = EndingReferences(self.kind.model, [line for line, _wanted in unwanted])
        resting = {rest.reference_id for rest in ending.resting()}
        self.work.kept += sum(line.new_id in resting for line, _wanted in unwanted)
        lines = [
            line._replace(decision_id=wanted.decision_id, act=-1, made=ending.closes(line))
            for line, wanted in unwanted
            if line.new_id not in resting
        ]
        ending.write(but=resting)
        self.work.write(lines)


def _decided_after(wanted: Wanted, moment: Any) -> bool:
    return wanted.choice is not None and wanted.choice.decision.decided_at > moment


def read_old(kind: MovingKind, keys: Sequence[int]) -> list[Old]:
    """References of a portion that still move, in their order."""
    part = F(kind.part) if kind.part else Value("")
    rows = kind.moving().filter(pk__in=keys).annotate(in_part=part).order_by("pk")
    return [Old._make(row) for row in rows.values_list("pk", kind.record, kind.unit, "in_part", "clause_id")]
