"""An inspection of the demonstration that the real operations took to its conclusion: its report is frozen."""

import datetime as dt

from inspections.asking import Given
from inspections.enums import AnswerResult, Grade, InspectionKind, MeetingKind
from inspections.models import ChecklistLine, Finding, Inspection, Meeting, Session
from inspections.operations.checklist import LineAnswer, answer_lines
from inspections.operations.checklist_making import ensure_checklists
from inspections.operations.finding import confirm_findings, record_finding
from inspections.operations.inspection import (
    comment_on_report,
    conclude,
    end_visit,
    notify_unit,
    plan_inspection,
    send_report,
    start_visit,
    write_report,
)  # fmt: skip
from inspections.operations.meeting import Attendee, record_meeting
from inspections.operations.session import hold_session, plan_session
from qms import clock
from qms.demo.days import moment
from qms.demo.document_play import signing
from qms.demo.stage import Stage

DAY = dt.date(2020, 6, 4)
CLAUSES = ("6.2.1", "7.1.3", "7.5.3.2", "8.5.1", "9.1.1")
FINDINGS = (
    (Grade.GOOD_PRACTICE, "Sổ theo dõi hồ sơ điện tử được đối chiếu hằng tuần với bản giấy.", "Sổ tuần 18 đến 22"),
    (Grade.OBSERVATION, "Bảng phân công trực chưa ghi người thay thế khi vắng mặt.", "Bảng phân công tháng 5/2020"),
)


def tell_concluded(stage: Stage) -> None:
    """Plan, visit, report and conclude an inspection of one unit in May and June 2020."""
    lead = stage.people["verifier1"]
    with clock.at(moment(dt.date(2020, 5, 15), 9)):
        inspection = _planned(stage)
        inspection = notify_unit(inspection, by=lead)
    with clock.at(moment(DAY, 8)):
        inspection = start_visit(inspection, by=lead)
        ensure_checklists(inspection, by=lead)
    with clock.at(moment(DAY, 11, 20)):
        _visit(stage, inspection)
    with clock.at(moment(DAY, 16, 45)):
        inspection = _ended(stage, inspection)
    _reported(stage, inspection)


def _planned(stage: Stage) -> Inspection:
    lead, unit = stage.people["verifier1"], stage.units["SLĐ-01-ĐDNCC"]
    draft = Inspection(
        kind=InspectionKind.INTERNAL, title=f"Đánh giá nội bộ tháng 06/2020: {unit.name_vi}"[:250], unit=unit,
        purpose="Xem việc áp dụng các quy trình sau khi chuyển sang TCVN ISO 9001:2015.", scope=unit.name_vi,
        raised_by_unit=stage.units["SLĐ-01"], edition=stage.editions["2015"], lead=lead, starts_on=DAY, ends_on=DAY,
        distribution="Ban Giám đốc Sở\nThư ký ISO",
    )  # fmt: skip
    plan_inspection(draft, by=stage.people["officer1"])
    session = Session(
        inspection=draft, unit=unit, day=DAY, topic="Toàn bộ hoạt động", from_time=dt.time(8), to_time=dt.time(11, 30)
    )
    clauses = [stage.clauses["2015", number] for number in CLAUSES]
    plan_session(session, by=lead, inspectors=[lead], clauses=clauses)
    return Inspection.objects.get(pk=draft.pk)


def _visit(stage: Stage, inspection: Inspection) -> None:
    lead = inspection.lead
    lines = list(ChecklistLine.objects.filter(session__inspection=inspection).order_by("position"))
    answer_lines(
        inspection,
        [LineAnswer(line.uid, Given(str(AnswerResult.CONFORMING), note="Đã xem hồ sơ tại chỗ.")) for line in lines],
        by=lead,
    )
    for line, (grade, statement, evidence) in zip(lines, FINDINGS, strict=False):
        finding = Finding(
            inspection=inspection, line=line, unit=inspection.unit, grade=grade, requirement=str(line.clause),
            statement=statement, evidence=evidence,
        )  # fmt: skip
        record_finding(finding, by=lead, clauses=[line.clause] if line.clause else [])
    hold_session(lines[0].session, by=lead)


def _ended(stage: Stage, inspection: Inspection) -> Inspection:
    lead = inspection.lead
    meeting = Meeting(
        inspection=inspection, kind=MeetingKind.CLOSING, held_on=DAY, from_time=dt.time(16), to_time=dt.time(16, 40),
        place="Phòng họp của đơn vị", chaired_by=lead, minutes="Thông báo kết quả; đơn vị thống nhất hai phát hiện.",
    )  # fmt: skip
    attendance = [Attendee(str(lead), user=lead), Attendee("Đại diện đơn vị", "Phó Giám đốc", inspection.unit)]
    record_meeting(meeting, by=lead, attendance=attendance)
    confirm_findings(inspection, by=lead)
    inspection = Inspection.objects.get(pk=inspection.pk)
    return end_visit(inspection, by=lead, closing_meeting_on=DAY)


def _reported(stage: Stage, inspection: Inspection) -> None:
    lead, manager = stage.people["verifier1"], stage.people["manager1-ddncc"]
    with clock.at(moment(dt.date(2020, 6, 10), 10)):
        inspection = write_report(
            inspection, by=lead, conclusion="Hệ thống được áp dụng và duy trì; không có sự không phù hợp.",
            strengths="Đối chiếu sổ điện tử với bản giấy hằng tuần.",
        )  # fmt: skip
        inspection = send_report(inspection, by=lead)
    with clock.at(moment(dt.date(2020, 6, 15), 15)):
        comment_on_report(inspection, by=manager, unit_comment="Đơn vị nhất trí và sẽ bổ sung người thay thế.")
    with clock.at(moment(dt.date(2020, 6, 16), 9, 30)):
        inspection = Inspection.objects.get(pk=inspection.pk)
        conclude(inspection, by=lead, signature=signing(lead, inspection))
