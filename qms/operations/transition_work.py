"""What a run of a transition works with: its programme's table, decisions and holders, and the run once it writes."""

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.models import Max

from qms import clock
from qms.enums import RunKind, RunStatus
from qms.history.recording import operation
from qms.models.clause_moves import ClauseDecision, ClauseMove, TransitionRun
from qms.models.organisation import Unit
from qms.models.transition import TransitionProgramme
from qms.transition.ledger import Line, programmes_between

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
        for start in range(0, len(lines), CHUNK):
            _insert(lines[start : start + CHUNK], run)
        self.changed += len(lines)


COLUMNS = (
    "kind", "act", "run_id", "holder_id", "record_id", "old_id", "from_clause_id", "made", "new_id", "to_clause_id",
    "correspondence_id", "decision_id",
)  # fmt: skip


def _insert(lines: Sequence[Line], run: TransitionRun) -> None:
    """Add lines in one plain statement; all but the kind are numbers. The ORM's way costs a run a tenth of its time."""
    table, columns = connection.ops.quote_name(ClauseMove._meta.db_table), ", ".join(COLUMNS)
    rows = ", ".join(_row(line, run.pk) for line in lines)
    with connection.cursor() as cursor:
        statement = f"INSERT INTO {table} ({columns}) VALUES {rows}"  # noqa: S608 - names of ours, and numbers
        cursor.execute(statement, [line.kind for line in lines])


def _row(line: Line, run_id: int) -> str:
    keys = (line.act, run_id, line.holder_id, line.record_id, line.old_id, line.from_clause_id)
    maybe = (line.new_id, line.target or None, line.correspondence_id, line.decision_id)
    told = ", ".join("NULL" if one is None else f"{one:d}" for one in maybe)
    return f"(%s, {', '.join(f'{one:d}' for one in keys)}, {'TRUE' if line.made else 'FALSE'}, {told})"


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
