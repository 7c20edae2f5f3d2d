"""The first walk over a file: what its columns prove, which words they hold, how many rows there are."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from qms.importing.composites import split_heading
from qms.importing.date_evidence import KEPT, DateEvidence
from qms.importing.several_questions import FIELD, questions_in
from qms.importing.table_rows import table_rows
from qms.importing.text import fold
from qms.importing.values import parse_date, parse_text

BLOCK_FIELDS = ("unit", "auditee", "section", "clause", "inspector", "owner", "inspection_ref", "standard")
"""Fields that registers write once for a block of rows."""
WORDS_KEPT = 500


class WordCounts:
    """The words of a column: how often each was met, and as what it was first written."""

    def __init__(self) -> None:
        self.raw: Counter[Any] = Counter()

    def take(self, value: Any, _row: int = 0) -> None:
        if value in self.raw or len(self.raw) < WORDS_KEPT:
            self.raw[value] += 1

    @property
    def written(self) -> dict[str, str]:
        """How each word was first written, by the word without accents and case."""
        found: dict[str, str] = {}
        for text in map(parse_text, self.raw):
            if isinstance(text, str):
                found.setdefault(fold(text), text)
        return found

    @property
    def counts(self) -> Counter[str]:
        """How often each was met."""
        counted: Counter[str] = Counter()
        for value, count in self.raw.items():
            if isinstance(text := parse_text(value), str):
                counted[fold(text)] += count
        return counted


@dataclass
class Survey:
    """What one recognised sheet holds."""

    rows: int = 0
    dates: dict[str, DateEvidence] = field(default_factory=dict)
    several: int = 0
    several_at: list[str] = field(default_factory=list)
    blocks: dict[str, int] = field(default_factory=dict)
    """How many cells of a block column are filled."""
    starts_filled: set[str] = field(default_factory=set)


@dataclass
class FileSurvey:
    """What the whole file holds: words and numbers are counted over all its sheets."""

    sheets: list[Survey] = field(default_factory=list)
    words: dict[str, WordCounts] = field(default_factory=dict)
    numbers: Counter[str] = field(default_factory=Counter)

    @property
    def rows(self) -> int:
        return sum(one.rows for one in self.sheets)

    def evidence(self) -> set[bool]:
        """What the columns of dates prove, all sheets together."""
        proved = (one.proves for sheet in self.sheets for one in sheet.dates.values())
        return {one for one in proved if one is not None}


def is_date(column: Any) -> bool:
    return column.parser is parse_date


def survey(recognitions: list[Any], fill_down: tuple[str, ...], tell: Callable[[int], None]) -> FileSurvey:
    """Walk over the rows of all sheets once; `tell` hears how many were seen."""
    found = FileSurvey()
    for recognition in recognitions:
        look_at(recognition, fill_down, found, tell)
    return found


def look_at(recognition: Any, fill_down: tuple[str, ...], found: FileSurvey, tell: Callable[[int], None]) -> None:
    one, before = Survey(), found.rows
    found.sheets.append(one)
    takers = [*column_takers(recognition, one, found)]
    blocks = [(name, recognition.mapping[name]) for name in BLOCK_FIELDS if name in recognition.mapping]
    for row, _section in table_rows(recognition, fill_down):
        one.rows += 1
        cells, width = row.cells, len(row.cells)
        for index, take in takers:
            if index < width and (value := cells[index]) is not None:
                take(value, row.number)
        for name, index in blocks:
            count_block(one, name, row.cell(index))
        if one.rows % 1000 == 0:
            tell(before + one.rows)


def column_takers(recognition: Any, one: Survey, found: FileSurvey) -> Iterator[tuple[int, Callable[[Any, int], None]]]:
    """Which columns are looked at, and what is done with each of their filled cells."""
    for name, index in recognition.mapping.items():
        column = recognition.register.column(name)
        if is_date(column):
            yield index, partial(take_date, one.dates.setdefault(name, DateEvidence()), recognition.sheet, index)
        if column.words:
            yield index, found.words.setdefault(name, WordCounts()).take
        if name == "number":
            yield index, partial(count_number, found.numbers)
        if name == FIELD:
            yield index, partial(take_question, one, recognition.sheet, index)


def take_date(evidence: DateEvidence, sheet: Any, index: int, value: Any, row: int) -> None:
    evidence.take(value, lambda: sheet.address(row, index))


def take_question(one: Survey, sheet: Any, index: int, value: Any, row: int) -> None:
    if len(questions_in(value)) > 1:
        one.several += 1
        if one.several <= KEPT:
            one.several_at.append(sheet.address(row, index))


def count_block(one: Survey, name: str, value: Any) -> None:
    if value is not None:
        one.blocks[name] = one.blocks.get(name, 0) + 1
        if one.rows == 1:
            one.starts_filled.add(name)


def count_number(numbers: Counter[str], value: Any, _row: int) -> None:
    """References as rows will have them, folded, so that a key is given by them only where they are unique."""
    reference = reference_in(value)
    if reference:
        numbers[fold(reference)] += 1


def reference_in(value: Any) -> str | None:
    """The number that a cell gives to its row."""
    text = parse_text(value)
    if not isinstance(text, str):
        return None
    if (":" in text or "–" in text) and (parts := split_heading(text)):
        return str(parts["number"])
    return text
