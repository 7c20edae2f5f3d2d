"""The pages of a pack for people: an index clause by clause, one page for each record, who is who."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from qms.models.people import User
from qms.models.standards import Clause
from qms.packing.archive import PackArchive
from qms.packing.choosing import Chosen
from qms.packing.proving_year import Said
from qms.packing.records import Written
from qms.packing.scope import PackScope, batches
from qms.packing.telling import Told, tell
from qms.registry import PackSection

BATCH = 100  # records told at once
STYLE = Path(__file__).with_name("style.css")


@dataclass(frozen=True)
class Row:
    """One record as the index lists it."""

    path: str
    name: str
    status: str
    day: dt.date | None
    unit: str


@dataclass
class Group:
    """Records of one section under one clause."""

    title: str
    rows: list[Row] = field(default_factory=list)


@dataclass
class Under:
    """One clause with what answers to it."""

    clause: Clause
    level: int
    groups: list[Group] = field(default_factory=list)
    proofs: list[Said] = field(default_factory=list)
    """Of a year: how the criterion stands."""


@dataclass
class Pages:
    """Writes the pages of records, and remembers for the index what each is called."""

    archive: PackArchive
    chosen: Chosen
    written: Written
    sealed: dict[str, dict[str, int]]
    about: dict[str, Any]
    clauses: dict[int, Clause] = field(default_factory=dict)
    rows: list[dict[int, Row]] = field(default_factory=list)

    @property
    def scope(self) -> PackScope:
        """Of whom the pack is."""
        return self.chosen.scope

    def write_records(self, said: Any) -> None:
        """One page for each record of each section."""
        cited = {key for section in self.chosen.records for one in section.values() for key in one.clauses}
        rows = self.scope.rows(Clause).filter(pk__in=cited).select_related("edition__standard")
        self.clauses = {clause.pk: clause for clause in rows}
        self.archive.write("pages/style.css", [STYLE.read_bytes()])
        for number, section in enumerate(self.chosen.sections):
            self.rows.append({})
            for keys in batches(sorted(self.chosen.records[number]), BATCH):
                batch = {key: self.chosen.records[number][key] for key in keys}
                for told in tell(self.scope, section, batch):
                    self.rows[number][told.pk] = self._write(number, section, told)
                    said()

    def _write(self, number: int, section: PackSection, told: Told) -> Row:
        kind = section.model._meta.label_lower
        path = f"pages/{kind}/{told.uid}.html"
        cited = [self.clauses[key] for key in self.chosen.records[number][told.pk].clauses if key in self.clauses]
        cited.sort(key=lambda clause: (clause.edition_id != self.scope.edition.pk, clause.edition_id, clause.position))
        text = section.text(told.record) if section.text is not None else ""
        context = {
            "told": told,
            "kind": kind,
            "title": section.title,
            "cited": cited,
            "text": mark_safe(text),  # noqa: S308 - sections give cleaned HTML
            "rows": self.written.heads.get(kind, {}).get(told.uid, 0),
            "seal": self.sealed.get(kind, {}).get(told.uid),
        }
        self.archive.write(path, [render_to_string("qms/packing/record.html", self.about | context)])
        return Row(path, told.name, told.status, told.day, told.unit)

    def write_people(self) -> None:
        """Who the UUIDs of the records mean."""
        people = []
        for uids in batches(sorted(self.written.people)):
            people += self.scope.rows(User).filter(uid__in=uids)
        people.sort(key=lambda person: (person.sort_key, str(person.uid)))
        context = self.about | {"people": people}
        self.archive.write("pages/people.html", [render_to_string("qms/packing/people.html", context)])

    def write_index(self, more: dict[str, Any]) -> None:
        """The first page: what this is, how to check it, and everything clause by clause."""
        counts = [
            (section.title, len(rows))
            for section, rows in zip(self.chosen.sections, self.rows, strict=True)
            if rows
        ]  # fmt: skip
        under, rest = self._by_clause()
        context = self.about | more | {"counts": counts, "under": under, "rest": rest, "written": self.written}
        self.archive.write("index.html", [render_to_string("qms/packing/index.html", context)])

    def _by_clause(self) -> tuple[list[Under], list[Group]]:
        """Every clause of the edition with its records, and the records that answer to none of them."""
        found: dict[int, dict[int, Group]] = defaultdict(dict)
        rest: dict[int, Group] = {}
        clauses = list(self.scope.rows(Clause).filter(edition=self.scope.edition).order_by("position", "pk"))
        own = {clause.pk for clause in clauses}
        for number, key, row in self._each():
            cited = self.chosen.records[number][key].clauses & own
            for place in [found[clause] for clause in cited] or [rest]:
                group = place.setdefault(number, Group(str(self.chosen.sections[number].title)))
                group.rows.append(row)
        said = self.chosen.proving.said() if self.chosen.proving is not None else {}
        under = [
            Under(
                clause,
                min(clause.number.count("."), 2),
                [found[clause.pk][at] for at in sorted(found[clause.pk])],
                said.get(clause.pk, []),
            )
            for clause in clauses
        ]
        return under, [rest[at] for at in sorted(rest)]

    def _each(self) -> Iterator[tuple[int, int, Row]]:
        for number, rows in enumerate(self.rows):
            for key, row in sorted(rows.items(), key=lambda item: _order(item[1])):
                yield number, key, row


def _order(row: Row) -> dt.date:
    """By day, newest last; those without a day first."""
    return row.day or dt.date.min
