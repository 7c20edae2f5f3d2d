"""Registers of nonconforming outputs: each row a brought-in dossier with what was done about it."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qms import clock
from qms.importing.cells import say
from qms.importing.register_kind import PlannedPreview, PlannedRow
from qms.imports.brought_in_records import BroughtInRecordsKind
from qms.imports.declared import About, faulty
from qms.imports.declared_export import DeclaredExport, columns_of
from qms.imports.fields import CHOICE, DAY, PERSON, UNIT, Field
from qms.imports.named_procedures import read_procedures
from qms.models.outputs import NonconformingOutput
from qms.operations.outputs import bring_in_outputs, update_brought_in_outputs
from qms.performance_enums import OutputKind, OutputStatus

FIELDS = (
    Field(
        "number",
        "Số hiệu | Số | Mã số | Số thứ tự sổ",
        "Number | No | Reference | Ref",
        lambda output: output.number,
        width=26,
        note=gettext_lazy("Your own number; by it the same row is known again. May be left empty."),
        example="KPH-01",
    ),
    Field(
        "unit",
        "Đơn vị | Phòng ban | Phòng | Bộ phận",
        "Unit | Department | Unit code | Division",
        lambda output: output.unit.code,
        UNIT,
        "unit_id",
        width=14,
        note=gettext_lazy("Code or full name of the unit; empty means the unit whose register this is."),
    ),
    Field(
        "process",
        "Thủ tục | Quy trình | Mã thủ tục | Số tài liệu",
        "Procedure | Process | Procedure number | Document number",
        lambda output: output.document.number if output.document else "",
        attr="document_id",
        width=20,
        note=gettext_lazy("Number of the procedure, or its code in the list of administrative procedures."),
    ),
    Field(
        "dossier",
        "Mã hồ sơ | Số hồ sơ | Hồ sơ",
        "Code of the dossier | Dossier | Dossier number",
        lambda output: output.dossier,
        attr="dossier",
        required=True,
        longest=80,
        width=28,
        example="000.00.19.H26-200601-0001",
    ),
    Field(
        "kind",
        "Loại | Dạng không phù hợp | Phân loại",
        "Kind | Type",
        lambda output: output.get_kind_display(),
        CHOICE,
        "kind",
        OutputKind,
        {
            "overdue": "quá hạn | trả chậm | chậm | late | overdue",
            "wrong": "sai | kết quả sai | wrong",
            "incomplete": "thiếu | chưa đủ | incomplete",
            "lost": "mất | hỏng | lost | damaged",
            "other": "khác | other",
        },
        required=True,
        width=20,
        example="overdue",
    ),
    Field(
        "description",
        "Nội dung không phù hợp | Mô tả | Điểm không phù hợp | Lý do chậm",
        "What does not conform | Description",
        lambda output: output.description,
        attr="description",
        required=True,
        width=50,
        example="Trả chậm hai ngày so với giấy hẹn",
    ),
    Field(
        "due_on",
        "Ngày hẹn trả | Hạn trả | Ngày hẹn",
        "Was due on | Due date | Due",
        lambda output: output.due_on,
        DAY,
        "due_on",
        width=13,
    ),
    Field(
        "found_on",
        "Ngày phát hiện | Ngày ghi nhận | Ngày lập",
        "Found on | Date found | Recorded on",
        lambda output: output.found_on,
        DAY,
        "found_on",
        required=True,
        width=13,
        example="06/07/2020",
    ),
    Field(
        "state",
        "Trạng thái | Tình trạng",
        "Status | State",
        lambda output: output.get_status_display(),
        CHOICE,
        "status",
        OutputStatus,
        {
            "recorded": "mới | đã ghi nhận | new",
            "decided": "đang xử lý | đã quyết định",
            "closed": "đã đóng | đã trả | xong | done",
            "withdrawn": "đã rút | hủy",
        },
        width=16,
    ),
    Field(
        "decision",
        "Biện pháp xử lý | Cách xử lý | Xử lý",
        "What is done about it | What is done | Disposition",
        lambda output: output.decision,
        attr="decision",
        width=40,
    ),
    Field(
        "apology_number",
        "Số phiếu xin lỗi | Phiếu xin lỗi",
        "Number of the apology slip | Apology slip",
        lambda output: output.apology_number,
        attr="apology_number",
        longest=60,
        width=18,
    ),
    Field(
        "apology_on",
        "Ngày phiếu xin lỗi | Ngày xin lỗi",
        "Apology of | Date of the apology",
        lambda output: output.apology_on,
        DAY,
        "apology_on",
        width=13,
    ),
    Field(
        "new_due_on",
        "Ngày hẹn lại | Ngày hẹn trả mới",
        "New date | New due date",
        lambda output: output.new_due_on,
        DAY,
        "new_due_on",
        width=13,
    ),
    Field(
        "returned_on",
        "Ngày trả | Ngày trả kết quả",
        "Returned on | Returned",
        lambda output: output.returned_on,
        DAY,
        "returned_on",
        width=13,
    ),
    Field(
        "decided_by",
        "Người quyết định | Người duyệt",
        "Decided by",
        lambda output: output.decided_by.username if output.decided_by else "",
        PERSON,
        "decided_by_id",
        width=20,
        note=gettext_lazy("Account or full name."),
    ),
    Field(
        "decided_on",
        "Ngày quyết định",
        "Decided on",
        lambda output: output.decided_on,
        DAY,
        "decided_on",
        width=13,
    ),
)
PAST = ("found_on", "apology_on", "returned_on", "decided_on")


class OutputsKind(BroughtInRecordsKind):
    """Nonconforming outputs (8.7). They arrive in the state that their cells tell unless the sheet names one."""

    kind = "outputs"
    label = gettext_lazy("nonconforming outputs")
    list_url = "outputs"
    model = NonconformingOutput
    side = "unit"
    series = ("output",)
    related = ("unit", "document", "decided_by", "recorded_by")
    fields = FIELDS
    recognises = (
        ("dossier", "description", "found_on"),
        ("dossier", "kind", "found_on"),
        ("dossier", "apology_number"),
    )
    keeps = ("dossier",)
    known_by = ("dossier", "unit", "found_on")

    def standing_keys(self, about: About) -> dict[str, int]:
        """What was brought in into the unit and those below."""
        units = [*about.units.near.spelling, about.asked.unit.pk]
        found: dict[str, int] = {}
        rows = NonconformingOutput.objects.filter(unit_id__in=units, brought_in=True, ended_at=None).order_by("pk")
        for key, row_key in rows.values_list("pk", "source_text__row_key"):
            found.setdefault(row_key, key)
        return found

    def read_together(self, rows: list[PlannedRow], about: About) -> None:
        super().read_together(rows, about)
        read_procedures(rows, about)
        for row in rows:
            self.read_whole(row)

    def read_whole(self, row: PlannedRow) -> None:
        """Days are past; a state that was reached has what it asks for."""
        said, record = row.plan.said, row.plan.record
        for name in PAST:
            day = said.get(name)
            if day is not None and day > clock.today():
                say(row, name, _("%(day)s lies after today.") % {"day": f"{day:%d/%m/%Y}"}, level="error")
        state = said.get("state")
        unread = faulty(row)
        closed = record is None and state == OutputStatus.CLOSED
        if closed and not said.get("returned_on") and "returned_on" not in unread:
            say(row, "state", _("Closed, but no day of return is given. Fill it in."), level="error")
        if record is None and state in (OutputStatus.DECIDED, OutputStatus.CLOSED) and not said.get("decision"):
            say(row, "state", _("It is decided, but what is done is not said. Fill it in."), level="error")

    def write(self, preview: PlannedPreview, *, by: Any) -> None:
        new, changed = preview.rows_with("create"), preview.rows_with("update")
        if new:
            bring_in_outputs([self.draft(row, preview, by) for row in new], by=by)
        if changed:
            records, fields = self.put_changes(changed, preview.asked.file_name)
            update_brought_in_outputs(records, fields, by=by)

    def draft(self, row: PlannedRow, preview: PlannedPreview, by: Any) -> NonconformingOutput:
        """The output of a new row."""
        asked, said = preview.asked, row.plan.said
        values: dict[str, Any] = {"unit_id": asked.unit.pk}
        values |= {self.field(name).attr: value for name, value in said.items() if self.field(name).attr}
        if "state" not in said:
            reached = OutputStatus.DECIDED if said.get("decision") else OutputStatus.RECORDED
            done = said.get("decision") and said.get("returned_on")
            values["status"] = OutputStatus.CLOSED if done else reached
        return NonconformingOutput(recorded_by=by, **values, **self.source_of(row, asked.file_name))


class OutputsExport(DeclaredExport):
    """Nonconforming outputs as they leave and come back unchanged."""

    name = "outputs"
    title = gettext_lazy("Nonconforming outputs")
    model = NonconformingOutput
    related = ("unit", "document", "decided_by")
    columns = columns_of(FIELDS)
