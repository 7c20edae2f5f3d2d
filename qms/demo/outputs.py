"""A year of monthly figures of two departments' procedures; dossiers that came back late or wrong."""

import datetime as dt
import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings

from qms import clock
from qms.demo.days import moment
from qms.demo.stage import Stage
from qms.models.documents import Document, Issue
from qms.models.outputs import NonconformingOutput, ProcedureFigure
from qms.operations import outputs as operations
from qms.operations import procedure_figures as figures
from qms.operations.data_files import read_yaml
from qms.procedure_counts import COUNTS

FILE = Path(settings.BASE_DIR) / "fixtures" / "demo" / "outputs.yaml"
DEPARTMENTS = {"SLĐ-01": "officer1", "SLĐ-79": "officer2"}
"""Each with the officer who gives its figures."""
MONTHS = [dt.date(2019, month, 1) for month in range(7, 13)] + [dt.date(2020, month, 1) for month in range(1, 7)]
REPORTED = 5
"""The day of the next month on which figures are given."""

Act = tuple[dt.date, int, Callable[[], Any]]


def build_outputs(stage: Stage) -> None:
    """Everything in the order of days, through the operations of the pages."""
    told = read_yaml(FILE)
    acts: list[Act] = [_figures(stage, month) for month in MONTHS]
    acts += [_published(stage, entry) for entry in told["published"]]
    acts += [_corrected(stage, entry) for entry in told["corrected"]]
    for entry in told["outputs"]:
        acts += _story(stage, entry)
    for day, order, act in sorted(acts, key=lambda one: one[:2]):
        with clock.at(moment(day, 8 + order)):
            act()


def _figures(stage: Stage, month: dt.date) -> Act:
    def act() -> None:
        for code, officer in DEPARTMENTS.items():
            by_unit: dict[int, dict[Document, dict[str, int]]] = {}
            for issue in _issues(code):
                by_unit.setdefault(issue.document.unit_id, {})[issue.document] = drawn(issue, month)
            for entries in by_unit.values():
                unit = next(iter(entries)).unit
                figures.record_procedure_figures(unit, month, entries, by=stage.people[officer])

    following = (month + dt.timedelta(days=31)).replace(day=REPORTED)
    return following, 1, act


def _issues(code: str) -> list[Issue]:
    """Administrative procedures in force in a department."""
    rows = Issue.objects.effective_on(clock.today()).exclude(procedure_code="")
    found = rows.filter(document__unit__code__startswith=code).select_related("document__unit")
    return list(found.order_by("document__number", "pk"))


def drawn(issue: Issue, month: dt.date) -> dict[str, int]:
    """Counts of a procedure in a month, drawn from its number: the same in every demonstration."""
    seed = hashlib.sha256(f"{issue.document.number} {issue.document.unit.code} {month}".encode()).digest()
    received = 6 + seed[0] % 70
    late = seed[1] % 3 if seed[2] % 5 == 0 else 0
    early = (received - late) * (20 + seed[3] % 40) // 100
    counts = dict.fromkeys(COUNTS, 0) | {"received": received, "early": early, "late": late}
    counts["on_time"] = received - late - early
    silent = hashlib.sha256(issue.document.number.encode()).digest()[0] % 4 == 0
    online = 0 if silent else received * (10 + seed[4] % 35) // 100
    if issue.online_level in ("3", "4"):
        counts[f"online_{issue.online_level}"] = online
    return counts | {"by_post": seed[5] % 6, "complaints": 1 if late and seed[6] % 3 == 0 else 0}


def _named(number: str, code: str = "SLĐ-01") -> Document | None:
    return Document.objects.filter(number=number, unit__code__startswith=code).first()


def _published(stage: Stage, entry: dict[str, Any]) -> Act:
    def act() -> None:
        document = _named(entry["process"])
        if document is not None:
            figures.date_publication(
                document, by=stage.people[entry["by"]], decided_on=entry["decided"], published_on=entry["published"],
                decision_number=entry["number"],
            )  # fmt: skip

    return entry["day"], 2, act


def _corrected(stage: Stage, entry: dict[str, Any]) -> Act:
    def act() -> None:
        named = _named(entry["process"])
        for figure in ProcedureFigure.objects.filter(document=named, month=entry["month"], ended_at=None):
            counts = {name: getattr(figure, name) for name in COUNTS}
            more = entry["received"]
            counts |= {"received": counts["received"] + more, "on_time": counts["on_time"] + more}
            figures.correct_procedure_figure(figure, by=stage.people[entry["by"]], reason=entry["reason"], **counts)

    return entry["day"], 3, act


def _story(stage: Stage, entry: dict[str, Any]) -> list[Act]:
    made: dict[str, NonconformingOutput] = {}

    def record() -> None:
        output = NonconformingOutput(
            unit=stage.units[entry["unit"]], document=_named(entry["process"]) if "process" in entry else None,
            dossier=entry["dossier"], kind=entry["kind"], description=entry["text"], due_on=entry.get("due"),
            found_on=entry["day"],
        )  # fmt: skip
        made["output"] = operations.record_output(output, by=stage.people[entry["by"]])

    def decide() -> None:
        told = entry["decide"]
        slip = {"apology_number": told["slip"], "apology_on": told["day"]} if "slip" in told else {}
        made["output"] = operations.decide_output(
            made["output"], by=stage.people[told["by"]], decision=told["text"], new_due_on=told.get("new"), **slip
        )

    def close() -> None:
        day = entry["close"]["day"]
        operations.close_output(made["output"], by=stage.people[entry["by"]], returned_on=day)

    def withdraw() -> None:
        told = entry["withdraw"]
        operations.withdraw_output(made["output"], by=stage.people[told["by"]], reason=told["reason"])

    steps = {"decide": decide, "close": close, "withdraw": withdraw}
    taken = [(name, act) for name, act in steps.items() if name in entry]
    later = [(entry[name]["day"], 5 + place, act) for place, (name, act) in enumerate(taken)]
    return [(entry["day"], 4, record), *later]
