"""Knows a table by the words above its columns: steps, dossier, forms, records, amendments, signatures."""

import re
from dataclasses import dataclass

from cms.word.column_words import COLUMNS
from cms.word.pieces import Cell, Table
from qms.importing.text import fold

HEADER_ROWS = 3
NAMES_FORMS = re.compile(r"\bmau\b|\bforms?\b")
ORDER = ("tt", "stt", "so tt", "so thu tu", "buoc", "b", "no", "no.", "step no", "#")

NEEDS: dict[str, tuple[frozenset[str], ...]] = {
    "amendments": (frozenset({"change", "day"}), frozenset({"change", "issue"}), frozenset({"issue", "amendment"})),
    "dossier": (frozenset({"name", "originals"}), frozenset({"name", "copies"})),
    "steps": (frozenset({"what", "responsible"}), frozenset({"what", "duration"})),
    "objectives": (frozenset({"objective", "target"}), frozenset({"objective", "measure"})),
    "records": (frozenset({"name", "retention"}), frozenset({"name", "place"}), frozenset({"name", "keeper"})),
    "forms": (frozenset({"code", "name"}),),
    "definitions": (frozenset({"term", "meaning"}),),
    "references": (frozenset({"code", "name"}),),
    "signatures": (
        frozenset({"writer", "reviewer"}),
        frozenset({"writer", "approver"}),
        frozenset({"reviewer", "approver"}),
    ),
}
"""Any of these sets of roles makes the kind."""

ANYWHERE = ("amendments", "signatures", "dossier", "objectives", "steps", "records", "forms", "definitions")


@dataclass(frozen=True)
class Column:
    """What a column holds and where it stands on the table's grid."""

    role: str
    start: int
    end: int
    title: str


@dataclass(frozen=True)
class Layout:
    """The kind of a table, its columns, its first row of content and the row of its titles."""

    kind: str
    columns: tuple[Column, ...]
    first_row: int
    title_row: int = 0


def kind_of_table(table: Table, section: str = "") -> Layout | None:
    """The layout that the words above the columns give; the section that the table stands in is tried first."""
    kinds = [section] if section in COLUMNS else []
    kinds += [kind for kind in ANYWHERE if kind not in kinds]
    for number in range(min(HEADER_ROWS, len(table.rows))):
        for row, after in _header_candidates(table, number):
            for kind in kinds:
                columns = _columns(row, kind, alone=kind == section)
                if columns:
                    return Layout(kind, columns, after, number)
    return None


def _header_candidates(table: Table, number: int) -> list[tuple[list[tuple[Cell, str]], int]]:
    row = table.rows[number]
    plain = [(cell, cell.text) for cell in row]
    if number + 1 >= len(table.rows) or not any(cell.joined for cell in table.rows[number + 1]):
        return [(plain, number + 1)]
    below = table.rows[number + 1]  # a header of two rows: the titles below a wide title count
    both = [(cell, cell.text) for cell in row if any(under.joined and under.start == cell.start for under in below)]
    both += [(cell, cell.text) for cell in below if not cell.joined]
    return [(sorted(both, key=lambda pair: pair[0].start), number + 2), (plain, number + 1)]


def _columns(row: list[tuple[Cell, str]], kind: str, alone: bool) -> tuple[Column, ...]:
    columns: list[Column] = []
    for cell, text in row:
        role = role_of(text, kind)
        columns.append(Column(role, cell.start, cell.start + cell.span, text.replace("\n", " ")))
    roles = {column.role for column in columns}
    enough = any(needed <= roles for needed in NEEDS[kind])
    if enough and kind == "forms" and not alone:  # any table has codes and names: outside its section it must say so
        enough = any(column.role == "name" and NAMES_FORMS.search(fold(column.title)) for column in columns)
    lone_name = alone and kind == "records" and roles <= {"name", "order", ""} and "name" in roles and "order" in roles
    return tuple(columns) if enough or lone_name else ()


def role_of(title: str, kind: str) -> str:
    """ "order" for the number of the row; "" for what is not known."""
    words = fold(title.replace("\n", " "))
    if not words or len(words) > 60:
        return ""
    if words in ORDER:
        return "order"
    exact = [role for role, phrases in COLUMNS[kind].items() if words in phrases]
    if exact:
        return exact[0]
    starts = [
        (len(phrase), role)
        for role, phrases in COLUMNS[kind].items()
        for phrase in phrases
        if len(phrase) > 5 and (words.startswith((f"{phrase} ", f"{phrase}/")))
    ]
    return max(starts)[1] if starts else ""
