"""A sheet as the importer sees it: rows that hold something, each under its own number."""

from dataclasses import dataclass, field

from openpyxl.utils import get_column_letter

from qms.importing.text import composed, is_blank


@dataclass(frozen=True)
class ErrorCell:
    """A cell whose formula failed, such as #REF!."""

    code: str

    def __str__(self):
        return self.code


@dataclass(slots=True)
class Row:
    """One row; `number` is the one that the spreadsheet program shows."""

    number: int
    cells: list

    def cell(self, column):
        """The value at a column counted from 0, or None."""
        return self.cells[column] if 0 <= column < len(self.cells) else None


@dataclass
class Sheet:
    """A named table of rows; rows of blanks are left out, so numbers may jump."""

    name: str
    rows: list = field(default_factory=list)
    hidden: bool = False
    merged: list = field(default_factory=list)

    def address(self, row_number, column):
        """How people call a cell: Sheet!C7."""
        return f"{self.name}!{get_column_letter(column + 1)}{row_number}"

    def row_numbered(self, number):
        return next((row for row in self.rows if row.number == number), None)

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
    if isinstance(value, str):
        value = composed(value)
        return None if is_blank(value) else value
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return int(value)
    return value


def rows_from(table, first=1, errors=None):
    """Rows that hold something; `errors` maps (row number, column) to the code of a failed formula."""
    errors = errors or {}
    by_row = {}
    for (number, column), code in errors.items():
        by_row.setdefault(number, {})[column] = ErrorCell(code)
    rows = []
    for number, cells in enumerate(table, first):
        cleaned = [clean(cell) for cell in cells]
        for column, failed in by_row.get(number, {}).items():
            cleaned.extend([None] * (column + 1 - len(cleaned)))
            cleaned[column] = failed
        if any(cell is not None for cell in cleaned):
            rows.append(Row(number, cleaned))
    return rows
