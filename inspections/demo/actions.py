"""The story of one action: proposed, assigned, done, verified, with requests for more time."""

import datetime as dt
from typing import Any

from inspections.demo.book import Book
from qms.calendar import add_working_days
from qms.demo.days import LAST, moment, office_hour
from qms.demo.stage import Stage
from qms.enums import ActionKind, ExtensionStatus
from qms.enums import ActionStatus as A
from qms.history.past import Chapter, Tale
from qms.models.actions import Action, ActionExtension
from qms.workflows import ACTION

PATH = (A.PROPOSED, A.ASSIGNED, A.IN_PROGRESS, A.DONE, A.VERIFIED)
LONG = "long"  # a request that only top management may grant


def tell_action(stage: Stage, book: Book, facts: dict[str, Any], *, until: str, extended: str = "") -> Tale:
    """Add one action of a plan up to the told state. `facts` says who, what, where and by when."""
    due = facts["due"]
    tale = book.tell(
        Action,
        facts["at"],
        facts["manager"],
        "propose_actions",
        written_on=facts["at"].date(),
        kind=facts.get("kind", ActionKind.CORRECTIVE),
        title=facts["title"],
        unit=facts["unit"],
        raised_by_unit=facts["raised_by_unit"],
        owner=facts["owner"],
        assigned_by=facts["manager"],
        due_on=due,
        original_due_on=due,
    )
    if until == A.CANCELLED:
        _step(tale, "assign", facts["approved_at"], facts["approver"], approver=facts["approver"])
        why = "Đã gộp vào hành động chung của toàn Sở."
        at = _later(stage, facts["approved_at"], 3)
        _step(tale, "cancel", at, facts["approver"], reason=why)
        return tale
    for step in (_assign, _start, _done, _verify)[: PATH.index(A(until))]:
        step(stage, tale, facts)
    if extended:
        _extend(stage, book, tale, facts, extended)
    return tale


def _step(tale: Tale, name: str, at: dt.datetime, by: Any, *, reason: str = "", **changes: Any) -> None:
    at = max(at, tale.chapters[-1].at + dt.timedelta(minutes=1))
    if at > LAST:
        raise ValueError(f"{tale.chapters[0].changes['title'][:40]}: {name} would lie after the demo's day")
    changes = {"status": str(ACTION[name].to), "moved_here": True} | changes
    tale.chapters.append(Chapter(at, by, f"action.{name}", changes, reason))


def _later(stage: Stage, at: dt.datetime, working_days: int) -> dt.datetime:
    return office_hour(add_working_days(at.date(), working_days), stage.chance)


def _assign(stage: Stage, tale: Tale, facts: dict[str, Any]) -> None:
    _step(tale, "assign", facts["approved_at"], facts["approver"], approver=facts["approver"])


def _start(stage: Stage, tale: Tale, facts: dict[str, Any]) -> None:
    _step(tale, "start", _later(stage, tale.chapters[-1].at, 1), facts["owner"])


def _done(stage: Stage, tale: Tale, facts: dict[str, Any]) -> None:
    ready = max(facts["due"] - dt.timedelta(days=3), tale.chapters[-1].at.date())
    at = min(office_hour(ready, stage.chance), LAST - dt.timedelta(hours=1))
    at = max(at, tale.chapters[-1].at + dt.timedelta(minutes=5))
    evidence = "Biên bản nghiệm thu nội bộ và tài liệu kèm theo, lưu tại hồ sơ khắc phục của đơn vị."
    _step(tale, "done", at, facts["owner"], evidence=evidence, done_on=at.date())


def _verify(stage: Stage, tale: Tale, facts: dict[str, Any]) -> None:
    at = _later(stage, tale.chapters[-1].at, 2)
    note = "Đã xem tài liệu và kiểm tra tại chỗ: đã làm như kế hoạch."
    _step(
        tale, "verify", at, facts["verifier"], verified_by=facts["verifier"], verified_on=at.date(),
        verification_note=note,
    )  # fmt: skip


def _extend(stage: Stage, book: Book, tale: Tale, facts: dict[str, Any], state: str) -> None:
    """A request for more time; one that is granted moves the due day and keeps the original."""
    days = 45 if state == LONG else 20
    to_day = facts["due"] + dt.timedelta(days=days)
    why = "Phải chờ đơn vị cung cấp phần mềm hoàn thành nâng cấp."
    usual = office_hour(facts["due"] - dt.timedelta(days=4), stage.chance)
    asked = min(max(usual, tale.chapters[-1].at + dt.timedelta(hours=1)), LAST - dt.timedelta(days=1))
    row = book.tell(
        ActionExtension, asked, facts["owner"], "ask_extension",
        action=tale.record, asked_by=facts["owner"], asked_on=asked.date(), from_day=facts["due"], to_day=to_day,
        why=why,
    )  # fmt: skip
    row.chapters[0].reason = why
    if state == ExtensionStatus.ASKED:
        return
    at = asked + dt.timedelta(hours=1)
    row.chapters.append(
        Chapter(at, facts["manager"], "extension.endorse", {"status": "endorsed", "endorsed_by": facts["manager"]})
    )
    if state == ExtensionStatus.GRANTED:
        decided = at + dt.timedelta(hours=1)
        decision = {"status": "granted", "decided_by": facts["approver"], "decided_on": decided.date()}
        row.chapters.append(Chapter(decided, facts["approver"], "extension.grant", decision))
        tale.chapters.append(Chapter(decided, facts["approver"], "move_due_day", {"due_on": to_day}, why))


def tell_task(book: Book, *, at: dt.date, by: Any, owner: Any, unit: Any, title: str, due: dt.date, until: str) -> Tale:
    """A task that somebody was assigned outside any plan."""
    began = moment(at, 9)
    tale = book.tell(
        Action, began, by, "assign_task", written_on=at, kind=ActionKind.TASK, title=title, unit=unit,
        raised_by_unit=unit, owner=owner, assigned_by=by, due_on=due, original_due_on=due, status=A.ASSIGNED,
    )  # fmt: skip
    if until == A.IN_PROGRESS:
        _step(tale, "start", began + dt.timedelta(days=1), owner)
    return tale
