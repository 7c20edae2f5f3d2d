"""The story of one nonconformity, step by step as the lifecycle allows, up to the state that is told."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from inspections.demo.actions import tell_action
from inspections.demo.book import Book
from inspections.demo.cast import Cast
from inspections.enums import NonconformityStatus as N
from inspections.enums import SimilarCases
from inspections.guards import SILENCE
from inspections.models import Cause, CorrectiveAction, Nonconformity, NonconformityClause
from inspections.operations.nonconformity import DUE_DAYS
from inspections.workflows import NONCONFORMITY
from qms.calendar import add_working_days
from qms.demo.days import LAST, office_hour
from qms.demo.stage import Stage
from qms.enums import ActionStatus
from qms.history.past import Chapter, Tale

PATH = (N.RECORDED, N.ACCEPTED, N.CONTAINED, N.PLAN_PROPOSED, N.IN_PROGRESS, N.EFFECTIVENESS_CHECK, N.CLOSED)


@dataclass
class Case:
    """What is known when a nonconformity is recorded, and how far it has come."""

    cast: Cast
    unit: Any
    raised_by_unit: Any
    raised_by: Any
    lead: Any
    verifier: Any
    source: str
    grade: str
    text: dict[str, Any]
    clause: Any
    raised_at: dt.datetime
    until: str
    action: str = ""
    due: dt.date | None = None
    check: dt.date | None = None
    extended: str = ""
    finding: Tale | None = None
    inspection: Tale | None = None


class NonconformityStory:
    """Adds the chapters of one nonconformity, its causes and actions to the book."""

    def __init__(self, stage: Stage, book: Book, case: Case) -> None:
        self.stage, self.book, self.case = stage, book, case
        self.manager = case.cast.manager(case.unit)
        self.approver = case.lead or case.cast.officer
        self.officer = case.cast.officer
        self.raised_on = case.raised_at.date()
        self.tale: Tale = self._record()
        self.action: Tale | None = None

    def tell(self) -> Tale:
        """Walk the lifecycle up to the told state. Returns the nonconformity's tale."""
        until = self.case.until
        if until == N.DISPUTED:
            self._dispute()
        elif until == N.WITHDRAWN:
            self._withdraw()
        else:
            steps = (self._accept, self._contain, self._propose, self._approve, self._implement, self._close)
            for step in steps[: PATH.index(N(until))]:
                step()
            if until == N.CONTAINED and self.case.action:
                self._plan()
        return self.tale

    def _at(self, working_days: int) -> dt.datetime:
        return office_hour(add_working_days(self.raised_on, working_days), self.stage.chance)

    def _step(self, name: str, at: dt.datetime, by: Any, *, reason: str = "", **changes: Any) -> None:
        if at > LAST:
            raise ValueError(
                f"{self.case.text['code']} in {self.case.unit.code}: {name} would lie after the demo's day"
            )
        step = NONCONFORMITY[name]
        target = {} if callable(step.to) else {"status": str(step.to)}
        signed = step.in_english if step.signed else ""
        changes = target | {"moved_here": True} | changes
        self.tale.chapters.append(Chapter(at, by, f"nonconformity.{name}", changes, reason, signed))

    def _record(self) -> Tale:
        case = self.case
        tale = self.book.tell(
            Nonconformity,
            case.raised_at,
            case.raised_by,
            "record_nonconformity",
            source=case.source,
            unit=case.unit,
            raised_by_unit=case.raised_by_unit,
            raised_by=case.raised_by,
            raised_on=self.raised_on,
            lead=case.lead,
            grade=case.grade,
            original_grade=case.grade,
            requirement=f"{case.clause.edition.name_vi}, {case.clause.number} {case.clause.title_vi}".strip(),
            fact=case.text["statement"],
            evidence=case.text["evidence"],
            answer_due_on=add_working_days(self.raised_on, SILENCE),
            due_on=self.raised_on + dt.timedelta(days=DUE_DAYS),
        )
        if case.finding is not None and case.inspection is not None:
            tale.chapters[0].changes |= {"finding": case.finding.record, "inspection": case.inspection.record}
        self.book.tell(
            NonconformityClause,
            case.raised_at,
            case.raised_by,
            "record_nonconformity",
            record=tale.record,
            clause=case.clause,
        )
        return tale

    def _accept(self) -> None:
        at = self._at(2)
        self._step("accept", at, self.manager, accepted_on=at.date())
        self._finding("answer_by_nonconformity", at, status="answered", answered_on=at.date())

    def _finding(self, name: str, at: dt.datetime, **changes: Any) -> None:
        if self.case.finding is None:
            return
        record = self.tale.record
        words = "%s đã được chấp nhận." if name.startswith("answer") else "%s đã kết thúc."
        changes = changes | {"moved_here": True}
        # The number is given when the book is written, so the reason is asked for then.
        self.case.finding.chapters.append(
            Chapter(at, self.stage.system, f"finding.{name}", changes, lambda: words % record.number)
        )

    def _contain(self) -> None:
        at = self._at(4)
        self._step("contain", at, self.manager, correction=self.case.text["correction"], correction_on=at.date())

    def _plan(self) -> None:
        """A cause, confirmed by somebody else, and an action against it."""
        case, text = self.case, self.case.text["cause"]
        written, confirmed = self._at(5), self._at(6)
        cause = self.book.tell(
            Cause,
            written,
            self.manager,
            "write_cause",
            nonconformity=self.tale.record,
            method=text["method"],
            text=text["text"],
            category=case.cast.categories.get(text["category"]),
            chain=list(text["whys"]),
            author=self.manager,
        )
        facts = {"confirmed_by": self.officer, "confirmed_on": confirmed.date(), "evidence": case.text["evidence"]}
        cause.chapters.append(Chapter(confirmed, self.officer, "confirm_cause", facts))
        planned = self._at(6)
        due = case.due or add_working_days(self.raised_on, 9 + max(5, case.text["days"] * 5 // 7))
        self.action = tell_action(
            self.stage, self.book, self._action_facts(planned, due), until=self._action_state(), extended=case.extended
        )
        self.book.tell(
            CorrectiveAction,
            planned,
            self.manager,
            "plan_action",
            nonconformity=self.tale.record,
            cause=cause.record,
            action=self.action.record,
        )
        self.due = due

    def _action_facts(self, planned: dt.datetime, due: dt.date) -> dict[str, Any]:
        return {
            "at": planned,
            "title": self.case.text["action"][:300],
            "unit": self.case.unit,
            "raised_by_unit": self.case.raised_by_unit,
            "owner": self.case.cast.owner(self.case.unit),
            "manager": self.manager,
            "approver": self.approver,
            "verifier": self.officer if self.officer is not self.approver else self.approver,
            "approved_at": self._at(9),
            "due": due,
        }

    def _action_state(self) -> str:
        until = self.case.until
        if until in (N.CONTAINED, N.PLAN_PROPOSED):
            return ActionStatus.PROPOSED
        return self.case.action or ActionStatus.IN_PROGRESS if until == N.IN_PROGRESS else ActionStatus.VERIFIED

    def _propose(self) -> None:
        self._plan()
        at = self._at(7)
        check = self.case.check or add_working_days(self.due + dt.timedelta(days=30), 1)
        self._step(
            "propose",
            at,
            self.manager,
            proposed_by=self.manager,
            similar_cases=SimilarCases.NONE,
            similar_note="Đã rà soát các phòng có công việc tương tự.",
            criterion=self.case.text["criterion"],
            check_on=check,
        )
        self.check_on = check

    def _approve(self) -> None:
        due = self.check_on + dt.timedelta(days=7)
        at = self.action.chapters[1].at if self.action else self._at(9)
        self._step("approve", at, self.approver, approved_by=self.approver, verifier=self.case.verifier, due_on=due)

    def _implement(self) -> None:
        assert self.action is not None
        self._step("implemented", self.action.chapters[-1].at + dt.timedelta(minutes=30), self.manager)

    def _close(self) -> None:
        at = office_hour(self.check_on, self.stage.chance)
        evidence = f"Đã kiểm tra theo tiêu chí: {self.case.text['criterion']} Kết quả đạt."
        self._step("effective", at, self.case.verifier, effect_evidence=evidence, closed_on=at.date())
        self._finding("close_by_nonconformity", at, status="closed", closed_on=at.date())

    def _dispute(self) -> None:
        why = "Mẫu được chọn thuộc hồ sơ của đơn vị khác; đề nghị đoàn xem lại bằng chứng."
        self._step("dispute", self._at(3), self.manager, reason=why, dispute=why)

    def _withdraw(self) -> None:
        asked, ended = self._at(3), self._at(5)
        why = "Ghi trùng với một sự không phù hợp đã lập trước đó."
        self._step("ask_withdrawal", asked, self.officer, reason=why, withdrawal_asked_by=self.officer)
        second = self.case.lead or self.case.cast.head
        self._step("withdraw", ended, second, reason=why, closed_on=ended.date())
        self._finding("close_by_nonconformity", ended, status="closed", closed_on=ended.date())
