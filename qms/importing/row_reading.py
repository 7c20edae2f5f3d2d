"""Reads one row of a recognised table: each cell parsed, each problem at its address."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from qms.importing.composites import split_heading, split_remarks
from qms.importing.problems import Problem
from qms.importing.row_keys import CHANGING
from qms.importing.several_questions import FIELD, questions_in
from qms.importing.sheet import ErrorCell
from qms.importing.spool import Row
from qms.importing.values import grade_in, parse_text

Parser = Callable[[Any], Any]


@dataclass(slots=True)
class RowReading:
    """One row: what stood in its cells, what they mean, what is wrong; `section` is the title it stands under."""

    sheet: str
    number: int
    raw: dict[str, Any]
    values: dict[str, Any] = field(default_factory=dict)
    problems: dict[str, Problem] = field(default_factory=dict)
    addresses: dict[str, str] = field(default_factory=dict)
    section: str = ""
    key: str = ""
    part: int = 0
    """Which of several questions of one cell this is, counted from 1; 0 where the row is whole."""

    def address_of(self, name: str) -> str:
        """Sheet!C7, or the row where the column is none of the file's."""
        return self.addresses.get(name) or f"{self.sheet}!{self.number}"


def plain_text(value: Any) -> Any:
    """`parse_text` for cells that the reader has composed already."""
    return (value.strip() or None) if value.__class__ is str else parse_text(value)


class RowReader:
    """Reads the rows of one recognised sheet with the parsers that its columns proved."""

    def __init__(self, recognition: Any, parsers: dict[str, Parser], *, split: bool = False) -> None:
        sheet, mapping, self.register = recognition.sheet, recognition.mapping, recognition.register
        self.sheet, self.parsers, self.split = sheet.name, parsers, split
        self.fields, self.indexes = list(mapping), list(mapping.values())
        self.width = max(self.indexes, default=0) + 1
        self.prefixes = [(name, sheet.address("", index)) for name, index in mapping.items()]
        self.names = {column.name for column in self.register.columns}
        self.changing = {mapping[name] for name in CHANGING if name in mapping}
        self.section = default_section(recognition)

    def read(self, row: Row, section: str) -> Iterator[RowReading]:
        """One reading, or one for each question of its cell where that was asked for."""
        reading = self.opened(row, section)
        questions = questions_in(reading.raw.get(FIELD)) if self.split else []
        if len(questions) < 2:
            yield self.parsed(reading)
            return
        for part, question in enumerate(questions, 1):
            one = self.opened(row, section)
            one.raw[FIELD], one.part = question, part
            if isinstance(number := one.raw.get("number"), str | int | float):
                one.raw["number"] = f"{number}#{part}"
            yield self.parsed(one)

    def opened(self, row: Row, section: str) -> RowReading:
        cells = row.cells
        if len(cells) < self.width:
            cells = cells + [None] * (self.width - len(cells))
        raw = dict(zip(self.fields, map(cells.__getitem__, self.indexes), strict=True))
        reading = RowReading(self.sheet, row.number, raw, section=section or self.section)
        number = row.number
        reading.addresses = {name: f"{prefix}{number}" for name, prefix in self.prefixes}
        return reading

    def identity(self, row: Row, reading: RowReading) -> tuple[Any, ...]:
        """What the row says that does not change while its record lives."""
        said = [
            cell
            for index, cell in enumerate(row.cells)
            if index not in self.changing and cell.__class__ is not ErrorCell
        ]
        return (*said, reading.part, reading.raw[FIELD]) if reading.part else tuple(said)

    def parsed(self, reading: RowReading) -> RowReading:
        self.fill_buried(reading)
        values, parsers = reading.values, self.parsers
        for name, value in reading.raw.items():
            if value is None:
                values[name] = None
                continue
            found = parsers[name](value)
            if found.__class__ is Problem:
                reading.problems[name] = found
                found = found.value
            values[name] = found
        return reading

    def fill_buried(self, reading: RowReading) -> None:
        """Take out of other columns what has no column of its own here, or an empty cell."""
        for source, parts in buried_parts(reading):
            for name, value in parts.items():
                if reading.raw.get(name) is None and name in self.names:
                    reading.raw[name] = value
                    reading.addresses.setdefault(name, reading.addresses[source])


def default_section(recognition: Any) -> str:
    """Rows under a header whose first column is titled by nothing known stand under that title."""
    if recognition.confidence.get("number") == 0.5 and "number" in recognition.mapping:
        return str(recognition.headers.get(recognition.mapping["number"], ""))
    return ""


def buried_parts(reading: RowReading) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the column and the fields buried in it, the most telling columns first."""
    number, remarks = reading.raw.get("number"), reading.raw.get("remarks")
    if isinstance(number, str) and (":" in number or "–" in number) and (parts := split_heading(number)):
        reading.raw["number"] = parts.pop("number")
        yield "number", parts
    if isinstance(remarks, str) and (reading.raw.get("grade") is None or reading.raw.get("corrective_action") is None):
        yield "remarks", split_remarks(remarks)
    for source in ("statement", "number"):
        text = reading.raw.get(source)
        if isinstance(text, str) and reading.raw.get("grade") is None and (grade := grade_in(text)):
            yield source, {"grade": grade}
