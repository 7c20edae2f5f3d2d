"""Planning a file from what reading it tells: in chunks or whole, with decisions, counted, and with a digest."""

from collections import Counter
from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Any

from django.utils.translation import gettext as _

from qms.importing import limits
from qms.importing.canonical_decisions import decisions_digest
from qms.importing.cells import cells_of
from qms.importing.problems import ImportRefused
from qms.importing.reading_messages import Opened, ReadChunk
from qms.importing.register_kind import SKIP, Asked, ChunkedKind, ImportKind, PlannedPreview, PlannedRow


class PlanRun:
    """One walk over a file. `chunks` may be walked once; what is said of the whole stands after it.

    `decisions` are a person's by key of the row; `otherwise` is tried in turn for rows that none is about.
    """

    def __init__(
        self,
        kind: ImportKind,
        asked: Asked,
        told: Iterable[Any],
        decisions: dict[str, Any] | None = None,
        otherwise: Iterable[str] = (),
    ) -> None:
        self.kind, self.asked, self.decisions = kind, asked, decisions or {}
        self.otherwise = list(otherwise)
        self.told = iter(told)
        self.opened: Opened = next(self.told)
        self.memory: Any = None
        self.columns: dict[str, str] = {}
        self.said: list[str] = []
        self.counts: Counter[str] = Counter()
        self.seen = sha256()

    def chunks(self) -> Iterator[PlannedPreview]:
        """Yield verdicts in the order of the file, decided on; `left_out` are rows that a person skipped."""
        if isinstance(self.kind, ChunkedKind):
            yield from self.in_chunks(self.kind)
        else:
            yield self.whole()

    def in_chunks(self, kind: ChunkedKind) -> Iterator[PlannedPreview]:
        self.memory = kind.begin(self.asked)
        for rows in self.told:
            planned = kind.plan_chunk(ReadChunk(rows, self.opened), self.memory)
            for row in planned.rows:
                self.note(row)
                if self.decisions.get(row.key) == SKIP:
                    row.verdict = SKIP
            yield self.counted(planned)
        self.said += kind.finish(self.memory)

    def whole(self) -> PlannedPreview:
        """Rows left out are taken away first: others may be right without them."""
        rows = [row for chunk in self.told for row in self.within(chunk)]
        read = [row for row in rows if self.decisions.get(row.key) != SKIP]
        planned = self.kind.plan(ReadChunk(read, self.opened), self.asked)
        for row in planned.rows:
            self.note(row)
        left_out = [
            PlannedRow(row.number, SKIP, cells_of(row), row.sheet, row.key)
            for row in rows
            if self.decisions.get(row.key) == SKIP
        ]
        return self.counted(planned, left_out)

    def within(self, chunk: list[Any]) -> list[Any]:
        if self.opened.total > limits.WHOLE_ROWS:
            text = _("This file has %(rows)s rows. A list of this kind comes in with at most %(most)s: split it.")
            raise ImportRefused(text % {"rows": self.opened.total, "most": limits.WHOLE_ROWS})
        return chunk

    def note(self, row: PlannedRow) -> None:
        """Into the digest what the row says and what would become of it, before any decision."""
        row.planned = row.verdict
        cells = [(name, cell.read, cell.becomes, cell.level) for name, cell in row.cells.items()]
        plan = getattr(row.plan, "changes", None)
        told = (row.sheet, row.number, row.key, row.verdict, cells, plan, row.conflicts)
        self.seen.update(repr(told).encode("utf-8", "surrogatepass"))

    def counted(self, planned: PlannedPreview, left_out: list[PlannedRow] | None = None) -> PlannedPreview:
        planned.asked = self.asked
        for row in planned.rows:
            if row.verdict == "decide" and row.key in self.decisions:
                self.kind.decide(row, self.decisions[row.key])
            for one in self.otherwise:
                self.kind.decide(row, one)
        planned.left_out = left_out or []
        self.counts.update(row.verdict for row in (*planned.rows, *planned.left_out))
        self.columns |= {name: title for name, title in planned.columns if name not in self.columns}
        self.said += [str(one) for one in planned.warnings]
        return planned

    @property
    def warnings(self) -> list[str]:
        """About the file as a whole."""
        return [*self.opened.warnings, *self.said]

    @property
    def plan_digest(self) -> str:
        """Over everything planned, before decisions."""
        return self.seen.hexdigest()

    @property
    def digest(self) -> str:
        """Over the plan and what was decided."""
        return decisions_digest(self.plan_digest, self.decisions)
