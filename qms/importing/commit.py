"""Reading, previewing and committing a register: all or nothing, in one transaction."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qms import policy
from qms.history.listening import listening
from qms.history.recording import operation
from qms.importing.cells import about_the_file
from qms.importing.mapping import Mapping, mapped
from qms.importing.plan_run import PlanRun
from qms.importing.problems import ImportRefused
from qms.importing.reading import CHUNK, ReadRegister, read_register
from qms.importing.reading_messages import Opened
from qms.importing.register_kind import Asked, ChunkedKind, ImportKind, PlannedPreview
from qms.importing.verdicts import VERDICTS
from qms.models.imports import ImportRun
from qms.models.organisation import Unit
from qms.operations.import_runs import Places, keep_run
from qms.registry import registry

MOST_REFUSED = 1_000
"""So many rows that are wrong are told in full."""


class RowsRejected(ImportRefused):
    """Nothing was written, because some rows are wrong or undecided; `preview` tells which."""

    def __init__(self, preview: PlannedPreview, counts: dict[str, int] | None = None) -> None:
        self.preview = preview
        self.counts = preview.counts if counts is None else dict.fromkeys(VERDICTS, 0) | counts
        super().__init__(rejection(preview, self.counts))


class PlanChanged(ImportRefused):
    """Nothing was written: what stands here has changed since the person saw the preview."""

    def __init__(self, preview: PlannedPreview | None = None) -> None:
        self.preview = preview
        super().__init__(_("Records changed since this preview was made. Look at it again, then decide."))


@dataclass(frozen=True)
class Source:
    """The file that is brought in: its name, its hash, its bytes where they are kept with the run."""

    name: str = ""
    sha256: str = ""
    content: bytes = b""


def kind_called(name: str) -> ImportKind:
    """The kind of register. Raises ImportRefused with those that there are."""
    if name not in registry.import_kinds:
        raise ImportRefused(
            _("“%(kind)s” is no kind of register. Kinds are: %(kinds)s.")
            % {"kind": name, "kinds": ", ".join(sorted(registry.import_kinds))}
        )
    return registry.import_kinds[name]


def unit_called(code: str, by: Any) -> Unit:
    """The unit of that code within reach. Raises ImportRefused, the same for absent and unseen."""
    unit = Unit.objects.visible_to(by).filter(code=code).first()
    if unit is None:
        raise ImportRefused(_("There is no unit “%(code)s”.") % {"code": code})
    return unit


def read_file(
    kind: ImportKind, file: Any, name: str | None, *, sheet: str | None = None, mapping: Mapping | None = None
) -> ReadRegister:
    """Read a file as a register of the kind, in this process. Raises ImportRefused."""
    register = mapped(kind.get_register(), mapping or Mapping(), words_of(kind))
    return read_register(file, name, register, sheet=sheet or None)


def words_of(kind: ImportKind) -> dict[str, dict[str, str]]:
    """Further words of a kind, by field."""
    return getattr(kind, "words", dict)()


def told(read: ReadRegister) -> Iterator[Any]:
    """A register that was read here, as reading it apart tells it."""
    yield Opened(len(read.rows), {}, about_the_file(read), read.columns())
    rows = iter(read.rows)
    while chunk := list(islice(rows, CHUNK)):
        yield chunk


def preview(kind: ImportKind, read: ReadRegister, asked: Asked) -> PlannedPreview:
    """Say what would happen to each row; nothing is written. Raises Refused where the person may not."""
    policy.require(asked.by, kind.permission, asked.unit)
    run = PlanRun(kind, asked, told(read))
    return collected(run, run.chunks())


def collected(run: PlanRun, chunks: Iterable[PlannedPreview]) -> PlannedPreview:
    """All chunks as one preview."""
    whole = PlannedPreview(asked=run.asked)
    for chunk in chunks:
        whole.rows += [*chunk.rows, *chunk.left_out]
        whole.about = chunk.about
    whole.warnings, whole.columns = run.warnings, list(run.columns.items())
    return whole


@operation("import_register")
def commit(kind: ImportKind, read: ReadRegister, asked: Asked, *, by: Any, expected: str = "") -> PlannedPreview:
    """Plan again inside the transaction and write it; `expected` is the summary that the person saw.

    Raises RowsRejected if any row is wrong, PlanChanged if the summary is another by now; then nothing is written.
    """
    run = PlanRun(kind, asked, told(read))
    whole: list[PlannedPreview] = []
    written(run, by=by, seen=whole.append, source=Source(asked.file_name))
    planned = collected(run, whole)
    if expected and planned.summary_line() != expected:
        raise PlanChanged(planned)
    return planned


@operation("import_register")
def bring_in(
    run: PlanRun, source: Source, *, by: Any, expected: str = "", seen: Callable[[PlannedPreview], None]
) -> ImportRun | None:
    """Plan and write in chunks; `expected` is the digest of what the person saw, `seen` is told of each chunk.

    Returns the run, or None where nothing was to be written. Raises RowsRejected, PlanChanged.
    """
    try:
        made = written(run, by=by, seen=seen, source=source)
    except RowsRejected as refused:
        if expected and run.digest != expected:
            raise PlanChanged from refused  # they were not wrong when the person saw them
        raise
    if expected and run.digest != expected:
        raise PlanChanged
    return made


def written(run: PlanRun, *, by: Any, seen: Callable[[PlannedPreview], None], source: Source) -> ImportRun | None:
    """Write chunk by chunk, then what is written once at the end, then the run with what each row became."""
    kind, asked = run.kind, run.asked
    policy.require(by, kind.permission, asked.unit)
    if asked.unit is not None:
        Unit.objects.locked().get(pk=asked.unit.pk)
    places = Places()
    with listening() as heard:
        for chunk in stopping(run):
            seen(chunk)
            counts = chunk.counts
            if counts["create"] or counts["update"]:
                places.learn(chunk.rows)
                kind.write(chunk, by=by)
        if isinstance(kind, ChunkedKind):
            kind.write_end(run.memory, by=by)
    return keep_run(run, heard, places, source, by=by) if heard else None


def stopping(run: PlanRun) -> Iterator[PlannedPreview]:
    """The chunks, as long as no row is wrong; then what is wrong in all of them, and nothing further is written."""
    refused: PlannedPreview | None = None
    for chunk in run.chunks():
        wrong = [row for row in chunk.rows if row.verdict in ("reject", "decide")]
        if wrong and refused is None:
            refused = PlannedPreview(asked=run.asked)
        if refused is None:
            yield chunk
        elif len(refused.rows) < MOST_REFUSED:
            refused.rows += wrong
    if refused is not None:
        refused.warnings, refused.columns = run.warnings, list(run.columns.items())
        raise RowsRejected(refused, dict(run.counts))


def rejection(planned: PlannedPreview, counts: dict[str, int] | None = None, most: int = 20) -> str:
    """The rejected rows in sentences, one a line."""
    rejected = [*planned.rows_with("reject"), *planned.rows_with("decide")]
    lines = [nothing_came_in(planned.counts if counts is None else counts)]
    for row in rejected[:most]:
        lines.extend(f"{place}: {sentence}" for place, sentence in row_faults(row))
    if len(rejected) > most:
        lines.append(_("... and %(count)s more rows.") % {"count": len(rejected) - most})
    return "\n".join(lines)


def nothing_came_in(counts: dict[str, int]) -> str:
    """How many rows stop a file."""
    counts = dict.fromkeys(VERDICTS, 0) | counts
    said = []
    if counts["reject"] or not counts["decide"]:
        said.append(_("Nothing was brought in: %(count)s rows are wrong.") % {"count": counts["reject"]})
    if counts["decide"]:
        text = ngettext(
            "%(count)s row waits for your decision.", "%(count)s rows wait for your decision.", counts["decide"]
        )
        said.append(text % {"count": counts["decide"]})
    return " ".join(said)


def row_faults(row: Any) -> list[tuple[str, str]]:
    """(address of the cell or row, sentence) of what is wrong with a row."""
    place = f"{row.sheet}!{row.number}" if row.sheet else str(row.number)
    faults = [(cell.address or place, cell.sentence) for cell in row.cells.values() if cell.level == "error"]
    return [*faults, *([(place, row.sentence)] if row.sentence else [])]
