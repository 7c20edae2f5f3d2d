"""Which records a pack holds: those of each registered section, and what hangs on them."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps

from qms.history.timeline import related_models
from qms.models.files import FileLink, StoredFile
from qms.models.system import Signature
from qms.packing.proving_year import Proving, proving_of
from qms.packing.scope import PackScope
from qms.registry import PackSection, registry

Root = tuple[int, int]
"""Number of the section, key of its record."""


@dataclass
class Listed:
    """What the index says of a record besides its own words: which clauses it answers to."""

    uid: str
    clauses: set[int] = field(default_factory=set)


@dataclass
class Chosen:
    """Sections with their records; `keys`: all records of each kind, `roots`: to which record a row's UUID leads."""

    scope: PackScope
    sections: list[PackSection]
    proving: Proving | None = None
    """Of a year: what proves which criterion; only that goes in."""
    records: list[dict[int, Listed]] = field(default_factory=list)
    keys: dict[Any, set[int]] = field(default_factory=lambda: defaultdict(set))
    roots: dict[str, dict[str, list[Root]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))

    def kinds(self) -> list[Any]:
        """The models of all records, in the order of their names."""
        return sorted((model for model in self.keys if self.keys[model]), key=lambda one: one._meta.label_lower)

    def total(self) -> int:
        """How many records, with what hangs on them."""
        return sum(len(keys) for keys in self.keys.values())


def parts_of(section: PackSection) -> list[tuple[Any, str]]:
    """What hangs on a section's records: (model, path to the record), as timelines and the section say."""
    told = [(model, path) for model, path in related_models(section.model)]
    told += [(apps.get_model(label), path) for label, path in section.parts]
    return list(dict.fromkeys(told))


def choose(scope: PackScope) -> Chosen:
    """All that belongs to the holder within the asker's reach: a few questions for each kind of record."""
    chosen = Chosen(scope, sorted(registry.pack_sections, key=lambda one: one.order), proving_of(scope))
    for number, section in enumerate(chosen.sections):
        chosen.records.append({})
        keys = section.keys(scope) if chosen.proving is None else chosen.proving.among(section, scope)
        _add(chosen, number, section.model, ((key, uid, key) for key, uid in _uids(scope, section.model, keys)))
        for model, path in parts_of(section):
            _add(chosen, number, model, part_rows(scope, section, model, path, keys))
        for key, clauses in _clauses(chosen, section, keys):
            chosen.records[number][key].clauses |= clauses
    _add_files(chosen)
    _add_signatures(chosen)
    return chosen


def _clauses(chosen: Chosen, section: PackSection, keys: list[int]) -> Iterator[tuple[int, set[int]]]:
    """(key, clauses that the record answers to): by what it proves, or by what apps say of its kind."""
    if chosen.proving is not None:
        yield from chosen.proving.clauses(section, keys)
        return
    for clauses_of in registry.pack_clauses.get(section.model._meta.label_lower, ()):
        yield from clauses_of(chosen.scope, keys).items()


def part_rows(
    scope: PackScope, section: PackSection, model: Any, path: str, keys: list[int]
) -> Iterator[tuple[int, Any, int]]:
    """(key, UUID, key of the record) of the rows of a part that belong."""
    for rows in parts_within(scope, section, model, path, keys):
        yield from rows.values_list("pk", "uid", f"{path}_id")


def parts_within(scope: PackScope, section: PackSection, model: Any, path: str, keys: list[int]) -> Iterator[Any]:
    """Querysets of the rows of a part that belong to these records."""
    narrowed = section.narrow(scope, model._meta.label_lower) if section.narrow is not None else None
    for rows in scope.rows_of(model, path, keys):
        yield rows if narrowed is None else rows.filter(narrowed)


def _uids(scope: PackScope, model: Any, keys: list[int]) -> Iterator[tuple[int, Any]]:
    for rows in scope.rows_of(model, "pk", keys):
        yield from rows.values_list("pk", "uid")


def _add(chosen: Chosen, number: int, model: Any, rows: Iterator[tuple[int, Any, int]]) -> None:
    roots = chosen.roots[model._meta.label_lower]
    is_root = model is chosen.sections[number].model
    for key, uid, root in rows:
        chosen.keys[model].add(key)
        roots[str(uid)].append((number, root))
        if is_root and key == root:
            chosen.records[number][key] = Listed(str(uid))


def _add_files(chosen: Chosen) -> None:
    """The stored files that links among the records name."""
    scope = chosen.scope
    links = [model for model in chosen.keys if issubclass(model, FileLink)]
    for model in links:
        for rows in scope.rows_of(model, "pk", sorted(chosen.keys[model])):
            chosen.keys[StoredFile].update(rows.values_list("file_id", flat=True))


def _add_signatures(chosen: Chosen) -> None:
    """The signatures on records and on what hangs on them, of a kind and a UUID."""
    scope = chosen.scope
    for kind in list(chosen.roots):
        uids = sorted(chosen.roots[kind])
        for rows in scope.rows_of(Signature, "record_uid", uids):
            chosen.keys[Signature].update(rows.filter(kind=kind).values_list("pk", flat=True))
