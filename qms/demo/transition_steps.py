"""How the holders of the ministry's programme went through its steps from 2018 to 2020, each proof at its own time.

Of most holders the ministry knows by their reports: proved by hand with a text. Where the demonstration has records,
the proofs follow from them: `look_at_records` comes last, once everything else is built.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from qms import clock
from qms.calendar import add_working_days, is_working_day
from qms.demo.days import LAST, moment
from qms.demo.stage import Stage
from qms.enums import StepState, TransitionGroup
from qms.history import bulk
from qms.history.past import Chapter, Tale, write_past
from qms.history.recording import recording
from qms.models.transition import HolderStep, TransitionHolder, TransitionProgramme, TransitionStep
from qms.operations.holder_steps import PLAN_MEANING, look_at_programme
from qms.signatures import SignatureIntent, content_hash, record_signature
from qms.transition.proofs import plan_proof
from qms.transition.steps import steps_of, told

BEGAN = dt.date(2018, 9, 10)
"""When the holders were taken in: every pace is counted from here."""
FIRST_LOOK = moment(dt.date(2018, 9, 21), 6)
PLANNED_SPAN = 800
"""Days over which a holder spreads its plan."""

KNOWN = {"SLĐ-01": ("officer1", "head1"), "SLĐ-79": ("officer2", "head2")}
"""Holders with people and records of their own: only their plan is told here, the rest follows from the records."""
LATE = {"SLĐ-34": (6, 592)}
"""Steps proved, and the day of the last: 592 days for six steps make 888 for nine, 14/02/2021, 46 days late.

The other two are SLĐ-01 and SLĐ-79: their own records say so.
"""
LOST = {"SLĐ-38": "training"}
LOST_ON = dt.date(2020, 6, 1)

# How many steps are proved, and on which day after BEGAN the last was: nobody else is forecast after the deadline.
COURSES = (
    (9, 455), (8, 612), (7, 588), (6, 508), (9, 497), (8, 640), (7, 630), (9, 539), (5, 431), (7, 609), (8, 661),
    (6, 540), (9, 574), (8, 626), (7, 645), (9, 603), (6, 526), (4, 352), (8, 648), (7, 574), (9, 651), (5, 452),
    (3, 263), (7, 595), (8, 633), (6, 553), (9, 420), (2, 176), (7, 637), (1, 70), (8, 655), (0, 0),
)  # fmt: skip

TEXTS = {
    "training": "Đã tổ chức lớp đào tạo nhận thức và đánh giá viên nội bộ; danh sách kèm báo cáo số {number}.",
    "gap": "Đã đánh giá khoảng cách theo từng điều khoản; bảng kèm báo cáo số {number}.",
    "moved": "Đã rà soát viện dẫn điều khoản trong tài liệu; nêu tại báo cáo số {number}.",
    "documents": "Đã ban hành lại hệ thống tài liệu; danh mục kèm báo cáo số {number}.",
    "applied": "Đã áp dụng tài liệu mới từ hai tháng trở lên; nêu tại báo cáo số {number}.",
    "audit": "Đã đánh giá nội bộ toàn hệ thống; báo cáo đánh giá kèm văn bản số {number}.",
    "review": "Đã họp xem xét của lãnh đạo; biên bản kèm văn bản số {number}.",
    "declared": "Đã công bố hệ thống phù hợp TCVN ISO 9001:2015; bản công bố kèm văn bản số {number}.",
}


@dataclass
class Course:
    """How one holder went: the day of each proof, by place of the step."""

    holder: TransitionHolder
    steps: Sequence[TransitionStep]
    days: list[dt.date]
    planned: list[dt.date]
    lost: int | None = None
    proof: dict[str, Any] = field(default_factory=dict)

    @property
    def plan_day(self) -> dt.date | None:
        """When the plan was approved."""
        return self.days[0] if self.days else None

    @property
    def complete(self) -> dt.date | None:
        """When the last step was proved."""
        return self.days[-1] if len(self.days) == len(self.steps) else None


def build_transition_steps(stage: Stage) -> None:
    """Plans, proofs by hand with the reports that told of them, one proof that was lost."""
    programme = TransitionProgramme.objects.select_related("unit").order_by("pk").first()
    if programme is None:
        return
    steps = steps_of(programme)
    rows = TransitionHolder.objects.filter(programme=programme).exclude(group=TransitionGroup.EXEMPT)
    holders = list(rows.select_related("unit", "programme").order_by("unit__code"))
    courses = [_course(holder, steps, number) for number, holder in enumerate(holders)]
    _approve_plans(stage, courses)
    for course, proof in _plan_words(steps, courses):
        course.proof = proof
    written = write_past(_tales(stage, courses))
    _complete(stage, courses)
    stage.counts["HolderStep"] = len(written)


def look_at_records(stage: Stage) -> None:
    """Follow what the records of holders with records of their own show on the demonstration's last day."""
    with clock.at(LAST):
        for programme in TransitionProgramme.objects.filter(unit=stage.units["BLĐTBXH"]):
            look_at_programme(programme, by=stage.system)


def _course(holder: TransitionHolder, steps: Sequence[TransitionStep], number: int) -> Course:
    code = holder.unit.code
    count, last = LATE.get(code) or ((1, 56) if code in KNOWN else COURSES[number % len(COURSES)])
    planned = [_working(BEGAN + dt.timedelta(days=PLANNED_SPAN * place // len(steps))) for place in _places(steps)]
    lost = next((place for place, step in enumerate(steps) if step.key == LOST.get(code)), None)
    if lost is not None:
        count, last = 7, 555
    return Course(holder, steps, _days(count, last, number), planned, lost)


def _places(steps: Sequence[TransitionStep]) -> range:
    return range(1, len(steps) + 1)


def _days(count: int, last: int, number: int) -> list[dt.date]:
    """Days of the proofs, the last exactly as told; between them each holder at its own rhythm."""
    days = []
    for place in range(1, count + 1):
        shift = 0 if place == count else (number * 7 + place * 5) % 23 - 11
        day = BEGAN + dt.timedelta(days=last * place // count + shift)
        days.append(day if place == count else _working(day))
    return sorted(days)


def _working(day: dt.date) -> dt.date:
    return day if is_working_day(day) else add_working_days(day, 1)


def _approve_plans(stage: Stage, courses: list[Course]) -> None:
    """Each month's plans in one go; where top management has an account, it signs."""
    by_day: dict[dt.date, list[Course]] = defaultdict(list)
    for course in courses:
        if course.plan_day is not None:
            by_day[course.plan_day].append(course)
    for day, some in sorted(by_day.items()):
        for course in some:
            course.holder.planned_end, course.holder.plan_signed_on = max(course.planned), day
        with clock.at(moment(day, 10)), recording(by=stage.people["officer"], operation="plan_transition"):
            bulk.update(
                [course.holder for course in some if course.holder.unit.code not in KNOWN],
                ["planned_end", "plan_signed_on"],
            )
        for course in some:
            _sign(stage, course.holder, day)


def _sign(stage: Stage, holder: TransitionHolder, day: dt.date) -> None:
    officer, head = (stage.people.get(name) for name in KNOWN.get(holder.unit.code, ("", "")))
    if officer is None or head is None:
        return
    holder.plan_signed_on = None
    with clock.at(moment(day, 10)), recording(by=officer, operation="plan_transition"):
        holder.save()
    with clock.at(moment(day, 15)), recording(by=head, operation="sign_transition_plan"):
        intent = SignatureIntent(head, content_hash(holder), clock.now())
        record_signature(holder, intent, step="sign_plan", meaning=PLAN_MEANING)
        holder.plan_signed_by, holder.plan_signed_on = head, day
        holder.save()


def _plan_words(steps: Sequence[TransitionStep], courses: list[Course]) -> Iterator[tuple[Course, dict[str, Any]]]:
    """What the records say of each plan: the same words that following them stores."""
    plan = next(step for step in steps if step.key == "plan")
    shown = plan_proof(plan, [course.holder for course in courses])
    for course in courses:
        yield course, told(shown.get(course.holder.pk))


def _tales(stage: Stage, courses: list[Course]) -> Iterator[Tale]:
    for number, course in enumerate(courses):
        for place, step in enumerate(course.steps):
            yield Tale(HolderStep(holder=course.holder, step=step), list(_chapters(stage, course, place, step, number)))


def _chapters(stage: Stage, course: Course, place: int, step: TransitionStep, number: int) -> Iterator[Chapter]:
    officer = stage.people["officer"]
    yield Chapter(FIRST_LOOK, stage.system, "look_at_steps", {"state": StepState.OPEN, "proof": {}})
    if course.plan_day is not None and step.key != "plan":
        planned = {"planned_on": course.planned[place]}
        known = KNOWN.get(course.holder.unit.code)
        by = stage.people[known[0]] if known else officer
        yield Chapter(moment(course.plan_day, 9), by, "plan_transition", planned)
    if place < len(course.days):
        yield _proved(stage, course, place, step, number)
    if course.lost == place:
        text = _text(course, place, step, number)
        lost = {"state": StepState.LOST, "proved_on": None, "lost_on": LOST_ON, "by_hand": False, "proved_by_id": None}
        why = "Chứng chỉ của hai đánh giá viên đã hết hạn, chưa đào tạo lại."
        yield Chapter(moment(LOST_ON, 9), officer, "withdraw_step_proof", lost | {"proof": {"lost": text}}, reason=why)


def _proved(stage: Stage, course: Course, place: int, step: TransitionStep, number: int) -> Chapter:
    day = course.days[place]
    stands = {"state": StepState.PROVED, "began_on": day, "proved_on": day}
    if step.key == "plan":
        at = moment(day, 16)
        return Chapter(at, stage.system, "look_at_steps", stands | {"proof": course.proof})
    text = _text(course, place, step, number)
    by_hand = {"by_hand": True, "proved_by_id": stage.people["officer"].pk, "proof": {"text": text}, "note": text}
    return Chapter(moment(day, 16), stage.people["officer"], "prove_step", stands | by_hand)


def _text(course: Course, place: int, step: TransitionStep, number: int) -> str:
    day, code = course.days[place], course.holder.unit.code
    report = f"{100 + number * 9 + place * 3}/{code.partition('-')[0]}-VP ngày {day:%d/%m/%Y}"
    return TEXTS.get(step.key, "Nêu tại báo cáo số {number}.").format(number=report)


def _complete(stage: Stage, courses: list[Course]) -> None:
    """Holders whose last step was proved, by day."""
    by_day: dict[dt.date, list[TransitionHolder]] = defaultdict(list)
    for course in courses:
        if course.complete is not None:
            course.holder.completed_on = course.complete
            by_day[course.complete].append(course.holder)
    for day, holders in sorted(by_day.items()):
        with clock.at(moment(day, 16)), recording(by=stage.people["officer"], operation="prove_step"):
            bulk.update(holders, ["completed_on"])
