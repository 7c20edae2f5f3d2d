"""Registers of actions: each row a brought-in action, tied to what it is about by that record's number."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qms import clock
from qms.enums import ActionKind, ActionStatus
from qms.importing.cells import as_text, say
from qms.importing.register_kind import PlannedPreview, PlannedRow
from qms.imports.action_targets import TARGETS, numbers_told, target_of
from qms.imports.brought_in_records import BroughtInRecordsKind
from qms.imports.declared import About, unknown
from qms.imports.declared_export import DeclaredExport, columns_of
from qms.imports.fields import CHOICE, DAY, PERSON, UNIT, Field
from qms.models.actions import Action
from qms.operations.bringing_registers import bring_in_actions, update_brought_in_register


def owner_said(action: Action) -> str:
    """The account, or the name as written where there is none."""
    return action.owner.username if action.owner else action.owner_text


FIELDS = (
    Field(
        "number",
        "Số hiệu | Số | Mã số | Mã hành động | Số tham chiếu",
        "Number | No | Ref | Reference | Action no | Action id | ID",
        lambda action: action.number,
        width=24,
        note=gettext_lazy("Your own number of the action; by it the same row is known again. May be left empty."),
        example="01/2020",
    ),
    Field(
        "kind",
        "Loại hành động | Loại",
        "Kind of action | Kind | Action type | Type",
        lambda action: action.get_kind_display(),
        CHOICE,
        "kind",
        ActionKind,
        {
            "correction": "khắc phục ngay | sửa ngay",
            "task": "nhiệm vụ | công việc",
            "corrective": "hđkp | capa | hành động khắc phục",
        },
        width=24,
        example="task",
    ),
    Field(
        "title",
        "Việc phải làm | Hành động | Nội dung công việc | Nội dung hành động | Tên công việc | Công việc | Nội dung "
        "| Nhiệm vụ",
        "What is to be done | Action | Task | Title | Action title | Description | Activity",
        lambda action: action.title,
        attr="title",
        required=True,
        longest=300,
        width=50,
        example="Lập danh mục tài liệu của phòng",
    ),
    Field(
        "details",
        "Chi tiết | Diễn giải | Mô tả chi tiết",
        "Details | Remarks",
        lambda action: action.details,
        attr="details",
        width=40,
    ),
    Field(
        "unit",
        "Đơn vị | Đơn vị thực hiện | Phòng ban | Phòng | Bộ phận",
        "Unit | Department | Unit code | Division",
        lambda action: action.unit.code,
        UNIT,
        "unit_id",
        width=14,
        note=gettext_lazy("Code or full name of the unit; empty means the unit whose register this is."),
    ),
    Field(
        "owner",
        "Người thực hiện | Người chịu trách nhiệm | Người phụ trách | Chủ trì | Trách nhiệm",
        "Owner | Responsible | Responsible person | Assigned to | Assignee",
        owner_said,
        PERSON,
        "owner_id",
        width=24,
        note=gettext_lazy("Account or full name; who has no account is kept as written."),
        kept_as="owner_text",
        example="Nguyễn Văn A",
    ),
    Field(
        "due_on",
        "Hạn | Hạn hoàn thành | Thời hạn | Thời hạn hoàn thành",
        "Due | Due date | Deadline | Target date | Due on",
        lambda action: action.due_on,
        DAY,
        "due_on",
        width=13,
        example="31/08/2020",
    ),
    Field(
        "state",
        "Trạng thái | Tình trạng | Tình trạng thực hiện",
        "Status | State | Progress",
        lambda action: action.get_status_display(),
        CHOICE,
        "status",
        ActionStatus,
        {
            "assigned": "đã giao | giao | mở | open | new | chưa thực hiện | not started",
            "in_progress": "đang làm | đang thực hiện | in progress | ongoing",
            "done": "đã làm xong | đã xong | hoàn thành | đã hoàn thành | đã thực hiện | completed | implemented",
            "verified": "đã kiểm tra | đã xác nhận | đã đóng | đóng | closed | verified",
            "cancelled": "huỷ | hủy | đã hủy | cancelled | canceled",
        },
        width=20,
        example="assigned",
    ),
    Field(
        "evidence",
        "Kết quả, bằng chứng | Bằng chứng | Kết quả | Kết quả thực hiện",
        "Evidence | Result | Outcome",
        lambda action: action.evidence,
        attr="evidence",
        width=40,
    ),
    Field(
        "done_on",
        "Ngày làm xong | Ngày hoàn thành",
        "Done on | Completed on | Completion date",
        lambda action: action.done_on,
        DAY,
        "done_on",
        width=13,
    ),
    Field(
        "verified_on",
        "Ngày kiểm tra xác nhận | Ngày xác nhận",
        "Verified on | Verification date",
        lambda action: action.verified_on,
        DAY,
        "verified_on",
        width=13,
    ),
    Field(
        "about",
        "Về hồ sơ số | Thuộc hồ sơ | Số phiếu liên quan | Hồ sơ liên quan | Phiếu KPH",
        "About record | Linked record | Related record | Nonconformity | Risk",
        lambda action: action.__dict__.get("about_number", ""),
        width=24,
        note=gettext_lazy(
            "Number of the nonconformity, risk or opportunity that it is about, ours or the source's own."
        ),
    ),
    Field(
        "document_number",
        "Số văn bản | Số văn bản giao việc",
        "Number of the document | Document number",
        lambda action: action.document_number,
        attr="document_number",
        longest=60,
        width=18,
    ),
    Field(
        "document_day",
        "Ngày văn bản",
        "Date of the document | Document date",
        lambda action: action.document_day,
        DAY,
        "document_day",
        width=13,
    ),
    Field(
        "document_signatory",
        "Người ký văn bản | Người ký",
        "Signatory of the document | Signatory",
        lambda action: action.document_signatory,
        attr="document_signatory",
        longest=150,
        width=24,
    ),
)


def learn_about(actions: list[Action]) -> None:
    """What each is about, read in one go."""
    told = numbers_told([action.pk for action in actions])
    for action in actions:
        action.__dict__["about_number"] = told.get(action.pk, "")


class ActionsKind(BroughtInRecordsKind):
    """Actions. They arrive assigned unless the sheet names another state; nobody is told of what is past."""

    kind = "actions"
    label = gettext_lazy("actions")
    list_url = "actions"
    model = Action
    series = ("action",)
    fields = FIELDS
    recognises = (("title", "owner"), ("title", "due_on"), ("title", "state"), ("number", "title"))
    keeps = ("title",)
    known_by = ("title", "unit", "about")

    def learn(self, records: list[Any]) -> None:
        learn_about(records)

    def read_together(self, rows: list[PlannedRow], about: About) -> None:
        super().read_together(rows, about)
        numbers = sorted({row.plan.said["about"] for row in rows if "about" in row.plan.said})
        found: dict[str, Any] = {}
        for target in TARGETS if numbers else ():
            found |= target.find(about.asked.by, about.asked.unit, numbers)
        for row in rows:
            self.read_target(row, found)
            self.read_days(row)

    def read_target(self, row: PlannedRow, found: dict[str, Any]) -> None:
        """The record that the action is about."""
        number = row.plan.said.get("about")
        if number is None:
            return
        record = found.get(number)
        if record is None:
            say(row, "about", unknown(number), level="error")
        elif row.plan.record is not None and row.plan.record.about_number:
            told = _("It is about %(number)s already; what an action is about stays.")
            if record.number == row.plan.record.about_number:
                del row.plan.said["about"]
            else:
                say(row, "about", told % {"number": row.plan.record.about_number}, level="error")
        elif why := target_of(record).why_not(record):
            say(row, "about", why, level="error")
        else:
            row.plan.said["about"] = record

    def read_days(self, row: PlannedRow) -> None:
        """What was done is past."""
        for name in ("done_on", "verified_on"):
            day = row.plan.said.get(name)
            if day is not None and day > clock.today():
                say(row, name, _("%(day)s lies after today.") % {"day": f"{day:%d/%m/%Y}"}, level="error")

    def write(self, preview: PlannedPreview, *, by: Any) -> None:
        new, changed = preview.rows_with("create"), preview.rows_with("update")
        linked = []
        if new:
            created = bring_in_actions([self.draft(row, preview, by) for row in new], by=by)
            linked = [
                (row.plan.said["about"], action)
                for row, action in zip(new, created, strict=True)
                if "about" in row.plan.said
            ]
        if changed:
            records, fields = self.put_changes(changed, preview.asked.file_name)
            update_brought_in_register(records, fields, by=by)
            linked += [(row.plan.changes["about"], row.plan.record) for row in changed if "about" in row.plan.changes]
        for target in TARGETS:
            if pairs := [pair for pair in linked if isinstance(pair[0], target.about)]:
                target.link(pairs, by=by)

    def draft(self, row: PlannedRow, preview: PlannedPreview, by: Any) -> Action:
        """The action of a new row."""
        asked, said = preview.asked, row.plan.said
        values: dict[str, Any] = {"kind": ActionKind.TASK, "status": ActionStatus.ASSIGNED, "unit_id": asked.unit.pk}
        values |= {self.field(name).attr: value for name, value in said.items() if self.field(name).attr}
        if "owner" not in said:
            values["owner_text"] = as_text(row.plan.row.values.get("owner"))[:150]
        return Action(raised_by_unit=asked.unit, assigned_by=by, **values, **self.source_of(row, asked.file_name))

    def follows(self, model: Any) -> bool:
        return any(model is target.model for target in TARGETS)


class ActionsExport(DeclaredExport):
    """Actions as they leave and come back unchanged."""

    name = "actions"
    title = gettext_lazy("Actions")
    model = Action
    related = ("unit", "owner")
    columns = columns_of(FIELDS)

    def learn(self, records: list[Any]) -> None:
        learn_about(records)
