"""What is told: the visits of two departments and the ministry in 2019 and 2020, seen from 15/07/2020."""

import datetime as dt
from typing import Any

from inspections.demo.plot import Loose, Meeting, Told, Visit
from inspections.enums import InspectionKind, Source
from inspections.enums import InspectionStatus as I
from inspections.enums import NonconformityStatus as N
from qms.enums import ActionStatus as A
from qms.enums import ExtensionStatus as E


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def _meet(unit: str, day: str, hour: int, inspectors: str, clauses: str, document: str = "") -> Meeting:
    return Meeting(unit, _day(day), hour, inspectors.split(), clauses.split(), document)


def _visit(place: str, edition: str, first: str, last: str, lead: str, team: str, meetings: list[Meeting],
           *findings: Told, until: str = I.CLOSED, **more: Any) -> Visit:  # fmt: skip
    return Visit(
        more.pop("sender", place), place, edition, _day(first), _day(last), lead, team.split(), meetings, findings,
        until, **more,
    )  # fmt: skip


FIRST = [
    _visit(
        "SLĐ-01", "2008", "2019-03-12", "2019-03-13", "lead1", "",
        [
            _meet("SLĐ-01-NCC", "2019-03-12", 8, "lead1", "4.2.3 4.2.4 6.2.2 7.5.1 8.2.3"),
            _meet("SLĐ-01-LĐVL", "2019-03-13", 8, "lead1", "4.2.3 7.2.3 7.5.1 8.2.3 8.4", "QT-05"),
        ],
        Told("F04", "SLĐ-01-NCC"), Told("F02", "SLĐ-01-LĐVL"), Told("F23", "SLĐ-01-LĐVL"), Told("F24", "SLĐ-01-LĐVL"),
    ),
    _visit(
        "SLĐ-01", "2008", "2019-06-18", "2019-06-19", "lead1", "inspector1",
        [
            _meet("SLĐ-01-BTXH", "2019-06-18", 8, "lead1", "4.2.3 4.2.4 7.5.1 8.5.2 8.5.3", "QT-07"),
            _meet("SLĐ-01-DVVL", "2019-06-19", 8, "inspector1", "4.2.3 7.2.1 7.2.2 7.5.1 8.2.4", "QT-06"),
        ],
        Told("F10", "SLĐ-01-BTXH"), Told("F21", "SLĐ-01-DVVL"),
    ),
    _visit(
        "SLĐ-01", "2008", "2019-10-15", "2019-10-16", "verifier1", "lead1 inspector1",
        [
            _meet("SLĐ-01-VP", "2019-10-15", 8, "verifier1 inspector1", "4.2.3 5.6.2 6.2.2 8.2.1 8.2.2 8.5.2", "QT-01"),
            _meet("SLĐ-01-TTr", "2019-10-16", 8, "lead1", "4.2.3 4.2.4 7.5.1 8.3 8.5.1"),
        ],
        Told("F01", "SLĐ-01-VP", verifier="inspector1"), Told("F05", "SLĐ-01-VP", verifier="inspector1"),
        Told("F07", "SLĐ-01-VP", verifier="inspector1"), Told("F16", "SLĐ-01-VP"),
        Told("F18", "SLĐ-01-TTr", verifier="lead1"),
    ),
    _visit(
        "SLĐ-01", "2015", "2020-02-18", "2020-02-19", "lead1", "inspector1",
        [
            _meet("SLĐ-01-KHTC", "2020-02-18", 8, "lead1", "6.1.2 6.2.2 6.3 7.1.3 8.4.1"),
            _meet("SLĐ-01-BTXH1", "2020-02-19", 8, "inspector1", "7.1.3 7.1.4 7.2 8.5.1 8.7.1"),
        ],
        Told("F14", "SLĐ-01-KHTC", verifier="inspector1"),
        Told("F20", "SLĐ-01-KHTC", N.IN_PROGRESS, A.IN_PROGRESS, _day("2020-06-30"), "long", _day("2020-08-31")),
        Told("F22", "SLĐ-01-BTXH1", N.EFFECTIVENESS_CHECK, check=_day("2020-07-13")),
        until=I.CONCLUDED,
    ),
    _visit(
        "SLĐ-01", "2015", "2020-05-12", "2020-05-13", "lead1", "verifier1",
        [
            _meet("SLĐ-01-LĐVL", "2020-05-12", 8, "lead1", "7.5.3.2 8.2.1 8.5.1 8.5.2 9.1.3", "QT-05"),
            _meet("SLĐ-01-DVVL", "2020-05-13", 8, "verifier1", "8.2.3.2 8.5.1 8.6 8.7.2 9.1.2", "QT-06"),
        ],
        Told("F02", "SLĐ-01-LĐVL", N.IN_PROGRESS, A.IN_PROGRESS, _day("2020-07-08"), check=_day("2020-08-24")),
        Told("F13", "SLĐ-01-LĐVL", N.IN_PROGRESS, A.ASSIGNED, _day("2020-07-20"), E.ASKED, _day("2020-09-21")),
        Told("F23", "SLĐ-01-LĐVL", "improving", A.IN_PROGRESS, _day("2020-07-31")),
        Told("F24", "SLĐ-01-LĐVL"),
        Told("F03", "SLĐ-01-DVVL", N.IN_PROGRESS, A.DONE, _day("2020-07-13"), check=_day("2020-10-15")),
        Told("F18", "SLĐ-01-DVVL", N.EFFECTIVENESS_CHECK, check=_day("2020-07-22")),
        until=I.CONCLUDED,
    ),
    _visit(
        "SLĐ-01", "2015", "2020-06-23", "2020-06-24", "lead1", "inspector1",
        [
            _meet("SLĐ-01-NCC", "2020-06-23", 8, "lead1", "7.1.6 7.2 7.5.3.2 8.5.1 9.1.2", "QT-01"),
            _meet("SLĐ-01-BTXH2", "2020-06-24", 8, "inspector1", "7.1.3 7.1.4 7.2 8.5.1 8.5.3"),
        ],
        Told("F04", "SLĐ-01-NCC", N.DISPUTED), Told("F12", "SLĐ-01-NCC", "open"),
        Told("F22", "SLĐ-01-BTXH2", N.PLAN_PROPOSED, due=_day("2020-07-24")),
        until=I.WITH_UNIT,
    ),
    _visit(
        "SLĐ-01", "2015", "2020-07-07", "2020-07-08", "lead1", "verifier1",
        [
            _meet("SLĐ-01-BTXH", "2020-07-07", 8, "lead1", "6.1.1 6.1.2 7.5.3.2 8.5.1 9.1.1", "QT-07"),
            _meet("SLĐ-01-CTXH", "2020-07-08", 8, "verifier1", "7.2 8.2.1 8.2.3.2 8.5.1 9.1.2"),
        ],
        Told("F10", "SLĐ-01-BTXH", N.RECORDED), Told("F21", "SLĐ-01-CTXH", N.ACCEPTED),
        Told("F16", "SLĐ-01-CTXH", "open"),
        until=I.REPORT_DRAFTED,
    ),
    _visit(
        "SLĐ-01", "2015", "2020-07-14", "2020-07-15", "lead1", "inspector1",
        [
            _meet("SLĐ-01-CN1", "2020-07-14", 13, "lead1", "7.1.3 7.1.4 7.2 8.5.1 8.7.1"),
            _meet("SLĐ-01-CN2", "2020-07-15", 9, "inspector1", "7.1.3 7.1.4 7.2 7.5.3.2 8.5.1 8.7.1"),
        ],
        Told("F22", "SLĐ-01-CN1", N.RECORDED),
        until=I.IN_PROGRESS,
    ),
    _visit(
        "SLĐ-01", "2015", "2020-07-28", "2020-07-29", "lead1", "inspector1",
        [
            _meet("SLĐ-01-LĐVL", "2020-07-28", 8, "inspector1", "8.2.1 8.2.2 8.5.1 8.5.2 8.6", "QT-05"),
            _meet("SLĐ-01-KHTC", "2020-07-29", 8, "lead1", "6.2.1 6.2.2 7.1.1 8.4.1 9.1.1"),
        ],
        until=I.NOTIFIED,
    ),
    _visit(
        "SLĐ-01", "2015", "2020-08-18", "2020-08-19", "verifier1", "lead1 inspector1",
        [
            _meet("SLĐ-01-VP", "2020-08-18", 8, "verifier1 inspector1", "4.1 4.2 5.3 7.5.3.1 9.2.2 9.3.2", "QT-02"),
            _meet("SLĐ-01-TTr", "2020-08-19", 8, "lead1", "7.5.3.2 8.5.1 8.7.2 10.2.1 10.2.2", "QT-03"),
        ],
        until=I.PLANNED,
    ),
    _visit(
        "SLĐ-01", "2015", "2020-09-22", "2020-09-23", "lead1", "",
        [_meet("SLĐ-01-BTXH3", "2020-09-22", 8, "lead1", "7.1.3 7.1.4 7.2 8.5.1")],
        until=I.PLANNED,
    ),
    _visit(
        "SLĐ-01", "2015", "2020-04-07", "2020-04-08", "lead1", "",
        [_meet("SLĐ-01-TCN", "2020-04-07", 8, "lead1", "7.1.3 7.2 8.5.1")],
        until=I.CANCELLED,
    ),
]  # fmt: skip

SECOND = [
    _visit(
        "SLĐ-79", "2008", "2019-04-09", "2019-04-10", "lead2", "",
        [
            _meet("SLĐ-79-NCC", "2019-04-09", 8, "lead2", "4.2.3 4.2.4 6.2.2 7.5.1"),
            _meet("SLĐ-79-LĐVL", "2019-04-10", 8, "lead2", "4.2.3 7.2.3 7.5.1 8.4", "QT-05"),
        ],
        Told("F04", "SLĐ-79-NCC"), Told("F02", "SLĐ-79-LĐVL"),
    ),
    _visit(
        "SLĐ-79", "2008", "2019-11-12", "2019-11-13", "lead2", "inspector2",
        [
            _meet("SLĐ-79-BTXH", "2019-11-12", 8, "inspector2", "4.2.3 7.5.1 8.5.2 8.5.3", "QT-07"),
            _meet("SLĐ-79-KHTC", "2019-11-13", 8, "lead2", "5.4.1 5.4.2 7.4.1 8.4"),
        ],
        Told("F10", "SLĐ-79-BTXH"), Told("F14", "SLĐ-79-KHTC"),
    ),
    _visit(
        "SLĐ-79", "2015", "2020-03-10", "2020-03-11", "inspector2", "",
        [_meet("SLĐ-79-VP", "2020-03-10", 8, "inspector2", "5.3 7.5.3.2 9.2.2 9.3.2 10.2.1", "QT-01")],
        Told("F01", "SLĐ-79-VP", verifier="lead2"),
        Told("F08", "SLĐ-79-VP", N.EFFECTIVENESS_CHECK, check=_day("2020-07-20"), verifier="lead2"),
        until=I.CONCLUDED,
    ),
    _visit(
        "SLĐ-79", "2015", "2020-06-09", "2020-06-10", "lead2", "inspector2",
        [
            _meet("SLĐ-79-LĐVL", "2020-06-09", 8, "inspector2", "8.2.1 8.5.1 8.5.2 9.1.3", "QT-05"),
            _meet("SLĐ-79-DVVL", "2020-06-10", 8, "lead2", "8.2.3.2 8.5.1 8.6 9.1.2", "QT-06"),
        ],
        Told("F13", "SLĐ-79-LĐVL", N.IN_PROGRESS, A.IN_PROGRESS, _day("2020-07-10"), "long", _day("2020-09-14")),
        Told("F23", "SLĐ-79-LĐVL", "improving", A.ASSIGNED, _day("2020-08-14")),
        Told("F21", "SLĐ-79-DVVL", N.PLAN_PROPOSED, due=_day("2020-07-31")),
        until=I.CONCLUDED,
    ),
    _visit(
        "SLĐ-79", "2015", "2020-08-11", "2020-08-12", "lead2", "inspector2",
        [
            _meet("SLĐ-79-NCC", "2020-08-11", 8, "lead2", "7.1.6 7.2 7.5.3.2 8.5.1"),
            _meet("SLĐ-79-KHTC", "2020-08-12", 8, "inspector2", "6.2.1 6.2.2 7.1.1 8.4.1"),
        ],
        until=I.PLANNED,
    ),
]  # fmt: skip

MINISTRY = [
    _visit(
        "BLĐTBXH", "2008", "2019-11-19", "2019-11-20", "lead", "inspector",
        [
            _meet("VP", "2019-11-19", 8, "lead", "4.2.3 4.2.4 5.6.2 8.2.2 8.5.2", "QT-01"),
            _meet("VP", "2019-11-20", 8, "inspector", "5.3 5.4.1 6.2.2 6.3"),
        ],
        Told("F01", "VP"),
    ),
    _visit(
        "BLĐTBXH", "2015", "2020-03-17", "2020-03-18", "lead", "inspector",
        [
            _meet("VP", "2020-03-17", 8, "lead", "4.1 4.2 5.3 6.1.2 6.2.2 7.2", "QT-04"),
            _meet("VP", "2020-03-18", 8, "inspector", "7.5.3.1 7.5.3.2 9.2.2 9.3.2 10.2.1", "QT-01"),
        ],
        Told("F09", "VP", N.IN_PROGRESS, A.DONE, _day("2020-07-10"), check=_day("2020-10-12")),
        Told("F15", "VP", N.IN_PROGRESS, A.IN_PROGRESS, _day("2020-06-30"), "long", _day("2020-09-30")),
        Told("F17", "VP", "improving", A.ASSIGNED, _day("2020-07-24")),
        Told("F08", "VP", N.EFFECTIVENESS_CHECK, check=_day("2020-07-14")),
        until=I.CONCLUDED,
    ),
    _visit(
        "SLĐ-01", "2015", "2020-06-16", "2020-06-17", "lead", "inspector",
        [
            _meet("SLĐ-01-VP", "2020-06-16", 8, "lead", "4.1 4.2 5.3 7.5.3.2 9.2.2", "QT-01"),
            _meet("SLĐ-01-BTXH3", "2020-06-17", 8, "inspector", "7.1.3 7.1.4 7.2 8.5.1"),
        ],
        Told("F01", "SLĐ-01-VP", N.PLAN_PROPOSED, due=_day("2020-07-31"), verifier="inspector"),
        Told("F11", "SLĐ-01-VP", "declined"),
        Told("F22", "SLĐ-01-BTXH3", N.ACCEPTED, verifier="inspector"),
        until=I.CONCLUDED, sender="TTr", kind=InspectionKind.SUPERIOR,
    ),
    _visit(
        "SLĐ-79", "2015", "2020-07-30", "2020-07-31", "lead", "inspector",
        [
            _meet("SLĐ-79-VP", "2020-07-30", 8, "lead", "4.1 4.2 5.3 7.5.3.2 9.2.2", "QT-01"),
            _meet("SLĐ-79-BTXH1", "2020-07-31", 8, "inspector", "7.1.3 7.1.4 7.2 8.5.1"),
        ],
        until=I.NOTIFIED, sender="TTr", kind=InspectionKind.SUPERIOR,
    ),
]  # fmt: skip

VISITS = FIRST + SECOND + MINISTRY

LOOSE = [
    Loose("SLĐ-01", "F03", "SLĐ-01-LĐVL", Source.FEEDBACK, _day("2020-07-13"), N.RECORDED),
    Loose("SLĐ-01", "F18", "SLĐ-01-LĐVL", Source.OWN_REPORT, _day("2020-06-29"), N.CONTAINED, "planned",
          _day("2020-07-30")),
    Loose("SLĐ-01", "F21", "SLĐ-01-LĐVL", Source.NONCONFORMING_OUTPUT, _day("2020-07-02"), N.ACCEPTED),
    Loose("SLĐ-01", "F06", "SLĐ-01-NCC", Source.OWN_REPORT, _day("2020-06-02"), N.WITHDRAWN),
    Loose("SLĐ-01", "F09", "SLĐ-01-KHTC", Source.OBJECTIVE, _day("2020-06-08"), N.IN_PROGRESS, A.IN_PROGRESS,
          _day("2020-07-31"), _day("2020-10-30")),
    Loose("SLĐ-01", "F02", "SLĐ-01-NCC", Source.REVIEW, _day("2020-01-14"), N.CLOSED),
    Loose("SLĐ-79", "F03", "SLĐ-79-BTXH", Source.FEEDBACK, _day("2020-07-10"), N.RECORDED),
    Loose("SLĐ-79", "F14", "SLĐ-79-KHTC", Source.OWN_REPORT, _day("2020-06-25"), N.CONTAINED),
    Loose("BLĐTBXH", "F16", "VP", Source.FEEDBACK, _day("2020-07-09"), N.RECORDED),
]  # fmt: skip

TASKS = [
    ("head1", "officer1", "SLĐ-01-VP", "Lập báo cáo 6 tháng về chuyển đổi sang TCVN ISO 9001:2015", "2020-07-06",
     "2020-07-17", A.IN_PROGRESS),
    ("officer1", "reader1", "SLĐ-01-NCC", "Góp ý dự thảo sửa đổi QT-01", "2020-07-08", "2020-07-17", A.ASSIGNED),
    ("manager1", "owner1", "SLĐ-01-LĐVL", "Rà soát danh mục thủ tục hành chính của phòng", "2020-06-15", "2020-07-01",
     A.IN_PROGRESS),
    ("head1", "manager1", "SLĐ-01-LĐVL", "Báo cáo việc giải quyết phản ánh về hồ sơ quá hẹn", "2020-07-09",
     "2020-07-20", A.ASSIGNED),
    ("director", "officer", "VP", "Tổng hợp tiến độ chuyển đổi của các đơn vị quý II", "2020-07-01", "2020-07-31",
     A.IN_PROGRESS),
    ("officer", "reader", "VP", "Cập nhật danh sách bên quan tâm của Văn phòng", "2020-07-06", "2020-07-22",
     A.ASSIGNED),
    ("head2", "officer2", "SLĐ-79-VP", "Lập báo cáo 6 tháng về hệ thống quản lý chất lượng", "2020-07-06",
     "2020-07-17", A.IN_PROGRESS),
    ("officer2", "reader2", "SLĐ-79-NCC", "Sắp xếp lại hồ sơ năm 2018 theo danh mục", "2020-06-22", "2020-07-10",
     A.IN_PROGRESS),
]  # fmt: skip
"""Who assigned whom a task: assigner, owner, unit, what, when, until when, how far."""
