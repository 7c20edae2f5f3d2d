"""What a sheet that is no register seems to be, so that its refusal tells more than that it is none."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qms.importing.text import fold
from qms.importing.words import words

TITLE_ROWS, LONGEST_TITLE = 8, 120
LABELS, LONGEST_LABEL = 4, 60
SURE = 0.85

FORMS = (
    (
        gettext_lazy("an audit schedule or plan"),
        words(
            "kế hoạch đánh giá | lịch đánh giá | chương trình đánh giá | kế hoạch kiểm tra | lịch kiểm tra | audit "
            "schedule | audit plan | audit programme | audit program"
        ),
    ),
    (
        gettext_lazy("a request for corrective action, one form for each"),
        words(
            "phiếu yêu cầu hành động khắc phục | yêu cầu hành động khắc phục | phiếu xử lý sự không phù hợp | phiếu "
            "không phù hợp | báo cáo sự không phù hợp | báo cáo hành động khắc phục | corrective action request | "
            "corrective action report | nonconformity report | nonconformance report"
        ),
    ),
    (gettext_lazy("an audit report"), words("báo cáo đánh giá | báo cáo kết quả đánh giá | audit report")),
    (gettext_lazy("minutes of a meeting"), words("biên bản | minutes of | meeting minutes")),
    (
        gettext_lazy("a list of who took part"),
        words("danh sách tham dự | danh sách tham gia | attendance | sign in sheet"),
    ),
    (
        gettext_lazy("a log of evidence and interviews"),
        words("evidence register | fieldwork log | interview | nhật ký đánh giá | phiếu ghi chép"),
    ),
    (gettext_lazy("a log of complaints"), words("complaint | khiếu nại | phản ánh kiến nghị")),
    (gettext_lazy("a table of risks"), words("risk register | risk assessment | sổ rủi ro | đánh giá rủi ro")),
)


def seems_to_be(sheet: Any, register: Any) -> str:
    """A sentence on what the sheet seems to be, or nothing."""
    if is_form_for_one(sheet, register):
        return _(
            "It looks like a form for one record, with titles beside their values. Put each record into a row of its "
            "own below one row of titles."
        )
    texts = [f" {fold(sheet.name)} ", *title_texts(sheet)]
    for label, said in FORMS:
        if any(f" {fold(word)} " in text for text in texts for word in said):
            return _("It seems to be %(form)s.") % {"form": label}
    return ""


def title_texts(sheet: Any) -> list[str]:
    """The short texts of the first rows, folded."""
    return [
        f" {fold(cell)} "
        for row in sheet.head[:TITLE_ROWS]
        for cell in row.cells
        if isinstance(cell, str) and len(cell) <= LONGEST_TITLE
    ]


def is_form_for_one(sheet: Any, register: Any) -> bool:
    """Titles of columns that stand below one another, each with its value beside it."""
    met: dict[int, set[str]] = {}
    for row in sheet.head:
        there = [index for index, cell in enumerate(row.cells) if cell is not None]
        if not there or len(there) > LABELS:
            continue
        for index in there:
            cell = row.cells[index]
            if isinstance(cell, str) and len(cell) <= LONGEST_LABEL and (name := field_called(register, cell)):
                met.setdefault(index, set()).add(name)
    return any(len(names) >= LABELS for names in met.values())


def field_called(register: Any, text: str) -> str | None:
    """The field that a label names surely."""
    label = text.partition(":")[0]
    return next((column.name for column in register.columns if column.likeness(label) >= SURE), None)


def other_register(sheet: Any, register: Any, is_such: Any) -> str:
    """A sentence on which other kind of register the sheet can be brought in as, or nothing."""
    from qms.registry import registry  # noqa: PLC0415 - the kinds are registered once the apps are ready

    for kind in registry.import_kinds.values():
        other = kind.get_register()
        if other.kind != register.kind and is_such(sheet, other):
            return _("It can be brought in as a register of %(kind)s.") % {"kind": other.label or other.kind}
    return ""
