"""What is wrong in a staged file, given back as the person's own workbook, ready to be mended and sent again."""

from collections.abc import Iterable, Iterator
from pathlib import PurePath
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from qms.importing.annotating import AnnotatingOrder, Fault
from qms.importing.reading_process import read_apart
from qms.importing.staged_file import content_of
from qms.importing.staged_rows import grid_row, rows_of
from qms.models.imports import ImportStaging

PART_ROWS, PART_BYTES = 5_000, 2 * 1024 * 1024
"""Of larger files only the rows that are wrong are given back."""
MOST = 20_000


def annotated(staging: ImportStaging) -> tuple[bytes, str]:
    """The workbook and what it is called."""
    faults = list(faults_of(staging))
    understood = staging.reading.get("sheets", {})
    content = given_back(content_of(staging), staging.name, faults, understood, staging.rows_total, staging.mends)
    return content, mended_name(staging.name)


def mended_name(name: str) -> str:
    """The file's own name, with a word."""
    return _("%(name)s to mend.xlsx") % {"name": PurePath(name).stem}


def given_back(
    content: bytes, name: str, faults: list[Fault], understood: dict[str, Any], rows: int, mends: dict[str, str]
) -> bytes:
    """The annotated file; of a large one a new workbook with the wrong rows under their headers."""
    part = rows > PART_ROWS or len(content) > PART_BYTES
    if part:
        faults = [one for one in faults if one.wrong][:MOST]
    headers = {
        sheet: list(range(one["header"] - max(one["header_rows"], 1) + 1, one["header"] + 1))
        for sheet, one in understood.items()
        if one.get("header")
    }
    order = AnnotatingOrder(
        content, name, faults, mends, headers, list(headers), part, translation.get_language() or "vi"
    )
    return bytes(next(read_apart(order)))


def faults_of(staging: ImportStaging) -> Iterator[Fault]:
    """What is said of rejected and undecided rows, and the warnings of others."""
    rows = rows_of(staging).exclude(verdict="skip").exclude(noted=False, sentence="", verdict__in=("create", "update"))
    for stored in rows.iterator(chunk_size=1_000):
        row = grid_row(stored, staging)
        stopped = row.verdict in ("reject", "decide")
        for cell in row.cells.values():
            if cell["level"] != "ok":
                wrong = stopped and cell["level"] == "error"
                yield fault(row, cell["address"], cell["read"], cell["sentence"], cell["suggestion"], wrong)
        sentence = row.sentence or (undecided(row) if row.verdict == "decide" else "")
        if sentence:
            yield fault(row, "", "", sentence, "", stopped)


def undecided(row: Any) -> str:
    """A row that a person must decide on."""
    if row.why == "duplicate":
        return _("It may stand here already: %(record)s.") % {"record": row.record_title}
    return _("%(record)s was changed here since. Decide in the preview what is to stand.") % {
        "record": row.record_title
    }


def fault(row: Any, address: str, read: Any, sentence: str, suggestion: Any, wrong: bool) -> Fault:
    """One sentence at its place."""
    cell = address.rpartition("!")[2] if address else ""
    cell = cell if cell[:1].isalpha() else ""
    return Fault(row.sheet, row.number, cell, str(read or ""), str(sentence), str(suggestion or ""), wrong)


def faults_of_preview(rows: Iterable[Any]) -> Iterator[Fault]:
    """The same of rows that were planned here, for the command."""
    for row in rows:
        stopped = row.verdict in ("reject", "decide")
        for cell in row.cells.values():
            if cell.level != "ok":
                wrong = stopped and cell.level == "error"
                read = "" if cell.read is None else cell.read
                yield fault(row, cell.address, read, cell.sentence, cell.suggestion, wrong)
        sentence = row.sentence or (undecided(row) if row.verdict == "decide" else "")
        if sentence:
            yield fault(row, "", "", sentence, "", stopped)
