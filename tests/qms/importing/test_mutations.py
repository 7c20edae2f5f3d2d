"""Real and made workbooks with something broken in them: read as a whole or refused with a sentence, never a crash."""

import io
import random
import zipfile

import pytest
from openpyxl import Workbook

from qms.importing.kinds_of_register import FINDINGS
from qms.importing.problems import ImportRefused
from qms.importing.reading import read_register
from tests.counts import FULL
from tests.qms.importing.made_files import CASES, saved

TIMES = 500 if FULL else 20
MARKS = (b"<v>", b"</v>", b'r="A1"', b"<row", b'="', b"<c ", b"</row>", b"<t>", b"sheetData", b"<si>")
PUT_IN = (b"", b"<", b"&#0;", b"<v/>", b"\xff\xfe", b"-1", b"999999999999", b'"', b"&amp;", b"<c><v>1</v></c>")


def own_book():
    book = Workbook()
    book.active.append(["Số hiệu", "Điều khoản", "Mức độ", "Nội dung phát hiện", "Ngày phát hiện"])
    for number in range(30):
        book.active.append([f"KPH-{number}", "8.5.1", "Nhẹ", "Chưa ký biên bản", "20/6/2020"])
    book.active.merge_cells("A1:A2")
    return saved(book)


def sources():
    """Names and bytes of what is broken: workbooks below 200 kB, the product's own way of writing among them."""
    real = sorted(path for path in CASES.glob("*/*.xlsx") if path.parent.name != "nasty") if CASES.exists() else []
    return [own_book(), *(path.read_bytes() for path in real if path.stat().st_size < 200_000)]


def mutated(data, chance):
    """The file with some of its bytes, or the content of one of its parts, changed."""
    way = chance.choice(["bytes", "cut", "part", "part", "part", "swap"])
    if way == "bytes":
        changed = bytearray(data)
        for _time in range(chance.randint(1, 20)):
            changed[chance.randrange(len(changed))] = chance.randrange(256)
        return bytes(changed)
    if way == "cut":
        return data[: chance.randrange(1, len(data))]
    return with_parts_changed(data, chance, way)


def with_parts_changed(data, chance, way):
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        names = source.namelist()
        hit = chance.choice([name for name in names if name.startswith("xl/")] or names)
        for name in names:
            content = source.read(name)
            if name == hit:
                content = source.read(chance.choice(names)) if way == "swap" else damaged(content, chance)
            target.writestr(name, content)
    return stream.getvalue()


def damaged(content, chance):
    for _time in range(chance.randint(1, 6)):
        at = content.find(chance.choice(MARKS), chance.randrange(max(len(content), 1)))
        at = at if at >= 0 else chance.randrange(max(len(content), 1))
        content = content[:at] + chance.choice(PUT_IN) + content[at + chance.randint(0, 8) :]
    return content


@pytest.mark.parametrize("seed", range(4))
def test_broken_workbook_is_read_whole_or_refused(seed):
    books, sentences = sources(), set()
    for time in range(seed, TIMES, 4):
        chance = random.Random(f"{seed}/{time}")  # noqa: S311 - the same files in each run
        data = mutated(chance.choice(books), chance)
        try:
            read = read_register(data, "so.xlsx", FINDINGS)
        except ImportRefused as refused:
            sentences.add(refused.sentence[-1])
            continue
        assert len(read.rows) == sum(one["rows"] for one in read.understood().values())
        assert all(row.key and row.number > 0 for row in read.rows)
        assert [question.plain()["name"] for question in read.questions] == [one.name for one in read.questions]
        read.words(), read.fields(), read.word_values()
    assert sentences <= {"."}
