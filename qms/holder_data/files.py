"""The files of a holder's records: each once under its hash, with an index of which record carries which."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.files.storage import storages
from django.db.models import Q
from django.utils.translation import gettext as _

from qms.importing.problems import ImportRefused
from qms.models.documents import Issue
from qms.models.files import FileLink
from qms.models.reach import inside_subtree
from qms.operations.files import attach_files
from qms.packing.scope import PackScope
from qms.registry import registry

COLUMNS = [
    ("path", "text", 44), ("name", "text", 40), ("size", "integer", 12), ("media_type", "text", 24),
    ("sha256", "text", 66), ("link", "text", 26), ("record", "text", 28), ("part", "text", 12), ("purpose", "text", 16),
]  # fmt: skip
PIECE = 1024 * 1024


@dataclass(frozen=True)
class Carried:
    """A file on a record: the record by its number, a part of it where the file hangs on one."""

    link: FileLink
    record: str
    part: str

    @property
    def path(self) -> str:
        """Where the bytes stand in the set."""
        return f"files/{self.link.file.sha256}"

    def row(self) -> list[Any]:
        """A line of the index."""
        file = self.link.file
        kind = self.link._meta.label_lower
        path = "" if file.gone_at else self.path
        named = [path, self.link.name, file.size, file.media_type, file.sha256]
        return [*named, kind, self.record, self.part, self.link.purpose]


def carried(scope: PackScope) -> Iterator[Carried]:
    """Every file on the holder's records, or on a part of one, that the asker reaches."""
    seen: set[tuple[str, int]] = set()
    for section in registry.pack_sections:
        keys = section.keys(scope)
        for model, path in links_of(section):
            for rows in scope.rows_of(model, path, keys):
                narrow = section.narrow(scope, model._meta.label_lower) if section.narrow else None
                found = rows.filter(narrow) if narrow is not None else rows
                for link in found.filter(ended_at=None).select_related("file", "record").order_by("pk"):
                    if (key := (model._meta.label_lower, link.pk)) not in seen:
                        seen.add(key)
                        yield Carried(link, *named(link.record))


def links_of(section: Any) -> Iterator[tuple[Any, str]]:
    """Kinds of file links on the records of a section and on their parts, with the way to the record's key."""
    for model in registry.file_links.values():
        if model._meta.get_field("record").related_model is section.model:
            yield model, "record"
    for label, path in section.parts:
        model = apps.get_model(label)
        if issubclass(model, FileLink):
            yield model, path


def named(record: Any) -> tuple[str, str]:
    """What people call it; an issue by its document, with its own number as the part."""
    if isinstance(record, Issue):
        return record.document.number, f"{record.issue_number}.{record.amendment_number}"
    return str(getattr(record, "number", "") or record), ""


def pieces(link: FileLink) -> Iterator[bytes]:
    """The bytes of a file."""
    with storages["records"].open(link.file.stored_name) as source:
        while piece := source.read(PIECE):
            yield piece


def bring_files(rows: list[dict[str, Any]], book: Any, unit: Any, *, by: Any) -> dict[str, int]:
    """Attach the files to the records that came in; those of kinds for reading stay in the set."""
    counts = {"create": 0, "unchanged": 0, "left": 0}
    for row in rows:
        model: Any = registry.file_links.get(row["link"])
        record = record_of(model, row, unit) if model is not None and row["path"] else None
        if record is None:
            counts["left"] += 1
        elif model.objects.filter(record=record, file__sha256=row["sha256"], name=row["name"], ended_at=None).exists():
            counts["unchanged"] += 1
        else:
            content = book.read(row["path"], row["sha256"])
            attach_files(model, record, [(content, row["media_type"], row["name"])], by=by, purpose=row["purpose"])
            counts["create"] += 1
    return counts


def record_of(model: Any, row: dict[str, Any], unit: Any) -> Any:
    """The record that came in under that number, of the holder."""
    target = model._meta.get_field("record").related_model
    names = {field.name for field in target._meta.concrete_fields}
    inside = inside_subtree(frozenset({unit.pk}))
    if target is Issue:
        issue, _dot, amendment = row["part"].partition(".")
        rows = Issue.objects.filter(document__number=row["record"], document__unit__in=inside)
        return rows.filter(issue_number=issue, amendment_number=amendment).order_by("pk").first()
    if not {"number", "unit"} <= names:
        return None
    called = Q(number=row["record"], unit__in=inside)
    if {"external_ref", "raised_by_unit"} <= names:
        called |= Q(external_ref=row["record"], raised_by_unit=unit)
    return target.objects.filter(called).order_by("pk").first()


def check_index(rows: list[dict[str, Any]], book: Any) -> None:
    """Every file that the index names is there. Raises ImportRefused."""
    there = set(book.zip.namelist())
    missing = [row["name"] for row in rows if row["path"] and row["path"] not in there]
    if missing:
        raise ImportRefused(_("Files are missing from the set: %(names)s.") % {"names": ", ".join(missing[:10])})
