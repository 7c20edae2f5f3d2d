"""What concluded inspections found, clause by clause: read set-wise for any number of inspections."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from inspections.enums import AnswerResult, FindingStatus, Grade, InspectionStatus, NonconformityStatus
from inspections.models import ChecklistLine, FindingClause, Inspection, SessionClause
from inspections.programme_clauses import lines_up
from qms.transition.carry import Standing, strictest

CONCLUDED = (InspectionStatus.CONCLUDED, InspectionStatus.CLOSED)
UNCOUNTED = (FindingStatus.DRAFT, FindingStatus.WITHDRAWN)
STANDING_OF = {
    str(AnswerResult.CONFORMING): str(Standing.CONFORMING),
    str(AnswerResult.NOT_CONFORMING): str(Standing.PARTLY),  # a graded finding on the clause says more
    str(AnswerResult.NOT_EXAMINED): str(Standing.NOT_EXAMINED),
    str(AnswerResult.NOT_APPLICABLE): str(Standing.NOT_APPLICABLE),
    str(AnswerResult.RECORDED): "",
    "": str(Standing.NOT_EXAMINED),
}
Place = tuple[int, int, int]
"""Inspection, unit, clause."""


@dataclass(frozen=True)
class GradedFinding:
    """A finding that was answered by a nonconformity, and whether that has been closed."""

    number: str
    grade: str
    is_closed: bool


@dataclass
class Looked:
    """That an inspection looked at a clause in a unit. `result` as found then: a Standing, "" where nothing judged."""

    inspection_id: int
    unit_id: int
    clause_id: int
    number: str
    result: str = ""
    findings: list[GradedFinding] = field(default_factory=list)

    @property
    def was_examined(self) -> bool:
        """Whether somebody really looked."""
        return self.result != Standing.NOT_EXAMINED

    @property
    def stands(self) -> str:
        """The result as it stands today: a nonconformity that was closed as effective no longer counts."""
        if not self.findings:
            return self.result
        return strictest([one.grade for one in self.findings if not one.is_closed] or [str(Standing.CONFORMING)])


def concluded() -> Any:
    """Inspections whose results stand."""
    return Inspection.objects.filter(status__in=CONCLUDED, ended_at=None)


def looked_at(inspections: Any, *, editions: Iterable[Any] = (), units: Any = None) -> list[Looked]:
    """One row for each inspection, unit and clause, in three queries; `editions` and `units` narrow it."""
    narrowed: dict[str, Any] = {"clause__edition__in": list(editions)} if editions else {"clause__isnull": False}
    numbers: dict[int, str] = {}
    lines = _lines(inspections, narrowed, units, numbers)
    findings = _findings(inspections, narrowed, units, numbers)
    places = {*lines, *findings, *_held_without_lines(inspections, narrowed, units, numbers, lines)}
    return [
        Looked(*place, numbers[place[2]], _result(lines.get(place, ()), findings[place]), findings[place])
        for place in sorted(places)
    ]


def _result(answers: Iterable[str], findings: list[GradedFinding]) -> str:
    if findings:
        return strictest(one.grade for one in findings)
    told = {STANDING_OF[answer] for answer in answers}
    if not told:
        return str(Standing.CONFORMING)  # asked in a session that was held, and nothing was found
    return strictest(told - {""})


def _lines(inspections: Any, narrowed: dict[str, Any], units: Any, numbers: dict[int, str]) -> dict[Place, set[str]]:
    rows = ChecklistLine.objects.filter(
        **narrowed, ended_at=None, session__ended_at=None, session__inspection__in=inspections
    )
    if units is not None:
        rows = rows.filter(session__unit_id__in=units)
    columns = ("session__inspection_id", "session__unit_id", "clause_id", "clause__number", "result")
    found: dict[Place, set[str]] = defaultdict(set)
    for inspection, unit, clause, number, result in rows.order_by().values_list(*columns).distinct():
        numbers[clause] = number
        found[inspection, unit, clause].add(result)
    return found


def _findings(
    inspections: Any, narrowed: dict[str, Any], units: Any, numbers: dict[int, str]
) -> dict[Place, list[GradedFinding]]:
    rows = FindingClause.objects.filter(
        **narrowed,
        ended_at=None,
        record__ended_at=None,
        record__inspection__in=inspections,
        record__grade__in=Grade.nonconforming(),
    ).exclude(record__status__in=UNCOUNTED)
    if units is not None:
        rows = rows.filter(record__unit_id__in=units)
    columns = (
        "record__inspection_id", "record__unit_id", "clause_id", "clause__number", "record__number", "record__grade",
        "record__nonconformity__status", "record__joined_to__nonconformity__status",
    )  # fmt: skip
    found: dict[Place, list[GradedFinding]] = defaultdict(list)
    for inspection, unit, clause, number, name, grade, own, main in rows.order_by("record__number").values_list(
        *columns
    ):
        numbers[clause] = number
        closed = (own or main) in NonconformityStatus.ended_states()
        found[inspection, unit, clause].append(GradedFinding(name, grade, closed))
    return found


def _held_without_lines(
    inspections: Any, narrowed: dict[str, Any], units: Any, numbers: dict[int, str], lines: Iterable[Place]
) -> set[Place]:
    """Clauses of sessions that were held, where no line asked about them or anything below them."""
    rows = SessionClause.objects.filter(
        **narrowed,
        ended_at=None,
        record__ended_at=None,
        record__held_at__isnull=False,
        record__inspection__in=inspections,
    )
    if units is not None:
        rows = rows.filter(record__unit_id__in=units)
    asked: dict[tuple[int, int], set[str]] = defaultdict(set)
    for inspection, unit, clause in lines:
        asked[inspection, unit] |= set(lines_up(numbers[clause]))
    found = set()
    columns = ("record__inspection_id", "record__unit_id", "clause_id", "clause__number")
    for inspection, unit, clause, number in rows.order_by().values_list(*columns).distinct():
        if number not in asked[inspection, unit]:
            numbers[clause] = number
            found.add((inspection, unit, clause))
    return found


def latest(rows: Iterable[Looked], ended: dict[int, dt.date]) -> list[Looked]:
    """Of each clause in each unit what the last inspection found; `ended` says when each inspection ended."""
    last: dict[tuple[int, int], Looked] = {}
    for row in sorted(rows, key=lambda one: (ended[one.inspection_id], one.inspection_id)):
        last[row.unit_id, row.clause_id] = row
    return list(last.values())
