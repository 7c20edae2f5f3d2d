"""The rows of a staged file as its preview shows them: written in chunks, shown by page, the file not read again."""

import json
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Page, Paginator
from django.db import connection
from django.db.models import F, QuerySet, TextField
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Cast
from django.utils.functional import cached_property

from qms.history.writing import escaped, insert_columns, prepared
from qms.importing.cells import as_text
from qms.importing.register_kind import ImportKind, PlannedPreview, PlannedRow
from qms.importing.verdicts import VERDICTS
from qms.models.imports import ImportStaging, StagedRow

ABOUT = "_"
"""Beside the cells: what is known of the row itself."""
LONGEST_SEARCHED, LONGEST_WORD = 2_000, 40
EMPTY = {"address": "", "read": "", "becomes": "", "level": "ok", "sentence": "", "suggestion": ""}


@dataclass
class GridRow:
    """One row of the preview; `cells` by field: address, read, becomes, level, sentence, suggestion, and in a conflict
    before, here, decision."""

    position: int
    sheet: str
    number: int
    key: str
    verdict: str
    planned: str
    sentence: str
    noted: bool
    cells: dict[str, dict[str, Any]]
    why: str = ""
    choices: list[tuple[str, str]] = field(default_factory=list)
    decision: Any = None
    record_title: str = ""
    record_url: str = ""


def write_rows(staging: ImportStaging, kind: ImportKind, planned: PlannedPreview, position: int) -> int:
    """Write a chunk of rows from this position on; returns the position after it."""
    rows = [*planned.rows, *planned.left_out]
    if rows:
        meta: Any = StagedRow._meta
        columns: dict[str, list[Any]] = {
            "staging_id": [staging.pk] * len(rows),
            "position": list(range(position, position + len(rows))),
            "sheet": [row.sheet[:100] for row in rows],
            "number": [row.number for row in rows],
            "verdict": [row.verdict for row in rows],
            "noted": [any(cell.level != "ok" for cell in row.cells.values()) for row in rows],
            "key": [row.key[:200] for row in rows],
            "sentence": [str(row.sentence) for row in rows],
        }
        ready = {name: prepared(meta.get_field(name.removesuffix("_id")), values) for name, values in columns.items()}
        known: dict[tuple[str, str], str] = {}
        texts = [json.dumps(cells_told(row, kind, known), ensure_ascii=False) for row in rows]
        ready["cells"] = [escaped(text) for text in texts] if connection.vendor == "postgresql" else texts
        insert_columns(meta.db_table, ready)
    return position + len(rows)


def cells_told(row: PlannedRow, kind: ImportKind, known: dict[tuple[str, str], str]) -> dict[str, Any]:
    """The cells in plain words; what is empty is left out. `known`: short words of cells that were shown before."""
    told: dict[str, Any] = {name: cell_told(name, cell, kind, known) for name, cell in row.cells.items()}
    for name, (before, now, here) in row.conflicts.items():
        cell = told.setdefault(kind.column_of(name), {})
        cell |= {"field": name, "before": words(kind, name, before), "here": words(kind, name, here)}
        cell.setdefault("becomes", words(kind, name, now))
    read = [text for cell in told.values() if (text := cell.get("read"))]
    searched = searchable(" ".join([*read, str(row.sentence), row.record_title]))
    told[ABOUT] = {"text": searched[:LONGEST_SEARCHED], "planned": row.planned or row.verdict}
    if row.why:
        told[ABOUT] |= {"why": row.why, "choices": kind.choices(row), "fields": list(row.conflicts)}
        told[ABOUT] |= {"title": row.record_title, "url": row.record_url}
    return told


def cell_told(name: str, cell: Any, kind: ImportKind, known: dict[tuple[str, str], str]) -> dict[str, str]:
    """What becomes of a cell is told only where it is another thing than what was read."""
    read = as_text(cell.read)
    told = {"address": cell.address, "read": read}
    becomes = cell.becomes
    if becomes.__class__ is str and len(becomes) <= LONGEST_WORD:
        if (shown := known.get((name, becomes))) is None:
            shown = known[name, becomes] = words(kind, name, becomes)
    else:
        shown = read if becomes.__class__ is str and becomes == read else words(kind, name, becomes)
    if shown != read:
        told["becomes"] = shown
    if cell.level != "ok":
        told |= {"level": cell.level, "sentence": str(cell.sentence)}
        if cell.suggestion:
            told["suggestion"] = words(kind, name, cell.suggestion)
    return told


def words(kind: ImportKind, name: str, value: Any) -> str:
    """A value in the reader's words."""
    return "" if value is None else str(kind.shown(name, value))


MARKS = re.compile("[\u0300-\u036f]+")


def searchable(text: str) -> str:
    """Without accents and case: as `fold` does, but blanks and signs stay, and fast."""
    if not text.isascii():
        text = MARKS.sub("", unicodedata.normalize("NFD", text))
    return text.casefold().replace("đ", "d")


class RowPages(Paginator):
    """Pages that know from the counts how many rows there are, where nothing is searched."""

    def __init__(self, rows: QuerySet, size: int, known: int | None, staging: ImportStaging) -> None:
        super().__init__(rows, size)
        self.found, self.known, self.staging = rows, known, staging

    @cached_property
    def count(self) -> int:
        """How many rows."""
        return self.found.count() if self.known is None else self.known

    def get_page(self, number: Any) -> Page:
        """A page of GridRow."""
        page = super().get_page(number)
        page.object_list = [grid_row(row, self.staging) for row in page.object_list]
        return page


def about(name: str) -> Cast:
    """Something that is known of the row itself, as the database reads it: a text, no JSON."""
    return Cast(KeyTextTransform(name, KeyTransform(ABOUT, F("cells"))), TextField())


def rows_of(staging: ImportStaging, *, verdict: str = "", q: str = "", why: str = "") -> QuerySet:
    """The rows that a person filters."""
    found = StagedRow.objects.filter(staging=staging)
    if verdict in VERDICTS:
        found = found.filter(verdict=verdict)
    elif verdict == "noted":
        found = found.filter(noted=True)
    if why:
        found = found.alias(why=about("why")).filter(why=why)
    for word in searchable(q).split():
        found = found.alias(text=about("text")).filter(text__contains=word)
    return found.order_by("position")


def pages(staging: ImportStaging, *, verdict: str, q: str, size: int) -> RowPages:
    """The rows by page."""
    counts = staging.counts
    known = counts.get(verdict, 0) if verdict in VERDICTS else sum(counts.values()) if not verdict else None
    return RowPages(rows_of(staging, verdict=verdict, q=q), size, None if q.strip() else known, staging)


def grid_row(row: StagedRow, staging: ImportStaging) -> GridRow:
    """A row as the grid takes it."""
    known = row.cells.get(ABOUT, {})
    decision = staging.decisions.get(row.key)
    said = decision.get("fields", {}) if isinstance(decision, dict) else {}
    cells = {name: cell_read(cell) for name, cell in row.cells.items() if name != ABOUT}
    for cell in cells.values():
        if "here" in cell:
            cell["decision"] = said.get(cell["field"], decision if isinstance(decision, str) else None)
    return GridRow(
        row.position, row.sheet, row.number, row.key, row.verdict, known.get("planned", row.verdict), row.sentence,
        row.noted, cells, known.get("why", ""), [tuple(one) for one in known.get("choices", ())], decision,
        known.get("title", ""), known.get("url", ""),
    )  # fmt: skip


def cell_read(cell: dict[str, Any]) -> dict[str, Any]:
    """A cell with all that the grid asks for."""
    becomes = "" if cell.get("level") == "error" else cell.get("read", "")
    return EMPTY | {"becomes": becomes} | cell


def forget_rows(staging: ImportStaging) -> None:
    """Remove the rows of an earlier plan."""
    StagedRow.objects.filter(staging=staging).delete()


def with_keys(staging: ImportStaging, keys: Iterable[str]) -> list[StagedRow]:
    """The rows of these keys."""
    wanted, found = list(keys), []
    for start in range(0, len(wanted), 500):
        part = [key[:200] for key in wanted[start : start + 500]]
        found += list(StagedRow.objects.filter(staging=staging, key__in=part))
    return found
