"""A sheet as the importer sees it: rows that hold something, each under its own number."""

from dataclasses import dataclass, field
from typing import Any

from openpyxl.utils import get_column_letter

from qms.importing.spool import HEAD, Row, Spool
from qms.importing.text import composed, is_blank

REMEMBERED = 20_000
"""Texts that are looked up instead of cleaned again."""


NEVER_CALCULATED = "="
"""The code of a formula without a value."""


@dataclass(frozen=True)
class ErrorCell:
    """A cell whose formula failed, such as #REF!, or was never calculated."""

    code: str

    def __str__(self):
        return self.code


@dataclass
class Sheet:
    """A named table of rows; rows of blanks are left out, so numbers may jump."""

    name: str
    rows: Any = field(default_factory=list)
    hidden: bool = False
    merged: list = field(default_factory=list)
    opened: bool = False
    """Whether a hidden sheet was read, because somebody named it."""

    @property
    def head(self):
        """The first rows, for looking at the header again and again."""
        return self.rows.head if isinstance(self.rows, Spool) else self.rows[:HEAD]

    def forget(self):
        """Keep no more than the first rows of a sheet that is not read further."""
        self.rows = list(self.head)

    def address(self, row_number, column):
        """How people call a cell: Sheet!C7."""
        return f"{self.name}!{get_column_letter(column + 1)}{row_number}"

    def with_merged_filled(self):
        """The same sheet, each merged range holding its first cell's value in all its cells."""
        by_number = {row.number: Row(row.number, list(row.cells)) for row in self.rows}
        for top, left, bottom, right in self.merged:
            value = by_number[top].cell(left) if top in by_number else None
            if value is not None:
                fill(by_number, range(top, bottom + 1), range(left, right + 1), value)
        return Sheet(self.name, list(by_number.values()), self.hidden, self.merged)


def fill(by_number, numbers, columns, value):
    for row in (by_number[number] for number in numbers if number in by_number):
        row.cells.extend([None] * (columns.stop - len(row.cells)))
        for column in columns:
            row.cells[column] = value


def clean(value):
    """Composed text, whole numbers as int, blanks as None."""
    if value.__class__ is str:
        if value.isascii() and "\r" not in value:
            return value if value.strip() else None
        value = composed(value)
        return None if is_blank(value) else value
    if value.__class__ is float and value.is_integer() and abs(value) < 2**53:
        return int(value)
    return value


def each_row(table, first=1, errors=None, left=0):
    """Yield the rows that hold something; the cells of `table` begin at column `left`.

    `errors` maps (row number, column) to the code of a failed formula.
    Texts met again are neither cleaned nor kept a second time.
    """
    by_row = {}
    for (number, column), code in (errors or {}).items():
        by_row.setdefault(number, {})[column] = ErrorCell(code)
    before, known = [None] * left, {"": None}
    for number, cells in enumerate(table, first):
        cleaned = before.copy()
        for cell in cells:
            if cell.__class__ is not str:
                cleaned.append(clean(cell))
            elif cell in known:
                cleaned.append(known[cell])
            else:
                if len(known) > REMEMBERED:
                    known = {"": None}
                cleaned.append(known.setdefault(cell, clean(cell)))
        if number in by_row:
            for column, failed in by_row[number].items():
                cleaned.extend([None] * (column + 1 - len(cleaned)))
                cleaned[column] = failed
        if cleaned.count(None) < len(cleaned):
            yield Row(number, cleaned)
