"""Gap assessments of the demonstration: one department has judged all clauses, two other holders are on the way."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from qms import clock
from qms.demo.days import moment
from qms.demo.stage import Stage
from qms.enums import ClauseJudgement as J
from qms.models.clause_work import ClauseWork
from qms.models.transition import TransitionHolder
from qms.operations.actions import report_done, start_action, verify_action
from qms.operations.clause_works import ClauseDraft, GapAction, judge_clauses, raise_gap_actions

MET = {
    "4": "Sổ tay chất lượng mới và QT-01 đã nêu bối cảnh, các bên quan tâm, phạm vi và sơ đồ quá trình.",
    "5": "Chính sách chất lượng đã ban hành lại; trách nhiệm được giao trong quyết định của Giám đốc Sở.",
    "6": "Mục tiêu chất lượng năm có chỉ tiêu, người thực hiện, thời hạn; thay đổi được đưa vào kế hoạch.",
    "7": "Quy trình kiểm soát tài liệu, hồ sơ đào tạo và danh mục trang thiết bị đã rà soát theo phiên bản mới.",
    "8": "Các quy trình giải quyết thủ tục hành chính đã soát xét; hồ sơ mẫu cho thấy thực hiện đúng.",
    "9": "Kế hoạch theo dõi, đánh giá nội bộ và xem xét của lãnh đạo đã cập nhật theo phiên bản mới.",
    "10": "Phiếu khắc phục ghi đủ nguyên nhân, hành động và đánh giá hiệu lực.",
}
NO_DESIGN = (
    "Trình tự, hồ sơ, thời hạn của thủ tục hành chính do văn bản quy phạm pháp luật quy định; "
    "đơn vị không thiết kế dịch vụ."
)


@dataclass(frozen=True)
class Gap:
    """A clause that is not yet met, and what is done about it: owner, due day, and the days when that was done."""

    number: str
    missing: str
    action: str = ""
    owner: str = ""
    due: dt.date | None = None
    started: dt.date | None = None
    done: dt.date | None = None
    verified: dt.date | None = None
    judgement: str = J.PARTLY


@dataclass(frozen=True)
class Told:
    """The assessment of one holder: on which days which chapters were judged, with which gaps."""

    holder: str
    officer: str
    rounds: tuple[tuple[dt.date, tuple[str, ...]], ...]
    gaps: tuple[Gap, ...] = ()
    raised: dt.date | None = None
    without_design: bool = True


TOLD = (
    Told(
        "SLĐ-01",
        "officer1",
        (
            (dt.date(2019, 8, 14), ("4", "5")),
            (dt.date(2019, 8, 28), ("6", "7")),
            (dt.date(2019, 9, 18), ("8", "9", "10")),
        ),
        (
            Gap(
                "4.2",
                "Danh sách bên quan tâm chưa có yêu cầu của doanh nghiệp sử dụng lao động nước ngoài.",
                "Bổ sung danh sách bên quan tâm và yêu cầu của họ",
                "owner1",
                dt.date(2019, 11, 29),
                dt.date(2019, 10, 7),
                dt.date(2019, 11, 25),
                dt.date(2019, 12, 4),
            ),
            Gap(
                "6.1.2",
                "Đã nhận diện rủi ro nhưng chưa đánh giá hiệu lực của hành động.",
                "Đánh giá hiệu lực các hành động đối với rủi ro",
                "inspector1",
                dt.date(2020, 8, 14),
                dt.date(2019, 10, 14),
            ),
            Gap(
                "7.1.6",
                "Chưa xác định tri thức phải giữ khi công chức chuyển công tác.",
                "Lập danh mục tri thức và cách bàn giao",
                "manager1",
                dt.date(2020, 6, 30),
                dt.date(2020, 3, 2),
                judgement=J.NOT_CONFORMING,
            ),
            Gap("9.1.3", "Kết quả đo lường mới được tổng hợp, chưa phân tích xu hướng."),
        ),
        dt.date(2019, 9, 20),
    ),
    Told(
        "SLĐ-79",
        "officer2",
        ((dt.date(2020, 2, 5), ("4", "5")), (dt.date(2020, 5, 20), ("6", "7"))),
        (
            Gap(
                "7.2",
                "Hồ sơ năng lực của công chức mới tuyển chưa đủ.",
                "Hoàn thiện hồ sơ năng lực",
                "manager2-vp",
                dt.date(2020, 9, 30),
            ),
            Gap("6.1.1", "Chưa có danh mục rủi ro và cơ hội.", judgement=J.NOT_CONFORMING),
        ),
        dt.date(2020, 5, 25),
    ),
    Told("BLĐTBXH", "officer", ((dt.date(2020, 6, 10), ("4",)),), without_design=False),
)
CLOSED_AFTER = "Hành động đã được xác nhận hoàn thành; danh sách mới đã dùng trong quý I."


def build_clause_works(stage: Stage) -> None:
    """Judge, raise actions and see to them, each at its own moment, through the real operations."""
    rows = TransitionHolder.objects.filter(ended_at=None, programme__to_edition=stage.editions["2015"])
    holders = {row.unit.code: row for row in rows.select_related("unit", "programme").order_by("pk")}
    for told in TOLD:
        if told.holder in holders:
            _tell(stage, told, holders[told.holder])
    stage.counts["ClauseWork"] = ClauseWork.objects.count()


def _tell(stage: Stage, told: Told, holder: TransitionHolder) -> None:
    officer = stage.people[told.officer]
    gaps = {gap.number: gap for gap in told.gaps}
    works: dict[str, ClauseWork] = {}
    for day, chapters in told.rounds:
        drafts = list(_drafts(stage, holder, chapters, gaps, without_design=told.without_design))
        with clock.at(moment(day, 10)):
            judged = judge_clauses(drafts, by=officer, reason="Đánh giá khoảng cách theo kế hoạch chuyển đổi")
        works |= {draft.clause.number: work for draft, work in zip(drafts, judged, strict=True)}
    if told.raised is not None:
        _act(stage, told, works, officer)


def _drafts(
    stage: Stage, holder: TransitionHolder, chapters: Iterable[str], gaps: dict[str, Gap], *, without_design: bool
) -> Iterable[ClauseDraft]:
    for (year, number), clause in stage.clauses.items():
        chapter = number.partition(".")[0]
        if year != "2015" or chapter not in chapters or not clause.auditable:
            continue
        gap = gaps.get(number)
        if gap is not None:
            yield ClauseDraft(holder, clause, gap.judgement, gap.missing)
        elif without_design and number.startswith("8.3"):
            yield ClauseDraft(holder, clause, J.NOT_APPLICABLE, why_not=NO_DESIGN)
        else:
            yield ClauseDraft(holder, clause, J.CONFORMING, MET[chapter])


def _act(stage: Stage, told: Told, works: dict[str, ClauseWork], officer: Any) -> None:
    """Raise the actions together, then let each go as far as it is told."""
    asked = [gap for gap in told.gaps if gap.due is not None]
    drafts = [
        GapAction(works[gap.number], gap.action, stage.people[gap.owner], gap.due)  # type: ignore[arg-type]
        for gap in asked
    ]
    with clock.at(moment(told.raised, 14)):  # type: ignore[arg-type]
        actions = raise_gap_actions(drafts, by=officer)
    for gap, action in zip(asked, actions, strict=True):
        _go_on(stage, gap, action, works[gap.number], officer)


def _go_on(stage: Stage, gap: Gap, action: Any, work: ClauseWork, officer: Any) -> None:
    owner = stage.people[gap.owner]
    if gap.started is not None:
        with clock.at(moment(gap.started, 9)):
            action = start_action(action, by=owner)
    if gap.done is not None:
        with clock.at(moment(gap.done, 15)):
            action = report_done(action, by=owner, evidence="Danh sách đã phê duyệt, kèm biên bản họp.")
    if gap.verified is not None:
        with clock.at(moment(gap.verified, 11)):
            verify_action(action, by=officer, verification_note="Đã xem danh sách và biên bản.")
        with clock.at(moment(gap.verified + dt.timedelta(days=42), 10)):
            chapter = MET[gap.number.partition(".")[0]]
            draft = ClauseDraft(work.holder, work.clause, J.CONFORMING, chapter)
            judge_clauses([draft], by=officer, reason=CLOSED_AFTER)
