"""Risks, opportunities, the context and interested parties of a department and of the ministry's office."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings

from qms import clock
from qms.demo.days import moment
from qms.demo.stage import Stage
from qms.enums import ActionStatus, RiskKind
from qms.models.actions import Action
from qms.models.context import ContextFactor, InterestedParty
from qms.models.documents import Document
from qms.models.risks import Risk
from qms.operations import actions as action_operations
from qms.operations import context as context_operations
from qms.operations import risk_actions, risks
from qms.operations.data_files import LINE, read_yaml
from qms.risk_clauses import usual_clause

FILE = Path(settings.BASE_DIR) / "fixtures" / "demo" / "risks.yaml"
LAST_REPORTED = dt.date(2020, 7, 1)
"""Actions due before were reported as done on their day."""

Act = tuple[dt.date, int, Callable[[], Any]]
"""On which day, in which order of that day, and what is done."""


def build_risks(stage: Stage) -> None:
    """Everything at its own moment, in the order of days, through the operations of the pages."""
    told = read_yaml(FILE)
    acts: list[Act] = []
    for entry in told["risks"]:
        acts += _story(stage, entry)
    for model, key in ((ContextFactor, "factors"), (InterestedParty, "parties")):
        acts += [(entry["day"], 0, _context(stage, model, entry)) for entry in told[key]]
    for day, order, act in sorted(acts, key=lambda one: one[:2]):
        with clock.at(moment(day, 9 + order)):
            act()


def _story(stage: Stage, entry: dict[str, Any]) -> list[Act]:
    """What happens to one risk: recorded first, the rest on the day that it is told for."""
    made: dict[str, Risk] = {}

    def later(order: int, act: Callable[[Stage, Risk, dict[str, Any]], None], told: dict[str, Any], day: Any) -> Act:
        return day, order, lambda: act(stage, made["risk"], told)

    acts: list[Act] = [(entry["day"], 0, lambda: made.update(risk=_recorded(stage, entry)))]
    for order, key, act in ((1, "treat", _treated), (4, "close", _closed)):
        if told := entry.get(key):
            acts.append(later(order, act, told, told["day"]))
    for told in entry.get("actions", ()):
        acts.append(later(2, _planned, told, told["day"]))
        if "update" not in told and told["due"] < LAST_REPORTED:
            acts.append(later(5, _done, told, told["due"]))
    return acts + [later(3, _reviewed, told, told["day"]) for told in entry.get("reviews", ())]


def _recorded(stage: Stage, entry: dict[str, Any]) -> Risk:
    unit = stage.units[entry["unit"]]
    process = entry.get("process")
    document = Document.objects.filter(number=process, unit__code__startswith="SLĐ-01").first() if process else None
    risk = Risk(
        kind=entry.get("kind", RiskKind.RISK), unit=unit, document=document, statement=entry["statement"],
        cause=entry.get("cause", ""), effect=entry.get("effect", ""), likelihood=entry["level"][0],
        consequence=entry["level"][1], owner=stage.people[entry["owner"]], review_due_on=entry["review"],
    )  # fmt: skip
    clause = usual_clause(stage.editions["2015"], risk.kind)
    return risks.record_risk(risk, by=stage.people[entry["by"]], clauses=[clause] if clause else [])


def _treated(stage: Stage, risk: Risk, told: dict[str, Any]) -> None:
    after = told.get("level", [None, None])
    risks.treat_risk(
        risk, by=stage.people[told["by"]], treatment=told["how"], treatment_note=told["note"],
        residual_likelihood=after[0], residual_consequence=after[1],
    )  # fmt: skip


def _planned(stage: Stage, risk: Risk, told: dict[str, Any]) -> None:
    risk_actions.plan_risk_action(
        risk, by=stage.people[told["by"]], title=told["title"], owner=stage.people[told["owner"]], due_on=told["due"],
        update=told.get("update", False),
    )  # fmt: skip


def _done(stage: Stage, risk: Risk, told: dict[str, Any]) -> None:
    action = Action.objects.select_related("owner").get(treated_risk__risk=risk, title=told["title"])
    if action.status == ActionStatus.ASSIGNED:
        action = action_operations.start_action(action, by=action.owner)
    action_operations.report_done(action, by=action.owner, evidence="Biên bản làm việc và danh sách người dự.")


def _reviewed(stage: Stage, risk: Risk, told: dict[str, Any]) -> None:
    risks.review_risk(
        risk, by=stage.people[told["by"]], likelihood=told["level"][0], consequence=told["level"][1],
        note=told["note"], next_due_on=told["next"],
    )  # fmt: skip


def _closed(stage: Stage, risk: Risk, told: dict[str, Any]) -> None:
    risks.close_risk(risk, by=stage.people[told["by"]], reason=told["reason"])


def _context(stage: Stage, model: Any, entry: dict[str, Any]) -> Callable[[], Any]:
    def act() -> None:
        names = {name: value for name, value in entry.items() if name not in {"unit", "by", "day", "review", LINE}}
        record = model(unit=stage.units[entry["unit"]], review_due_on=entry["review"], **names)
        context_operations.record_context(record, by=stage.people[entry["by"]])

    return act
