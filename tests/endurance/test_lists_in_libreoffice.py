"""Every list of the demonstration and every empty workbook, opened and saved by LibreOffice: each cell as it was."""

import datetime as dt
import io
import shutil
import subprocess

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from qms.imports.template_book import write_template
from qms.models import Unit, User
from qms.registry import registry
from tests.counts import FULL
from tests.qms.exporting.test_every_list import LISTS, NARROWED, args_of, plain, signed_in, taken, whole

SOFFICE = shutil.which("soffice")
SAMPLE = 9
"""Before each change so many of the lists; all of them in the full count."""
REPAIRED = ("repair", "corrupt", "Error")


def lists(folder):
    """The lists as they leave, and as forms where they have one."""
    client, officer = signed_in("officer1")
    for name in LISTS if FULL else LISTS[::SAMPLE]:
        args = args_of(name, officer)
        if args is None:
            continue
        address, asked = reverse(name, args=args), NARROWED.get(name, {})
        (folder / f"list-{name}.xlsx").write_bytes(taken(client, address, asked | {"export": "xlsx"}))
        if "export=form" in client.get(address).content.decode():
            (folder / f"form-{name}.xlsx").write_bytes(taken(client, address, asked | {"export": "form"}))


def templates(folder):
    officer, unit = User.objects.get(username="officer1"), Unit.objects.get(code="SLĐ-01")
    for name, kind in registry.import_kinds.items():
        file = io.BytesIO()
        write_template(file, kind, unit=unit, by=officer)
        (folder / f"template-{name}.xlsx").write_bytes(file.getvalue())


def cells(path):
    """Every sheet by name, hidden ones too, each row with what stands in it."""
    book = CalamineWorkbook.from_path(str(path))
    told = {}
    for sheet in book.sheet_names:
        rows = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
        table = [[minute(plain(value)) for value in row] for row in rows]
        width = max((len(row) for row in table), default=0)
        table = [row + [None] * (width - len(row)) for row in table]
        told[sheet] = trimmed(whole(table)) if table else []
    return told


def minute(value):
    """Moments are kept as fractions of a day: half a second may go either way."""
    if isinstance(value, dt.datetime):
        return (value + dt.timedelta(seconds=30)).replace(second=0)
    return round(value, 9) if isinstance(value, float) else value


def trimmed(rows):
    """Without the empty cells at the end of rows."""
    for row in rows:
        while row and row[-1] is None:
            row.pop()
    return rows


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not here")
def test_what_leaves_is_the_same_after_libreoffice_saved_it(demonstration, tmp_path):
    made, saved = tmp_path / "made", tmp_path / "saved"
    made.mkdir()
    lists(made)
    templates(made)
    books = sorted(made.glob("*.xlsx"))
    assert len(books) > (60 if FULL else 15)
    told = subprocess.run(
        [SOFFICE, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--norestore",
         "--convert-to", "xlsx", "--outdir", str(saved), *map(str, books)],
        check=True, capture_output=True, text=True, timeout=60 + 20 * len(books),
    )  # fmt: skip
    assert not [word for word in REPAIRED if word in told.stderr]
    different = {}
    for book in books:
        before, after = cells(book), cells(saved / book.name)
        if before != after:
            different[book.name] = first_difference(before, after)
    assert different == {}


def first_difference(before, after):
    if list(before) != list(after):
        return list(before), list(after)
    for sheet, rows in before.items():
        if len(rows) != len(after[sheet]):
            return sheet, len(rows), len(after[sheet])
        for number, (one, other) in enumerate(zip(rows, after[sheet], strict=True), 1):
            if one != other:
                return sheet, number, one, other
    return None
