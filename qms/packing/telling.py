"""Records in words for people, many at once: facts, what hangs on them, files, signatures, timelines."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from qms.history.field_words import label_of
from qms.history.timeline import Entry, Names, told_fields
from qms.models.files import FileLink
from qms.models.references import ClauseReference
from qms.models.system import Signature
from qms.packing.choosing import Listed, parts_of, parts_within
from qms.packing.scope import PackScope
from qms.packing.stories import Rows, entries_of
from qms.registry import PackSection

MOST_ENTRIES = 500  # newest changes of one record told in words; all stand in its line of the records
MOST_ROWS = 500  # rows of one part shown
LONGEST_NAME = 160  # characters of what a record is about
UNSAID = {
    "base_version", "ended_at", "key", "loop", "position", "record_id", "record_uid", "round", "run", "source_kind",
    "source_uid", "standing_version", "waits_for_kind", "waits_for_uid",
}  # fmt: skip
"""Fields that only the machinery asks for."""
SAID_IF_SO = {"brought_in"}
"""A yes or no that says something only where it is yes."""
NOBODY = {"history_user_id": None, "on_behalf_of_id": None}


@dataclass
class Part:
    """What of one kind hangs on a record: each row as (label, words); how many more there are."""

    title: str
    rows: list[list[tuple[str, str]]] = field(default_factory=list)
    more: int = 0


@dataclass
class Told:
    """One record in words."""

    pk: int
    uid: str
    name: str
    record: Any
    status: str = ""
    day: Any = None
    unit: str = ""
    facts: list[tuple[str, str]] = field(default_factory=list)
    clauses: list[str] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    files: list[Any] = field(default_factory=list)
    signatures: list[Signature] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    more_entries: int = 0


def tell(scope: PackScope, section: PackSection, batch: dict[int, Listed]) -> list[Told]:
    """The records of one portion in words, in the order of their keys."""
    records = _records(scope, section.model, batch)
    main = Rows(section.model, "", [_row_of(section.model, record) for record in records], is_main=True)
    parts = [
        _part(scope, section, model, path, list(batch))
        for model, path in parts_of(section)
    ]  # fmt: skip
    stories = entries_of(scope, section, [record.pk for record in records], parts)
    names = Names([main, *parts, *stories.trails])
    told = {record.pk: _begin(section, record, batch[record.pk]) for record in records}
    _add_facts(told, main, names)
    for part in parts:
        if issubclass(part.model, FileLink):
            _add_files(scope, told, part)
        else:
            _add_part(told, part, names)
    for pk, entries in stories.told(names).items():
        told[pk].entries = entries[:MOST_ENTRIES]
        told[pk].more_entries = max(0, len(entries) - MOST_ENTRIES)
    _add_signatures(scope, section, told)
    return list(told.values())


def _records(scope: PackScope, model: Any, keys: Iterable[int]) -> list[Any]:
    deep = [one.name for one in model._meta.concrete_fields if one.is_relation]
    found = scope.rows(model).filter(pk__in=list(keys)).order_by("pk")
    return list(found.select_related(*deep) if deep else found)


def _begin(section: PackSection, record: Any, listed: Listed) -> Told:
    display = getattr(record, f"get_{section.status}_display", None) if section.status else None
    day = getattr(record, section.day) if section.day else None
    about = str(getattr(record, section.about))[:LONGEST_NAME] if section.about else ""
    name = " ".join(filter(None, [str(record), about]))
    return Told(record.pk, listed.uid, name, record, str(display()) if display else "", day)


def _row_of(model: Any, record: Any) -> dict[str, Any]:
    return {one.attname: getattr(record, one.attname) for one in told_fields(model, "")} | {"id": record.pk} | NOBODY


def _part(scope: PackScope, section: PackSection, model: Any, path: str, keys: list[int]) -> Rows:
    """The rows of a part, each with the key of its record under `root`."""
    names = [one.attname for one in told_fields(model, path)]
    columns = dict.fromkeys(["id", f"{path}_id", *names])
    rows: list[dict[str, Any]] = []
    for found in parts_within(scope, section, model, path, keys):
        rows += [row | {"root": row[f"{path}_id"]} | NOBODY for row in found.order_by("pk").values(*columns)]
    return Rows(model, path, rows)


def _facts(rows: Rows, row: dict[str, Any], names: Names) -> list[tuple[str, str]]:
    said = [one for one in rows.fields if not (one.name in UNSAID or (one.name in SAID_IF_SO and not row[one.attname]))]
    pairs = [(label_of(one), names.of(one, row)) for one in said]
    return [(label, words) for label, words in pairs if words]


def _add_facts(told: dict[int, Told], main: Rows, names: Names) -> None:
    unit = next((one for one in main.fields if one.name == "unit"), None)
    for row in main.rows:
        one = told[row["id"]]
        one.facts = _facts(main, row, names)
        one.unit = names.of(unit, row) if unit is not None else ""


def _add_part(told: dict[int, Told], rows: Rows, names: Names) -> None:
    """What stands of a part, under each record."""
    by_root: dict[int, Part] = {}
    for row in rows.rows:
        if row.get("ended_at"):
            continue
        root = row["root"]
        if root not in by_root:
            by_root[root] = Part(rows.title)
            told[root].parts.append(by_root[root])
        part = by_root[root]
        if len(part.rows) < MOST_ROWS:
            part.rows.append(_said(rows, row, names))
        else:
            part.more += 1


def _said(rows: Rows, row: dict[str, Any], names: Names) -> list[tuple[str, str]]:
    if not issubclass(rows.model, ClauseReference):
        return _facts(rows, row, names)
    clause: models.Field = rows.model._meta.get_field("clause")
    return [("", names.of(clause, row) or row["written_as"])]


def _add_files(scope: PackScope, told: dict[int, Told], rows: Rows) -> None:
    """Links that stand, with their stored files."""
    roots = {row["id"]: row["root"] for row in rows.rows if not row.get("ended_at")}
    links = scope.rows(rows.model).filter(pk__in=list(roots)).select_related("file").order_by("pk")
    for link in links:
        told[roots[link.pk]].files.append(link)


def _add_signatures(scope: PackScope, section: PackSection, told: dict[int, Told]) -> None:
    by_uid = {one.uid: one for one in told.values()}
    found = scope.rows(Signature).filter(kind=section.model._meta.label_lower, record_uid__in=list(by_uid))
    for signature in found.select_related("signer", "on_behalf_of").order_by("signed_at", "pk"):
        by_uid[str(signature.record_uid)].signatures.append(signature)
