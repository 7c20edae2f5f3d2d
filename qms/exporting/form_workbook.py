"""A list in the administration's layout: heading of the document in merged cells, the table framed below it.

The table itself is typed as in any export, and its header stands alone in its row, so that it comes in again.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from qms.exporting.safe_text import plain_text
from qms.exporting.workbook import FORMATS, Counted, cell, provenance_records, sheet_names, unique
from qms.printing.labels import MOTTO, NATION

FACE = "Times New Roman"
THIN = Side(style="thin", color="000000")
FRAME = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
GREY = PatternFill("solid", fgColor="E8EEF5")
HEADER_ROW = 8
PAGE_WIDTH = 170  # characters, set somewhat smaller on A4
LINE, HIGHEST = 15.0, 409.0  # points of a line, of the highest row
NARROWEST = 10  # characters: a day
MIDDLE = Alignment(horizontal="center", vertical="center", wrap_text=True)
FIGURES = {"date": "center", "datetime": "center", "integer": "right", "number": "right", "percent": "right"}


@dataclass(frozen=True)
class Heading:
    """What stands above the table: the title, who issues it, what was asked, which day it tells."""

    title: str
    letterhead: Any
    scope: str
    day: dt.date


def write_form(
    file: Any,
    heading: Heading,
    columns: Sequence[tuple[str, str, int]],
    rows: Iterable[Sequence[Any]],
    provenance: dict[str, Any],
) -> int:
    """Write heading and table to an open binary file and return how many rows there were."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title, source = sheet_names(heading.title)
    columns, kept = filled(columns, [list(row) for row in rows])
    counted = Counted(kept)
    write_heading(sheet, heading, len(columns))
    write_table(sheet, columns, counted)
    set_paper(sheet, columns)
    about = (plain_text(_("Information")), plain_text(_("Value")))
    write_provenance(book.create_sheet(source), provenance, counted, about)
    book.save(file)
    return counted.rows


def filled(
    columns: Sequence[tuple[str, str, int]], rows: list[list[Any]]
) -> tuple[list[tuple[str, str, int]], list[list[Any]]]:
    """Paper is narrow: columns that no row fills are left out, the others share the width of a page."""
    kept = [place for place in range(len(columns)) if not rows or any(row[place] not in (None, "") for row in rows)]
    share = min(1.0, PAGE_WIDTH / sum(columns[place][2] for place in kept))
    narrow = [(columns[place][0], columns[place][1], max(NARROWEST, int(columns[place][2] * share))) for place in kept]
    return narrow, [[row[place] for place in kept] for row in rows]


def write_heading(sheet: Worksheet, heading: Heading, width: int) -> None:
    """Nation and motto on the right, who issues on the left, below them the title and what was asked."""
    middle = max(1, width // 2)
    head = heading.letterhead
    if head is not None:
        put(sheet, 1, 1, middle, head.superior.upper() if head.superior else "", size=12)
        put(sheet, 2, 1, middle, head.unit.upper(), size=12, bold=True)
        place = f"{head.place}, " if head.place else ""
        put(sheet, 3, middle + 1, width, place + long_day(heading.day), size=12, italic=True)
    put(sheet, 1, middle + 1, width, NATION, size=12, bold=True)
    put(sheet, 2, middle + 1, width, MOTTO, size=12, bold=True, underline="single")
    put(sheet, 5, 1, width, plain_text(heading.title).upper(), size=14, bold=True)
    if heading.scope:
        put(sheet, 6, 1, width, f"({plain_text(heading.scope)})", size=11, italic=True)


def long_day(day: dt.date) -> str:
    """As administrative documents write it."""
    if get_language() == "en":
        return f"{day.day} {day:%B %Y}"
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def put(sheet: Worksheet, row: int, first: int, last: int, text: str, *, size: int, **looks: Any) -> None:
    """A text over merged cells, in the middle."""
    if not text:
        return
    write(sheet.cell(row, first), plain_text(text))
    sheet.cell(row, first).font = Font(name=FACE, size=size, **looks)
    sheet.cell(row, first).alignment = MIDDLE
    if last > first:
        sheet.merge_cells(start_row=row, start_column=first, end_row=row, end_column=last)


def write(place: Any, value: Any) -> None:
    """The value; a text stays a text, whatever it begins with."""
    place.value = value
    if isinstance(value, str):
        place.data_type = "s"


def write_table(sheet: Worksheet, columns: Sequence[tuple[str, str, int]], counted: Counted) -> None:
    """Header and rows, framed."""
    kinds = [kind for _header, kind, _width in columns]
    for number, header in enumerate(unique([plain_text(header) for header, _kind, _width in columns]), 1):
        place = sheet.cell(HEADER_ROW, number)
        write(place, header)
        place.font, place.alignment, place.border = Font(name=FACE, size=11, bold=True), MIDDLE, FRAME
        place.fill = GREY
    widths = [width for _header, _kind, width in columns]
    sheet.row_dimensions[HEADER_ROW].height = height([header for header, _kind, _width in columns], widths)
    plain = Font(name=FACE, size=11)
    looks = [Alignment(horizontal=FIGURES.get(kind), vertical="top", wrap_text=True) for kind in kinds]
    for line, row in enumerate(counted, HEADER_ROW + 1):
        values = [cell(value, kind) for value, kind in zip(row, kinds, strict=True)]
        counted.saw(values)
        sheet.row_dimensions[line].height = height(values, widths)
        for number, value in enumerate(values, 1):
            place = sheet.cell(line, number)
            write(place, value)
            place.font, place.alignment, place.border = plain, looks[number - 1], FRAME
            place.number_format = FORMATS[kinds[number - 1]]


def height(texts: Sequence[Any], widths: Sequence[int]) -> float:
    """Points of a row that shows its longest cell whole: not every program works it out."""
    lines = 1
    for value, width in zip(texts, widths, strict=True):
        if isinstance(value, str):
            lines = max(lines, sum(1 + len(part) // max(1, width - 2) for part in value.split("\n")))
    return min(HIGHEST, LINE * lines + 2)


def set_paper(sheet: Any, columns: Sequence[tuple[str, str, int]]) -> None:
    """Landscape A4, as wide as the page; the header comes again on each page and stays in sight."""
    for number, (_header, _kind, width) in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = f"A{HEADER_ROW + 1}"
    last = get_column_letter(len(columns))
    sheet.auto_filter.ref = f"A{HEADER_ROW}:{last}{max(sheet.max_row, HEADER_ROW)}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"{HEADER_ROW}:{HEADER_ROW}"
    sheet.oddFooter.center.text = "&P/&N"


def write_provenance(sheet: Worksheet, provenance: dict[str, Any], counted: Counted, about: tuple[str, str]) -> None:
    """The second sheet, as in any export."""
    for number, title in enumerate(about, 1):
        write(sheet.cell(1, number), title)
        sheet.cell(1, number).font = Font(bold=True)
    for line, told in enumerate(provenance_records(provenance, counted, about), 2):
        for number, value in enumerate(told.values(), 1):
            write(sheet.cell(line, number), value)
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 30, 70
