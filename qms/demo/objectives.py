"""Objectives of the ministry, of two departments and their divisions, with figures; of the central units brought in."""

import datetime as dt
import hashlib
from collections.abc import Callable
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings

from qms import clock
from qms.demo.days import moment
from qms.demo.document_play import signing
from qms.demo.stage import Stage
from qms.enums import ActionStatus
from qms.history import bulk
from qms.history.recording import operation
from qms.models.actions import Action
from qms.models.objectives import Measurement, Objective, ObjectiveTarget
from qms.models.organisation import QMSHolding
from qms.models.reach import sync_participation
from qms.models.standards import Clause
from qms.numbering import next_number
from qms.objective_figures import ratio
from qms.objective_periods import period_coded, periods_of
from qms.operations import actions as action_operations
from qms.operations import measurements as figures
from qms.operations import objective_actions, objective_sets, objectives
from qms.operations.data_files import LINE, read_yaml
from qms.performance_enums import MeasuredBy, ObjectiveStatus
from qms.workflow import StepRefused

FILE = Path(settings.BASE_DIR) / "fixtures" / "demo" / "objectives.yaml"
COUNTED = dt.date(2020, 7, 14)
"""The cut-off of what is measured from the records."""
AFTER = dt.timedelta(days=8)
"""How long after the end of a period its figure is recorded."""
BROUGHT_IN = dt.date(2020, 6, 22)
CENTRAL_KEY = "tasks_on_time"

Act = tuple[dt.date, int, Callable[[], Any]]
"""On which day, in which order of that day, and what is done."""


def build_objectives(stage: Stage) -> None:
    """Everything at its own moment, in the order of days, through the operations of the pages."""
    told = read_yaml(FILE)
    acts: list[Act] = []
    for entry in told["units"]:
        acts += _taken_over(stage, entry)
    for entry in told["proposed"]:
        acts += _proposed(stage, entry)
    acts.append((BROUGHT_IN, 0, lambda: _bring_in(stage)))
    for day, order, act in sorted(acts, key=lambda one: one[:2]):
        with clock.at(moment(day, 9 + order)):
            act()


def _taken_over(stage: Stage, entry: dict[str, Any]) -> list[Act]:
    """The directive's set for a holder: proposed, approved, started, measured."""
    unit, made = stage.units[entry["unit"]], {}
    officer, owner = stage.people[entry["officer"]], stage.people[entry["owner"]]

    def take() -> None:
        own = {key: Decimal(value) for key, value in _named(entry.get("own", {})).items()}
        found = objective_sets.take_over_objectives(
            unit, by=officer, owner=owner, year=entry["year"], keys=entry.get("keys"), own=own
        )
        made.update({one.key: one for one in found})

    head = stage.people[entry["head"]]
    first = max(entry["day"], dt.date(entry["year"], 1, 1))
    acts: list[Act] = [(entry["day"], 0, take), (entry["day"], 3, lambda: _approve_all(made, head))]
    acts.append((first, 5, lambda: _start_all(made, officer)))
    for key, periods in _named(entry["figures"]).items():
        acts += _figures(made, key, _named(periods), officer)
    for told in entry.get("corrected", ()):
        acts.append((told["day"], 4, _correcting(made, told, officer)))
    for told in entry.get("actions", ()):
        acts.append((told["day"], 4, _planning(stage, made, told["key"], told, officer)))
    for key in entry.get("from_records", ()):
        acts.append((COUNTED, 7, _counting(made, key, officer)))
    return acts


def _named(told: dict[Any, Any]) -> dict[str, Any]:
    """A mapping of the file without the line it stands on."""
    return {str(name): value for name, value in told.items() if name != LINE}


def _approve_all(made: dict[str, Objective], head: Any) -> None:
    for key, one in made.items():
        made[key] = objectives.approve_objective(one, by=head, signature=signing(head, one))


def _start_all(made: dict[str, Objective], officer: Any) -> None:
    for key, one in made.items():
        made[key] = objectives.start_objective(one, by=officer)


def _figures(made: dict[str, Objective], key: str, periods: dict[str, Any], by: Any) -> list[Act]:
    """Each figure a week after its period."""
    return [(_end_of(code) + AFTER, 2, _measuring(made, key, code, told, by)) for code, told in periods.items()]


def _end_of(code: str) -> dt.date:
    """The last day of a period by its code: 2020, 2020-H1, 2020-Q2, 2020-06."""
    year, _dash, part = code.partition("-")
    months = {"": 12, "H": 6, "Q": 3}.get(part[:1], 1)
    last = months * int(part.lstrip("HQ") or 1)
    following = dt.date(int(year) + last // 12, last % 12 + 1, 1)
    return following - dt.timedelta(days=1)


def _measuring(made: dict[str, Objective], key: str, code: str, told: Any, by: Any) -> Callable[[], Any]:
    return lambda: figures.measure_objective(made[key], by=by, figure=_figure(made[key], code, told))


def _figure(objective: Objective, code: str, told: Any) -> figures.Figure:
    period = period_coded(objective, code)
    assert period is not None, f"{objective.title}: {code}"  # the file's fault
    days = (period.begins, period.ends)
    if isinstance(told, list):
        done, all_ = (Decimal(str(one)) for one in told)
        return figures.Figure(*days, numerator=done, denominator=all_, as_of=clock.today())
    return figures.Figure(*days, Decimal(str(told)), as_of=clock.today())


def _correcting(made: dict[str, Objective], told: dict[str, Any], by: Any) -> Callable[[], Any]:
    def act() -> None:
        objective = made[told["key"]]
        figure = _figure(objective, told["period"], told["figure"])
        wrong = figures.standing_in(objective, figure.period_from, figure.period_to)
        assert wrong is not None  # it was measured before
        figures.correct_measurement(wrong, by=by, figure=figure, reason=told["reason"])

    return act


def _counting(made: dict[str, Objective], key: str, by: Any) -> Callable[[], Any]:
    """The last period that has ended, from the records as they stand; nothing where they hold nothing."""

    def act() -> None:
        objective = made[key]
        period = list(periods_of(objective, clock.today()))[-1]
        try:
            figures.measure_from_records(objective, by=by, period_from=period.begins, period_to=period.ends)
        except StepRefused:
            return

    return act


def _planning(stage: Stage, made: dict[str, Objective], key: str, told: dict[str, Any], by: Any) -> Callable[[], Any]:
    return lambda: objective_actions.plan_objective_action(
        made[key], by=by, title=told["title"], owner=stage.people[told["owner"]], due_on=told["due"]
    )


def _proposed(stage: Stage, entry: dict[str, Any]) -> list[Act]:
    """One of a unit's own: proposed, and as far as the file says approved, measured, judged."""
    made: dict[str, Objective] = {}
    by, head = stage.people[entry["by"]], stage.people[entry["head"]]
    key = entry["title"]
    acts: list[Act] = [(entry["day"], 1, lambda: made.update({key: _propose(stage, entry, by)}))]
    if entry.get("waits"):
        return acts
    acts.append((entry["day"], 4, lambda: _approve_all(made, head)))
    acts.append((entry["day"], 5, lambda: _start_all(made, by)))
    acts += _figures(made, key, _named(entry.get("figures", {})), by)
    for told in entry.get("actions", ()):
        acts.append((told["day"], 4, _planning(stage, made, key, told, by)))
        if told.get("done"):
            acts.append((told["due"], 5, partial(_done, told["title"])))
    if told := entry.get("judged"):
        acts.append((told["day"], 4, lambda: objectives.judge_objective(
            made[key], by=by, achievement=told["result"], conclusion=told["conclusion"])))  # fmt: skip
    return acts


def _propose(stage: Stage, entry: dict[str, Any], by: Any) -> Objective:
    unit = stage.units[entry["unit"]]
    names = (
        "title", "definition", "numerator", "denominator", "source", "measure_unit", "direction", "rhythm", "baseline",
        "baseline_on", "ends_on", "plan", "resources", "judged_how",
    )  # fmt: skip
    values = {name: entry[name] for name in names if name in entry}
    targets = {int(year): Decimal(value) for year, value in _named(entry["targets"]).items()}
    serves = Objective.objects.filter(key=entry.get("serves") or "-", unit=unit.parent).first()
    objective = Objective(
        unit=unit, parent=serves, owner=stage.people[entry["owner"]],
        starts_on=dt.date(min(targets), 1, 1), **values,
    )  # fmt: skip
    return objectives.propose_objective(objective, by=by, targets=targets, clauses=_clauses(stage))


def _clauses(stage: Stage) -> list[Clause]:
    found = stage.clauses.get(("2015", objective_sets.CLAUSE[2]))
    return [found] if found else []


def _done(title: str) -> None:
    action = Action.objects.select_related("owner").get(title=title, served_objective__isnull=False)
    if action.status == ActionStatus.ASSIGNED:
        action = action_operations.start_action(action, by=action.owner)
    action_operations.report_done(action, by=action.owner, evidence="Bảng thống kê và biên bản họp phòng.")


def _bring_in(stage: Stage) -> None:
    """Assigned tasks of the central units, from the workbook of the Ministry's Office."""
    officer = stage.people["officer"]
    held = QMSHolding.objects.filter(unit__parent__code="BLĐTBXH", valid_to=None).exclude(unit__code__startswith="SLĐ")
    units = [stage.units[code] for code in held.order_by("unit__code").values_list("unit__code", flat=True)]
    _write_central(stage, units, by=officer)


@operation("import_register")
def _write_central(stage: Stage, units: list[Any], *, by: Any) -> None:
    shipped = next(one for one in objective_sets.shipped() if one.key == CENTRAL_KEY)
    made = [
        Objective(
            unit=unit, owner=by, proposed_by=by, key=CENTRAL_KEY, number=next_number("objective", unit, 2019),
            parent=objective_sets.parent_of(CENTRAL_KEY, unit), starts_on=dt.date(2019, 1, 1), ends_on=shipped.ends_on,
            status=ObjectiveStatus.RUNNING, approved_on=dt.date(2019, 1, 21), brought_in=True,
            source_file="muc-tieu-don-vi-2019-2020.xlsx", source_row=row, **shipped.values,
        )
        for row, unit in enumerate(units, 5)
    ]  # fmt: skip
    bulk.create(made)
    for one in made:
        sync_participation(one, new=True)
    years = {2019: Decimal(100), 2020: Decimal(100)}
    bulk.create([
        ObjectiveTarget(objective=one, year=year, value=value) for one in made for year, value in years.items()
    ])  # fmt: skip
    bulk.create([figure for one in made for figure in _central_figures(one, by)])


def _central_figures(objective: Objective, by: Any) -> list[Measurement]:
    """Each quarter of 2019 and the first of 2020; every fifth unit owes the last one. Drawn from the unit's code."""
    seed = hashlib.sha256(objective.unit.code.encode()).digest()
    found = []
    for place, period in enumerate(periods_of(objective, dt.date(2020, 3, 31))):
        if place == 4 and seed[0] % 5 == 0:  # noqa: PLR2004 - the first quarter of 2020
            continue
        all_tasks = 8 + seed[place + 1] % 30
        done = all_tasks - (seed[place + 9] % 3 if seed[place + 9] % 4 == 0 else 0)
        found.append(Measurement(
            objective=objective, period_from=period.begins, period_to=period.ends, numerator=Decimal(done),
            denominator=Decimal(all_tasks), value=ratio(done, all_tasks, "%") or 0, as_of=period.ends + AFTER,
            source=MeasuredBy.IMPORT, recorded_by=by,
        ))  # fmt: skip
    return found
