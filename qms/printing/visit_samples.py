"""Samples of the papers of a visit; see `sample_parts`."""

from typing import Any

from qms.printing.contexts import Language, Signature, TeamMember
from qms.printing.sample_parts import RECIPIENTS, letterhead, mark
from qms.printing.visit_contexts import Attendant, MeetingMinutes, PlannedSession, VisitNotice, VisitPlan

NUMBER = "ĐGNB-2020-SLĐ01-0002"
UNIT = "Phòng Lao động - Việc làm"
COMMON: dict[str, Any] = {
    "kind": "internal_audit",
    "part": "Phòng Lao động - Việc làm",
    "inspection": f"{NUMBER} Đánh giá nội bộ đợt 1 năm 2020",
    "purpose": "Đánh giá sự phù hợp và hiệu lực của hệ thống",
    "scope": "Giải quyết thủ tục hành chính",
    "criteria": "TCVN ISO 9001:2015",
    "mode": "Tại chỗ",
    "period": "từ ngày 05/08/2020 đến ngày 06/08/2020",
    "units": (UNIT, "Văn phòng"),
    "team": (
        TeamMember(name="Đánh giá viên Một", role="Trưởng đoàn", unit="Thanh tra"),
        TeamMember(name="Đánh giá viên Hai", role="Đánh giá viên", unit="Văn phòng"),
    ),
    "opening": "05/08/2020 08:00, tại Phòng họp số 1",
    "closing": "06/08/2020 16:00, tại Phòng họp số 1",
    "sessions": (
        PlannedSession(
            when="05/08/2020\n08:30 - 11:30",
            unit=UNIT,
            subject="Tiếp nhận và trả kết quả; 8.2.1; 8.5.1; QT-05",
            inspectors="Đánh giá viên Hai",
            representative="Trưởng phòng",
        ),
    ),
    "signatures": (Signature(heading="Trưởng đoàn đánh giá", name="Đánh giá viên Một"),),
    "recipients": RECIPIENTS,
}


def visit_plan(language: Language = "vi") -> VisitPlan:
    return VisitPlan(letterhead=letterhead(NUMBER), mark=mark("đã lập kế hoạch"), language=language, **COMMON)


def visit_notice(language: Language = "vi") -> VisitNotice:
    return VisitNotice(
        letterhead=letterhead(NUMBER),
        mark=mark("đã thông báo"),
        language=language,
        basis="Chương trình đánh giá nội bộ năm 2020",
        answer_before="05/08/2020",
        **COMMON,
    )


def meeting_minutes(language: Language = "vi") -> MeetingMinutes:
    return MeetingMinutes(
        letterhead=letterhead(NUMBER),
        mark=mark("đang thực hiện"),
        meeting="opening",
        language=language,
        part=UNIT,
        inspection=COMMON["inspection"],
        units=COMMON["units"],
        when="05/08/2020 08:00 - 08:30",
        place="Phòng họp số 1",
        chaired_by="Đánh giá viên Một",
        attendance=(Attendant(name="Trưởng phòng Một", position="Trưởng phòng", unit=UNIT),),
        minutes="Trưởng đoàn nêu mục đích, phạm vi.\nĐơn vị nhất trí với lịch làm việc.",
        signatures=(Signature(heading="Đại diện đơn vị"), Signature(heading="Chủ trì", name="Đánh giá viên Một")),
        recipients=RECIPIENTS,
    )
