"""One portion of moves taken back: each goes to what stood before it, and what they alone made ends."""

from collections.abc import Sequence
from typing import Any

from qms.enums import RunKind
from qms.history import bulk
from qms.history.recording import operation
from qms.models.clause_moves import ClauseDecision, ClauseMove, TransitionRun
from qms.operations.ending_references import EndingReferences
from qms.operations.transition_work import RunWork
from qms.registry import registry
from qms.transition.ledger import Line, latest_lines, read_lines


class Undoing:
    """What is undone: a run, a decision, or everything of a holder."""

    def __init__(
        self,
        programme_ids: Sequence[int],
        *,
        run: TransitionRun | None = None,
        decision: ClauseDecision | None = None,
        holder_ids: Sequence[int] = (),
    ) -> None:
        self._ids = list(programme_ids)
        self._run, self._decision, self._holders = run, decision, list(holder_ids)

    def lines(self) -> Any:
        """The lines of it that still say what stands."""
        latest = latest_lines(self._ids)
        if self._run is not None:
            return latest.filter(run=self._run)
        if self._decision is not None:
            own = latest.filter(decision=self._decision)
            return own.exclude(act=-1, run__kind=RunKind.UNDO)
        return latest.filter(act=1, holder_id__in=self._holders)

    def before(self, label: str, lines: Sequence[Line]) -> dict[tuple[str, int, int], Line]:
        """What stood before it: the last line of the same move that is not its own. A holder begins from nothing."""
        if self._run is None and self._decision is None:
            return {}
        rows = ClauseMove.objects.filter(kind=label, old_id__in={one.old_id for one in lines})
        rows = rows.filter(run__programme_id__in=self._ids)
        found = {}
        for line in read_lines(rows):
            if not self._is_own(line):
                found[line.key] = line
        return found

    def _is_own(self, line: Line) -> bool:
        if self._run is not None:
            return line.run_id == self._run.pk
        return self._decision is not None and line.decision_id == self._decision.pk


@operation("take_references_back", reason_required=True)
def take_back(work: RunWork, undoing: Undoing, label: str, keys: Sequence[int], *, by: Any) -> None:
    """Take one portion of moves back, with history and a line of the ledger for each."""
    work.lock()
    lines = list(read_lines(undoing.lines().filter(kind=label, pk__in=keys)))
    before = undoing.before(label, lines)
    returning = [(line, before[line.key]) for line in lines if line.key in before and before[line.key].act > 0]
    kept = {line.key for line, _earlier in returning}
    _return(work, label, returning)
    _end(work, label, [line for line in lines if line.key not in kept and line.act > 0])


def _end(work: RunWork, label: str, lines: Sequence[Line]) -> None:
    ending = EndingReferences(registry.moving_kinds[label].model, lines)
    ending.write()
    work.write([line._replace(act=-1, made=ending.closes(line)) for line in lines])


def _return(work: RunWork, label: str, pairs: Sequence[tuple[Line, Line]]) -> None:
    """Moves that stood before stand again, by the decision of then; a reference that ended with them is cited again."""
    model = registry.moving_kinds[label].model
    ended = [line.new_id for line, _earlier in pairs if line.act < 0 and line.made and line.new_id is not None]
    references = {one.pk: one for one in model.objects.filter(pk__in=ended, ended_at__isnull=False)}
    for reference in references.values():
        reference.ended_at, reference.run = None, work.begun()
    bulk.update(references.values(), ["ended_at", "run"])
    work.write([earlier._replace(act=1, made=earlier.new_id in references) for _line, earlier in pairs])
