"""What a run of a transition works with: its programme's table, decisions and holders, and the run once it writes."""

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Max

from qms import clock
from qms.enums import RunKind, RunStatus
from qms.history.recording import operation
from qms.models.clause_moves import ClauseDecision, ClauseMove, TransitionRun
from qms.models.organisation import Unit
from qms.models.transition import TransitionProgramme
from qms.transition.ledger import NOWHERE, Line, programmes_between

CHUNK = 1000
"""References in one transaction: a run that is cut off loses at most so many, and its memory stays flat."""


@dataclass
class RunWork:
    """One run in the making. The run itself is begun by its first write, so that a run without work leaves nothing."""

    programme: TransitionProgramme
    unit: Unit
    kind: str
    by: Any
    facts: dict[str, Any] = field(default_factory=dict)
    run: TransitionRun | None = None
    changed: int = 0
    kept: int = 0
    held: int = 0
    programme_ids: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.programme_ids = programmes_between(self.programme)
        left = TransitionRun.objects.filter(
            programme=self.programme, unit=self.unit, kind=self.kind, status=RunStatus.RUNNING, **self.facts
        )
        self.run = left.order_by("pk").first()

    def lock(self) -> None:
        """One run at a time between two editions: what another one writes is seen before anything is judged."""
        list(TransitionProgramme.objects.locked().filter(pk__in=self.programme_ids).order_by("pk").values_list("pk"))

    def begun(self) -> TransitionRun:
        """The run, begun now where it has not been."""
        if self.run is None:
            self.run = begin_run(self, by=self.by)
        return self.run

    def write(self, lines: Sequence[Line]) -> None:
        """Add lines to the ledger, in their order."""
        if not lines:
            return
        run = self.begun()
        ClauseMove.objects.bulk_create([_move(line, run) for line in lines], batch_size=CHUNK)
        self.changed += len(lines)


def _move(line: Line, run: TransitionRun) -> ClauseMove:
    return ClauseMove(
        run_id=run.pk,
        act=line.act,
        kind=line.kind,
        holder_id=line.holder_id,
        record_id=line.record_id,
        old_id=line.old_id,
        new_id=line.new_id,
        made=line.made,
        from_clause_id=line.from_clause_id,
        to_clause_id=line.target if line.target != NOWHERE else None,
        correspondence_id=line.correspondence_id,
        decision_id=line.decision_id,
    )


@operation("begin_transition_run")
def begin_run(work: RunWork, *, by: Any) -> TransitionRun:
    """Begin the run. An undoing remembers the last decision there is: only a later one brings back what it takes."""
    counts = {}
    if work.kind == RunKind.UNDO:
        counts["last_decision"] = ClauseDecision.objects.aggregate(last=Max("pk"))["last"] or 0
    run = TransitionRun(
        programme=work.programme,
        unit=work.unit,
        kind=work.kind,
        made_by=by,
        began_at=clock.now(),
        counts=counts,
        **work.facts,
    )
    run.save()
    return run


def in_chunks(keys: Any) -> Iterator[Sequence[int]]:
    """Keys of a queryset of them, read once and given in portions; eight bytes each."""
    found = array("q", keys.iterator(chunk_size=CHUNK))
    for start in range(0, len(found), CHUNK):
        yield found[start : start + CHUNK].tolist()
