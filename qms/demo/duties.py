"""What is owed beside the plans: duties that come again, templates of actions, tasks of documents and of outsiders."""

import datetime as dt
from dataclasses import dataclass

from qms import clock
from qms.demo.days import moment
from qms.demo.stage import Stage
from qms.enums import DayKind, SeriesRhythm
from qms.models.action_work import ActionSeries, ActionTemplate
from qms.models.actions import Action
from qms.models.documents import Document
from qms.models.reminding import DecidedDay
from qms.operations import action_links, action_notes, actions
from qms.operations.action_steps import tick_step
from qms.operations.action_templates import save_template
from qms.operations.decided_days import decide_day
from qms.operations.duties import assign_due_series, give_duty

HERE = "SLĐ-01"
GIVEN = dt.date(2020, 1, 6)


@dataclass(frozen=True)
class Duty:
    """A recurring duty as it is told. `done`: by period, the day on which its owner reported it done."""

    unit: str
    by: str
    owner: str
    title: str
    rhythm: str
    due_day: int
    done: dict[str, tuple[int, int]]


DUTIES = (
    Duty(
        "SLĐ-01-LĐVL", "manager1", "owner1", "Báo cáo tình hình lao động, việc làm", SeriesRhythm.MONTHLY, 6,
        {"2020-01": (2, 5), "2020-02": (3, 6), "2020-03": (4, 9), "2020-04": (5, 6), "2020-05": (6, 5)},
    ),
    Duty(
        "SLĐ-01-VP", "officer1", "lead1", "Kiểm tra sổ theo dõi bản giấy của tài liệu", SeriesRhythm.MONTHLY, 10,
        {"2020-01": (2, 10), "2020-02": (3, 17), "2020-03": (4, 9), "2020-04": (5, 8), "2020-06": (7, 9)},
    ),
    Duty(
        "SLĐ-01-KHTC", "officer1", "verifier1", "Tổng hợp kết quả thực hiện mục tiêu chất lượng",
        SeriesRhythm.QUARTERLY, 20, {"2020-Q1": (4, 17)},
    ),
)  # fmt: skip
"""Periods done in time, done late, and not done: what the table of duties by period shows."""

ASSIGNED = ((1, 22), (2, 26), (3, 26), (4, 7), (4, 27), (5, 26), (6, 26), (7, 6))
"""Mornings on which tasks were assigned by themselves."""

TEMPLATES = (
    (
        "Tập huấn lại cho công chức, viên chức liên quan", "Train the people concerned again",
        "Mời người đã lập tài liệu hướng dẫn.", ["Lập danh sách người dự", "Tổ chức buổi tập huấn", "Kiểm tra kết quả"],
        30,
    ),
    (
        "Sửa đổi tài liệu và thu hồi bản cũ", "Revise the document and recall the old copies",
        "Làm theo quy trình kiểm soát tài liệu.", ["Lập dự thảo", "Trình phê duyệt", "Thu hồi bản giấy cũ"], 45,
    ),
)  # fmt: skip


def build_duties(stage: Stage) -> None:
    """Everything at its own moment, through the same operations as on the pages."""
    _decide_day(stage)
    _keep_templates(stage)
    _give_duties(stage)
    _assign_by_document(stage)
    _wait_for_document(stage)
    _move_twice(stage)
    _ask_outside(stage)


def _decide_day(stage: Stage) -> None:
    day = DecidedDay(day=dt.date(2020, 9, 1), kind=DayKind.OFF, decision="Thông báo của Sở về nghỉ bù dịp Quốc khánh")
    with clock.at(moment(dt.date(2020, 7, 6), 10)):
        decide_day(day, by=stage.people["admin"])


def _keep_templates(stage: Stage) -> None:
    with clock.at(moment(GIVEN, 10)):
        for title, english, details, steps, days in TEMPLATES:
            template = ActionTemplate(
                unit=stage.units[HERE], title_vi=title, title_en=english, details=details, steps="\n".join(steps),
                days=days,
            )  # fmt: skip
            save_template(template, by=stage.people["officer1"])


def _give_duties(stage: Stage) -> None:
    told = {_given(stage, duty).pk: duty for duty in DUTIES}
    for month, day in ASSIGNED:
        with clock.at(moment(dt.date(2020, month, day), 6)):
            assign_due_series()
    tasks = Action.objects.filter(series__in=told).select_related("owner").order_by("due_on", "pk")
    for task in tasks:
        done = told[task.series_id or 0].done.get(task.period)
        if done:
            _finish(stage, task, dt.date(2020, *done))


def _given(stage: Stage, duty: Duty) -> ActionSeries:
    series = ActionSeries(
        unit=stage.units[duty.unit], owner=stage.people[duty.owner], title=duty.title, rhythm=duty.rhythm,
        due_day=duty.due_day, starts_on=GIVEN.replace(day=1),
    )  # fmt: skip
    with clock.at(moment(GIVEN, 11)):
        return give_duty(series, by=stage.people[duty.by])


def _finish(stage: Stage, task: Action, day: dt.date) -> None:
    """Reported by its owner; all but the latest verified."""
    with clock.at(moment(day, 14)):
        task = actions.start_action(task, by=task.owner)
        task = actions.report_done(task, by=task.owner, evidence="Đã gửi trên hệ thống văn bản, có số đi.")
    if day < dt.date(2020, 7, 1):
        with clock.at(moment(day, 16)):
            actions.verify_action(task, by=stage.people["officer1"], verification_note="Đã đối chiếu sổ văn bản đi.")


def _assign_by_document(stage: Stage) -> None:
    """A task that a document of the director gave."""
    with clock.at(moment(dt.date(2020, 6, 15), 14)):
        actions.assign_task(
            by=stage.people["head1"], unit=stage.units["SLĐ-01-VP"], owner=stage.people["manager1-vp"],
            title="Rà soát việc niêm yết thủ tục hành chính tại bộ phận một cửa", due_on=dt.date(2020, 7, 24),
            details="Báo cáo kết quả bằng văn bản.", document_number="1268/SLĐTBXH-VP",
            document_day=dt.date(2020, 6, 12), document_signatory="Giám đốc Sở",
        )  # fmt: skip


def _wait_for_document(stage: Stage) -> None:
    """A task that is done by itself as soon as the document is issued anew."""
    document = Document.objects.get(number="QT-05", unit__code__startswith=HERE)
    with clock.at(moment(dt.date(2020, 7, 2), 9)):
        actions.assign_task(
            by=stage.people["officer1"], unit=stage.units["SLĐ-01-LĐVL"], owner=stage.people["owner1"],
            title="Sửa đổi QT-05 theo ý kiến của đoàn đánh giá", due_on=dt.date(2020, 8, 14),
            steps=["Lập dự thảo", "Lấy ý kiến các phòng", "Trình phê duyệt"],
            waits_for=("qms.document", document.uid),
        )  # fmt: skip


def _move_twice(stage: Stage) -> None:
    """More time once granted and once refused; the steps tell how far it has come."""
    officer, manager, owner = (stage.people[name] for name in ("officer1", "manager1", "owner1"))
    with clock.at(moment(dt.date(2020, 6, 1), 9)):
        action = actions.assign_task(
            by=officer, unit=stage.units["SLĐ-01-LĐVL"], owner=owner, due_on=dt.date(2020, 6, 30),
            title="Chuẩn hóa biểu mẫu tiếp nhận hồ sơ cấp giấy phép lao động",
            steps=["Thu thập biểu mẫu đang dùng", "Lập biểu mẫu chung", "Thử trong một tuần", "Thông báo"],
        )  # fmt: skip
    with clock.at(moment(dt.date(2020, 6, 3), 9)):
        action = actions.start_action(action, by=owner)
    for step, day in zip(action.steps.all(), (8, 19), strict=False):
        with clock.at(moment(dt.date(2020, 6, day), 15)):
            tick_step(step, by=owner)
    with clock.at(moment(dt.date(2020, 6, 19), 15, 10)):
        action_notes.note_progress(action, by=owner, text="Đã lập biểu mẫu chung, gửi ba phòng xem trước.")
    with clock.at(moment(dt.date(2020, 6, 25), 10)):
        why = "Phải chờ kết quả dùng thử của Chi nhánh."
        asked = actions.ask_extension(action, by=owner, to_day=dt.date(2020, 7, 15), reason=why)
    with clock.at(moment(dt.date(2020, 6, 26), 10)):
        actions.grant_extension(actions.endorse_extension(asked, by=manager), by=officer)
    with clock.at(moment(dt.date(2020, 7, 9), 10)):
        action.refresh_from_db()  # its due day has moved
        why = "Chi nhánh chưa gửi nhận xét."
        again = actions.ask_extension(action, by=owner, to_day=dt.date(2020, 8, 20), reason=why)
    with clock.at(moment(dt.date(2020, 7, 10), 8)):
        why = "Đã lùi một lần; đề nghị làm việc trực tiếp với Chi nhánh."
        actions.refuse_extension(again, by=stage.people["head1"], reason=why)
    with clock.at(moment(dt.date(2020, 7, 13), 9)):
        action_notes.note_progress(action, by=owner, text="Đã hẹn Chi nhánh làm việc ngày 15/7.")


def _ask_outside(stage: Stage) -> None:
    """A task of somebody without an account, who was sent a link by mail."""
    with clock.at(moment(dt.date(2020, 7, 8), 9)):
        action_links.assign_task_by_link(
            by=stage.people["officer1"], unit=stage.units["SLĐ-01-VP"], due_on=dt.date(2020, 7, 22),
            title="In lại bảng niêm yết thủ tục hành chính", name="Công ty in Bình Minh",
            email="lien-he@in-binh-minh.example",
        )  # fmt: skip
