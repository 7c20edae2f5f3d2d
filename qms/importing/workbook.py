"""Opens a file that the guards let through and returns its sheets."""

import io
import tempfile
from itertools import islice

import python_calamine
from django.utils.translation import gettext as _

from qms.importing import limits
from qms.importing.archive import damaged
from qms.importing.csv_text import opened_text, ruled_tables
from qms.importing.failed_cells import failed_cells
from qms.importing.given_back import give_back
from qms.importing.guards import check_file
from qms.importing.hidden_sheets import hidden_of
from qms.importing.legacy_text import refuse_legacy_text
from qms.importing.mends import by_sheet, mended
from qms.importing.problems import ImportRefused, NotAWorkbook
from qms.importing.sheet import Sheet, each_row
from qms.importing.spool import held

LARGE = 4 * 1024 * 1024  # bytes
PASSED_ON = (KeyboardInterrupt, SystemExit, GeneratorExit, ImportRefused)


def read_workbook(file, name=None, *, sheet=None, chosen_sheets=(), mends=None, hidden=None):
    """Return the sheets of a path, bytes or open file; the rows of large ones lie on disk.

    Hidden sheets only where `sheet` or `chosen_sheets` names them; the list `hidden` takes the names of the others.
    `mends` is {"Sheet!C7": text}.
    """
    checked = check_file(file, name)
    large = len(checked.data) >= LARGE
    wanted = {same(one) for one in chosen_sheets} | ({same(sheet)} if sheet else set())
    sheets = csv_sheets(checked) if checked.kind == "csv" else xlsx_sheets(checked, wanted)
    if hidden is not None and not sheet:
        hidden += hidden_of(sheets)
    sheets = chosen(sheets, sheet, checked.name)
    put_mends(sheets, mends)
    refuse_legacy_text(sheets, checked.name)
    if large:
        give_back()
    return sheets


def same(name):
    """Names of sheets are compared without case and outer blanks."""
    return str(name).strip().casefold()


def put_mends(sheets, mends):
    for name, cells in by_sheet(mends).items():
        for sheet in sheets:
            if sheet.name == name:
                sheet.rows = held(mended(sheet.rows, cells))


def csv_sheets(checked):
    """A list kept as text is one sheet, named as its file; each table of a document in Markdown is one."""
    if tables := ruled_tables(checked.data, checked.name):
        return [Sheet(title, held(each_row(rows, first))) for title, first, rows in tables]
    name = checked.name.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    return [Sheet(name, held(each_row(opened_text(checked.data, checked.name).rows())))]


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
    book, errors = opened(checked), failed_cells(checked)
    for about in book.sheets_metadata:
        if about.typ != python_calamine.SheetTypeEnum.WorkSheet:
            continue
        hidden = about.visible != python_calamine.SheetVisibleEnum.Visible
        if hidden and same(about.name) not in wanted:
            yield Sheet(about.name, hidden=True)
            continue
        source = book.get_sheet_by_name(about.name)
        rows = held(read_rows(source, errors.get(about.name)))
        yield Sheet(about.name, rows, hidden, merged_ranges(source), opened=True)


def opened(checked):
    """The workbook. A large one is read from a file for a moment: the reader would copy its bytes."""
    if len(checked.data) < LARGE:
        return python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(checked.data))
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
        file.write(checked.data)
        file.flush()
        checked.data = b"" if not checked.parts_with_errors else checked.data
        return python_calamine.CalamineWorkbook.from_path(file.name)


def read_rows(source, errors):
    """Rows as they stand; failed cells outside the area that the reader saw come last."""
    left = (source.start or (0, 0))[1]
    met = set()
    for row in each_row(source.iter_rows(), 1, errors, left):
        if errors:
            met.add(row.number)
        yield row
    missing = {place: code for place, code in (errors or {}).items() if place[0] not in met}
    if missing:
        blank = ([] for _number in range(max(number for number, _column in missing)))
        yield from each_row(blank, 1, missing)


def merged_ranges(source):
    """(top row number, left column, bottom row number, right column); thousands of them say nothing."""
    ranges = source.merged_cell_ranges or []
    return [
        (top + 1, left, bottom + 1, right)
        for (top, left), (bottom, right) in islice(ranges, 5_000)
        if top < limits.ROWS and right < limits.COLUMNS and (bottom - top) < 1_000
    ]


def chosen(sheets, wanted, name):
    """All visible sheets and those asked for, or the one that was named."""
    if wanted is None:
        readable = [sheet for sheet in sheets if not sheet.hidden or sheet.opened]
        if not readable:
            raise NotAWorkbook(nothing_to_read(sheets, name))
        return readable
    found = [sheet for sheet in sheets if same(sheet.name) == same(wanted)]
    if not found:
        raise NotAWorkbook(
            _("“%(name)s” has no sheet “%(sheet)s”. It has: %(sheets)s.")
            % {"name": name, "sheet": wanted, "sheets": ", ".join(sheet.name for sheet in sheets)}
        )
    return found


def nothing_to_read(sheets, name):
    """Why no sheet of a workbook can be read."""
    if names := hidden_of(sheets):
        return _(
            "All sheets of “%(name)s” are hidden: %(sheets)s. Name the one to be read under “Sheet”, or show it in the "
            "workbook and save it again."
        ) % {"name": name, "sheets": ", ".join(names)}
    return _("“%(name)s” has no sheet with cells. Save it again as .xlsx.") % {"name": name}
