"""What lives on the demonstration's day beside the told visits, told through the real operations at past moments."""

import datetime as dt
from typing import Any

from inspections.demo.closing import tell_closing
from inspections.demo.concluded import tell_concluded
from inspections.demo.programme_versions import tell_versions
from inspections.demo.rounds import tell_second_round
from inspections.demo.templates import tell_templates
from inspections.enums import InspectionKind, InspectionMode, InspectionStatus, MeetingKind
from inspections.models import ChecklistLine, EvidenceRequest, Inspection, Meeting, Programme, Session, TemplateVersion
from inspections.operations.cause_categories import add_starting_set
from inspections.operations.checklist_making import ensure_checklists
from inspections.operations.evidence import Delivery, accept_evidence, ask_evidence, deliver_evidence
from inspections.operations.inspection import notify_unit, plan_inspection, start_visit
from inspections.operations.meeting import Attendee, record_meeting
from inspections.operations.programme import plan_programme
from inspections.operations.programme_visits import VisitDraft, plan_visits
from inspections.operations.repeats import propose_all
from inspections.operations.session import plan_session
from qms import clock
from qms.demo.days import moment
from qms.demo.stage import Stage
from qms.models.organisation import QMSHolding

ASKED = 5  # lines of the inspection on file for which the unit is asked


def tell_lives(stage: Stage) -> None:
    """Templates, cause categories, a meeting, an inspection on file, the ministry's next programme, repeats."""
    versions = tell_templates(stage)
    for code, name in (("SLĐ-01", "officer1"), ("BLĐTBXH", "officer")):
        with clock.at(moment(dt.date(2020, 1, 6), 9)):
            add_starting_set(stage.units[code], by=stage.people[name])
    tell_versions(stage)
    _tell_opening(stage)
    tell_concluded(stage)
    _tell_on_file(stage, versions["SLĐ-01"])
    _tell_programme(stage)
    tell_second_round(stage)
    tell_closing(stage)
    propose_all()


def _tell_opening(stage: Stage) -> None:
    """The opening meeting of the visit that is under way."""
    lead = stage.people["lead1"]
    visit = Inspection.objects.filter(lead=lead, status=InspectionStatus.IN_PROGRESS).order_by("-starts_on").first()
    if visit is None:
        return
    present = [lead, stage.people["inspector1"]]
    attendance = [Attendee(str(person), user=person) for person in present]
    attendance.append(Attendee("Đại diện đơn vị được đánh giá", "Phó Giám đốc", visit.unit))
    meeting = Meeting(
        inspection=visit, kind=MeetingKind.OPENING, held_on=visit.starts_on, from_time=dt.time(13), place="Phòng họp",
        to_time=dt.time(13, 30), chaired_by=lead, minutes="Thống nhất phạm vi, lịch làm việc và cách ghi nhận.",
    )  # fmt: skip
    with clock.at(moment(visit.starts_on, 13, 40)):
        record_meeting(meeting, by=lead, attendance=attendance)


def _tell_on_file(stage: Stage, version: TemplateVersion) -> None:
    """An inspection on file: evidence was asked for, some was sent, one piece was accepted."""
    lead, unit = stage.people["lead1"], stage.units["SLĐ-01-NCC"]
    inspection = Inspection(
        kind=InspectionKind.INTERNAL, mode=InspectionMode.ON_FILE, title="Đánh giá trên hồ sơ: việc tiếp nhận hồ sơ",
        purpose="Xem hồ sơ tiếp nhận và trả kết quả quý II.", scope=unit.name_vi, raised_by_unit=stage.units["SLĐ-01"],
        unit=unit, edition=stage.editions["2015"], lead=lead, starts_on=dt.date(2020, 7, 13),
        ends_on=dt.date(2020, 7, 24),
    )  # fmt: skip
    with clock.at(moment(dt.date(2020, 6, 30), 10)):
        plan_inspection(inspection, by=stage.people["officer1"])
        _plan_desk_review(stage, inspection, version)
        inspection = notify_unit(Inspection.objects.get(pk=inspection.pk), by=lead, reason="Đoàn chỉ có một người.")
    with clock.at(moment(dt.date(2020, 7, 13), 8, 30)):
        inspection = start_visit(inspection, by=lead)
        ensure_checklists(inspection, by=lead)
        lines = list(ChecklistLine.objects.filter(session__inspection=inspection).order_by("position")[:ASKED])
        asked = ask_evidence(
            inspection, [(line, line.question) for line in lines], by=lead, due_on=dt.date(2020, 7, 17)
        )
    _answer_request(stage, inspection, asked)


def _plan_desk_review(stage: Stage, inspection: Inspection, version: TemplateVersion) -> None:
    session = Session(inspection=inspection, unit=inspection.unit, day=inspection.starts_on, topic="Hồ sơ quý II")
    clauses = [stage.clauses["2015", number] for number in ("7.5.3.2", "8.5.1")]
    plan_session(
        session, by=inspection.lead, inspectors=[inspection.lead], clauses=clauses, templates=[version],
    )  # fmt: skip


def _answer_request(stage: Stage, inspection: Inspection, asked: list[EvidenceRequest]) -> None:
    manager = stage.people["manager1-ncc"]
    with clock.at(moment(dt.date(2020, 7, 14), 15, 20)):
        notes = (
            "Sổ theo dõi hồ sơ quý II, trang 12 đến 40, gửi bản chụp kèm công văn.",
            "Phiếu kiểm soát 5 hồ sơ mẫu.",
        )
        sent = [Delivery(request, note) for request, note in zip(asked, notes, strict=False)]
        deliver_evidence(inspection, sent, by=manager)
    with clock.at(moment(dt.date(2020, 7, 15), 8, 10)):
        accept_evidence(inspection, [asked[0]], by=inspection.lead)


def _tell_programme(stage: Stage) -> None:
    """The ministry's checks of the coming year: a draft with every department, spread over the months."""
    officer, ministry = stage.people["officer"], stage.units["BLĐTBXH"]
    holders = QMSHolding.objects.filter(valid_to=None, unit__parent=ministry, unit__code__startswith="SLĐ")
    units = [row.unit for row in holders.select_related("unit").order_by("unit__sort_key")]
    with clock.at(moment(dt.date(2020, 7, 9), 14)):
        programme = Programme(
            unit=ministry, year=2021, kind=InspectionKind.SUPERIOR, title="Chương trình kiểm tra của Bộ năm 2021",
            edition=stage.editions["2015"], basis="Chỉ thị 02/CT-LĐTBXH: mọi Sở được kiểm tra sau khi chuyển đổi.",
        )  # fmt: skip
        programme = plan_programme(programme, by=officer)
        plan_visits(programme, [_visit(place, unit, stage) for place, unit in enumerate(units)], by=officer)


def _visit(place: int, unit: Any, stage: Stage) -> VisitDraft:
    return VisitDraft(unit, 2 + place % 10, stage.people["lead"], "Duy trì hệ thống sau chuyển đổi")
