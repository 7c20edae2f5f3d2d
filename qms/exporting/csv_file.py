"""Writes lists as CSV that opens well in spreadsheet programs and runs nothing there.

UTF-8 with the mark that tells it. A Vietnamese Excel takes semicolons between cells and decimal commas, an English
one commas and points: the reader's language decides.
"""

import csv
import io
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from qms.exporting.safe_text import could_run, plain_text

MARK = "\ufeff"


def delimiter_of(language):
    """What stands between cells for readers of a language."""
    return "," if (language or "").startswith("en") else ";"


def write_csv(file, headers, rows, *, delimiter=","):
    """Write rows to a path or an open binary file, with the mark that tells UTF-8, and return how many there were."""
    if not hasattr(file, "write"):
        with Path(file).open("wb") as opened:
            return write_csv(opened, headers, rows, delimiter=delimiter)
    written = -1
    for line in csv_lines(headers, rows, delimiter=delimiter):
        file.write(line.encode())
        written += 1
    return written


def csv_lines(headers, rows, *, delimiter=","):
    """Yield the lines as text, the header first; fit for a streaming answer."""
    buffer = io.StringIO(newline="")
    writer, comma = csv.writer(buffer, delimiter=delimiter), delimiter == ";"
    yield MARK + line_of(buffer, writer, headers)
    for row in rows:
        yield line_of(buffer, writer, row, comma)


def line_of(buffer, writer, values, comma=False):
    buffer.seek(0)
    buffer.truncate()
    writer.writerow([harmless(value, comma) for value in values])
    return buffer.getvalue()


def harmless(value, comma=False):
    """Dates as people write them; a text that could run gets an apostrophe, numbers stay numbers."""
    if value is None or isinstance(value, int):
        return value
    if isinstance(value, float | Decimal):
        text = f"{value:f}" if isinstance(value, Decimal) else repr(value)
        return text.replace(".", ",") if comma else text
    if isinstance(value, datetime):
        return value.strftime("%d/%m/%Y %H:%M")
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    text = plain_text(value)
    return f"'{text}" if could_run(text) else text
