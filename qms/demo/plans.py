"""Yearly plans of the ministry's office and of a department, their tasks, and meetings of their steering committees."""

import datetime as dt
from collections import defaultdict
from pathlib import Path
from typing import Any

from django.conf import settings

from qms import clock
from qms.calendar import add_working_days
from qms.demo.days import LAST, moment
from qms.demo.document_play import signing
from qms.demo.stage import Stage
from qms.enums import ActionStatus
from qms.history import bulk
from qms.history.recording import recording
from qms.models.actions import Action
from qms.models.plans import CommitteeMeeting, WorkPlan
from qms.operations import committee_meetings as meetings
from qms.operations import plan_tasks, work_plans
from qms.operations.data_files import LINE, read_yaml
from qms.operations.plan_tasks import TaskDraft

FILE = Path(settings.BASE_DIR) / "fixtures" / "demo" / "plans.yaml"
EVIDENCE = "Sản phẩm đã phát hành, gửi kèm báo cáo."
CHECKED = "Đã đối chiếu sản phẩm với kế hoạch."
BEGUN = 15
"""Days before the due day on which work begins."""

Act = tuple[dt.date, str, Any, dict[str, Any]]
"""A day, the step, who takes it, and what it sets."""


def build_plans(stage: Stage) -> None:
    """Everything at its own moment; what happened to the tasks is written for many at once."""
    told = read_yaml(FILE)
    for entry in told["plans"]:
        _plan(stage, entry)
    for entry in told["meetings"]:
        for one in entry["meetings"]:
            _meeting(stage, entry, one)


def _plan(stage: Stage, entry: dict[str, Any]) -> None:
    officer, head, unit = stage.people[entry["by"]], stage.people[entry["head"]], stage.units[entry["unit"]]
    words = {name: entry[name] for name in ("title", "note", "year", "kind")}
    with clock.at(moment(entry["day"], 10)):
        plan = work_plans.draft_plan(WorkPlan(unit=unit, **words), by=officer)
        plan_tasks.write_plan_tasks(plan, by=officer, tasks=[_task(stage, entry, row) for row in entry["tasks"]])
    with clock.at(moment(entry["approved"], 15)):
        plan.refresh_from_db()
        signature = signing(head, plan)
        plan = work_plans.approve_plan(plan, by=head, decision_number=entry["decision"], signature=signature)
    days = {int(place): day for place, day in entry["done"].items() if place != LINE}
    actions = [row.action for row in plan_tasks.standing_tasks(plan).select_related("action__owner")]
    ended = {action: days.get(place, _before(action.due_on)) for place, action in enumerate(actions)}
    _play(ended, officer)
    if "closed" in entry:
        with clock.at(moment(entry["closed"], 16)):
            work_plans.close_plan(plan, by=officer, conclusion=entry["conclusion"])


def _task(stage: Stage, entry: dict[str, Any], row: list[Any]) -> TaskDraft:
    group, owner, due, title, result, money = row
    person = stage.people[owner]
    unit = stage.units[_unit_of(person)]
    month, day = (int(part) for part in due.split("-"))
    due_on = dt.date(entry["year"], month, day)
    return TaskDraft(group, title, unit, person, due_on, result=result, resources=money)


def _unit_of(person: Any) -> str:
    """Where the person works."""
    return str(person.memberships.order_by("pk").values_list("unit__code", flat=True)[0])


def _before(due: dt.date) -> dt.date:
    return due - dt.timedelta(days=due.day % 3)


def _play(ended: dict[Action, Any], verifier: Any) -> None:
    """Begun, done on its day, verified a week later: as far as that lies before the demonstration's last day."""
    acts: dict[tuple[dt.date, str, Any], list[tuple[Action, dict[str, Any]]]] = defaultdict(list)
    for action, day in ended.items():
        for on, step, by, values in _story(action, day, verifier):
            if on < LAST.date():
                acts[on, step, by].append((action, values))
    for (on, step, by), listed in sorted(acts.items(), key=lambda one: (one[0][0], -len(one[0][1]))):
        for action, values in listed:
            for name, value in values.items():
                setattr(action, name, value)
        with clock.at(moment(on, 14)), recording(by=by, operation=f"action.{step}"):
            bulk.update([action for action, _values in listed], list(listed[0][1]))


def _story(action: Action, day: Any, verifier: Any) -> list[Act]:
    assert action.due_on is not None  # tasks of a plan have their day
    begun = max(action.due_on - dt.timedelta(days=BEGUN), _given(action))
    acts: list[Act] = [(begun, "start", action.owner, {"status": ActionStatus.IN_PROGRESS})]
    if day is None or day >= LAST.date():
        return acts
    done = {"status": ActionStatus.DONE, "evidence": EVIDENCE, "done_on": day}
    checked = add_working_days(day, 5)
    verified = {
        "status": ActionStatus.VERIFIED, "verified_by": verifier, "verified_on": checked, "verification_note": CHECKED
    }  # fmt: skip
    return [*acts, (day, "done", action.owner, done), (checked, "verify", verifier, verified)]


def _given(action: Action) -> dt.date:
    return (action.document_day or clock.today()) + dt.timedelta(days=1)


def _meeting(stage: Stage, entry: dict[str, Any], told: dict[str, Any]) -> None:
    officer, chair = stage.people[entry["by"]], stage.people[entry["chair"]]
    meeting = CommitteeMeeting(
        unit=stage.units[entry["unit"]], committee=entry["committee"], title=told["title"], held_on=told["day"],
        place=entry["place"], chair=chair, agenda=told["agenda"],
    )  # fmt: skip
    with clock.at(moment(told.get("called", told["day"] - dt.timedelta(days=10)), 9)):
        meeting = meetings.call_meeting(meeting, by=officer)
    if "minutes" not in told:
        return
    with clock.at(moment(told["day"], 16)):
        meeting = meetings.hold_meeting(meeting, by=officer, minutes=told["minutes"], present=entry["present"])
        meetings.write_conclusions(meeting, by=officer, conclusions=_conclusions(stage, entry, told))
    with clock.at(moment(told["signed"], 10)):
        meeting.refresh_from_db()
        signature = signing(chair, meeting)
        meeting = meetings.conclude_meeting(meeting, by=chair, notice_number=told["notice"], signature=signature)
    rows = meeting.conclusions.filter(action__isnull=False).select_related("action__owner").order_by("position")
    days = [one.get("done") for one in told["conclusions"] if "due" in one]
    _play({row.action: day for row, day in zip(rows, days, strict=True) if row.action}, officer)
    with clock.at(_settled(days)):
        meetings.close_concluded()


def _settled(days: list[Any]) -> dt.datetime:
    """A week after the last of them, or the last day of all."""
    if None in days:
        return LAST
    return moment(max(days) + dt.timedelta(days=10), 6)


def _conclusions(stage: Stage, entry: dict[str, Any], told: dict[str, Any]) -> list[meetings.ConclusionDraft]:
    drafts = []
    for place, one in enumerate(told["conclusions"]):
        if "due" not in one:
            drafts.append(meetings.ConclusionDraft(one["text"]))
            continue
        owner = stage.people[entry["owners"][place]]
        unit = stage.units[_unit_of(owner)]
        drafts.append(meetings.ConclusionDraft(one["text"], unit, owner, one["due"]))
    return drafts
