"""The rows of a recognised table: no repeated headers, section titles, sums or footers; merged cells filled down."""

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from qms.importing.dates import EMPTY_WORDS
from qms.importing.headers import is_repeated_header
from qms.importing.sheet import NEVER_CALCULATED, ErrorCell
from qms.importing.spool import Row
from qms.importing.text import fold
from qms.importing.words import FOOTERS, SIGNATURES, SUMS

SUM_WORDS = tuple(fold(word) for word in SUMS)
SIGNATURE_WORDS = tuple(fold(word) for word in SIGNATURES)
FOOTER_WORDS = tuple(fold(word) for word in FOOTERS)
SIGNED_ON = re.compile(r"(^|.* )ngay .{1,4} thang .{1,4} nam .{1,6}$")
NUMBERS = (int, float, ErrorCell)
MOST_SIGNING = 6
LONGEST_NOTHING = 10
UNKNOWN = ErrorCell(NEVER_CALCULATED)
LONGEST_SUM = 60
SUMS_BEGIN = frozenset(word[0] for word in SUM_WORDS) | frozenset(word[0].upper() for word in SUM_WORDS)


def table_rows(recognition: Any, fill_down: tuple[str, ...] = ()) -> Iterator[tuple[Row, str]]:
    """Yield each row of the table with the title of the section that it stands under."""
    section, ended, signed = "", False, False
    above: dict[int, Any] = {}
    mapped = set(recognition.mapping.values())
    downward = [recognition.mapping[name] for name in fill_down if name in recognition.mapping]
    merges = UprightMerges(recognition)
    for row in recognition.sheet.rows:
        if row.number < recognition.first_data_row or says_nothing(row):
            continue
        there = len(row.cells) - row.cells.count(None)
        if is_repeated_header(recognition, row):
            section = section_title(recognition, row) or section
            ended = signed = False
            continue
        if signed or (there <= MOST_SIGNING and is_signature(recognition, row)):
            signed = True
        elif is_sum(row) or (there <= 2 and is_footer(recognition, row)):
            ended = True
        elif ended and not is_full(recognition, row):
            continue
        elif there == 1 and is_title(recognition, row):
            section = str(row.cell(first_filled(row)))
        elif there > 2 or not is_beside(row, mapped):
            ended = False
            yield filled_down(merges.filled(row), downward, above), section


class UprightMerges:
    """Merged ranges over several rows of the table: such a cell says the same in each row that it spans."""

    def __init__(self, recognition: Any) -> None:
        self.ranges: dict[int, list[tuple[int, int]]] = defaultdict(list)
        self.values: dict[tuple[int, int], Any] = {}
        for top, left, bottom, _right in recognition.sheet.merged:
            if bottom > top >= recognition.first_data_row:
                for number in range(top, bottom + 1):
                    self.ranges[number].append((top, left))

    def filled(self, row: Row) -> Row:
        """The row with what merged cells above it say."""
        for top, column in self.ranges.get(row.number, ()):
            value = row.cell(column)
            if row.number == top:
                self.values[top, column] = value
            elif value is None and (value := self.values.get((top, column))) is not None:
                row = with_cell(row, column, value)
        return row


def filled_down(row: Row, columns: list[int], above: dict[int, Any]) -> Row:
    """An empty cell takes what stands above it, in columns of which the person said so."""
    for column in columns:
        value = row.cell(column)
        if value is not None:
            above[column] = value
        elif column in above:
            row = with_cell(row, column, above[column])
    return row


def with_cell(row: Row, column: int, value: Any) -> Row:
    cells = [*row.cells, *([None] * (column + 1 - len(row.cells)))]
    cells[column] = value
    return Row(row.number, cells)


def is_beside(row: Row, mapped: set[int]) -> bool:
    """A running number with nothing beside it, or a note in a column that is not brought in."""
    cells = [(index, cell) for index, cell in enumerate(row.cells) if cell is not None]
    if len(cells) == 1 and cells[0][1].__class__ is int:
        return True
    return not any(index in mapped for index, _cell in cells)


def says_nothing(row: Row) -> bool:
    """A row of "n/a", dashes and formulas without values is as good as empty."""
    for cell in row.cells:
        if cell is None or cell == UNKNOWN:
            continue
        if cell.__class__ is not str or len(cell) > LONGEST_NOTHING or fold(cell) not in EMPTY_WORDS:
            return False
    return True


def first_filled(row: Row) -> int:
    return next(index for index, cell in enumerate(row.cells) if cell is not None)


def filled(row: Row) -> list[int]:
    return [index for index, cell in enumerate(row.cells) if cell is not None]


def is_sum(row: Row) -> bool:
    """ "Tổng cộng" with nothing but numbers beside it."""
    text = next(cell for cell in row.cells if cell is not None)
    if text.__class__ is not str or len(text) > LONGEST_SUM or text.lstrip()[:1] not in SUMS_BEGIN:
        return False
    cells = filled(row)
    if len(cells) < 2:
        return False
    folded = fold(text)
    if not any(folded == word or folded.startswith(f"{word} ") for word in SUM_WORDS):
        return False
    return all(isinstance(row.cell(index), NUMBERS) or is_figure(row.cell(index)) for index in cells[1:])


def is_figure(value: Any) -> bool:
    return isinstance(value, str) and bool(re.fullmatch(r"[\d.,%\s/-]+", value))


def is_signature(recognition: Any, row: Row) -> bool:
    """Who signs below the table, or the line with the day above the signatures."""
    texts = [cell for cell in row.cells if cell is not None]
    if any(text.__class__ is not str or len(text) > 60 for text in texts):
        return False
    folded = [fold(text) for text in texts]
    if len(folded) <= 2 and SIGNED_ON.match(folded[-1]):
        return len(folded) == 1 or not holds_content(recognition, row)
    return len(folded) > 1 and all(map(is_who_signs, folded))


def is_who_signs(folded: str) -> bool:
    """ "Người lập", "Trưởng phòng TCHC": few words that begin as a signature does."""
    return len(folded) <= 30 and any(folded == word or folded.startswith(f"{word} ") for word in SIGNATURE_WORDS)


def is_footer(recognition: Any, row: Row) -> bool:
    """A sum, a signature or a copyright line: few cells, the first of them begins or ends with such words."""
    text = row.cell(first_filled(row))
    if text.__class__ is not str:
        return False
    folded = fold(text)
    if folded in FOOTER_WORDS:
        return True
    footer = any(folded.startswith(word) or folded.endswith(word) for word in FOOTER_WORDS if len(word) > 4)
    return footer and not holds_content(recognition, row)


def is_full(recognition: Any, row: Row) -> bool:
    """Whether a row below a sum goes on with the table: most of its columns, what it lives by among them."""
    indexes = set(recognition.mapping.values())
    there = sum(row.cell(index) is not None for index in indexes)
    return holds_content(recognition, row) and there >= min(3, len(indexes))


def holds_content(recognition: Any, row: Row) -> bool:
    """Whether one of the columns that the register lives by is filled."""
    mapping = recognition.mapping
    lived_by = recognition.register.keeps or ("statement", "question", "grade")
    return any(name in mapping and row.cell(mapping[name]) is not None for name in lived_by)


def is_title(recognition: Any, row: Row) -> bool:
    """A lone text across the table names the section below it; a lone text in a lived-by column is a row."""
    lone = first_filled(row)
    if row.cells[lone].__class__ is not str or holds_content(recognition, row):
        return False
    return recognition.register.lone_cells_are_titles or any(
        top <= row.number <= bottom and left <= lone <= right and right > left
        for top, left, bottom, right in recognition.sheet.merged
    )


def section_title(recognition: Any, row: Row) -> str:
    """The cell of a repeated header that does not say what the header says."""
    for index, cell in enumerate(row.cells):
        if isinstance(cell, str) and fold(cell) != fold(recognition.headers.get(index, "")):
            return cell.strip()
    return ""
