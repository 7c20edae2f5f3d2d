"""A consolidated report as a workbook in the administration's layout: sums, annex, and where both come from."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook

from qms.exporting.form_workbook import Heading, filled, put, set_paper, write_heading, write_provenance, write_table
from qms.exporting.safe_text import plain_text
from qms.exporting.workbook import Counted, sheet_names

Columns = Sequence[tuple[str, str, int]]
BELOW = 2  # empty rows between a table and its recipients


def write_consolidation(
    file: Any,
    sums: tuple[Heading, Columns, list[list[Any]]],
    annex: tuple[Heading, Columns, list[list[Any]]],
    recipients: Sequence[str],
    provenance: dict[str, Any],
    number: str,
) -> None:
    """Two sheets with their headings, and a third that says who took them when."""
    book = Workbook()
    first: Any = book.active
    first.title = sheet_names(sums[0].title)[0]
    counted = _table(first, *sums)
    put(first, 3, 1, max(1, len(sums[1]) // 2), number, size=12)
    _recipients(first, recipients, len(sums[1]))
    _table(book.create_sheet(sheet_names(_("Annex"))[0]), *annex)
    about = (plain_text(_("Information")), plain_text(_("Value")))
    write_provenance(book.create_sheet(sheet_names(sums[0].title)[1]), provenance, counted, about)
    book.save(file)


def _table(sheet: Any, heading: Heading, columns: Columns, rows: list[list[Any]]) -> Counted:
    columns, kept = filled(columns, rows)
    counted = Counted(kept)
    write_heading(sheet, heading, len(columns))
    write_table(sheet, columns, counted)
    set_paper(sheet, columns)
    return counted


def _recipients(sheet: Any, recipients: Sequence[str], width: int) -> None:
    """Nơi nhận, below the table at the left."""
    row = sheet.max_row + BELOW
    for place, text in enumerate([_("Recipients"), *(f"- {one};" for one in recipients)] if recipients else []):
        put(sheet, row + place, 1, max(1, width // 2), text, size=11, bold=not place, italic=not place)
