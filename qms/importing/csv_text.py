"""Reads lists kept as text: which encoding, which delimiter, then rows."""

import csv
import io
import re
from collections import Counter

from django.utils.translation import gettext as _

from qms.exporting.safe_text import could_run
from qms.importing import limits
from qms.importing.file_types import looks_utf16
from qms.importing.markdown_text import tables_in
from qms.importing.problems import NotAWorkbook

MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
DELIMITERS = ";,|\t"
SAMPLE_ROWS = 100
RULED_BYTES = re.compile(rb"^[ \t]*\|?(?:[ \t]*:?-{3,}:?[ \t]*\|)+", re.MULTILINE)
"""The line below the titles of a table in Markdown."""


def decode(data, name):
    """By the mark at the start, else UTF-16 by its zeros, else UTF-8, else Windows-1258."""
    try:
        return data.decode(encoding_of(data))
    except UnicodeError as broken:
        raise NotAWorkbook(
            _("The letters of “%(name)s” could not be read. Open it in Excel and save it as CSV UTF-8 or .xlsx.")
            % {"name": name}
        ) from broken


def encoding_of(data):
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return encoding
    if encoding := looks_utf16(data[:4096]):
        return encoding
    try:
        data.decode("utf-8")
    except UnicodeError:
        return "cp1258"
    return "utf-8"


def delimiter_of(text):
    """The character that cuts most rows into the same number of cells; commas inside titles do not count."""
    sample = text[:200_000]
    if sample[:4].lower() == "sep=":
        return sample[4:5]
    return max(DELIMITERS, key=lambda delimiter: evenness(sample, delimiter))


def evenness(sample, delimiter):
    widths = Counter()
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)):
            if number >= SAMPLE_ROWS:
                break
            if any(cell.strip() for cell in cells):
                widths[len(cells)] += 1
    except csv.Error:
        return 0.0
    if not widths:
        return 0.0
    width, rows = max(widths.items(), key=lambda item: (item[1], item[0]))
    if width < 2:
        return (sum(widths.values()) - rows) / (sum(widths.values()) * 100)
    return rows / sum(widths.values()) + width / 1000


class OpenedText:
    """A list kept as text; its rows are cut anew on each walk."""

    def __init__(self, text, delimiter):
        self.text, self.delimiter = text, delimiter
        self.says_delimiter = text[:4].lower() == "sep="

    def cut(self):
        return csv.reader(io.StringIO(self.text, newline=""), delimiter=self.delimiter)

    def rows(self):
        """The cells of every line as lists of text."""
        for number, row in enumerate(self.cut()):
            if number == 0 and self.says_delimiter and len(row) <= 2:
                yield []
            else:
                yield [without_apostrophe(cell) if cell[:1] == "'" else cell for cell in row]


def opened_text(data, name):
    """The text with its delimiter, after one walk that proves that it can be cut and is not too large."""
    text = decode(data, name)
    opened = OpenedText(text, delimiter_of(text))
    count = widest = 0
    try:
        for count, row in enumerate(opened.cut(), 1):  # noqa: B007 - how many there are
            widest = max(widest, len(row))
    except csv.Error as broken:
        raise NotAWorkbook(
            _("“%(name)s” could not be read as a list (%(why)s). Open it in Excel and save it as .xlsx.")
            % {"name": name, "why": broken}
        ) from broken
    refuse_too_many(count, widest, name)
    return opened


def ruled_tables(data, name):
    """The tables of a document in Markdown, see `tables_in`; none where the text is no such document."""
    if not RULED_BYTES.search(data[:200_000]):
        return []
    tables = list(tables_in(decode(data, name)))
    rows = [row for _name, _first, table in tables for row in table]
    refuse_too_many(len(rows), max(map(len, rows), default=0), name)
    return tables


def without_apostrophe(cell):
    """Exports put an apostrophe before texts that could run as formulas; it is no part of the text."""
    return cell[1:] if cell.startswith("'") and could_run(cell[1:]) else cell


def refuse_too_many(count, widest, name):
    if count > limits.ROWS + 1000 or widest > limits.COLUMNS:
        raise NotAWorkbook(
            _(
                "“%(name)s” has %(rows)s rows and %(columns)s columns; at most %(most)s rows and %(wide)s columns are "
                "read. Split the list into several files."
            )
            % {
                "name": name,
                "rows": f"{count:,}",
                "columns": widest,
                "most": f"{limits.ROWS:,}",
                "wide": limits.COLUMNS,
            }
        )
