"""The report of an inspection as plain values: what the page shows, what prints, what its hash is made over.

Texts that have a Vietnamese and an English form stand in both, codes stand as codes, days as ISO text: so a report
that was concluded once prints in either language for ever, whatever becomes of the records.
"""

from functools import partial
from typing import Any

from inspections.enums import FindingStatus
from inspections.guards import SILENCE
from inspections.models import Nonconformity
from inspections.parts_seen import UnitsSeen, in_part
from inspections.report_comparison import comparison_of
from inspections.report_coverage import asked, cited, coverage_of, scores_of, standing
from inspections.report_due import lateness
from inspections.report_meetings import meetings_of
from inspections.report_overrules import overrules_of
from inspections.report_words import both, name_of
from qms.calendar import add_working_days
from qms.history import canonical
from qms.models.people import Membership

FORMAT = 1
"""Number of the way in which facts are written."""


def report_hash(facts: dict[str, Any]) -> str:
    """SHA-256 over the facts as they are kept."""
    return canonical.digest(canonical.chain_text(report=canonical.plain(facts)))


def report_facts(inspection: Any, units: UnitsSeen = None) -> dict[str, Any]:
    """All that the report says; with `units` only their part, without what is said about the whole."""
    sessions = _sessions(inspection, units)
    lines = asked(inspection, units)
    findings = findings_of(inspection, units)
    inspected = [unit for unit, _row in _of_part(inspected_units(inspection), units)]
    return canonical.plain(
        {
            "format": FORMAT,
            **_head(inspection),
            "units": units_said(inspection, units),
            "team": _team(inspection),
            "sessions": [_session(session) for session in sessions],
            "coverage": coverage_of(sessions, lines),
            "scores": scores_of(lines),
            "findings": findings_in_words(findings),
            "comparison": comparison_of(inspection, inspected, findings),
            "overrules": overrules_of(inspection, units),
            "meetings": meetings_of(inspection, units),
            "strengths": "" if units is not None else inspection.strengths,
            "conclusion": "" if units is not None else inspection.conclusion,
            "distribution": [line.strip() for line in inspection.distribution.splitlines() if line.strip()],
        }
    )


def _head(inspection: Any) -> dict[str, Any]:
    sender, late = inspection.raised_by_unit, lateness(inspection)
    above = sender.superior_text or sender.parent
    return {
        "number": inspection.number,
        "title": inspection.title,
        "kind": inspection.kind,
        "mode": inspection.mode,
        "purpose": inspection.purpose,
        "scope": inspection.scope,
        "edition": both(lambda: inspection.edition or ""),
        "sender": name_of(sender),
        "superior": {"vi": above, "en": above} if isinstance(above, str) else name_of(above),
        "place": sender.place,
        "lead": str(inspection.lead or ""),
        "starts_on": inspection.starts_on,
        "ends_on": inspection.ends_on,
        "closing_meeting_on": inspection.closing_meeting_on,
        "ended_early_reason": inspection.ended_early_reason,
        "due_on": late.due_on if late else None,
        "sent_on": inspection.sent_on,
        "days_late": late.days if late and late.sent_on else 0,
    }


def inspected_units(inspection: Any) -> list[tuple[Any, Any]]:
    """(unit, its row) of every inspected unit; the first one has the inspection itself as its row."""
    further = inspection.inspected_units.filter(ended_at=None).select_related("unit")
    return [(inspection.unit, None), *((row.unit, row) for row in further.order_by("unit__sort_key", "pk"))]


def _of_part(inspected: list[tuple[Any, Any]], units: UnitsSeen) -> list[tuple[Any, Any]]:
    return [(unit, row) for unit, row in inspected if units is None or unit.pk in units]


def units_said(inspection: Any, units: UnitsSeen = None) -> list[dict[str, Any]]:
    """Each inspected unit with its word on the report, or until when it may give it."""
    return [canonical.plain(_unit(inspection, *pair)) for pair in _of_part(inspected_units(inspection), units)]


def _unit(inspection: Any, unit: Any, row: Any) -> dict[str, Any]:
    """A unit with its word on the report; silent where it let its days pass until the conclusion."""
    said_on = row.commented_on if row is not None else inspection.unit_commented_on
    comment = row.comment if row is not None else inspection.unit_comment
    return {
        "code": unit.code,
        "name": name_of(unit),
        "comment": comment if said_on or inspection.brought_in else "",
        "commented_on": said_on,
        "comment_until": add_working_days(inspection.sent_on, SILENCE) if inspection.sent_on else None,
        "silent": bool(inspection.unit_silent_on and not said_on),
    }


def _team(inspection: Any) -> list[dict[str, Any]]:
    members = [row.user for row in inspection.team.filter(ended_at=None).select_related("user").order_by("pk")]
    people = [inspection.lead] if inspection.lead else []
    people += [person for person in members if person.pk != inspection.lead_id]
    places = Membership.objects.standing_on(inspection.starts_on).filter(user__in=people).select_related("unit")
    unit_of = {row.user_id: row.unit for row in places.order_by("-pk")}
    return [
        {"name": str(person), "leads": person.pk == inspection.lead_id, "unit": name_of(unit_of.get(person.pk))}
        for person in people
    ]


def _sessions(inspection: Any, units: UnitsSeen) -> list[Any]:
    rows = in_part(inspection.sessions.filter(ended_at=None), units).select_related("unit")
    return list(rows.prefetch_related("clause_references__clause", "documents__document", "inspectors__user"))


def _session(session: Any) -> dict[str, Any]:
    return {
        "day": session.day,
        "hours": " - ".join(f"{time:%H:%M}" for time in (session.from_time, session.to_time) if time),
        "unit": session.unit.code,
        "name": name_of(session.unit),
        "place": session.place,
        "representative": session.representative,
        "topic": session.topic,
        "clauses": cited(session.clause_references),
        "documents": [both(partial(str, row.document)) for row in standing(session.documents)],
        "inspectors": [str(row.user) for row in standing(session.inspectors)],
        "held": session.held_at is not None,
    }


def findings_of(inspection: Any, units: UnitsSeen = None) -> list[Any]:
    """The findings that stand, in their order."""
    rows = in_part(inspection.findings.exclude(status=FindingStatus.WITHDRAWN), units).select_related("unit")
    return list(rows.order_by("pk").prefetch_related("clause_references__clause"))


def findings_in_words(findings: list[Any]) -> list[dict[str, Any]]:
    """Findings as plain values, each with the nonconformity that answers it."""
    keys = {row.pk for row in findings} | {row.joined_to_id for row in findings if row.joined_to_id}
    raised = {row.finding_id: row for row in Nonconformity.objects.filter(finding_id__in=keys)}
    return [_finding(row, raised.get(row.pk) or raised.get(row.joined_to_id)) for row in findings]


def _finding(row: Any, nonconformity: Any) -> dict[str, Any]:
    return {
        "number": row.number,
        "unit": row.unit.code,
        "name": name_of(row.unit),
        "grade": row.grade,
        "original_grade": row.original_grade,
        "clauses": cited(row.clause_references),
        "requirement": row.requirement,
        "statement": row.statement,
        "evidence": row.evidence,
        "status": row.status,
        "nonconformity": nonconformity.number if nonconformity else "",
        "nonconformity_status": nonconformity.status if nonconformity else "",
    }
