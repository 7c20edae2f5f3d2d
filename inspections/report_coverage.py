"""What an inspection looked at: clauses of those planned, lines answered and not, scores by unit."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from inspections.asking import asked_lines
from inspections.checklists import by_session, lines_of
from inspections.enums import AnswerResult
from inspections.parts_seen import UnitsSeen, in_part
from inspections.report_words import name_of

UNEXAMINED = {str(result) for result in AnswerResult.unexamined()}


def standing(rows: Any) -> list[Any]:
    """The rows of a prefetched relation that were not taken away."""
    return [row for row in rows.all() if row.ended_at is None]


def cited(rows: Any) -> list[str]:
    """The numbers of the clauses that standing references name."""
    return [row.clause.number if row.clause_id else row.written_as for row in standing(rows)]


def asked(inspection: Any, units: UnitsSeen) -> list[Any]:
    """The lines that were asked, of the units seen."""
    lines = in_part(lines_of(inspection), units, "session__unit_id").select_related("clause", "session__unit")
    return [line for rows in by_session(lines).values() for line in asked_lines(rows)]


def coverage_of(sessions: Iterable[Any], lines: list[Any]) -> dict[str, Any]:
    """Clauses covered of those planned, lines answered, and what was not examined with its reason."""
    answered = [line for line in lines if line.result and line.result not in UNEXAMINED]
    planned, covered = _clauses(sessions, lines, answered)
    return {
        "planned": planned,
        "covered": [number for number in planned if number in covered],
        "missed": [number for number in planned if number not in covered],
        "share": share(len(covered), len(planned)),
        "lines": len(lines),
        "answered": len(answered),
        "answered_share": share(len(answered), len(lines)),
        "not_examined": [_unexamined(line) for line in lines if line.result == AnswerResult.NOT_EXAMINED],
        "not_applicable": [_unexamined(line) for line in lines if line.result == AnswerResult.NOT_APPLICABLE],
    }


def share(part: int | Decimal, whole: int | Decimal) -> int:
    """A part of a whole in percent, rounded; of nothing it is nothing."""
    return int((Decimal(part) * 100 / Decimal(whole)).quantize(Decimal(1))) if whole else 0


def _clauses(sessions: Iterable[Any], lines: list[Any], answered: list[Any]) -> tuple[list[str], set[str]]:
    """Clauses planned, in order, and those covered: by an answered line, or by a session held without lines on it."""
    planned: dict[str, bool] = {}
    for session in sessions:
        for number in cited(session.clause_references):
            own = [line for line in lines if line.session_id == session.pk and _is_about(line, number)]
            done = any(line in answered for line in own) if own else session.held_at is not None
            planned[number] = planned.get(number, False) or done
    ordered = sorted(planned, key=_in_order)
    return ordered, {number for number in ordered if planned[number]}


def _is_about(line: Any, number: str) -> bool:
    own = line.clause.number if line.clause_id else line.written_as
    return own == number or own.startswith(f"{number}.")


def _in_order(number: str) -> list[tuple[int, Any]]:
    return [(0, int(part)) if part.isdecimal() else (1, part) for part in number.split(".")]


def _unexamined(line: Any) -> dict[str, Any]:
    return {
        "unit": line.session.unit.code,
        "clause": line.clause.number if line.clause_id else line.written_as,
        "question": {"vi": line.question_vi, "en": line.question_en or line.question_vi},
        "reason": line.note,
    }


def scores_of(lines: list[Any]) -> list[dict[str, Any]]:
    """Score, what could be scored, and share of each unit whose lines have scores; the best first."""
    sums: dict[int, list[Decimal]] = defaultdict(lambda: [Decimal(0), Decimal(0)])
    units = {}
    for line in lines:
        if line.max_score is None or line.score is None or line.result in UNEXAMINED:
            continue
        units[line.session.unit_id] = line.session.unit
        sums[line.session.unit_id][0] += line.score
        sums[line.session.unit_id][1] += line.max_score
    rows = [
        {"unit": units[key].code, "name": name_of(units[key]), "score": str(got), "most": str(most),
         "share": share(got, most)}
        for key, (got, most) in sums.items()
    ]  # fmt: skip
    return sorted(rows, key=lambda row: (-row["share"], row["unit"]))
