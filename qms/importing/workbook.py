"""Opens a file that the guards let through and returns its sheets."""

import io
from itertools import islice

import python_calamine
from django.utils.translation import gettext as _

from qms.importing import limits
from qms.importing.archive import damaged
from qms.importing.csv_text import rows_of
from qms.importing.failed_cells import failed_cells
from qms.importing.guards import check_file
from qms.importing.legacy_text import refuse_legacy_text
from qms.importing.problems import ImportRefused, NotAWorkbook
from qms.importing.sheet import Sheet, rows_from

PASSED_ON = (KeyboardInterrupt, SystemExit, GeneratorExit, ImportRefused)


def read_workbook(file, name=None, *, sheet=None):
    """Return the sheets of a path, bytes or open file. Hidden sheets only where `sheet` names one."""
    checked = check_file(file, name)
    sheets = csv_sheets(checked) if checked.kind == "csv" else xlsx_sheets(checked, sheet)
    sheets = chosen(sheets, sheet, checked.name)
    refuse_legacy_text(texts_of(sheets), checked.name)
    return sheets


def csv_sheets(checked):
    return [Sheet(checked.name.rsplit("/", 1)[-1].rsplit(".", 1)[0], rows_from(rows_of(checked.data, checked.name)))]


def xlsx_sheets(checked, wanted):
    """The reader is Rust: what it cannot read may come as a panic, which is no Exception."""
    try:
        return list(parsed_sheets(checked, wanted))
    except PASSED_ON:
        raise
    except python_calamine.PasswordError as locked:
        raise NotAWorkbook(
            _("“%(name)s” is protected by a password. Remove the password, save it and choose it again.")
            % {"name": checked.name}
        ) from locked
    except BaseException as broken:
        raise damaged(checked.name) from broken


def parsed_sheets(checked, wanted):
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(checked.data))
    errors = failed_cells(checked)
    for about in book.sheets_metadata:
        if about.typ != python_calamine.SheetTypeEnum.WorkSheet:
            continue
        hidden = about.visible != python_calamine.SheetVisibleEnum.Visible
        if hidden and wanted != about.name:
            yield Sheet(about.name, hidden=True)
            continue
        source = book.get_sheet_by_name(about.name)
        yield Sheet(about.name, read_rows(source, errors.get(about.name)), hidden, merged_ranges(source))


def read_rows(source, errors):
    first = (source.start or (0, 0))[0]
    left = (source.start or (0, 0))[1]
    table = source.to_python(skip_empty_area=True)
    if left:
        table = ([None] * left + row for row in table)
    rows = rows_from(table, first + 1, errors)
    return rows + rows_of_errors_only(rows, errors or {})


def rows_of_errors_only(rows, errors):
    """Failed cells outside the area that the reader saw."""
    known = {row.number for row in rows}
    missing = {number for number, _column in errors} - known
    if not missing:
        return []
    highest = max(missing)
    blank = ([] for _number in range(highest))
    return [row for row in rows_from(blank, 1, errors) if row.number in missing]


def merged_ranges(source):
    """(top row number, left column, bottom row number, right column); thousands of them say nothing."""
    ranges = source.merged_cell_ranges or []
    return [
        (top + 1, left, bottom + 1, right)
        for (top, left), (bottom, right) in islice(ranges, 5_000)
        if top < limits.ROWS and right < limits.COLUMNS and (bottom - top) < 1_000
    ]


def chosen(sheets, wanted, name):
    """All visible sheets, or the one that was named."""
    if wanted is None:
        visible = [sheet for sheet in sheets if not sheet.hidden]
        if not visible:
            raise NotAWorkbook(_("“%(name)s” has no sheet with cells. Save it again as .xlsx.") % {"name": name})
        return visible
    found = [sheet for sheet in sheets if sheet.name.strip().casefold() == wanted.strip().casefold()]
    if not found:
        raise NotAWorkbook(
            _("“%(name)s” has no sheet “%(sheet)s”. It has: %(sheets)s.")
            % {"name": name, "sheet": wanted, "sheets": ", ".join(sheet.name for sheet in sheets)}
        )
    return found


def texts_of(sheets):
    return (cell for sheet in sheets for row in sheet.rows for cell in row.cells if isinstance(cell, str))
