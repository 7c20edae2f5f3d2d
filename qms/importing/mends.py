"""What a person typed over cells of a file in its preview: put in place before anything is parsed."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from openpyxl.utils.cell import column_index_from_string, coordinate_from_string
from openpyxl.utils.exceptions import CellCoordinatesException

from qms.importing import limits
from qms.importing.sheet import clean
from qms.importing.spool import Row

Mended = dict[int, dict[int, Any]]


def by_sheet(mends: Mapping[str, Any] | None) -> dict[str, Mended]:
    """{"Sheet!C7": text} as {sheet: {row: {column: value}}}; an address that is none is passed over."""
    sheets: dict[str, Mended] = {}
    for address, text in (mends or {}).items():
        sheet, _mark, cell = str(address).rpartition("!")
        try:
            letters, number = coordinate_from_string(cell)
            column = column_index_from_string(letters) - 1
        except (CellCoordinatesException, ValueError):
            continue
        if column < limits.COLUMNS:
            sheets.setdefault(sheet, {}).setdefault(number, {})[column] = clean(text)
    return sheets


def mended(rows: Iterable[Row], mends: Mended) -> Iterator[Row]:
    """The rows with their mended cells; a row that is blank by then is no row."""
    for row in rows:
        if row.number in mends:
            row = Row(row.number, list(row.cells))  # noqa: PLW2901 - the row as it is read from here on
            for column, value in mends[row.number].items():
                row.cells.extend([None] * (column + 1 - len(row.cells)))
                row.cells[column] = value
            if all(cell is None for cell in row.cells):
                continue
        yield row
