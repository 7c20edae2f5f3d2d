"""What a kind of register does with its rows: plan without writing, then write what was planned, and undo it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from qms import clock
from qms.history import bulk
from qms.importing.cells import as_text
from qms.importing.columns import Register
from qms.importing.problems import ImportRefused
from qms.importing.reading import ReadRegister
from qms.importing.verdicts import CONFLICT, DUPLICATE, Preview, RowVerdict

SKIP, CREATE, KEEP, TAKE = "skip", "create", "keep", "take"
"""What a person may decide of a row: leave it out; a record of its own all the same; keep what is here; the file's."""


@dataclass(frozen=True)
class Asked:
    """What somebody asked to bring in: whose register, by whom, from which file, on which edition by default."""

    by: Any
    unit: Any = None
    file_name: str = ""
    edition: str = ""
    units: dict[str, str] = field(default_factory=dict)
    """Further names of units (as written, to code)."""
    elsewhere: bool = False
    """Whether the file left another installation: its numbers name no record of this one, but what came from there."""


@dataclass
class PlannedRow(RowVerdict):
    """A row's verdict with what is to be written for it."""

    plan: Any = None
    planned: str = ""
    """The verdict before anybody decided."""


@dataclass
class PlannedPreview(Preview):
    """The verdicts of a whole file, or of a chunk of it, with what they stand on."""

    asked: Any = None
    about: Any = None
    left_out: list[PlannedRow] = field(default_factory=list)
    """Rows that a person left out before the others were planned."""


class ImportKind:
    """A kind in `registry.import_kinds`. Subclasses fill in the names and write `plan` and `write`.

    `get_register` runs in the process that reads the file: it asks no database.
    """

    kind: str = ""
    label: Any = ""
    permission = "qms.import_register"
    needs_unit = True
    list_url = ""
    """Name of the page that lists such records."""
    chunked = False
    """Whether rows are planned and written in chunks; else the file is held whole, up to WHOLE_ROWS."""

    def get_register(self) -> Register:
        """The columns by which such a register is recognised, with the words of the reader's languages."""
        raise NotImplementedError

    def plan(self, read: ReadRegister, asked: Asked) -> PlannedPreview:
        """Say what will happen to each row. Reads only, and knows nothing of decisions."""
        raise NotImplementedError

    def shown(self, name: str, value: Any) -> str:
        """What a cell becomes, in the reader's words."""
        return as_text(value)

    def column_of(self, name: str) -> str:
        """The column of the file that a field of the record comes from."""
        return name

    def made(self, asked: Asked) -> list[tuple[str, str]]:
        """Words and address of what the file became, for who brought it in."""
        if not self.list_url:
            return []
        return [(_("The list of %(kind)s") % {"kind": self.label}, reverse(self.list_url))]

    def choices(self, row: PlannedRow) -> list[tuple[str, str]]:
        """What may be decided of a row, beside leaving it out."""
        if row.why == CONFLICT:
            return [(KEEP, _("Keep what stands here")), (TAKE, _("Take what the file says"))]
        if row.why == DUPLICATE:
            return [(CREATE, _("Bring it in as a record of its own"))]
        return []

    def decide(self, row: PlannedRow, decision: Any) -> None:
        """Put a person's decision into the row's verdict and plan; one that does not fit leaves the row undecided."""
        if row.verdict != "decide":
            return
        if decision == SKIP:
            row.verdict = "skip"
        elif row.why == DUPLICATE and decision == CREATE:
            row.verdict = "create"
        elif row.why == CONFLICT and (kept := kept_fields(row.conflicts, decision)) is not None:
            for name in kept:
                row.plan.changes.pop(name, None)
            row.verdict = "update"

    def write(self, preview: PlannedPreview, *, by: Any) -> None:
        """Write what was planned; called inside one transaction, with no row rejected."""
        raise NotImplementedError

    def end(self, records: list[Any], *, by: Any) -> None:
        """End records of one model that an undone import created, so that the same file may come again."""
        if not hasattr(records[0], "ended_at"):
            raise ImportRefused(
                _("%(kind)s that were brought in are not taken back.") % {"kind": records[0]._meta.verbose_name_plural}
            )
        now = clock.now()
        for record in records:
            record.ended_at = now
        bulk.update(records, ["ended_at"])

    def worked_on(self, model: Any, keys: list[int]) -> Iterable[Any]:
        """Records among these that were worked on where no history tells of it, such as a page that is written."""
        return ()

    def follows(self, model: Any) -> bool:
        """Whether records of the model need no end of their own: they go with the record that they belong to."""
        return False


class ChunkedKind(ImportKind):
    """A kind whose rows are planned and written in chunks, with what they share carried along in a memory."""

    chunked = True

    def begin(self, asked: Asked) -> Any:
        """What the whole file stands on: finders, keys of standing records. Read once."""
        raise NotImplementedError

    def plan_chunk(self, read: ReadRegister, memory: Any) -> PlannedPreview:
        """The verdicts of some rows; `about` of the result is the memory."""
        raise NotImplementedError

    def finish(self, memory: Any) -> list[str]:
        """Sentences about the whole file, after its last chunk."""
        return []

    def write_end(self, memory: Any, *, by: Any) -> None:
        """What is written once all chunks are."""

    def plan(self, read: ReadRegister, asked: Asked) -> PlannedPreview:
        """The whole file as one chunk."""
        memory = self.begin(asked)
        planned = self.plan_chunk(read, memory)
        planned.warnings = [*planned.warnings, *self.finish(memory)]
        return planned


def kept_fields(conflicts: dict[str, Any], decision: Any) -> list[str] | None:
    """The fields of a conflict that stay as they are here; None while any of them is undecided."""
    if decision in (KEEP, TAKE):
        return list(conflicts) if decision == KEEP else []
    said = decision.get("fields") if isinstance(decision, dict) else None
    if not isinstance(said, dict) or any(said.get(name) not in (KEEP, TAKE) for name in conflicts):
        return None
    return [name for name in conflicts if said[name] == KEEP]
