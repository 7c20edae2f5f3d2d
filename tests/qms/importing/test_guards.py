import resource
import subprocess
import sys
import zipfile
from functools import cache

import pytest

from qms.importing.guards import check_file
from qms.importing.problems import ImportRefused, NotAWorkbook
from qms.importing.workbook import read_workbook
from tests.qms.importing.made_files import CASES, raw_workbook, workbook_of

NASTY = sorted(path for path in (CASES / "nasty").glob("*.xls*")) if CASES.exists() else []
CELL = '<row r="{row}"><c r="{cell}"><v>1</v></c></row>'


def refusal_of(data, name="danh-sach.xlsx"):
    with pytest.raises(NotAWorkbook) as refused:
        read_workbook(data, name)
    return refused.value.sentence


@pytest.mark.parametrize(
    ("data", "part"),
    [
        (b"", "empty"),
        (b" \n", "empty"),
        (b"PK\x05\x06" + b"\0" * 18, "damaged"),
        (b"PK\x03\x04 and then nothing", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), ".xls"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"\x09\x08\x10\x00\x00\x06\x05\x00", ".xls"),
        (b"%PDF-1.7\n\x80\x81", "neither"),
        (b"<html><table></table></html>", "web page"),
        (b"\x00\x01\x02\x03" * 100, "neither"),
    ],
)
def test_what_is_no_workbook_is_refused_with_a_sentence(data, part):
    assert part in refusal_of(data)


def test_truncated_workbook_is_refused():
    whole = workbook_of(("S", [["Số", "Mô tả"], *([number, "x"] for number in range(200))]))
    for length in (len(whole) // 2, len(whole) - 30, 100):
        assert "damaged" in refusal_of(whole[:length])


@pytest.mark.parametrize("cell", ["XFD1", "A1048576", "XFD1048576", "IW1", "A101000", "AAA3"])
def test_one_far_cell_is_refused_by_its_name(cell):
    row = "".join(filter(str.isdigit, cell))
    assert cell in refusal_of(raw_workbook(CELL.format(row=row, cell=cell)))


def test_far_cell_without_address_or_with_odd_quotes_is_refused():
    assert "200000" in refusal_of(raw_workbook('<row r="200000"><c><v>1</v></c></row>'))
    assert "XFD9" in refusal_of(raw_workbook("<row r='9'><c s = '1' r = 'XFD9'><v>1</v></c></row>"))


def test_wide_and_deep_sheet_is_refused():
    both = CELL.format(row=1, cell="IV1") + CELL.format(row=90000, cell="A90000")
    assert "IV1, A90000" in refusal_of(raw_workbook(both))


@pytest.mark.parametrize("cell", ["IV1", "A100999", "AX99999"])
def test_cells_within_the_limits_are_read(cell):
    row = "".join(filter(str.isdigit, cell))
    assert read_workbook(raw_workbook(CELL.format(row=row, cell=cell)), "a.xlsx")[0].rows[0].number == int(row)


def test_styled_empty_far_cell_is_no_reason_to_refuse():
    data = raw_workbook('<row r="1"><c r="A1"><v>1</v></c><c r="XFD1" s="0"/></row>')
    assert [row.cells[0] for row in read_workbook(data, "a.xlsx")[0].rows] == [1]


def test_entities_are_refused():
    extra = [("xl/odd.xml", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')]
    assert "definitions" in refusal_of(raw_workbook("", extra))


@pytest.mark.parametrize(
    ("extra", "part"),
    [
        ("xl/vbaProject.bin", "macros"),
        ("xl/macrosheets/sheet1.xml", "macros"),
        ("xl/workbook.bin", ".xlsb"),
        ("word/document.xml", "Word"),
    ],
)
def test_other_formats_are_refused(extra, part):
    assert part in refusal_of(raw_workbook("", [(extra, "<a/>")]))


def test_opendocument_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.ods", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "<a/>")
    assert "OpenDocument" in refusal_of((tmp_path / "a.ods").read_bytes())


def test_too_many_parts_are_refused():
    assert "unpacks" in refusal_of(raw_workbook("", [(f"xl/a{number}.xml", "") for number in range(2_100)]))


BOMB = """
import resource, sys
from qms.config.settings import test
import django
django.setup()
from qms.importing.problems import NotAWorkbook
from qms.importing.workbook import read_workbook
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
resource.setrlimit(resource.RLIMIT_AS, (1500 * 1024 * 1024,) * 2)
try:
    read_workbook(sys.argv[1])
except NotAWorkbook as refused:
    print(refused.sentence)
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


@cache
def bomb():
    """A workbook whose sheet unpacks to 400 MB."""
    return raw_workbook(" " * 1024 * 1024 for _piece in range(400))


def bomb_at(tmp_path, lie=False):
    path = tmp_path / "bomb.xlsx"
    data = bytearray(bomb())
    if lie:
        lie_about_size(data)
    path.write_bytes(data)
    return path


def lie_about_size(data):
    """Write a size of 100 bytes for the sheet into the directory of the zip."""
    at = data.index(b"PK\x01\x02")
    while b"sheet1.xml" not in data[at : at + 90]:
        at = data.index(b"PK\x01\x02", at + 4)
    data[at + 24 : at + 28] = (100).to_bytes(4, "little")


def seconds(whose):
    """Processor time so far: what else the machine does makes no difference."""
    used = resource.getrusage(whose)
    return used.ru_utime + used.ru_stime


@pytest.mark.parametrize("lie", [False, True])
def test_zip_bomb_is_refused_quickly_and_small(tmp_path, lie, settings):
    path = bomb_at(tmp_path, lie)
    began = seconds(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [sys.executable, "-c", BOMB, path],
        capture_output=True,
        text=True,
        check=True,
        env={"DJANGO_SETTINGS_MODULE": "qms.config.settings.test", "PATH": "/usr/bin:/bin"},
    )
    sentence, grown = done.stdout.splitlines()
    assert "unpacks" in sentence or "damaged" in sentence
    assert int(grown) < 150
    assert seconds(resource.RUSAGE_CHILDREN) - began < 10
    began = seconds(resource.RUSAGE_SELF)
    with pytest.raises(NotAWorkbook):
        check_file(path)
    assert seconds(resource.RUSAGE_SELF) - began < 2


def test_a_million_rows_are_refused():
    rows = (
        "".join(CELL.format(row=n, cell=f"A{n}") for n in range(start, start + 1000)) for start in range(1, 10**6, 1000)
    )
    assert "A101000" in refusal_of(raw_workbook(rows))


def test_long_text_in_very_many_cells_is_refused():
    strings = "<sst><si><t>" + "x" * 32_000 + "</t></si></sst>"
    row = "".join(f'<c r="A{n}" t="s"><v>0</v></c>' for n in range(1, 20_001))
    assert "repeats" in refusal_of(raw_workbook(f"<row>{row}</row>", [("xl/sharedStrings.xml", strings)]))


@pytest.mark.parametrize("path", NASTY, ids=lambda path: path.name[:30])
def test_nasty_file_is_read_or_refused_in_seconds(path):
    began = seconds(resource.RUSAGE_SELF)
    sentence = sentence_about(path)
    assert seconds(resource.RUSAGE_SELF) - began < 5
    assert sentence is None or (path.name in sentence and sentence.endswith("."))


def sentence_about(path):
    """None for a file that can be read, else the sentence that refuses it."""
    try:
        read_workbook(path)
    except ImportRefused as refused:
        return refused.sentence
    return None
