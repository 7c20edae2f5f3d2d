"""A template of a register as a workbook: an example above the header, lists to choose from, notes, how to fill it."""

from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from qms.exporting.safe_text import plain_text
from qms.exporting.workbook import NOT_IN_SHEET_NAMES
from qms.importing.hidden_sheets import LISTS
from qms.importing.register_kind import ImportKind
from qms.imports.template_columns import Offered, note_of, offered_columns, shared_lists
from qms.models.organisation import Unit

TITLE_ROW, EXAMPLE_ROW, HEADER_ROW, LAST_ROW = 1, 2, 3, 2000
FORMATS = {"date": "dd/mm/yyyy", "number": "0", "text": "@"}
HEAD = PatternFill("solid", fgColor="E8EEF5")
NEEDED = PatternFill("solid", fgColor="FBE9C8")
QUIET = Font(italic=True, color="5A6472")
LINE = Border(bottom=Side(style="thin", color="8896A8"))


def write_template(file: Any, kind: ImportKind, *, unit: Unit | None, by: Any) -> None:
    """Write the template of a kind to a path or an open binary file, in the language that is active."""
    columns = offered_columns(kind)
    lists = shared_lists(columns, unit, by)
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = NOT_IN_SHEET_NAMES.sub(" ", str(kind.label))[:31].strip().capitalize()
    fill(sheet, kind, columns)
    ranges = write_lists(book.create_sheet(LISTS), columns, lists)
    for place, column in enumerate(columns, 1):
        offer(sheet, place, column, ranges)
    how_to(book.create_sheet(_("How to")[:31]), kind, columns, lists, unit)
    book.save(file)


def fill(sheet: Worksheet, kind: ImportKind, columns: list[Offered]) -> None:
    """Title, example and header, with columns of their type; rows are read from below the header."""
    title = _("Register: %(kind)s. Row %(row)s is an example and is not read; begin below the header.")
    sheet.cell(TITLE_ROW, 1, plain_text(title % {"kind": kind.label, "row": EXAMPLE_ROW})).font = Font(bold=True)
    for place, column in enumerate(columns, 1):
        letter = get_column_letter(place)
        sheet.column_dimensions[letter].width = column.width
        sheet.column_dimensions[letter].number_format = FORMATS[column.holds]
        example: Any = sheet.cell(EXAMPLE_ROW, place, shown_example(column, place))
        example.font, example.number_format = QUIET, FORMATS[column.holds]
        example.alignment = Alignment(wrap_text=True, vertical="top")
        head: Any = sheet.cell(HEADER_ROW, place, plain_text(column.title))
        head.font, head.fill, head.border = Font(bold=True), NEEDED if column.needed else HEAD, LINE
        head.alignment = Alignment(wrap_text=True, vertical="center")
        head.comment = Comment(note_of(column), "QMS", width=320, height=140)
    sheet.freeze_panes = f"A{HEADER_ROW + 1}"
    sheet.row_dimensions[HEADER_ROW].height = 32
    sheet.print_title_rows = f"{HEADER_ROW}:{HEADER_ROW}"
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def shown_example(column: Offered, place: int) -> Any:
    """The example as its cell; the first column says what the row is."""
    if place == 1:
        return plain_text(_("Example: %(value)s") % {"value": column.example or "…"})
    return plain_text(column.example) if isinstance(column.example, str) else column.example or None


def write_lists(sheet: Worksheet, columns: list[Offered], lists: dict[str, list[str]]) -> dict[str, str]:
    """Words to choose from on a hidden sheet; returns the range of each list, by column or shared list."""
    sheet.sheet_state = "hidden"
    wanted = dict(lists) | {column.name: column.choices for column in columns if column.choices}
    ranges = {}
    for place, (name, words) in enumerate(((name, words) for name, words in wanted.items() if words), 1):
        letter = get_column_letter(place)
        for row, word in enumerate(words, 1):
            sheet.cell(row, place, plain_text(word)).number_format = "@"
        ranges[name] = f"{LISTS}!${letter}$1:${letter}${len(words)}"
    return ranges


def offer(sheet: Worksheet, place: int, column: Offered, ranges: dict[str, str]) -> None:
    """A drop-down below the header, or a check of days; other words may be typed where units or people are named."""
    cells = f"{get_column_letter(place)}{HEADER_ROW + 1}:{get_column_letter(place)}{LAST_ROW}"
    if column.choices:
        check = DataValidation("list", formula1=ranges[column.name], allow_blank=True, showErrorMessage=True)
        check.error, check.errorTitle = _("Choose one of the list."), column.title[:32]
    elif column.listed in ranges:
        check = DataValidation("list", formula1=ranges[column.listed], allow_blank=True, showErrorMessage=False)
    elif column.holds == "date":
        check = DataValidation(
            "date", operator="greaterThan", formula1="18264", allow_blank=True, showErrorMessage=True
        )
        check.error, check.errorTitle = _("Write a day, such as 31/08/2020."), column.title[:32]
    else:
        return
    check.add(cells)
    sheet.add_data_validation(check)


def how_to(
    sheet: Worksheet, kind: ImportKind, columns: list[Offered], lists: dict[str, list[str]], unit: Unit | None
) -> None:
    """How the register is filled in and brought in; each line one cell, so that it is never taken for a table."""
    lines = [
        _("How to fill in this register: %(kind)s") % {"kind": kind.label},
        _("Write one record in each row of the first sheet, from row %(row)s on. Leave no title rows between them.")
        % {"row": HEADER_ROW + 1},
        _("Keep the header row; columns that you do not need may be empty or removed; their order may change."),
        _("Columns with a yellow header are needed. Point at a header to read what belongs there."),
        _("Then open Import in the product, choose this file, look at what each row will become, and bring it in."),
        _("Nothing is written while a row is wrong; the same file again changes nothing; imports can be undone."),
    ]
    if unit is not None:
        lines.append(_("Whose register it is: %(unit)s (%(code)s).") % {"unit": unit.name, "code": unit.code})
    lines += [_("Column “%(name)s”: %(note)s") % {"name": one.title, "note": note_of(one)} for one in columns]
    if codes := lists.get("units"):
        lines.append(_("Codes of units that may be named: %(codes)s.") % {"codes": ", ".join(codes[:400])})
    sheet.column_dimensions["A"].width = 110
    sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr = 0, PageSetupProperties(fitToPage=True)
    for row, line in enumerate(lines, 1):
        cell = sheet.cell(row, 1, plain_text(line))
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.cell(1, 1).font = Font(bold=True, size=14)
