"""The person's own file with what is wrong in it: coloured cells with comments, mended cells, a list of reasons.

Runs in the capped process, as reading does: openpyxl looks at the file of a stranger.
"""

import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import coordinate_from_string
from openpyxl.worksheet.worksheet import Worksheet

from qms.exporting.safe_text import plain_text
from qms.importing.sheet import ErrorCell
from qms.importing.workbook import read_workbook

WRONG, DOUBTFUL = PatternFill("solid", fgColor="FFC7CE"), PatternFill("solid", fgColor="FFEB9C")
BOLD = Font(bold=True)
WIDTHS = (18, 10, 12, 40, 80, 24)
LONGEST_COMMENT = 2_000
NOT_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
SPOILT = (KeyboardInterrupt, SystemExit)


class Fault(NamedTuple):
    """Something said of a cell (`cell` such as C7) or of a row (no cell)."""

    sheet: str
    number: int
    cell: str
    read: str
    sentence: str
    suggestion: str
    wrong: bool


@dataclass(frozen=True)
class AnnotatingOrder:
    """What is to be annotated. With `part`, only the rows with faults leave, each under its header."""

    content: bytes
    name: str
    faults: list[Fault]
    mends: dict[str, str] = field(default_factory=dict)
    headers: dict[str, list[int]] = field(default_factory=dict)
    """Rows of the header, by sheet."""
    sheets: list[str] = field(default_factory=list)
    part: bool = False
    language: str = "vi"

    def messages(self, progress: Callable[..., Any] | None = None) -> Iterator[Any]:
        """One message: the bytes of an xlsx file."""
        yield annotated(self)


def annotated(order: AnnotatingOrder) -> bytes:
    """The file as bytes of an xlsx."""
    book = rewritten(order) if order.part else own_book(order) or rewritten(order)
    if not order.part:
        for fault in order.faults:
            mark(book, fault)
    write_reasons(book, order)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def own_book(order: AnnotatingOrder) -> Workbook | None:
    """The person's own workbook, values in place of formulas; None where it is text or openpyxl cannot read it."""
    if not order.content.startswith(b"PK"):
        return None
    try:
        book = load_workbook(io.BytesIO(order.content), data_only=True, keep_links=False)
    except SPOILT:
        raise
    except BaseException:  # noqa: BLE001 - the reader that reads registers reads more than openpyxl
        return None
    for address, text in order.mends.items():
        sheet, _mark, cell = address.rpartition("!")
        if sheet in book.sheetnames and (place := writable(book[sheet], cell)) is not None:
            write_text(place, text)
    return book


def rewritten(order: AnnotatingOrder) -> Workbook:
    """The rows as they were read, in a new workbook; of a large file only the wrong ones under their header."""
    book = Workbook()
    book.remove(book.worksheets[0])
    faults: dict[tuple[str, int], list[Fault]] = {}
    for fault in order.faults:
        faults.setdefault((fault.sheet, fault.number), []).append(fault)
    wanted = {sheet: set(numbers) for sheet, numbers in order.headers.items()}
    for sheet in read_workbook(order.content, order.name, chosen_sheets=order.sheets, mends=order.mends):
        if sheet.hidden and sheet.name not in order.sheets:
            continue
        target = book.create_sheet(sheet_name(sheet.name))
        for row in sheet.rows:
            if not order.part:
                fill_row(target, row.number, row.cells)
            elif row.number in wanted.get(sheet.name, ()):
                fill_row(target, target.max_row + bool(target.max_row > 1 or target["A1"].value is not None), row.cells)
            elif found := faults.get((sheet.name, row.number)):
                number = target.max_row + 1
                fill_row(target, number, row.cells)
                for fault in found:
                    mark_at(target, fault, moved(fault.cell, number) or f"A{number}")
    if not book.worksheets:
        book.create_sheet()
    return book


def moved(cell: str, number: int) -> str:
    return f"{coordinate_from_string(cell)[0]}{number}" if cell else ""


def fill_row(target: Worksheet, number: int, cells: Iterable[Any]) -> None:
    for column, value in enumerate(cells, 1):
        if value is None:
            continue
        cell = target.cell(number, column)
        if isinstance(value, str | ErrorCell):
            write_text(cell, str(value))
        else:
            cell.value = value


def write_text(cell: Any, text: str) -> None:
    """Text stays text, whatever it begins with."""
    cell.value = plain_text(text)
    cell.data_type = "s"


def sheet_name(name: str) -> str:
    return name.translate(NOT_IN_NAMES).strip()[:31] or "1"


def mark(book: Workbook, fault: Fault) -> None:
    """Colour the cell and say there what is wrong; a fault of the row stands at its first cell."""
    name = fault.sheet if fault.sheet in book.sheetnames else sheet_name(fault.sheet)
    if name in book.sheetnames:
        mark_at(book[name], fault, fault.cell or f"A{fault.number}")


def mark_at(sheet: Worksheet, fault: Fault, address: str) -> None:
    cell = writable(sheet, address)
    if cell is None:
        return
    cell.fill = WRONG if fault.wrong else DOUBTFUL
    said = [cell.comment.text] if cell.comment else []
    said.append(fault.sentence)
    if fault.suggestion:
        said.append(_("Perhaps meant: %(text)s") % {"text": fault.suggestion})
    cell.comment = Comment("\n".join(said)[:LONGEST_COMMENT], _("Import"), width=320, height=140)


def writable(sheet: Any, address: str) -> Any:
    """The cell of an address, or None; of merged cells the one that holds the text."""
    if not isinstance(sheet, Worksheet):
        return None
    cell = sheet[address]
    if isinstance(cell, MergedCell):
        area = next((one for one in sheet.merged_cells.ranges if address in one), None)
        return None if area is None else sheet.cell(area.min_row, area.min_col)
    return cell


def write_reasons(book: Workbook, order: AnnotatingOrder) -> None:
    """All reasons in one list, at the end."""
    title = sheet_name(_("What is to be mended"))
    sheet = book.create_sheet(title)
    heads = (_("In sheet"), _("In row"), _("Cell"), _("Stands there"), _("Why not"), _("Perhaps meant"))
    fill_row(sheet, 1, heads)
    for column, width in enumerate(WIDTHS, 1):
        sheet.cell(1, column).font = BOLD
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = "A2"
    for number, fault in enumerate((one for one in order.faults if one.wrong), 2):
        fill_row(sheet, number, (fault.sheet, fault.number, fault.cell, fault.read, fault.sentence, fault.suggestion))
