"""The story of one inspection: planned, notified, visited, reported, concluded, with what it found."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from inspections.demo.actions import tell_action
from inspections.demo.book import Book
from inspections.demo.cast import Cast
from inspections.demo.meetings import tell_meetings
from inspections.demo.nonconformities import Case, NonconformityStory
from inspections.demo.plot import Meeting, Told, Visit
from inspections.enums import AnswerResult, FindingAnswer, FindingStatus, Grade, InspectionKind, Source
from inspections.enums import InspectionStatus as I
from inspections.enums import NonconformityStatus as N
from inspections.models import (
    ChecklistLine,
    Finding,
    FindingClause,
    InspectedUnit,
    Inspection,
    Session,
    SessionClause,
    SessionDocument,
    SessionInspector,
    TeamMember,
)
from inspections.operations.finding import ANSWER_DAYS
from inspections.workflows import INSPECTION
from qms.calendar import add_working_days
from qms.demo.days import LAST, NOW, moment, office_hour
from qms.demo.stage import Stage
from qms.enums import ActionKind, ActionStatus
from qms.history import canonical
from qms.history.past import Chapter, Tale

PATH = (I.PLANNED, I.NOTIFIED, I.IN_PROGRESS, I.REPORT_DRAFTED, I.WITH_UNIT, I.CONCLUDED, I.CLOSED)


@dataclass
class _Found:
    """A finding with its tale, for the report's hash."""

    told: Told
    tale: Tale
    unit: Any
    grade: str
    text: dict[str, Any]
    ended: dt.datetime | None = None


@dataclass
class VisitStory:
    """Adds the chapters of one inspection and all that hangs on it to the book."""

    stage: Stage
    book: Book
    visit: Visit
    cast: Cast
    texts: dict[str, dict[str, Any]]
    line: Tale | None = None
    documents: dict[str, Any] = field(default_factory=dict)
    lines: dict[tuple[str, str], Tale] = field(default_factory=dict)
    found: list[_Found] = field(default_factory=list)

    def __post_init__(self) -> None:
        people = self.stage.people
        self.lead = people[self.visit.lead]
        self.team = [people[name] for name in self.visit.team]
        self.edition = self.stage.editions[self.visit.edition]
        self.sender = self.stage.units[self.visit.sender]
        units = list(dict.fromkeys(meeting.unit for meeting in self.visit.meetings)) or [self.cast.holder.code]
        self.units = [self.stage.units[code] for code in units]

    def reached(self, state: str) -> bool:
        """Whether the inspection has come at least so far."""
        if self.visit.until == I.CANCELLED:
            return state == I.PLANNED
        return PATH.index(I(self.visit.until)) >= PATH.index(I(state))

    def tell(self) -> Tale:
        """Tell it up to the told state. Returns the inspection's tale."""
        self.tale = self._plan()
        for meeting in self.visit.meetings:
            self._session(meeting)
        if self.visit.until == I.CANCELLED:
            why = "Hoãn các cuộc họp đông người để phòng, chống dịch; đưa vào chương trình năm sau."
            self._step("cancel", office_hour(self.visit.first - dt.timedelta(days=10), self.stage.chance), reason=why)
        if self.reached(I.NOTIFIED):
            self._notify()
        if self.reached(I.IN_PROGRESS):
            self._step("start", moment(self.visit.first, 8, 5), started_on=self.visit.first)
            for told in self.visit.findings:
                self._find(told)
        if self.reached(I.REPORT_DRAFTED):
            self._end_visit()
        if self.reached(I.WITH_UNIT):
            self._report()
        tell_meetings(self)
        return self.tale

    def _step(self, name: str, at: dt.datetime, by: Any = None, *, reason: str = "", **changes: Any) -> None:
        if at > LAST:
            raise ValueError(f"{self.visit.first}: {name} would lie after the demo's day")
        step = INSPECTION[name]
        target = {} if callable(step.to) else {"status": str(step.to)}
        signed = step.in_english if step.signed else ""
        changes = target | {"moved_here": True} | changes
        self.tale.chapters.append(Chapter(at, by or self.lead, f"inspection.{name}", changes, reason, signed))

    def _plan(self) -> Tale:
        visit = self.visit
        began = min(office_hour(visit.first - dt.timedelta(days=30), self.stage.chance), LAST - dt.timedelta(days=3))
        self.began = began
        planner = self.cast.officer if visit.kind == InspectionKind.INTERNAL else self.lead
        tale = self.book.tell(
            Inspection,
            began,
            planner,
            "plan_inspection",
            kind=visit.kind,
            mode=visit.mode,
            title=visit.title or self._title(),
            purpose=f"Xem hệ thống có phù hợp với {self.edition.name_vi} và với quy định của đơn vị hay không.",
            scope=", ".join(unit.name_vi for unit in self.units),
            raised_by_unit=self.sender,
            unit=self.units[0],
            edition=self.edition,
            lead=self.lead,
            starts_on=visit.first,
            ends_on=visit.last,
        )
        if self.line is not None:
            tale.chapters[0].changes["programme_line"] = self.line.record
        for unit in self.units[1:]:
            self.book.tell(InspectedUnit, began, planner, "plan_inspection", inspection=tale.record, unit=unit)
        for person in self.team:
            self.book.tell(TeamMember, began, planner, "name_team", inspection=tale.record, user=person)
            self.book.name(tale, "team", person)
        self.planner = planner
        return tale

    def _title(self) -> str:
        word = (
            "Đánh giá nội bộ" if self.visit.kind == InspectionKind.INTERNAL else "Kiểm tra hệ thống quản lý chất lượng"
        )
        return f"{word} {self.cast.holder.code} tháng {self.visit.first:%m/%Y}"

    def _session(self, meeting: Meeting) -> None:
        unit, at = self.stage.units[meeting.unit], self.began + dt.timedelta(hours=1)
        inspectors = [self.stage.people[name] for name in meeting.inspectors]
        clauses = [self.stage.clauses[(self.visit.edition, number)] for number in meeting.clauses]
        tale = self.book.tell(
            Session,
            at,
            self.planner,
            "plan_session",
            inspection=self.tale.record,
            unit=unit,
            topic="; ".join(clause.title_vi for clause in clauses[:2])[:250],
            day=meeting.day,
            from_time=dt.time(meeting.hour),
            to_time=dt.time(meeting.hour + 2, 30),
            place=unit.name_vi[:150],
        )
        own = {"session": tale.record}
        for person in inspectors:
            self.book.tell(SessionInspector, at, self.planner, "plan_session", **own, user=person)
        for clause in clauses:
            self.book.tell(SessionClause, at, self.planner, "plan_session", record=tale.record, clause=clause)
        if meeting.document in self.documents:
            document = self.documents[meeting.document]
            self.book.tell(SessionDocument, at, self.planner, "plan_session", **own, document=document)
        held = self.reached(I.REPORT_DRAFTED) or (self.reached(I.IN_PROGRESS) and meeting.day < NOW.date())
        if held:
            begun = moment(meeting.day, meeting.hour + 2, 30)
            tale.chapters.append(Chapter(begun, inspectors[0], "hold_session", {"held_at": begun}))
        if self.reached(I.NOTIFIED):
            for position, clause in enumerate(clauses):
                self._line(tale, meeting, position, clause, inspectors[0], held)

    def _line(self, session: Tale, meeting: Meeting, position: int, clause: Any, asker: Any, held: bool) -> None:
        tale = self.book.tell(
            ChecklistLine,
            self._notified_at(),
            self.lead,
            "make_checklist",
            session=session.record,
            clause=clause,
            position=position,
            question_vi=clause.question_vi or clause.title_vi,
            question_en=clause.question_en or clause.title_en,
        )
        self.lines[(meeting.unit, clause.number)] = tale
        if held:
            at = moment(meeting.day, meeting.hour, 10 + 9 * (position % 5)) + dt.timedelta(hours=position // 5)
            bad = any(
                told.unit == meeting.unit
                and self._number(told) == clause.number
                and self._grade(told) in ("minor", "major")
                for told in self.visit.findings
            )
            result = AnswerResult.NOT_CONFORMING if bad else AnswerResult.CONFORMING
            note = "Xem phát hiện kèm theo." if bad else "Đã xem hồ sơ và hỏi người thực hiện: đúng quy định."
            changes = {"result": result, "note": note, "answered_by": asker, "answered_at": at}
            tale.chapters.append(Chapter(at, asker, "answer_line", changes))

    def _notified_at(self) -> dt.datetime:
        early = office_hour(self.visit.first - dt.timedelta(days=17), self.stage.chance)
        return max(min(early, LAST - dt.timedelta(hours=20)), self.began + dt.timedelta(hours=2))

    def _notify(self) -> None:
        at = self._notified_at()
        self._step("notify", at, notified_on=at.date())
        if at >= moment(dt.date(2020, 6, 15)):
            managers = {self.cast.manager(unit).pk: self.cast.manager(unit) for unit in self.units}
            for person in [*managers.values(), *self.team]:
                self.book.notice("inspection_notified", self.tale, person, at, day=self.visit.first.isoformat())

    def _number(self, told: Told) -> str:
        return str(self.texts[told.code][f"clause_{self.visit.edition}"])

    def _grade(self, told: Told) -> str:
        return str(self.texts[told.code]["grade"])

    def _meeting_of(self, told: Told) -> Meeting:
        return next(meeting for meeting in self.visit.meetings if meeting.unit == told.unit)

    def _find(self, told: Told) -> None:
        text, meeting = self.texts[told.code], self._meeting_of(told)
        grade, unit = text["grade"], self.stage.units[told.unit]
        clause = self.stage.clauses[(self.visit.edition, self._number(told))]
        asker = self.stage.people[meeting.inspectors[0]]
        at = moment(meeting.day, meeting.hour + 1, self.stage.chance.randrange(50))
        tale = self.book.tell(
            Finding,
            at,
            asker,
            "record_findings",
            inspection=self.tale.record,
            unit=unit,
            raised_by_unit=self.sender,
            grade=grade,
            original_grade=grade,
            requirement=f"{self.edition.name_vi}, {clause.number} {clause.title_vi}".strip(),
            statement=text["statement"],
            evidence=text["evidence"],
            recorded_by=asker,
            recorded_on=at.date(),
        )
        line = self.lines.get((told.unit, clause.number))
        if line is not None:
            tale.chapters[0].changes["line"] = line.record
        self.book.tell(FindingClause, at, asker, "record_findings", record=tale.record, clause=clause)
        self.found.append(_Found(told, tale, unit, grade, text))

    def _end_visit(self) -> None:
        at = moment(self.visit.last, 16)
        for found in self.found:
            obs = found.grade in Grade.answered_by_unit()
            changes = {
                "status": FindingStatus.CONFIRMED,
                "confirmed_on": at.date(),
                "answer_due_on": add_working_days(at.date(), ANSWER_DAYS) if obs else None,
                "moved_here": True,
            }
            found.tale.chapters.append(Chapter(at, self.lead, "finding.confirm", changes))
            if found.grade in Grade.nonconforming():
                self._nonconformity(found, at)
            elif obs:
                self._answer(found)
        self._step("end_visit", at + dt.timedelta(minutes=30), closing_meeting_on=at.date())

    def _nonconformity(self, found: _Found, at: dt.datetime) -> None:
        told = found.told
        verifier = self.stage.people[told.verifier] if told.verifier else self.cast.verifier
        case = Case(
            cast=self.cast,
            unit=found.unit,
            raised_by_unit=self.sender,
            raised_by=self.lead,
            lead=self.lead,
            verifier=verifier,
            source=Source.FINDING,
            grade=found.grade,
            text=found.text,
            clause=self.stage.clauses[(self.visit.edition, self._number(told))],
            raised_at=at,
            until=told.until,
            action=told.action,
            due=told.due,
            check=told.check,
            extended=told.extended,
            finding=found.tale,
            inspection=self.tale,
        )
        tale = NonconformityStory(self.stage, self.book, case).tell()
        if told.until in N.ended_states():
            found.ended = tale.chapters[-1].at

    def _answer(self, found: _Found) -> None:
        """The unit answers an observation or opportunity, and the improvement follows."""
        until = found.told.until if found.told.until in ("open", "improving", "declined") else "improved"
        if until == "open":
            return
        manager = self.cast.manager(found.unit)
        at = office_hour(add_working_days(self.visit.last, 3), self.stage.chance)
        kind = FindingAnswer.NOT_TAKEN_UP if until == "declined" else FindingAnswer.IMPROVEMENT
        text = (
            found.text["action"]
            if kind == FindingAnswer.IMPROVEMENT
            else "Chưa có nguồn lực trong năm nay; xem lại lần sau."
        )
        answer = {"status": FindingStatus.ANSWERED, "answer_kind": kind, "answer_text": text, "moved_here": True}
        answer |= {"answered_by": manager, "answered_on": at.date()}
        found.tale.chapters.append(Chapter(at, manager, "finding.answer", answer))
        if until == "declined":
            closed = office_hour(add_working_days(at.date(), 4), self.stage.chance)
            end = {"status": FindingStatus.CLOSED, "closed_on": closed.date()}
            found.tale.chapters.append(Chapter(closed, self.lead, "finding.close", end))
            return
        self._improve(found, at, manager, text, until)

    def _improve(self, found: _Found, at: dt.datetime, manager: Any, text: str, until: str) -> None:
        due = found.told.due or add_working_days(at.date(), found.text["days"] * 5 // 7)
        facts = {
            "at": at,
            "kind": ActionKind.IMPROVEMENT,
            "title": text[:300],
            "unit": found.unit,
            "raised_by_unit": self.sender,
            "owner": self.cast.owner(found.unit),
            "manager": manager,
            "approver": self.lead,
            "verifier": self.lead,
            "approved_at": at + dt.timedelta(minutes=1),
            "due": due,
        }
        state = found.told.action or ActionStatus.IN_PROGRESS if until == "improving" else ActionStatus.VERIFIED
        action = tell_action(self.stage, self.book, facts, until=state)
        found.tale.chapters.append(Chapter(at, manager, "answer_finding", {"action": action.record}))
        if state == ActionStatus.VERIFIED:
            ended, record = action.chapters[-1].at, action.record
            end = {"status": FindingStatus.CLOSED, "closed_on": ended.date()}
            found.tale.chapters.append(
                Chapter(
                    ended,
                    self.stage.system,
                    "finding.close_by_nonconformity",
                    end,
                    lambda: f"Hành động cải tiến {record.number} đã được kiểm tra xác nhận.",
                )
            )

    def _report(self) -> None:
        """Written, sent, commented, concluded, and closed by the system when nothing is open."""
        last, chance = self.visit.last, self.stage.chance
        written = office_hour(add_working_days(last, 2), chance)
        conclusion = f"Đã xem {len(self.visit.meetings)} nội dung; ghi nhận {len(self.found)} phát hiện."
        report = {
            "conclusion": conclusion,
            "strengths": "Công chức nắm quy trình, hồ sơ sắp xếp gọn, sẵn sàng hợp tác.",
        }
        self.tale.chapters.append(Chapter(written, self.lead, "write_report", report))
        sent = office_hour(add_working_days(last, 4), chance)
        self._step("send", sent, sent_on=sent.date())
        if not self.reached(I.CONCLUDED):
            return
        said = office_hour(add_working_days(last, 6), chance)
        comment: dict[str, Any] = {"unit_comment": "Đơn vị nhất trí với báo cáo.", "unit_commented_on": said.date()}
        self._step("comment", said, self.cast.manager(self.units[0]), **comment)
        concluded = office_hour(self.visit.concluded or add_working_days(last, 9), chance)
        self._step("conclude", concluded, report_version=1, report_hash=self._hash(report, comment))
        if self.reached(I.CLOSED):
            ended = max([concluded, *(found.ended for found in self.found if found.ended)])
            why = "Mọi sự không phù hợp của cuộc đánh giá đã được đóng hoặc rút."
            self._step("close", ended + dt.timedelta(minutes=1), self.stage.system, reason=why)

    def _hash(self, report: dict[str, str], comment: dict[str, Any]) -> str:
        """The hash of the report as the unit had it; numbers are given later, so titles stand for them."""
        facts = {
            "title": self.tale.chapters[0].changes["title"],
            **report,
            "unit_comment": comment["unit_comment"],
            "sessions": [[meeting.day, meeting.unit] for meeting in self.visit.meetings],
            "findings": [[found.unit.code, found.grade, found.text["statement"]] for found in self.found],
        }
        return canonical.digest(canonical.chain_text(report=canonical.plain(facts)))
