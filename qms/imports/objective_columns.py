"""The columns of a register of objectives: the form of 6.2.2, with targets and figures by period in one cell each."""

from typing import Any

from django.utils.translation import gettext_lazy

from qms.imports.fields import CHOICE, CLAUSES, DAY, PERSON, UNIT, Field
from qms.objective_cells import written
from qms.performance_enums import Achievement, Direction, ObjectiveStatus, Rhythm


def learned(name: str) -> Any:
    """What was read set-wise of a record."""
    return lambda one: one.__dict__.get(name, "")


FIELDS = (
    Field(
        "number",
        "Số hiệu | Mã mục tiêu | Mã số | Số | Mã",
        "Number | Objective id | Ref | Reference | ID | No",
        lambda one: one.number,
        width=24,
        note=gettext_lazy("Your own number; by it the same row is known again. May be left empty."),
        example="MT-01",
    ),
    Field(
        "unit",
        "Đơn vị | Phòng ban | Phòng | Bộ phận",
        "Unit | Department | Unit code | Division",
        lambda one: one.unit.code,
        UNIT,
        "unit_id",
        width=14,
        note=gettext_lazy("Code or full name of the unit; empty means the unit whose register this is."),
    ),
    Field(
        "title",
        "Mục tiêu | Mục tiêu chất lượng | Nội dung mục tiêu | Tên mục tiêu",
        "Objective | Quality objective | Goal | KPI",
        lambda one: one.title,
        attr="title",
        required=True,
        longest=300,
        width=50,
        example="Hồ sơ trả đúng hạn",
    ),
    Field(
        "definition",
        "Cách đo | Định nghĩa | Nội dung đo | Phương pháp đo | Tần suất/Cách đo",
        "What is measured | Definition | Measure | Metric",
        lambda one: one.definition,
        attr="definition",
        width=44,
        example="Hồ sơ trả đúng hạn trên hồ sơ đã trả",
    ),
    Field("numerator", "Tử số", "Numerator", lambda one: one.numerator, attr="numerator", longest=300, width=30),
    Field(
        "denominator", "Mẫu số", "Denominator", lambda one: one.denominator, attr="denominator", longest=300, width=30
    ),
    Field(
        "measure_unit",
        "Đơn vị tính | ĐVT",
        "Unit of measure | UoM",
        lambda one: one.measure_unit,
        attr="measure_unit",
        longest=30,
        width=12,
        example="%",
    ),
    Field(
        "direction",
        "Chiều | Chiều hướng | Cần đạt",
        "To be reached | Direction",
        lambda one: one.get_direction_display(),
        CHOICE,
        "direction",
        Direction,
        {"up": "tăng | tối thiểu | higher", "down": "giảm | tối đa | lower", "exact": "bằng | equal"},
        width=12,
        example="up",
    ),
    Field(
        "targets",
        "Chỉ tiêu | Chỉ tiêu theo năm | Chỉ tiêu (đo được)",
        "Targets by year | Target | Targets",
        learned("targets_text"),
        required=True,
        width=24,
        note=gettext_lazy("Year and figure, such as 2019: 97; 2020: 98. A bare figure is that of the last year."),
        example="2020: 98",
    ),
    Field(
        "baseline",
        "Giá trị nền | Mức ban đầu | Hiện trạng",
        "Baseline | Starting value",
        lambda one: written(one.baseline) if one.baseline is not None else "",
        width=12,
    ),
    Field(
        "rhythm",
        "Tần suất | Kỳ đo | Tần suất đo",
        "How often | Frequency | Measured",
        lambda one: one.get_rhythm_display(),
        CHOICE,
        "rhythm",
        Rhythm,
        {
            "month": "tháng | hàng tháng | hằng tháng | monthly",
            "quarter": "quý | hàng quý | hằng quý | quarterly",
            "half": "6 tháng | nửa năm | six months",
            "year": "năm | hàng năm | hằng năm | yearly | annually",
        },
        width=14,
        example="quarter",
    ),
    Field(
        "source",
        "Nguồn số liệu | Nguồn dữ liệu",
        "Where the figures come from | Source | Data source",
        lambda one: one.source,
        attr="source",
        longest=300,
        width=30,
    ),
    Field("plan", "Biện pháp | Biện pháp thực hiện | Kế hoạch thực hiện", "What is done | Plan | Actions",
          lambda one: one.plan, attr="plan", width=44),
    Field("resources", "Nguồn lực", "With what | Resources", lambda one: one.resources, attr="resources", width=30),
    Field(
        "owner",
        "Trách nhiệm | Người phụ trách | Người chịu trách nhiệm | Người thực hiện",
        "Owner | Responsible | Who",
        lambda one: one.owner.username,
        PERSON,
        "owner_id",
        width=20,
        note=gettext_lazy("Account or full name; empty means who brings the register in."),
    ),
    Field("judged_how", "Cách đánh giá | Đánh giá kết quả", "How the result is judged | Evaluation",
          lambda one: one.judged_how, attr="judged_how", width=30),
    Field("starts_on", "Từ ngày | Ngày bắt đầu", "From day | Start | Starts on", lambda one: one.starts_on, DAY,
          "starts_on", width=13),
    Field("ends_on", "Thời hạn | Đến ngày | Hạn | Hoàn thành trước", "To be reached by | Deadline | Due | By",
          lambda one: one.ends_on, DAY, "ends_on", width=13, example="31/12/2020"),
    Field("basis", "Căn cứ | Theo văn bản", "By which document | Basis", lambda one: one.basis, attr="basis",
          longest=300, width=30),
    Field("clause", "Điều khoản | Điều khoản tiêu chuẩn", "Clauses | Clause | ISO clause", learned("cited_text"),
          CLAUSES, width=20),
    Field(
        "values",
        "Kết quả theo kỳ | Kết quả | Kết quả đo | Số liệu theo kỳ",
        "Figures by period | Results | Result | Measurements",
        learned("figures_text"),
        width=50,
        note=gettext_lazy(
            "Period and figure, such as 2020-Q1: 97,5; 2020-Q2: 440/452 (08/07/2020). The day is as of when."
        ),
        example="2020-Q1: 440/452 (08/04/2020)",
    ),
    Field(
        "state",
        "Trạng thái | Tình trạng",
        "Status | State",
        lambda one: one.get_status_display(),
        CHOICE,
        "status",
        ObjectiveStatus,
        {"running": "đang theo dõi | đang đo | active", "judged": "đã kết thúc | closed", "dropped": "hủy | dừng"},
        width=14,
    ),
    Field(
        "achievement",
        "Đạt/Không | Đánh giá | Mức độ đạt | Kết luận đạt",
        "Result reached | Achieved | Met",
        lambda one: one.get_achievement_display() if one.achievement else "",
        CHOICE,
        "achievement",
        Achievement,
        {"met": "có | yes | x", "missed": "không | no", "partly": "một phần | partial"},
        width=14,
    ),
    Field("conclusion", "Kết luận | Nhận xét", "Conclusion | Remarks", lambda one: one.conclusion, attr="conclusion",
          width=40),
)  # fmt: skip
