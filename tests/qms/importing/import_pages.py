"""What tests of the import pages do again and again: choosing a file, looking at its grid, sending what was typed."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from qms.models import ImportStaging
from tests.inspections.test_imports_findings import HEADER
from tests.qms.importing.made_files import workbook_of

ROW = ["PH-1", "ĐG-1", "S1-A", "8.5.1", "Nhẹ", "Chưa ký biên bản", "20/06/2019", "Mở"]
WRONG = [*ROW[:4], "hơi nặng", *ROW[5:]]


def row_of(number, **cells):
    """A row of the register, the cells named by their place in it changed."""
    row = [number, *ROW[1:]]
    for place, text in cells.items():
        row[int(place.removeprefix("c"))] = text
    return row


def upload(client, organisation, *rows, name="so.xlsx", unit=None, content=None, **fields):
    """Choose a file as the form sends it."""
    data = content if content is not None else workbook_of(("Sổ", [HEADER, *rows]))
    unit = unit or organisation.department
    fields = {"kind": "findings", "unit": unit.pk, "file": SimpleUploadedFile(name, data)} | fields
    return client.post(reverse("imports"), fields)


def chosen(client, organisation, *rows, **fields):
    """The file as it is kept after choosing it."""
    answer = upload(client, organisation, *rows, **fields)
    assert answer.status_code == 302, answer.content.decode()
    return ImportStaging.objects.order_by("-pk").first()


def grid(client, staging, **query):
    """The page of its rows."""
    return client.get(reverse("import_preview", args=[staging.uid]), query)


def send(client, staging, **values):
    """Send the grid's form; the names of its fields are given as a mapping under `fields`."""
    fields = values.pop("fields", {})
    return client.post(reverse("import_rows", args=[staging.uid]), {"page": "1"} | values | fields, follow=True)


def commit(client, staging, reason="", expected=None):
    """Bring it in."""
    staging.refresh_from_db()
    values = {"expected": staging.digest if expected is None else expected, "reason": reason}
    return client.post(reverse("import_commit", args=[staging.uid]), values, follow=True)
