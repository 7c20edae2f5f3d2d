"""What an inspection's report says: the facts that its hash is made over and that print shows."""

from typing import Any

from qms.history import canonical


def report_facts(inspection: Any) -> dict[str, Any]:
    """The report's facts as plain values: head, sessions, findings with both grades, overrules."""
    sessions = inspection.sessions.filter(ended_at=None).select_related("unit")
    findings = inspection.findings.select_related("unit").order_by("pk")
    return {
        "number": inspection.number,
        "title": inspection.title,
        "conclusion": inspection.conclusion,
        "strengths": inspection.strengths,
        "unit_comment": inspection.unit_comment,
        "sessions": [[session.day, session.unit.code, session.topic] for session in sessions],
        "findings": [
            [row.number, row.unit.code, row.original_grade, row.grade, row.statement, row.status] for row in findings
        ],
        "overrules": [[str(row.user.uid), row.reason] for row in inspection.overrules.select_related("user")],
    }


def report_hash(inspection: Any) -> str:
    """SHA-256 over the report's facts."""
    facts = canonical.plain(report_facts(inspection))
    return canonical.digest(canonical.chain_text(report=facts))
