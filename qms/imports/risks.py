"""Registers of risks and opportunities: each row a brought-in one, with likelihood, consequence and treatment."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qms import clock
from qms.enums import RiskKind, RiskStatus, RiskTreatment
from qms.importing.cells import say
from qms.importing.register_kind import PlannedPreview, PlannedRow
from qms.imports.brought_in_records import BroughtInRecordsKind
from qms.imports.declared import About, faulty
from qms.imports.declared_export import DeclaredExport, columns_of
from qms.imports.fields import CHOICE, CLAUSES, DAY, PERSON, UNIT, WHOLE, Field
from qms.models.documents import Document
from qms.models.risks import Risk, RiskClause
from qms.operations.bringing_registers import bring_in_risks, cite_brought_in_risks, update_brought_in_register
from qms.risk_workflow import OF_KIND


def scale(name: str, vi: str, en: str, says: Any, attr: str, **more: Any) -> Field:
    """A column of figures from 1 to 5."""
    return Field(name, vi, en, says, WHOLE, attr, least=1, most=5, width=12, note=gettext_lazy("From 1 to 5."), **more)


FIELDS = (
    Field(
        "number",
        "Số hiệu | Mã rủi ro | Mã số | Số | Mã",
        "Number | Risk id | Risk no | Ref | Reference | ID | No",
        lambda risk: risk.number,
        width=24,
        note=gettext_lazy("Your own number; by it the same row is known again. May be left empty."),
        example="RR-01",
    ),
    Field(
        "kind",
        "Rủi ro hay cơ hội | Loại | Phân loại",
        "Risk or opportunity | Kind | Type | Category",
        lambda risk: risk.get_kind_display(),
        CHOICE,
        "kind",
        RiskKind,
        {"risk": "rr | threat | nguy cơ", "opportunity": "ch | chance"},
        width=14,
        example="risk",
    ),
    Field(
        "unit",
        "Đơn vị | Phòng ban | Phòng | Bộ phận",
        "Unit | Department | Unit code | Division",
        lambda risk: risk.unit.code,
        UNIT,
        "unit_id",
        width=14,
        note=gettext_lazy("Code or full name of the unit; empty means the unit whose register this is."),
    ),
    Field(
        "process",
        "Quá trình | Quy trình | Mã quy trình | Số tài liệu",
        "Process | Procedure | Document number",
        lambda risk: risk.document.number if risk.document else "",
        attr="document_id",
        width=20,
        note=gettext_lazy("Number of the procedure that it concerns."),
    ),
    Field(
        "statement",
        "Rủi ro, cơ hội | Nội dung | Mô tả | Điều có thể xảy ra | Rủi ro | Cơ hội | Nội dung rủi ro | Mô tả rủi ro "
        "| Nhận diện rủi ro",
        "What may happen | Risk | Opportunity | Risk description | Description | Statement | Event",
        lambda risk: risk.statement,
        attr="statement",
        required=True,
        width=50,
        example="Hồ sơ nộp thiếu giấy tờ, trả kết quả chậm",
    ),
    Field("cause", "Nguyên nhân", "Cause | Root cause | Causes", lambda risk: risk.cause, attr="cause", width=36),
    Field(
        "effect",
        "Hậu quả, kết quả | Hậu quả | Ảnh hưởng | Tác động",
        "Effect | What it leads to | Consequences | Impact description",
        lambda risk: risk.effect,
        attr="effect",
        width=36,
    ),
    Field(
        "clause",
        "Điều khoản | Điều khoản tiêu chuẩn",
        "Clauses | Clause | ISO clause",
        lambda risk: "; ".join(risk.__dict__.get("cited_texts", ())),
        CLAUSES,
        width=20,
    ),
    scale(
        "likelihood",
        "Khả năng xảy ra | Khả năng | Xác suất | KN",
        "Likelihood | Probability | L",
        lambda risk: risk.likelihood,
        "likelihood",
        required=True,
        example=3,
    ),
    scale(
        "consequence",
        "Mức độ hậu quả | Mức độ ảnh hưởng | Mức độ nghiêm trọng | Hệ quả | Mức độ",
        "Consequence | Severity | Impact | Consequence or benefit | S",
        lambda risk: risk.consequence,
        "consequence",
        required=True,
        example=4,
    ),
    Field(
        "treatment",
        "Cách xử lý | Phương án xử lý | Biện pháp",
        "Treatment | Response | Treatment option",
        lambda risk: risk.get_treatment_display() if risk.treatment else "",
        CHOICE,
        "treatment",
        RiskTreatment,
        {
            "avoid": "tránh | né tránh",
            "reduce": "giảm | giảm thiểu | mitigate",
            "share": "chuyển giao | chia sẻ | transfer",
            "accept": "chấp nhận | accept",
            "pursue": "tận dụng | nắm bắt",
            "leave": "bỏ qua",
        },
        width=18,
        example="reduce",
    ),
    Field(
        "treatment_note",
        "Nội dung xử lý | Biện pháp xử lý | Hành động xử lý | Biện pháp kiểm soát",
        "Treatment in words | Action | Controls | What is done | Treatment plan",
        lambda risk: risk.treatment_note,
        attr="treatment_note",
        width=40,
    ),
    scale(
        "residual_likelihood",
        "Khả năng sau xử lý | Khả năng còn lại",
        "Likelihood afterwards | Residual likelihood",
        lambda risk: risk.residual_likelihood,
        "residual_likelihood",
    ),
    scale(
        "residual_consequence",
        "Hậu quả sau xử lý | Mức độ còn lại",
        "Consequence afterwards | Residual consequence | Residual impact",
        lambda risk: risk.residual_consequence,
        "residual_consequence",
    ),
    Field(
        "owner",
        "Người phụ trách | Người theo dõi | Người chịu trách nhiệm | Chủ rủi ro",
        "Owner | Looked after by | Risk owner | Responsible",
        lambda risk: risk.owner.username,
        PERSON,
        "owner_id",
        width=20,
        note=gettext_lazy("Account or full name; empty means who brings the register in."),
    ),
    Field(
        "recorded_on",
        "Ngày ghi nhận | Ngày nhận diện | Ngày lập",
        "Recorded on | Identified on | Date identified | Date",
        lambda risk: risk.recorded_on,
        DAY,
        "recorded_on",
        width=13,
        example="01/07/2020",
    ),
    Field(
        "review_due_on",
        "Ngày xem xét tới | Ngày xem xét | Kỳ xem xét tới",
        "Next review | Review due | Review date",
        lambda risk: risk.review_due_on,
        DAY,
        "review_due_on",
        width=13,
    ),
    Field(
        "state",
        "Trạng thái | Tình trạng",
        "Status | State",
        lambda risk: risk.get_status_display(),
        CHOICE,
        "status",
        RiskStatus,
        {"open": "mở | đang mở | mới | active", "treated": "đã xử lý | mitigated", "closed": "đóng | đã đóng | closed"},
        width=14,
        example="open",
    ),
    Field(
        "closed_on",
        "Ngày đóng | Ngày kết thúc",
        "Closed on | Date closed",
        lambda risk: risk.closed_on,
        DAY,
        "closed_on",
        width=13,
    ),
)


def learn_clauses(risks: list[Risk]) -> None:
    """The clauses of each, with their editions, read in one go."""
    said: dict[int, list[str]] = {risk.pk: [] for risk in risks}
    rows = RiskClause.objects.filter(record_id__in=list(said), ended_at=None)
    for row in rows.select_related("clause__edition__standard").order_by("pk"):
        said[row.record_id].append(f"{row.clause.edition.code} {row.clause.number}" if row.clause else row.written_as)
    for risk in risks:
        risk.__dict__["cited_texts"] = said[risk.pk]


class RisksKind(BroughtInRecordsKind):
    """Risks and opportunities (6.1). They arrive open unless the sheet names another state."""

    kind = "risks"
    label = gettext_lazy("risks and opportunities")
    list_url = "risks"
    model = Risk
    side = "unit"
    series = ("risk", "opportunity")
    related = ("unit", "owner", "document")
    fields = FIELDS
    recognises = (
        ("statement", "likelihood", "consequence"),
        ("statement", "likelihood"),
        ("number", "statement", "consequence"),
    )
    keeps = ("statement",)
    known_by = ("statement", "unit", "process")

    def standing_keys(self, about: About) -> dict[str, int]:
        """A risk keeps no unit that raised it: what was brought in into the unit and those below."""
        units = [*about.units.near.spelling, about.asked.unit.pk]
        found: dict[str, int] = {}
        rows = Risk.objects.filter(unit_id__in=units, brought_in=True, ended_at=None).order_by("pk")
        for key, row_key in rows.values_list("pk", "source_text__row_key"):
            found.setdefault(row_key, key)
        return found

    def learn(self, records: list[Any]) -> None:
        learn_clauses(records)

    def read_together(self, rows: list[PlannedRow], about: About) -> None:
        super().read_together(rows, about)
        self.read_processes(rows, about)
        for row in rows:
            self.read_whole(row)

    def read_processes(self, rows: list[PlannedRow], about: About) -> None:
        """Procedures by their numbers, within reach."""
        numbers = {row.plan.said["process"] for row in rows if "process" in row.plan.said}
        known = Document.objects.visible_to(about.asked.by).filter(number__in=numbers, ended_at=None) if numbers else []
        keys = {document.number: document.pk for document in known}
        for row in rows:
            number = row.plan.said.pop("process", None)
            if number in keys:
                row.plan.said["process"] = keys[number]
            elif number is not None:
                say(
                    row,
                    "process",
                    _("“%(number)s” is no document within your reach; the cell is left out.") % {"number": number},
                )

    def read_whole(self, row: PlannedRow) -> None:
        """Kind and treatment fit each other, and a day of recording is past."""
        said, record = row.plan.said, row.plan.record
        day = said.get("recorded_on")
        if day is not None and day > clock.today():
            say(row, "recorded_on", _("%(day)s lies after today.") % {"day": f"{day:%d/%m/%Y}"}, level="error")
        kind = said.get("kind") or (record.kind if record is not None else RiskKind.RISK)
        treatment = said.get("treatment")
        if treatment and treatment not in OF_KIND[RiskKind(kind)]:
            told = _("This treatment does not fit: an opportunity is taken up, shared or left, a risk is not.")
            say(row, "treatment", told, level="error")
        treated = said.get("state") == RiskStatus.TREATED and "treatment" not in faulty(row)
        if treated and not (treatment or (record is not None and record.treatment)):
            say(
                row,
                "state",
                _("Treated, but no treatment is given. Fill in the treatment, or call it open."),
                level="error",
            )

    def judge_known(self, row: PlannedRow, about: About) -> None:
        if "clause" in row.plan.said:
            cited = set(row.plan.record.__dict__.get("cited_texts", ()))
            new = [one for one in row.plan.said["clause"] if self.written(one, about) not in cited]
            row.plan.said |= {"clause": new}
            if not new:
                del row.plan.said["clause"]
        super().judge_known(row, about)

    def written(self, citation: tuple[int | None, str], about: About) -> str:
        """A citation as an export writes it."""
        key, text = citation
        known: dict[int, str] | None = about.__dict__.get("numbers")
        if known is None:
            codes = {edition: code for code, edition in about.clauses.editions.items()}
            clauses = about.clauses.clauses.items()
            known = {clause: f"{codes[edition]} {number}" for (edition, number), clause in clauses}
            about.__dict__["numbers"] = known
        return known[key] if key else text

    def write(self, preview: PlannedPreview, *, by: Any) -> None:
        new, changed = preview.rows_with("create"), preview.rows_with("update")
        if new:
            drafts = [self.draft(row, preview, by) for row in new]
            bring_in_risks(drafts, [row.plan.said.get("clause", []) for row in new], by=by)
        if changed:
            records, fields = self.put_changes(changed, preview.asked.file_name)
            update_brought_in_register(records, fields, by=by)
            cited = [(row.plan.record.pk, *one) for row in changed for one in row.plan.changes.get("clause", ())]
            if cited:
                cite_brought_in_risks(cited, by=by)

    def draft(self, row: PlannedRow, preview: PlannedPreview, by: Any) -> Risk:
        """The risk or opportunity of a new row."""
        asked, said = preview.asked, row.plan.said
        values: dict[str, Any] = {
            "kind": RiskKind.RISK,
            "unit_id": asked.unit.pk,
            "owner_id": by.pk,
            "recorded_on": clock.today(),
        }
        values |= {self.field(name).attr: value for name, value in said.items() if self.field(name).attr}
        if "state" not in said:
            values["status"] = RiskStatus.TREATED if said.get("treatment") else RiskStatus.OPEN
        return Risk(recorded_by=by, **values, **self.source_of(row, asked.file_name))


class RisksExport(DeclaredExport):
    """Risks and opportunities as they leave and come back unchanged."""

    name = "risks"
    title = gettext_lazy("Risks and opportunities")
    model = Risk
    related = ("unit", "owner", "document")
    columns = columns_of(FIELDS)

    def learn(self, records: list[Any]) -> None:
        learn_clauses(records)
