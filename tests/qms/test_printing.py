"""Printed forms: what stands on the page, that text stays text, and that printing again gives the same bytes."""

import unicodedata
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from qms.printing import (
    CORRECTIVE_ACTION_REQUEST,
    FORMS,
    INSPECTION_REPORT,
    PROGRAMME_GRID,
    PrintedForm,
    PrintingUnavailable,
    contexts,
    render_docx,
    render_pdf,
)
from qms.printing import docx as word
from qms.printing import pdf as typeset
from qms.printing.labels import LABELS, MOTTO, NATION
from qms.printing.text import clean, long_day

MOMENT = datetime(2020, 7, 15, 3, 32, tzinfo=UTC)  # 10:32 in Vietnam
LETTERHEAD = contexts.Letterhead(
    superior="Ủy ban nhân dân tỉnh",
    unit="Sở Lao động - Thương binh và Xã hội",
    number="KPH-2020-SLĐ01-0007",
    place="Hà Nội",
    day=date(2020, 7, 5),
)
MARK = contexts.PrintMark(
    status="đang thực hiện", printed_at=MOMENT, url="https://qms.example.vn/r/7f3k", brought_in="", content_hash=""
)
SIGNATURES = (
    contexts.Signature(heading="Trưởng đoàn đánh giá", name="Đánh giá viên Một", meaning="phê duyệt kế hoạch",
                       signed_at=MOMENT, hash="3f9ac2d1e07b44aa90c1"),
    contexts.Signature(heading="Thủ trưởng đơn vị"),
    contexts.Signature(heading="KT. Giám đốc\nPhó Giám đốc", name="Người Ký Thử", meaning="kết luận", signed_at=MOMENT,
                       hash="a1b2c3d4e5f60718"),
)
RECIPIENTS = ("Như trên", "Ban chỉ đạo ISO", "Lưu: VT, CCHC")
LONG = "Hồ sơ giải quyết quá hạn, chưa có phiếu xin lỗi và hẹn lại ngày trả kết quả; ằ ẵ ỡ ữ đ Ặ Ộ Ễ. " * 6


def car(**changes):
    request = contexts.CorrectiveActionRequest(
        letterhead=LETTERHEAD,
        mark=MARK,
        unit="Phòng Lao động - Việc làm",
        source="Đánh giá nội bộ",
        inspection="ĐGNB-2020-02",
        raised_on=date(2020, 7, 1),
        requirement="TCVN ISO 9001:2015, điều 8.5.1; QT-05, mục 5.7",
        fact=LONG,
        evidence="Hồ sơ số 12, 15, 19/2020\n3 trên 20 hồ sơ được lấy mẫu",
        clauses=("8.5.1", "8.7"),
        grade="Sự không phù hợp nhẹ",
        correction="Gửi phiếu xin lỗi và hẹn lại ngày trả kết quả.",
        correction_on=date(2020, 7, 3),
        similar_cases="Đã rà soát 2 phòng khác: không có trường hợp tương tự.",
        causes=(
            contexts.Cause(text=LONG, method="5 vì sao", confirmed_by="Đánh giá viên Hai", evidence="Biên bản số 3"),
            contexts.Cause(text="Quy trình chưa nêu người theo dõi thời hạn."),
        ),
        actions=tuple(
            contexts.ActionRow(
                action=f"Hành động {number}: bổ sung bước theo dõi thời hạn vào QT-05 và phổ biến cho công chức.",
                owner="Chuyên viên Một",
                due=date(2020, 8, 30),
                original_due=date(2020, 8, 15),
                done=date(2020, 8, 20),
                verified="Đạt, 21/08/2020",
            )
            for number in range(1, 13)
        ),
        implementation_check="Các hành động đã hoàn thành, có minh chứng.",
        criterion="Không có hồ sơ quá hạn thiếu phiếu xin lỗi trong 2 tháng",
        check_on=date(2020, 10, 30),
        signatures=SIGNATURES,
        recipients=RECIPIENTS,
    )
    return replace(request, **changes)


def report(**changes):
    units = ("Văn phòng", "Phòng Người có công", "Phòng Lao động - Việc làm")
    grades = ("Phù hợp", "Lưu ý", "Khuyến nghị cải tiến", "KPH nhẹ", "KPH nặng")
    findings = tuple(
        contexts.FindingRow(
            number=f"PH-2020-{number:04}",
            unit=units[number % 3],
            grade=grades[number % 5],
            text=f"Phát hiện {number}. {LONG[:180]}",
            clauses="8.5.1; 7.5.3",
            status="đã xác nhận",
        )
        for number in range(1, 12)
    )
    made = contexts.InspectionReport(
        letterhead=LETTERHEAD,
        mark=replace(MARK, content_hash="9d1f" * 16),
        kind="internal_audit",
        version="01",
        inspection="Đợt đánh giá nội bộ lần 2 năm 2020",
        purpose="Đánh giá sự phù hợp và hiệu lực của HTQLCL",
        scope="Toàn bộ quy trình thuộc lĩnh vực lao động, người có công",
        criteria="TCVN ISO 9001:2015; tài liệu HTQLCL; văn bản pháp luật liên quan",
        mode="Đánh giá tại chỗ",
        starts_on=date(2020, 7, 1),
        ends_on=date(2020, 7, 3),
        units=units,
        team=(
            contexts.TeamMember(name="Đánh giá viên Một", role="Trưởng đoàn", unit="Văn phòng"),
            contexts.TeamMember(name="Đánh giá viên Hai", role="Đánh giá viên", unit="Thanh tra Sở"),
        ),
        sessions=tuple(
            contexts.SessionRow(when="01/07/2020\n08:00 - 11:30", unit=unit, subject="8.1; 8.5; QT-05",
                                inspectors="Đánh giá viên Hai", outcome="Đã thực hiện")
            for unit in units
        ),
        grades=grades,
        findings=findings,
        not_examined=("Điều 8.3: đơn vị không thiết kế dịch vụ mới.",),
        overrules=(
            contexts.Overrule(
                person="Đánh giá viên Hai", session="Phòng Người có công, 01/07/2020",
                obstacle="Rời đơn vị được đánh giá chưa đủ 12 tháng",
                reason="Không còn đánh giá viên khác có năng lực còn hiệu lực.",
                decided_by="Giám đốc", decided_on=date(2020, 6, 25),
            ),
        ),
        strengths="Hồ sơ lưu giữ đầy đủ.",
        unit_comment="Nhất trí với các phát hiện.",
        conclusion="HTQLCL được duy trì, có hiệu lực; cần khắc phục các sự không phù hợp đã nêu.",
        signatures=SIGNATURES[::2],
        recipients=RECIPIENTS,
    )
    return replace(made, **changes)


def programme(**changes):
    made = contexts.ProgrammeGrid(
        letterhead=LETTERHEAD,
        mark=MARK,
        year=2020,
        version="01",
        basis="Quyết định số 19/2014/QĐ-TTg; kế hoạch công tác năm",
        purpose="Đánh giá sự phù hợp và hiệu lực của HTQLCL",
        criteria="TCVN ISO 9001:2015",
        rows=tuple(
            contexts.ProgrammeRow(
                unit=f"Phòng thứ {number} thuộc Sở",
                subject="8.1; 8.5; QT-05",
                months={1 + number % 12: "x", 1 + (number + 5) % 12: "HS"},
                lead="Đánh giá viên Một",
                note="Kết hợp kiểm tra" if number % 3 == 0 else "",
            )
            for number in range(1, 25)
        ),
        legend="x: đánh giá tại chỗ; HS: đánh giá trên hồ sơ",
        signatures=SIGNATURES[2:],
        recipients=RECIPIENTS,
    )
    return replace(made, **changes)


SAMPLES = [(CORRECTIVE_ACTION_REQUEST, car), (INSPECTION_REPORT, report), (PROGRAMME_GRID, programme)]
EVERY_FORM = pytest.mark.parametrize(("form", "sample"), SAMPLES, ids=lambda part: getattr(part, "name", ""))
