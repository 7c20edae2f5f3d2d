"""Tables written in the layouts in which registers are kept, for reading them back."""

import csv
import datetime as dt
import io
import unicodedata
from dataclasses import dataclass, field

from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from tests.qms.importing.made_files import saved

TITLES = {
    "number": ("Số hiệu", "Mã số", "Ref", "Finding ID"),
    "clause": ("Điều khoản", "Clause", "Điều khoản / Clause"),
    "grade": ("Mức độ", "Severity", "Phân loại"),
    "statement": ("Nội dung phát hiện", "Mô tả", "Finding"),
    "raised_on": ("Ngày phát hiện", "Date raised"),
    "due_on": ("Hạn hoàn thành", "Due date"),
    "status": ("Trạng thái", "Status"),
    "owner": ("Người chịu trách nhiệm", "Responsible"),
}
GRADES = {"major": ("Nặng", "Major NC", "KPH nặng"), "minor": ("Nhẹ", "minor"), "opportunity": ("OFI", "Khuyến nghị")}
STATUSES = {"open": ("Mở", "Open"), "closed": ("Đã đóng", "closed"), "in_progress": ("Đang thực hiện", "In progress")}
GROUPS = {"raised_on": "Thời gian", "due_on": "Thời gian"}
SAMPLES = (
    "Chưa ký biên bản",
    "Hồ sơ quá hạn; chậm 3 ngày",
    "No record, of training",
    "Thiếu “chữ ký”",
    "Mất hồ sơ | tủ 2",
)
PEOPLE = ("Nguyễn Văn A", "Trần Thị Bình", "Phòng Hành chính")


@dataclass
class Made:
    """A file with the values that must come out of it, and where each row stands."""

    name: str
    content: bytes = field(repr=False)
    rows: list[dict] = field(default_factory=list)
    places: list[tuple[str, int]] = field(default_factory=list)
    letters: dict[str, str] = field(default_factory=dict)


def days():
    return st.dates(dt.date(2000, 1, 1), dt.date(2030, 12, 28))


@st.composite
def records(draw):
    """Values of a row by field, and how they are written."""
    grade, status = draw(st.sampled_from(sorted(GRADES))), draw(st.sampled_from(sorted(STATUSES)))
    clauses = draw(
        st.lists(st.sampled_from(["4.1", "5.10", "5.1", "8.5.1", "A.5.31"]), min_size=1, max_size=3, unique=True)
    )
    raised, due = draw(days()), draw(days())
    values = {
        "clause": clauses, "grade": grade, "statement": draw(st.sampled_from(SAMPLES)), "raised_on": raised,
        "due_on": due, "status": status, "owner": draw(st.sampled_from(PEOPLE)),
    }  # fmt: skip
    written = values | {
        "clause": draw(st.sampled_from([", ", "; ", " / "])).join(clauses),
        "grade": draw(st.sampled_from(GRADES[grade])),
        "status": draw(st.sampled_from(STATUSES[status])),
    }
    return values, written


@st.composite
def registers(draw):
    """A file of a register in some layout, with noise around and between its rows."""
    pairs = draw(st.lists(records(), min_size=1, max_size=6))
    for place, (values, written) in enumerate(pairs, 1):
        values["number"] = written["number"] = f"KPH-{place}"
    titles = {name: draw(st.sampled_from(TITLES[name])) for name in TITLES}
    order = draw(st.permutations(list(TITLES)))
    kind = draw(st.sampled_from(["xlsx", "xlsx", "csv"]))
    layout = {
        "left": draw(st.integers(0, 2)),
        "above": draw(st.lists(st.sampled_from(["SỞ LAO ĐỘNG", "Báo cáo đánh giá nội bộ", None]), max_size=3)),
        "noise": draw(
            st.lists(st.sampled_from(["blank", "ghost", "header", "none"]), min_size=len(pairs), max_size=len(pairs))
        ),
        "below": draw(st.sampled_from([(), ("sum",), ("sum", "signed"), ("footer",)])),
        "nfd": draw(st.booleans()),
        "two_levels": draw(st.booleans()) and kind == "xlsx",
        "split_at": draw(st.integers(0, len(pairs))) if kind == "xlsx" else 0,
        "date": draw(st.sampled_from(["typed", "%d/%m/%Y", "%d.%m.%Y", "%Y-%m-%d"])),
        "delimiter": draw(st.sampled_from(";,|\t")),
        "encoding": draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16"])),
    }
    return write_xlsx(pairs, titles, order, layout) if kind == "xlsx" else write_csv(pairs, titles, order, layout)


def lines_of(pairs, titles, order, layout, sheet, made):
    """The lines of one sheet; where each record stands is noted in `made`."""
    left = [None] * layout["left"]
    lines = [[*left, text] if text else [] for text in layout["above"]]
    made.letters.update({name: get_column_letter(index + layout["left"] + 1) for index, name in enumerate(order)})
    lines += headers(titles, order, layout, left)
    for (values, written), noise in pairs:
        lines += {
            "blank": [[]],
            "ghost": [[*left, "  ", "\u00a0"]],
            "header": headers(titles, order, layout, left),
            "none": [],
        }[noise]
        lines.append([*left, *(as_written(written[name], layout) for name in order)])
        made.rows.append(values)
        made.places.append((sheet, len(lines)))
    below = {
        "sum": [*left, "Tổng cộng", len(pairs)],
        "signed": [*left, "Người lập", "Trưởng đoàn"],
        "footer": [*left, "Người lập biểu"],
    }
    return lines + [below[one] for one in layout["below"]]


def headers(titles, order, layout, left):
    texts = [titles[name] for name in order]
    if not layout["two_levels"]:
        return [[*left, *texts]]
    return [
        [*left, *(None if name in GROUPS else titles[name] for name in order)],
        [*left, *(titles[name] if name in GROUPS else None for name in order)],
    ]


def as_written(value, layout):
    if isinstance(value, dt.date):
        return value if layout["date"] == "typed" else value.strftime(layout["date"])
    return unicodedata.normalize("NFD", value) if layout["nfd"] else value


def write_xlsx(pairs, titles, order, layout):
    book, made = Workbook(), Made("so.xlsx", b"")
    book.remove(book.active)
    noisy = list(zip(pairs, layout["noise"], strict=True))
    if layout["two_levels"]:
        noisy = [(pair, "none" if noise == "header" else noise) for pair, noise in noisy]
    at = layout["split_at"]
    for name, part in (("Quý 1", noisy[:at]), ("Quý 2", noisy[at:])):
        if not part:
            continue
        sheet = book.create_sheet(name)
        for line in lines_of(part, titles, order, layout, name, made):
            sheet.append(line)
        if layout["two_levels"]:
            merge_headers(sheet, order, layout)
    made.content = saved(book)
    return made


def merge_headers(sheet, order, layout):
    """Upright merges over the columns that have no group."""
    top = len(layout["above"]) + 1
    for index, name in enumerate(order, layout["left"] + 1):
        if name not in GROUPS:
            sheet.merge_cells(start_row=top, end_row=top + 1, start_column=index, end_column=index)


def write_csv(pairs, titles, order, layout):
    made, stream = Made("so.csv", b""), io.StringIO()
    layout = layout | {"date": "%d/%m/%Y" if layout["date"] == "typed" else layout["date"]}
    noisy = list(zip(pairs, layout["noise"], strict=True))
    writer = csv.writer(stream, delimiter=layout["delimiter"])
    writer.writerows(lines_of(noisy, titles, order, layout, "so", made))
    made.content = stream.getvalue().encode(layout["encoding"])
    return made
