"""What a whole import stands on: whose register, what can be named, what stands here already. Read once a file."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import Max, Q

from qms.enums import ReferenceOrigin
from qms.importing.linking import ClauseFinder, PersonFinder, UnitFinder
from qms.importing.register_kind import Asked
from qms.importing.text import fold
from qms.models.reach import inside_subtree

CHUNK = 5000  # keys in one query


def chunks(keys: Iterable[Any]) -> Iterator[list[Any]]:
    """Keys in parts that one query takes."""
    source = iter(keys)
    while part := list(islice(source, CHUNK)):
        yield part


class About:
    """Finders of units, people and clauses, for one file, and what its chunks carry along."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.standing: Any = None
        self.undated = self.wordless = 0
        self.inspections: dict[str, Any] = {}
        """Those in which the rows arrive, by group; empty until the first chunk is written."""
        self.visited: dict[int, set[int]] = {}
        self.days: dict[int, tuple[Any, Any]] = {}
        self.settled: set[int] = set()
        self.units = UnitFinder(asked.by, asked.unit, asked.units)
        self.people = PersonFinder(asked.by)
        self.clauses = ClauseFinder(asked.edition)


class Standing:
    """Records that the rows may mean: brought in for the same owner, or named by the product's own number."""

    def __init__(self, model: Any, asked: Asked) -> None:
        self.model, self.asked = model, asked
        self.newest = model.objects.aggregate(last=Max("pk"))["last"] or 0
        """What this import writes comes later and is no record that stood before."""
        self.keys: dict[str, tuple[int, str]] = {}
        rows = model.objects.filter(raised_by_unit=asked.unit, brought_in=True, ended_at=None).order_by("pk")
        for key, reference, row_key, source_hash in rows.values_list(
            "pk", "external_ref", "source_text__row_key", "source_hash"
        ):
            self.keys.setdefault(row_key or f"ref:{fold(reference)}", (key, source_hash))

    def by_number(self, numbers: Sequence[str]) -> dict[str, Any]:
        """Records of the owner's side by the product's own numbers."""
        found: dict[str, Any] = {}
        side = Q(raised_by_unit=self.asked.unit) | Q(unit_id__in=inside_subtree(frozenset({self.asked.unit.pk})))
        for part in chunks(numbers):
            rows = self.rows().visible_to(self.asked.by).filter(side, number__in=part, ended_at=None)
            found |= {record.number: record for record in rows.filter(pk__lte=self.newest)}
        return found

    def saying(self, text: str, day: str, texts: Iterable[str]) -> dict[str, list[Any]]:
        """Records within reach of the owner's side that say the same, by what they say."""
        found: dict[str, list[Any]] = {}
        if not self.newest:
            return found
        names = ("uid", "number", "unit_id", "external_ref", "source_file", text, day)
        for part in chunks(dict.fromkeys(texts)):
            rows = self.model.objects.visible_to(self.asked.by).filter(
                **{f"{text}__in": part}, raised_by_unit=self.asked.unit, ended_at=None, pk__lte=self.newest
            )
            for record in rows.only(*names).order_by("pk"):
                found.setdefault(getattr(record, text), []).append(record)
        return found

    def records(self, keys: Iterable[int]) -> dict[int, Any]:
        """Whole records by key."""
        found: dict[int, Any] = {}
        for part in chunks(keys):
            found |= self.rows().in_bulk(part)
        return found

    def rows(self) -> Any:
        """The records, locked where they are about to be written."""
        committing = transaction.get_connection().in_atomic_block
        return self.model.objects.locked() if committing else self.model.objects.all()


def citations_of(reference_model: Any, keys: Iterable[int]) -> dict[int, dict[Any, Any]]:
    """Standing references of records: {record: {(clause key or None, written as): reference}}."""
    found: dict[int, dict[Any, Any]] = {}
    for part in chunks(keys):
        rows = reference_model.objects.filter(record_id__in=part, ended_at=None)
        for row in rows.select_related("clause__edition__standard").order_by("pk"):
            key = (row.clause_id, "" if row.clause_id else row.written_as)
            found.setdefault(row.record_id, {})[key] = row
    return found


def droppable(reference: Any) -> bool:
    """Only what an import cited may be taken back by an import."""
    return reference.origin == ReferenceOrigin.IMPORT
