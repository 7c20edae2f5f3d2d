"""The rejected rows of a register as a workbook: where, what was read, why not, what may be meant."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from qms import clock
from qms.exporting.workbook import write_workbook
from qms.importing.problems import ImportRefused
from qms.importing.register_kind import PlannedPreview


def write_rejects(file: Path | Any, planned: PlannedPreview) -> int:
    """Write the reasons of all rejected rows and return how many there are."""
    columns = [
        (_("Row"), "integer", 8),
        (_("Cell"), "text", 20),
        (_("Read"), "text", 40),
        (_("Why not"), "text", 80),
        (_("Perhaps meant"), "text", 20),
    ]
    provenance = {_("File"): planned.asked.file_name if planned.asked else "", _("Taken at"): clock.now()}
    try:
        return write_workbook(file, _("Rejected rows"), columns, reasons(planned), provenance)
    except OSError as fault:
        raise ImportRefused(_("“%(name)s” cannot be written.") % {"name": file}) from fault


def reasons(planned: PlannedPreview) -> Iterator[list[Any]]:
    """One line for each reason."""
    for row in planned.rows_with("reject"):
        for cell in row.cells.values():
            if cell.level == "error":
                yield [row.number, cell.address, cell.read, cell.sentence, cell.suggestion]
        if row.sentence:
            yield [row.number, row.sheet, None, row.sentence, None]
