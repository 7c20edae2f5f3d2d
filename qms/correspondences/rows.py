"""The standing rows between two editions: what each says, in plain values, and the digest over all of them."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import F, QuerySet

from qms.enums import Relation
from qms.models.standards import Correspondence

SAID = ("relation", "note_vi", "note_en", "change_degree", "basis", "own_word")
"""What a row says beside its two clauses."""

Said = dict[str, Any]


STRICTEST = [Relation.WITHDRAWN, Relation.SPLIT, Relation.MERGED, Relation.MODIFIED, Relation.NEW, Relation.EQUIVALENT]


def strictest(relations: Iterable[str]) -> str:
    """The strictest of some relations: withdrawn, split, merged, modified, new, equivalent; "" of none."""
    found = set(relations)
    return next((str(one) for one in STRICTEST if one in found), "")


def standing(one_id: int, two_id: int) -> QuerySet:
    """The rows that stand, in no order."""
    return Correspondence.objects.filter(from_edition_id=one_id, to_edition_id=two_id, ended_at=None)


def standing_rows(one_id: int, two_id: int) -> QuerySet:
    """The rows that stand, in the order of the old clauses, then of the new; what has no old clause comes last."""
    rows = standing(one_id, two_id)
    return rows.select_related("from_clause", "to_clause").order_by(
        F("from_clause__position").asc(nulls_last=True), F("to_clause__position").asc(nulls_first=True), "pk"
    )


def said(row: Correspondence) -> Said:
    """A row in plain values: clause numbers instead of keys."""
    sides = {"from": row.from_clause and row.from_clause.number, "to": row.to_clause and row.to_clause.number}
    return sides | {name: getattr(row, name) for name in SAID}


def said_rows(one_id: int, two_id: int) -> dict[str, Said]:
    """Every standing row by its uid."""
    return {str(row.uid): said(row) for row in standing_rows(one_id, two_id)}


def place(row: Mapping[str, Any]) -> tuple[str, str]:
    """Where a row stands among the others: by its numbers, so that it can be told without the clauses."""
    return row["from"] or "", row["to"] or ""


def digest_of(rows: Iterable[Mapping[str, Any]]) -> str:
    """SHA-256 over the rows in the order of their numbers."""
    lines = [[row["from"], row["to"], *(row[name] for name in SAID)] for row in sorted(rows, key=place)]
    told = json.dumps(lines, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(told.encode()).hexdigest()
