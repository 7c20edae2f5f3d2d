"""What a person takes along on a phone: reads only, as many queries for 300 lines as for 3."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q

from inspections.enums import AnswerResult, ConflictStatus, Grade, InspectionStatus
from inspections.finding_help import THUMB
from inspections.models import AnswerConflict, ChecklistFile, ChecklistLine, Finding, InspectedUnit, Inspection, Session
from qms import clock, policy
from qms.models.reach import participated
from qms.models.standards import Clause, in_language

TAKEN_ALONG = (InspectionStatus.NOTIFIED, InspectionStatus.IN_PROGRESS)
CAPACITIES = ("lead", "team")


def own_inspections(user: Any) -> list[dict[str, Any]]:
    """The inspections that the person leads or is on the team of, notified or in progress."""
    standing = Q(sessions__ended_at=None, sessions__lines__ended_at=None)
    rows = Inspection.objects.filter(
        pk__in=participated(user, Inspection, *CAPACITIES), status__in=TAKEN_ALONG, ended_at=None
    ).select_related("unit")
    rows = rows.annotate(
        line_count=Count("sessions__lines", filter=standing),
        answered_count=Count("sessions__lines", filter=standing & ~Q(sessions__lines__result="")),
    )
    return [_row(one) for one in rows.order_by("starts_on", "number")]


def _row(inspection: Any) -> dict[str, Any]:
    return {
        "uid": inspection.uid,
        "number": inspection.number,
        "title": inspection.title,
        "status": inspection.status,
        "status_label": inspection.get_status_display(),
        "unit": inspection.unit.name,
        "starts_on": inspection.starts_on,
        "ends_on": inspection.ends_on,
        "lines": inspection.line_count,
        "answered": inspection.answered_count,
    }


def package_of(inspection: Inspection, user: Any) -> dict[str, Any]:
    """The inspection with everything that answering it needs. The caller has asked whether it is the person's own."""
    sessions = list(
        inspection.sessions.filter(ended_at=None)
        .select_related("unit")
        .prefetch_related("inspectors__user", "documents__document")
    )
    lines = _Lines(sessions)
    return {
        "person": user.uid,
        "taken_at": clock.now(),
        "inspection": _about(inspection, user),
        "sessions": [_session(one, lines, user) for one in sessions],
        "grades": [{"value": one.value, "label": one.label, "rule": THUMB[one]} for one in Grade],
        "results": [{"value": one.value, "label": one.label} for one in AnswerResult],
        "clauses": [{"uid": one.uid, "number": one.number, "title": one.title} for one in _clauses(inspection)],
    }


def _about(inspection: Inspection, user: Any) -> dict[str, Any]:
    further = InspectedUnit.objects.filter(inspection=inspection, ended_at=None).select_related("unit")
    return {
        "uid": inspection.uid,
        "number": inspection.number,
        "title": inspection.title,
        "status": inspection.status,
        "can_answer": can_answer(inspection, user),
        "starts_on": inspection.starts_on,
        "ends_on": inspection.ends_on,
        "edition": str(inspection.edition or ""),
        "units": [_unit(unit) for unit in (inspection.unit, *(row.unit for row in further))],
    }


def can_answer(inspection: Inspection, user: Any) -> bool:
    """Whether the person answers its checklist now."""
    allowed = policy.may(user, "inspections.answer_checklist", inspection)
    return bool(allowed) and inspection.status == InspectionStatus.IN_PROGRESS


def _clauses(inspection: Inspection) -> Any:
    return Clause.objects.filter(edition=inspection.edition).order_by("position")


def _unit(unit: Any) -> dict[str, str]:
    return {"code": unit.code, "name": unit.name}


def _session(session: Session, lines: "_Lines", user: Any) -> dict[str, Any]:
    asking = [row.user for row in session.inspectors.all() if row.ended_at is None]
    return {
        "uid": session.uid,
        "unit": _unit(session.unit),
        "topic": session.topic,
        "day": session.day,
        "from_time": session.from_time,
        "to_time": session.to_time,
        "place": session.place,
        "inspectors": [str(person) for person in asking],
        "mine": user.pk in {person.pk for person in asking},
        "documents": [str(row.document) for row in session.documents.all() if row.ended_at is None],
        "lines": lines.of(session),
    }


class _Lines:
    """The lines of sessions with what hangs on them: each kind read once."""

    def __init__(self, sessions: Iterable[Session]) -> None:
        rows = ChecklistLine.objects.filter(session__in=list(sessions), ended_at=None).order_by("session", "position")
        rows = rows.select_related("clause", "answered_by").prefetch_related("clause__demands")
        self.rows: dict[int, list[ChecklistLine]] = defaultdict(list)
        for line in rows:
            self.rows[line.session_id].append(line)
        keys = [line.pk for lines in self.rows.values() for line in lines]
        self.photos = _by(ChecklistFile.objects.filter(record_id__in=keys, ended_at=None).order_by("pk"), "record_id")
        self.findings = _by(Finding.objects.filter(line_id__in=keys, ended_at=None).order_by("pk"), "line_id")
        waiting = AnswerConflict.objects.filter(line_id__in=keys, status=ConflictStatus.OPEN).order_by("pk")
        self.conflicts = _by(waiting.select_related("sent_by"), "line_id")

    def of(self, session: Session) -> list[dict[str, Any]]:
        """The lines of a session as the phone shows them."""
        return [self._line(line) for line in self.rows[session.pk]]

    def _line(self, line: ChecklistLine) -> dict[str, Any]:
        clause = line.clause
        conflicts = self.conflicts[line.pk]
        return {
            "uid": line.uid,
            "section": line.section,
            "key": line.key,
            "clause": clause.number if clause is not None else line.written_as,
            "question": line.question,
            "guidance": line.guidance,
            "demands": [str(one) for one in clause.demands.all()] if clause is not None else [],
            "type": line.question_type,
            "choices": [_choice(one) for one in line.choices],
            "conforms_when_no": line.conforms_when_no,
            "least": number(line.least),
            "most": number(line.most),
            "measure": line.measure,
            "shown_after": line.shown_after,
            "shown_when": line.shown_when,
            "evidence_when": line.evidence_when,
            "max_score": number(line.max_score),
            **standing_of(line, str(line.answered_by or "")),
            "photos": [{"uid": one.uid, "name": one.name} for one in self.photos[line.pk]],
            "findings": [{"uid": one.uid, "number": one.number, "grade": one.grade} for one in self.findings[line.pk]],
            "conflict": _conflict(conflicts[0]) if conflicts else None,
        }


def _by(rows: Any, name: str) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[getattr(row, name)].append(row)
    return found


def _choice(choice: dict[str, Any]) -> dict[str, Any]:
    label = in_language(choice.get("label_vi", ""), choice.get("label_en", ""))
    return {"label": label, "conforms": choice.get("conforms")}


def number(value: Decimal | None) -> float | None:
    """A decimal as JSON has numbers."""
    return None if value is None else float(value)


def standing_of(line: ChecklistLine, answered_by: str) -> dict[str, Any]:
    """The answer that stands on a line."""
    return {
        "version": line.version,
        "result": line.result,
        "value": line.value,
        "note": line.note,
        "score": number(line.score),
        "answered_by": answered_by,
        "answered_at": line.answered_at,
    }


def _conflict(row: AnswerConflict) -> dict[str, Any]:
    return {"uid": row.uid, "sent_by": str(row.sent_by), "made_at": row.made_at, **content_of(row)}


def content_of(answer: Any) -> dict[str, Any]:
    """What an answer says, of a line or sent beside it."""
    return {
        "result": answer.result,
        "value": answer.value,
        "note": answer.note,
        "score": number(answer.score),
    }
