"""Samples of the forms of inspections; see `sample_parts`."""

from dataclasses import replace
from datetime import date

from qms.printing import contexts
from qms.printing.sample_parts import HASH, RECIPIENTS, letterhead, mark, signed

UNIT = "Phòng Lao động - Việc làm"
CAUSES = (
    contexts.Cause(
        text="Quy trình chưa nêu người theo dõi thời hạn.",
        method="5 vì sao",
        confirmed_by="Đánh giá viên Hai",
        evidence="Biên bản số 3",
    ),
)
ACTIONS = (
    contexts.ActionRow(
        action="Bổ sung bước theo dõi thời hạn vào QT-05.",
        owner="Chuyên viên Một",
        due=date(2020, 8, 30),
        original_due=date(2020, 8, 15),
        done=date(2020, 8, 20),
        verified="Đạt, 21/08/2020",
    ),
)
CHECKS = (
    contexts.EffectRow(
        round=1,
        day=date(2020, 6, 30),
        judge="Đánh giá viên Ba",
        sample="Xem 20 trên 120, không đạt: 4",
        evidence="Sổ theo dõi hồ sơ tháng 6",
        verdict="Chưa hiệu lực",
    ),
)
EARLIER = (replace(ACTIONS[0], moves=("Gia hạn đến 30/08/2020: đã đồng ý.",)),)
ROUNDS = (contexts.EarlierRound(title="Vòng 1", causes=CAUSES, actions=EARLIER, ended="30/06/2020: còn tái diễn"),)
STORY = (contexts.StoryChapter(title="Ghi nhận", lines=("01/07/2020: Đánh giá viên Hai lập phiếu.",)),)


def corrective_action_request(language: contexts.Language = "vi") -> contexts.CorrectiveActionRequest:
    return contexts.CorrectiveActionRequest(
        letterhead=letterhead("KPH-2020-SLĐ01-0007"),
        mark=mark("đang thực hiện", brought_in="so-theo-doi-2019.xlsx, dòng 12"),
        language=language,
        unit=UNIT,
        source="Đánh giá nội bộ",
        inspection="ĐGNB-2020-02",
        raised_on=date(2020, 7, 1),
        requirement="TCVN ISO 9001:2015, điều 8.5.1; QT-05, mục 5.7",
        fact="3 trên 20 hồ sơ giải quyết quá hạn, chưa có phiếu xin lỗi.",
        evidence="Hồ sơ số 12, 15, 19/2020",
        clauses=("8.5.1", "8.7"),
        grade="Sự không phù hợp nhẹ",
        correction="Gửi phiếu xin lỗi và hẹn lại ngày trả kết quả.",
        correction_on=date(2020, 7, 3),
        similar_cases="Đã rà soát 2 phòng khác: không có.",
        causes=CAUSES,
        actions=ACTIONS,
        implementation_check="Hành động đã hoàn thành, có minh chứng.",
        criterion="Không có hồ sơ quá hạn thiếu phiếu xin lỗi trong 2 tháng",
        check_on=date(2020, 10, 30),
        effectiveness_evidence="Sổ theo dõi hồ sơ tháng 9 và 10",
        conclusion="Có hiệu lực",
        closed_on=date(2020, 11, 2),
        first_grade="Sự không phù hợp nặng",
        dispute="Hồ sơ 15 đã được gia hạn.",
        settlement="Giữ nguyên, hạ mức độ.",
        checks=CHECKS,
        earlier_rounds=("Lần 1: tái diễn tháng 6",),
        rounds=ROUNDS,
        story=STORY,
        signatures=(contexts.Signature(heading="Thủ trưởng đơn vị"), signed("Trưởng đoàn đánh giá", "kết luận")),
        recipients=RECIPIENTS,
    )


SESSIONS = (
    contexts.SessionRow(
        when="01/07/2020\n08:00 - 11:30",
        unit=UNIT,
        subject="8.1; 8.5; QT-05",
        inspectors="Đánh giá viên Một",
        outcome="Đã thực hiện",
    ),
)
FINDINGS = (
    contexts.FindingRow(
        number="PH-2020-0001",
        unit=UNIT,
        grade="KPH nhẹ",
        text="3 trên 20 hồ sơ giải quyết quá hạn, chưa có phiếu xin lỗi.",
        clauses="8.5.1",
        status="đã xác nhận",
    ),
)
OVERRULES = (
    contexts.Overrule(
        person="Đánh giá viên Một",
        session=f"{UNIT}, 01/07/2020",
        obstacle="Rời đơn vị được đánh giá chưa đủ 12 tháng",
        reason="Không còn đánh giá viên khác có năng lực còn hiệu lực.",
        decided_by="Giám đốc",
        decided_on=date(2020, 6, 25),
    ),
)


MEETINGS = (
    contexts.MeetingRow(
        meeting="Họp khai mạc",
        when="01/07/2020 08:00 - 08:30",
        place="Phòng họp tầng 2",
        chaired_by="Đánh giá viên Một",
        attendance=("Trưởng phòng Một, Trưởng phòng, " + UNIT,),
        minutes="Thống nhất phạm vi và lịch làm việc.",
    ),
)
LAST_TIME = (
    contexts.LastTime(
        unit=UNIT,
        inspection="ĐGNB-2019-02",
        day=date(2019, 7, 3),
        then="KPH nhẹ: 2",
        now="KPH nhẹ: 1",
        closed="1 phát hiện, 1 sự không phù hợp",
        open=("KPH-2019-SLĐ01-0004",),
        again="8.5.1",
    ),
)


def inspection_report(language: contexts.Language = "vi") -> contexts.InspectionReport:
    return contexts.InspectionReport(
        letterhead=letterhead("12/BC-ĐGNB"),
        mark=mark("đã phê duyệt", HASH, brought_in="bao-cao-2019.docx"),
        kind="internal_audit",
        language=language,
        version="01",
        inspection="Đợt đánh giá nội bộ lần 2 năm 2020",
        purpose="Đánh giá sự phù hợp và hiệu lực của HTQLCL",
        scope="Toàn bộ quy trình thuộc lĩnh vực lao động",
        criteria="TCVN ISO 9001:2015; tài liệu HTQLCL",
        mode="Đánh giá tại chỗ",
        starts_on=date(2020, 7, 1),
        ends_on=date(2020, 7, 3),
        units=(UNIT,),
        team=(contexts.TeamMember(name="Đánh giá viên Một", role="Trưởng đoàn", unit="Văn phòng"),),
        sessions=SESSIONS,
        grades=("Phù hợp", "KPH nhẹ", "KPH nặng"),
        findings=FINDINGS,
        not_examined=("Điều 8.3: đơn vị không thiết kế dịch vụ mới.",),
        overrules=OVERRULES,
        meetings=MEETINGS,
        coverage=contexts.Coverage(
            clauses="11/12 (92%)",
            missed="8.3",
            lines="40/41 (98%)",
            not_applicable=("Điều 7.1.5: không có thiết bị đo.",),
        ),
        scores=(contexts.ScoreRow(unit=UNIT, score="18,5", most="20", share="93%"),),
        last_time=LAST_TIME,
        strengths="Hồ sơ lưu giữ đầy đủ.",
        unit_comment="Nhất trí với các phát hiện.",
        conclusion="HTQLCL được duy trì, có hiệu lực.",
        signatures=(contexts.Signature(heading="Đại diện đơn vị"), signed("Trưởng đoàn đánh giá", "lập báo cáo")),
        recipients=RECIPIENTS,
    )


def programme_grid(language: contexts.Language = "vi") -> contexts.ProgrammeGrid:
    return contexts.ProgrammeGrid(
        letterhead=letterhead("03/CTr-ĐGNB"),
        mark=mark("đã phê duyệt", brought_in="chuong-trinh-2019.xlsx"),
        year=2020,
        language=language,
        version="01",
        basis="Quyết định số 19/2014/QĐ-TTg; kế hoạch công tác năm",
        purpose="Đánh giá sự phù hợp và hiệu lực của HTQLCL",
        criteria="TCVN ISO 9001:2015",
        rows=(
            contexts.ProgrammeRow(
                unit=UNIT,
                subject="8.1; 8.5; QT-05",
                months={7: "x", 12: "HS"},
                lead="Đánh giá viên Một",
                note="Kết hợp kiểm tra",
            ),
        ),
        legend="x: đánh giá tại chỗ; HS: đánh giá trên hồ sơ",
        signatures=(signed(),),
        recipients=RECIPIENTS,
    )
