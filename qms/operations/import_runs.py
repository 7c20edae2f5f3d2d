"""Imports as one step: what was brought in by one file, and taking all of it back while nothing else rests on it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.translation import gettext as _

from qms import clock, policy
from qms.history import bulk
from qms.history.chain import hashed_fields
from qms.history.listening import Heard
from qms.history.recording import current_change, operation
from qms.history.tracked import TrackedModel
from qms.history.writing import insert_columns, prepared
from qms.import_enums import RunState
from qms.models.imports import ImportedRow, ImportRun
from qms.models.reach import Reachable, sync_participation
from qms.operations.files import store_file
from qms.registry import registry
from qms.workflow import StepRefused

CHUNK = 1_000
MOST_TOLD = 50
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
UPDATE, CREATE = "update", "create"


class Places:
    """Where in the file the rows stand, by number, so that the ledger can name the sheet."""

    def __init__(self) -> None:
        self.sheets: dict[int, str] = {}

    def learn(self, rows: Any) -> None:
        """Rows that are about to be written; a number that stands in several sheets names none."""
        for row in rows:
            known = self.sheets.setdefault(row.number, row.sheet)
            if known != row.sheet:
                self.sheets[row.number] = ""


def keep_run(run: Any, heard: Heard, places: Places, source: Any, *, by: Any) -> ImportRun:
    """The import as a record, with a line for each record that it wrote. Inside the operation that wrote them."""
    asked, counts = run.asked, run.counts
    content = source.content
    kept = ImportRun(
        kind=run.kind.kind,
        unit=asked.unit,
        name=source.name[:200],
        sha256=source.sha256,
        file=store_file(content, WORKBOOK if content[:2] == b"PK" else "text/csv", by=by) if content else None,
        brought_by=by,
        brought_at=clock.now(),
        reason=current_change().reason,
        rows=sum(counts.values()),
        created=counts["create"],
        updated=counts["update"],
        unchanged=counts["unchanged"] + counts["skip"],
    )
    kept.save()
    for label, versions in heard.items():
        write_lines(kept, label, versions, places)
    return kept


def write_lines(run: ImportRun, label: str, versions: dict[int, int], places: Places) -> None:
    """Lines of one model: between which of its versions the import stands, from which row of the file it came."""
    model = apps.get_model(label)
    has_row = any(one.name == "source_row" for one in model._meta.concrete_fields)
    names = ("pk", "version", "source_row") if has_row else ("pk", "version")
    keys = iter(versions)
    while part := list(islice(keys, CHUNK)):
        rows = list(plain(model).filter(pk__in=part).values_list(*names))
        numbers = [(row[2] or 0) if has_row else 0 for row in rows]
        before = [row[1] - versions[row[0]] for row in rows]
        columns: dict[str, list[Any]] = {
            "run_id": [run.pk] * len(rows),
            "label": [label] * len(rows),
            "record_id": [row[0] for row in rows],
            "verdict": [UPDATE if version else CREATE for version in before],
            "version_before": before,
            "version_after": [row[1] for row in rows],
            "sheet": [places.sheets.get(number, "")[:100] for number in numbers],
            "number": numbers,
        }
        meta = ImportedRow._meta
        ready = {name: prepared(field_of(meta, name), values) for name, values in columns.items()}
        insert_columns(meta.db_table, ready)


def field_of(meta: Any, name: str) -> Any:
    """The field of a database column."""
    return next(one for one in meta.concrete_fields if one.column == name)


def plain(model: Any) -> models.QuerySet:
    """Records of a model, whoever may reach them."""
    return model._base_manager.all()


@dataclass(frozen=True)
class Touched:
    """A record that something else has touched since the import, or that something else rests on."""

    record: Any
    sentence: str

    @property
    def title(self) -> str:
        """What it is called."""
        number = getattr(self.record, "number", "")
        return f"{number} {self.record}".strip() if number and str(number) not in str(self.record) else str(self.record)

    @property
    def url(self) -> str:
        """Its page, where it has one."""
        address = getattr(self.record, "get_absolute_url", None)
        return str(address()) if address is not None else ""


class UndoRefused(StepRefused):
    """The import cannot be undone: `touched` are the first records that were touched since."""

    def __init__(self, found: list[Touched]) -> None:
        self.touched = found
        intro = _("This import is not undone: other work rests on it.")
        super().__init__([intro, *(f"{one.title}: {one.sentence}" for one in found[:10])])


@dataclass
class Ledger:
    """What an import wrote: {label: {key: (version before, version after)}}, in the order of writing."""

    lines: dict[str, dict[int, tuple[int, int]]] = field(default_factory=dict)

    @classmethod
    def of(cls, run: ImportRun) -> "Ledger":
        """Read once; two numbers for each record."""
        ledger = cls()
        rows = ImportedRow.objects.filter(run=run).order_by("pk")
        for label, key, before, after in rows.values_list("label", "record_id", "version_before", "version_after"):
            ledger.lines.setdefault(label, {})[key] = (before, after)
        return ledger

    def created(self, label: str) -> list[int]:
        """Keys of new records."""
        return [key for key, (before, _after) in self.lines.get(label, {}).items() if not before]

    def updated(self, label: str) -> dict[int, int]:
        """Changed records with the version to go back to."""
        return {key: before for key, (before, _after) in self.lines.get(label, {}).items() if before}


def touched_since(run: ImportRun, most: int = MOST_TOLD) -> list[Touched]:
    """The first records that stand in the way of undoing; empty where it can be undone."""
    return list(islice(touched(Ledger.of(run), registry.import_kinds[run.kind]), most))


def touched(ledger: Ledger, kind: Any) -> Iterator[Touched]:
    for label, lines in ledger.lines.items():
        model = apps.get_model(label)
        for part in parts(lines):
            yield from changed_since(model, part, lines)
        for part in parts(ledger.created(label)):
            yield from resting_on(model, part, ledger)
            yield from (Touched(record, _("It was written on since.")) for record in kind.worked_on(model, part))


def changed_since(model: Any, keys: list[int], lines: dict[int, tuple[int, int]]) -> Iterator[Touched]:
    """Records that say something else than the import left; what was changed and undone since is as it was."""
    versions = plain(model).filter(pk__in=keys).order_by("pk").values_list("pk", "version")
    newer = [key for key, version in versions if version != lines[key][1]]
    if not newer:
        return
    left = model.history.filter(id__in=newer, sequence__in={lines[key][1] for key in newer})
    then = {row.id: row for row in left if row.sequence == lines[row.id][1]}
    names = facts(model)
    for record in plain(model).filter(pk__in=newer).order_by("pk"):
        if any(getattr(record, name) != getattr(then[record.pk], name) for name in names):
            yield Touched(record, _("It was changed after it had been brought in."))


def facts(model: Any) -> list[str]:
    """The columns that history tells of a record."""
    return [one.attname for one in hashed_fields(model) if one.attname not in ("id", "uid")]


def resting_on(model: Any, keys: list[int], ledger: Ledger) -> Iterator[Touched]:
    """Records of others that point at what the import created."""
    for relation in pointing_at(model):
        other = relation.related_model
        rows = plain(other).filter(**{f"{relation.field.name}__in": keys})
        if any(one.name == "ended_at" for one in other._meta.concrete_fields):
            rows = rows.filter(ended_at=None)
        own = ledger.lines.get(other._meta.label_lower, {})
        for record in rows.order_by("pk").iterator(chunk_size=CHUNK):
            if record.pk not in own:
                yield Touched(record, _("It rests on what was brought in."))


def pointing_at(model: Any) -> list[Any]:
    """Relations of tracked records to the model, also those that it has no name for."""
    return [
        one
        for one in model._meta.get_fields(include_hidden=True)
        if one.auto_created
        and not one.concrete
        and (one.one_to_many or one.one_to_one)
        and issubclass(one.related_model, TrackedModel)
    ]


def parts(keys: Any) -> Iterator[list[int]]:
    """Keys in parts that one query takes."""
    source = iter(keys)
    while part := list(islice(source, CHUNK)):
        yield part


@operation("undo_import", reason_required=True)
def undo_run(run: ImportRun, *, by: Any) -> ImportRun:
    """Take an import back as one step: what it created is ended, what it changed gets its earlier values back.

    Raises UndoRefused with what was touched since, Refused where the person may not; a second call changes nothing.
    """
    locked = ImportRun.objects.locked().get(pk=run.pk)
    policy.require(by, "qms.undo_import", locked)
    if locked.status == RunState.UNDONE:
        return locked
    ledger, kind = Ledger.of(locked), registry.import_kinds[locked.kind]
    if found := list(islice(touched(ledger, kind), MOST_TOLD)):
        raise UndoRefused(found)
    for label in reversed(ledger.lines):
        model = apps.get_model(label)
        for part in parts(ledger.updated(label)):
            give_back(model, part, ledger.updated(label))
        if not kind.follows(model):
            for part in parts(ledger.created(label)):
                kind.end(list(model._base_manager.locked().filter(pk__in=part).order_by("pk")), by=by)
    locked.status, locked.undone_at, locked.undone_by = RunState.UNDONE, clock.now(), by
    locked.save()
    return locked


def give_back(model: Any, keys: list[int], versions: dict[int, int]) -> None:
    """The values of an earlier version, as a new one."""
    records = {record.pk: record for record in model._base_manager.locked().filter(pk__in=keys).order_by("pk")}
    earlier = model.history.filter(id__in=keys, sequence__in={versions[key] for key in keys})
    names = facts(model)
    changed: set[str] = set()
    for row in earlier:
        if row.sequence != versions[row.id]:
            continue
        record = records[row.id]
        for name in names:
            value = getattr(row, name)
            if getattr(record, name) != value:
                setattr(record, name, value)
                changed.add(name)
    if changed:
        by_name = {one.attname: one.name for one in model._meta.concrete_fields}
        bulk.update(records.values(), sorted(by_name[name] for name in changed))
        if issubclass(model, Reachable):
            for record in records.values():
                sync_participation(record)
