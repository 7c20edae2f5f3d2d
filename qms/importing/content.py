"""What the cells of a column tell about it where its title tells nothing."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from qms.importing.clause_text import ONLY_NUMBERS
from qms.importing.problems import Problem
from qms.importing.text import is_blank
from qms.importing.values import parse_clauses, parse_date

SURE, ENOUGH, MOST = 0.5, 3, 0.8
LONGEST_WORD = 40
TOLD_BY_WORDS = ("grade", "status")


def complete_number(recognition: Any) -> None:
    """A column of codes, each once, is the number: a register may be known by it."""
    give(recognition, (("number", are_codes),))


def complete_by_content(recognition: Any) -> None:
    """Give columns with a title that means nothing to fields that have none, where their cells leave no doubt.

    A sheet is not known for a register by these: that takes titles.
    """
    give(recognition, (("clause", are_clauses), *words_of(recognition.register)))


def give(recognition: Any, fields: Any) -> None:
    for name, is_such in fields:
        if name in recognition.mapping or name in recognition.said or not recognition.register.has(name):
            continue
        for index in recognition.unmatched:
            if is_such(cells_of(recognition, index)):
                recognition.mapping[name], recognition.confidence[name] = index, SURE
                break


def guess(recognition: Any, index: int) -> str | None:
    """A field that a person may mean by a column, by its cells alone: a free field of days for a column of days."""
    cells = [cell for cell in cells_of(recognition, index) if not is_blank(cell)]
    days = [cell for cell in cells if not isinstance(parse_date(cell), Problem | None)]
    if len(cells) < ENOUGH or len(days) < len(cells) * MOST:
        return None
    free = (column for column in recognition.register.columns if column.name not in recognition.mapping)
    return next((column.name for column in free if column.parser is parse_date), None)


def cells_of(recognition: Any, index: int) -> list[Any]:
    """The cells of a column in the first rows below the header."""
    return [row.cell(index) for row in recognition.sheet.head if row.number >= recognition.first_data_row]


def are_codes(cells: list[Any]) -> bool:
    """A column of codes, each once, is the number, whatever stands above it."""
    codes = [cell for cell in cells if looks_like_code(cell)]
    return len(codes) >= ENOUGH and len(codes) == len(set(codes)) and len(codes) > len(cells) * 0.6


def looks_like_code(value: Any) -> bool:
    return (
        isinstance(value, str)
        and 2 < len(value) < 25
        and " " not in value
        and any(c.isdigit() for c in value)
        and any(c.isalpha() for c in value)
    )


def are_clauses(cells: list[Any]) -> bool:
    """Nothing but numbers with points between their parts, such as 8.5.1 or A.5.31."""
    filled = [cell for cell in cells if not is_blank(cell)]
    clauses = [
        cell
        for cell in filled
        if isinstance(cell, str) and ONLY_NUMBERS.match(cell.strip()) and "." in cell and parse_clauses(cell)
    ]
    return len(clauses) >= ENOUGH and len(clauses) >= len(filled) * MOST and any(c.count(".") > 1 for c in clauses)


def words_of(register: Any) -> Iterator[tuple[str, Any]]:
    """Columns of set words are told by their words."""
    for name in TOLD_BY_WORDS:
        if register.has(name) and register.column(name).words:
            yield name, partial(are_words, register.column(name).parser)


def are_words(parser: Any, cells: list[Any]) -> bool:
    filled = [cell for cell in cells if not is_blank(cell)]
    if parser is None or len(filled) < ENOUGH or not all(isinstance(cell, str) for cell in filled):
        return False
    known = [cell for cell in filled if len(cell) < LONGEST_WORD and isinstance(parser(cell), str)]
    return len(known) >= len(filled) * MOST
