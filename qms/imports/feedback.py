"""Registers of feedback: each row a brought-in piece, in the state that its sheet names.

No column says who wrote: a workbook, the file it came from and what is kept of its rows are read by more people than
may know that.
"""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qms import clock
from qms.importing.cells import say
from qms.importing.register_kind import PlannedPreview, PlannedRow
from qms.importing.text import fold
from qms.imports.brought_in_records import BroughtInRecordsKind
from qms.imports.declared import About
from qms.imports.declared_export import DeclaredExport, columns_of
from qms.imports.fields import CHOICE, DAY, UNIT, WHOLE, Field
from qms.models.documents import Document
from qms.models.feedback import Feedback
from qms.models.reach import inside_subtree
from qms.operations.bringing_feedback import bring_in_feedback, update_brought_in_feedback
from qms.performance_enums import FeedbackChannel, FeedbackKind, FeedbackStatus


def day_of(moment: dt.datetime | None) -> dt.date | None:
    """The day in Vietnam."""
    return moment.astimezone(clock.HANOI).date() if moment else None


def at_noon(day: dt.date) -> dt.datetime:
    """A moment of a day of which a sheet says no hour."""
    return dt.datetime.combine(day, dt.time(12), clock.HANOI)


FIELDS = (
    Field(
        "number",
        "Số hiệu | Mã phản ánh | Số phản ánh | Số | Mã",
        "Number | Feedback id | Complaint no | Complaint # | Ref | ID",
        lambda record: record.number,
        width=24,
        note=gettext_lazy("Your own number; by it the same row is known again. May be left empty."),
        example="PA-01",
    ),
    Field(
        "received_on",
        "Ngày nhận | Ngày tiếp nhận | Ngày phản ánh",
        "Received on | Date received | Date of complaint | Date of comlaint | Date of feedback",
        lambda record: day_of(record.received_at),
        DAY,
        required=True,
        width=13,
    ),
    Field(
        "channel",
        "Hình thức tiếp nhận | Kênh tiếp nhận | Nguồn tiếp nhận",
        "Came | Channel | Received by",
        lambda record: record.get_channel_display(),
        CHOICE,
        "channel",
        FeedbackChannel,
        {"web": "trực tuyến | online | cổng thông tin", "paper": "hòm thư góp ý | giấy", "post": "bưu điện",
         "phone": "điện thoại | đường dây nóng", "mail": "thư điện tử | email", "spoken": "trực tiếp"},
        width=18,
        example="paper",
    ),
    Field(
        "kind",
        "Loại phản ánh | Loại ý kiến | Loại",
        "Kind | Type of feedback | Type",
        lambda record: record.get_kind_display(),
        CHOICE,
        "kind",
        FeedbackKind,
        {"complaint": "phản ánh | khiếu nại | complaint", "suggestion": "kiến nghị | góp ý", "praise": "khen",
         "question": "hỏi đáp | câu hỏi"},
        width=18,
        example="complaint",
    ),
    Field(
        "unit",
        "Đơn vị | Phòng ban | Phòng | Bộ phận",
        "Unit | Department | Unit code | Division",
        lambda record: record.unit.code,
        UNIT,
        "unit_id",
        width=14,
        note=gettext_lazy("Code or full name of the unit; empty means the unit whose register this is."),
    ),
    Field(
        "process",
        "Thủ tục | Quy trình | Mã quy trình",
        "Procedure | Process | Document number",
        lambda record: record.document.number if record.document else "",
        attr="document_id",
        width=20,
        note=gettext_lazy("Number of the procedure that it concerns."),
    ),
    Field(
        "dossier", "Mã hồ sơ", "Code of the dossier | Dossier", lambda record: record.dossier, attr="dossier",
        longest=80, width=24,
    ),
    Field(
        "subject", "Tiêu đề phản ánh | Tiêu đề | Trích yếu", "Subject | Title | Complaint summary",
        lambda record: record.subject, attr="subject", required=True, longest=200, width=40,
        example="Trả kết quả chậm hẹn",
    ),
    Field(
        "body", "Nội dung phản ánh | Nội dung", "What it says | Text | Description", lambda record: record.body,
        attr="body", required=True, width=60, example="Giấy hẹn ngày 04/3, ngày 06/3 mới được trả kết quả",
    ),
    Field(
        "satisfaction",
        "Mức độ hài lòng | Hài lòng",
        "Satisfaction, 1 to 5 | Satisfaction | Rating",
        lambda record: record.satisfaction,
        WHOLE,
        "satisfaction",
        least=1,
        most=5,
        width=12,
        note=gettext_lazy("From 1 to 5."),
    ),
    Field("due_on", "Hạn trả lời", "Answer due by | Due", lambda record: record.due_on, DAY, "due_on", width=13),
    Field(
        "answer", "Nội dung trả lời | Kết quả trả lời | Trả lời", "Answer | Response", lambda record: record.answer,
        attr="answer", width=60,
    ),
    Field(
        "answered_on",
        "Ngày trả lời",
        "Answered on | Date answered",
        lambda record: day_of(record.answered_at),
        DAY,
        width=13,
    ),
    Field(
        "forwarded_to", "Chuyển đến | Cơ quan được chuyển", "Forwarded to", lambda record: record.forwarded_to,
        attr="forwarded_to", longest=200, width=30,
    ),
    Field(
        "state",
        "Tình trạng | Trạng thái",
        "Status | State",
        lambda record: record.get_status_display(),
        CHOICE,
        "status",
        FeedbackStatus,
        {"received": "mới", "answered": "đã giải quyết", "closed": "xong"},
        width=16,
        example="answered",
    ),
    Field("closed_on", "Ngày đóng | Ngày kết thúc", "Closed on", lambda record: record.closed_on, DAY, "closed_on",
          width=13),
)  # fmt: skip

MOMENTS = {"received_on": "received_at", "answered_on": "answered_at"}
"""Columns of days whose record keeps the moment."""


class FeedbackRegisterKind(BroughtInRecordsKind):
    """Feedback (8.2.1, 9.1.2). It arrives received, or answered where the sheet gives an answer and no state."""

    kind = "feedback"
    label = gettext_lazy("feedback")
    list_url = "feedback_list"
    model = Feedback
    side = "unit"
    series = ("feedback",)
    related = ("unit", "document")
    fields = FIELDS
    recognises = (
        ("received_on", "subject", "body"),
        ("received_on", "subject", "answer"),
        ("number", "received_on", "subject"),
        ("subject", "satisfaction"),
    )
    keeps = ("subject",)
    known_by = ("received_on", "subject", "unit")

    def standing_keys(self, about: About) -> dict[str, int]:
        """Feedback keeps no unit that raised it: what was brought in into the unit and those below."""
        inside = inside_subtree(frozenset({about.asked.unit.pk}))
        found: dict[str, int] = {}
        rows = Feedback.objects.filter(unit_id__in=inside, brought_in=True, ended_at=None).order_by("pk")
        for key, reference, row_key in rows.values_list("pk", "external_ref", "source_text__row_key"):
            found.setdefault(f"ref:{fold(reference)}" if reference else row_key, key)
        return found

    def read_together(self, rows: list[PlannedRow], about: About) -> None:
        super().read_together(rows, about)
        self.read_procedures(rows, about)
        for row in rows:
            for name in MOMENTS:
                day = row.plan.said.get(name)
                if day is not None and day > clock.today():
                    say(row, name, _("%(day)s lies after today.") % {"day": f"{day:%d/%m/%Y}"}, level="error")

    def read_procedures(self, rows: list[PlannedRow], about: About) -> None:
        """Procedures by their numbers, within reach."""
        numbers = {row.plan.said["process"] for row in rows if "process" in row.plan.said}
        known = Document.objects.visible_to(about.asked.by).filter(number__in=numbers, ended_at=None) if numbers else []
        keys = {document.number: document.pk for document in known}
        for row in rows:
            number = row.plan.said.pop("process", None)
            if number in keys:
                row.plan.said["process"] = keys[number]
            elif number is not None:
                told = _("“%(number)s” is no document within your reach; the cell is left out.")
                say(row, "process", told % {"number": number})

    def write(self, preview: PlannedPreview, *, by: Any) -> None:
        new, changed = preview.rows_with("create"), preview.rows_with("update")
        if new:
            bring_in_feedback([self.draft(row, preview, by) for row in new], by=by)
        if changed:
            records, fields = self.put_changes(changed, preview.asked.file_name)
            update_brought_in_feedback(records, fields, by=by)

    def put_changes(self, rows: list[PlannedRow], file_name: str) -> tuple[list[Any], set[str]]:
        records, fields = super().put_changes(rows, file_name)
        for row in rows:
            for name, attr in MOMENTS.items():
                if name in row.plan.changes:
                    setattr(row.plan.record, attr, at_noon(row.plan.changes[name]))
                    fields.add(attr)
        return records, fields

    def draft(self, row: PlannedRow, preview: PlannedPreview, by: Any) -> Feedback:
        """The feedback of a new row."""
        asked, said = preview.asked, row.plan.said
        values: dict[str, Any] = {"kind": FeedbackKind.COMPLAINT, "channel": FeedbackChannel.PAPER}
        values |= {"unit_id": asked.unit.pk, "status": FeedbackStatus.RECEIVED}
        values |= {self.field(name).attr: value for name, value in said.items() if self.field(name).attr}
        values |= {attr: at_noon(said[name]) for name, attr in MOMENTS.items() if name in said}
        if "state" not in said and said.get("answer"):
            values["status"] = FeedbackStatus.ANSWERED
        return Feedback(recorded_by=by, **values, **self.source_of(row, asked.file_name))


class FeedbackExport(DeclaredExport):
    """Feedback as it leaves and comes back unchanged; who wrote does not leave."""

    name = "feedback"
    title = gettext_lazy("Feedback")
    model = Feedback
    related = ("unit", "document")
    columns = columns_of(FIELDS)
