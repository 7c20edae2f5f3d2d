"""Whom top management let go although independence or competence failed: to which sessions, against what, and why."""

from typing import Any

from django.utils import translation

from inspections.independence import faults_of, live_sessions
from inspections.parts_seen import UnitsSeen
from inspections.report_words import name_of


def overrules_of(inspection: Any, units: UnitsSeen = None) -> list[dict[str, Any]]:
    """Every overrule as plain values; with `units` only of people who go to sessions there."""
    rows = list(inspection.overrules.select_related("user", "decided_by").order_by("pk"))
    if not rows:
        return []
    sessions = [one for one in live_sessions(inspection) if units is None or one.unit_id in units]
    people = [row.user for row in rows]
    goes = {(one.user_id, session.pk) for session in sessions for one in session.inspectors.all() if not one.ended_at}
    if units is not None:
        rows = [row for row in rows if row.user_id in {user_id for user_id, _session in goes}]
    obstacles = {code: _obstacles(inspection, sessions, people, goes, code) for code in ("vi", "en")}
    return [_overrule(row, sessions, goes, obstacles) for row in rows]


def _obstacles(inspection: Any, sessions: list[Any], people: list[Any], goes: set[Any], code: str) -> dict[int, str]:
    """What stands against each person in sessions they go to, in one language."""
    told: dict[int, dict[str, None]] = {}
    with translation.override(code):
        for fault in faults_of(inspection, sessions, people):
            if (fault.user_id, fault.session_id) in goes:
                told.setdefault(fault.user_id, {})[str(fault.sentence)] = None
    return {key: " ".join(sentences) for key, sentences in told.items()}


def _overrule(row: Any, sessions: list[Any], goes: set[Any], obstacles: dict[str, dict[int, str]]) -> dict[str, Any]:
    own = [session for session in sessions if (row.user_id, session.pk) in goes]
    return {
        "person": str(row.user),
        "sessions": [{"day": session.day, "name": name_of(session.unit)} for session in own],
        "obstacle": {code: told.get(row.user_id, "") for code, told in obstacles.items()},
        "reason": row.reason,
        "decided_by": str(row.decided_by),
        "decided_on": row.decided_on,
    }
