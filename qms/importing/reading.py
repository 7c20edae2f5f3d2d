"""Reads the rows of a recognised register: each cell parsed, each problem at its address."""

from dataclasses import dataclass, field

from qms.importing.composites import split_heading, split_remarks
from qms.importing.dates import EMPTY_WORDS, date_order
from qms.importing.headers import is_repeated_header, recognise_workbook
from qms.importing.problems import Problem
from qms.importing.row_keys import CHANGING, row_keys
from qms.importing.sheet import ErrorCell
from qms.importing.text import fold
from qms.importing.values import grade_in, parse_date, parse_text
from qms.importing.words import FOOTERS
from qms.importing.workbook import read_workbook

FOOTER_WORDS = tuple(fold(word) for word in FOOTERS)


@dataclass
class RowReading:
    """One row: what stood in its cells, what they mean, what is wrong; `section` is the title it stands under."""

    sheet: str
    number: int
    raw: dict
    values: dict = field(default_factory=dict)
    problems: dict = field(default_factory=dict)
    addresses: dict = field(default_factory=dict)
    section: str = ""
    key: str = ""
    identity: tuple = ()


@dataclass
class ReadRegister:
    """A whole file: its rows, how each sheet was understood, which sheets were left out and why."""

    rows: list
    recognitions: list
    left_out: list

    def columns(self):
        """Columns met in the file: {field: header}."""
        met = {}
        for recognition in self.recognitions:
            for name, index in recognition.mapping.items():
                met.setdefault(name, recognition.headers.get(index, name))
        for row in self.rows:
            for name in row.raw:
                met.setdefault(name, name)
        return met


def read_register(file, name, register, *, sheet=None):
    """Read a file as a register; raise NotAWorkbook or NotThisRegister with a sentence where it is none."""
    recognitions, left_out = recognise_workbook(read_workbook(file, name, sheet=sheet), register)
    rows = [row for recognition in recognitions for row in read_rows(recognition)]
    for row, key in zip(rows, row_keys((row.values.get("number"), row.identity) for row in rows), strict=True):
        row.key = key
    return ReadRegister(rows, recognitions, left_out)


def read_rows(recognition):
    """Yield a RowReading per row of the table: no repeated headers, section titles, sums or footers."""
    parsers = parsers_of(recognition)
    section = ""
    for row in table_rows(recognition):
        if says_nothing(row):
            continue
        if is_repeated_header(recognition, row):
            section = section_title(recognition, row) or section
        elif is_title(recognition, row):
            section = str(row.cell(first_filled(row)))
        else:
            yield read_row(recognition, row, parsers, section)


def table_rows(recognition):
    """The rows below the header up to the first sum or footer."""
    section_rows = [row for row in recognition.sheet.rows if row.number >= recognition.first_data_row]
    for row in section_rows:
        if is_footer(recognition, row):
            break
        yield row


def says_nothing(row):
    """A row of "n/a" and dashes is as good as empty."""
    return all(cell is None or (isinstance(cell, str) and fold(cell) in EMPTY_WORDS) for cell in row.cells)


def first_filled(row):
    return next(index for index, cell in enumerate(row.cells) if cell is not None)


def filled(row):
    return [index for index, cell in enumerate(row.cells) if cell is not None]


def is_footer(recognition, row):
    """A sum, a signature or a copyright line: few cells, the first of them begins or ends with such words."""
    if len(filled(row)) > 2:
        return False
    text = row.cell(first_filled(row))
    if not isinstance(text, str):
        return False
    folded = fold(text)
    footer = any(folded.startswith(word) or folded.endswith(word) for word in FOOTER_WORDS if len(word) > 4)
    return (footer or folded in FOOTER_WORDS) and not holds_content(recognition, row)


def holds_content(recognition, row):
    """Whether one of the columns that the register lives by is filled."""
    mapping = recognition.mapping
    lived_by = recognition.register.keeps or ("statement", "question", "grade")
    return any(name in mapping and row.cell(mapping[name]) is not None for name in lived_by)


def is_title(recognition, row):
    """A lone text across the table names the section below it; a lone text in a lived-by column is a row."""
    cells = filled(row)
    if len(cells) != 1 or not isinstance(row.cell(cells[0]), str) or holds_content(recognition, row):
        return False
    return recognition.register.lone_cells_are_titles or any(
        top <= row.number <= bottom and left <= cells[0] <= right and right > left
        for top, left, bottom, right in recognition.sheet.merged
    )


def section_title(recognition, row):
    """The cell of a repeated header that does not say what the header says."""
    for index, cell in enumerate(row.cells):
        if isinstance(cell, str) and fold(cell) != fold(recognition.headers.get(index, "")):
            return cell.strip()
    return ""


def parsers_of(recognition):
    """The parser of each mapped column; date columns read in the order that their own cells prove."""
    chosen = {}
    for name, index in recognition.mapping.items():
        parser = recognition.register.column(name).parser or parse_text
        if parser is parse_date:
            order = date_order(row.cell(index) for row in recognition.sheet.rows)
            chosen[name] = month_first if order == "mdy" else parse_date
        else:
            chosen[name] = parser
    return chosen


def month_first(value):
    return parse_date(value, day_first=False)


def read_row(recognition, row, parsers, section):
    sheet, mapping = recognition.sheet, recognition.mapping
    raw = {name: row.cell(index) for name, index in mapping.items()}
    reading = RowReading(sheet.name, row.number, raw, section=section or default_section(recognition))
    reading.addresses = {name: sheet.address(row.number, index) for name, index in mapping.items()}
    fill_buried(reading, recognition.register, parsers)
    for name, value in reading.raw.items():
        take(reading, name, parsers.get(name, parse_text)(value))
    changing = {mapping[name] for name in CHANGING if name in mapping}
    reading.identity = tuple(
        cell for index, cell in enumerate(row.cells) if index not in changing and not isinstance(cell, ErrorCell)
    )
    return reading


def default_section(recognition):
    """Rows under a header whose first column is titled by nothing known stand under that title."""
    if recognition.confidence.get("number") == 0.5 and "number" in recognition.mapping:
        return recognition.headers.get(recognition.mapping["number"], "")
    return ""


def take(reading, name, parsed):
    """Keep the value, or the problem with whatever value it leaves."""
    if isinstance(parsed, Problem):
        reading.problems[name] = parsed
        parsed = parsed.value
    reading.values[name] = parsed


def fill_buried(reading, register, parsers):
    """Take out of other columns what has no column of its own here, or an empty cell."""
    for source, parts in buried_parts(reading):
        for name, value in parts.items():
            if reading.raw.get(name) is None and any(column.name == name for column in register.columns):
                reading.raw[name] = value
                reading.addresses.setdefault(name, reading.addresses[source])
                parsers.setdefault(name, register.column(name).parser or parse_text)


def buried_parts(reading):
    """Yield the column and the fields buried in it, the most telling columns first."""
    number, remarks = reading.raw.get("number"), reading.raw.get("remarks")
    if isinstance(number, str) and (parts := split_heading(number)):
        reading.raw["number"] = parts.pop("number")
        yield "number", parts
    if isinstance(remarks, str):
        yield "remarks", split_remarks(remarks)
    for source in ("statement", "number"):
        text = reading.raw.get(source)
        if isinstance(text, str) and (grade := grade_in(text)):
            yield source, {"grade": grade}
