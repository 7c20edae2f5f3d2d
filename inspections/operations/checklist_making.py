"""Making the checklists of sessions from all their sources, set by set, and adding a line by hand."""

import uuid
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from inspections.checklist_sources import Drafts, from_clauses, from_documents, from_templates, joined
from inspections.earlier_results import from_last_inspection, from_nonconformities
from inspections.enums import InspectionStatus, LineOrigin
from inspections.models import ChecklistLine, Inspection, Session
from qms import clock, policy
from qms.history import bulk
from qms.history.recording import operation
from qms.models.standards import Clause
from qms.workflow import StepRefused

MOST_BY_HAND = 500  # lines of one session


def make_checklist(session: Session, *, by: Any) -> list[ChecklistLine]:
    """Make the session's checklist from its sources. Again adds only what is missing: see make_checklists."""
    return make_checklists(session.inspection, [session], by=by)


def ensure_checklists(inspection: Inspection, *, by: Any) -> int:
    """Make the checklists of all sessions that were not held. Returns how many lines were added."""
    sessions = list(inspection.sessions.filter(ended_at=None, held_at=None))
    return len(make_checklists(inspection, sessions, by=by))


@operation("make_checklist")
def make_checklists(inspection: Inspection, sessions: Sequence[Session], *, by: Any) -> list[ChecklistLine]:
    """Make checklists from clauses, steps of documents, templates, nonconformities and the last inspection.

    Again adds only what is missing; lines whose source left the session end where they were not answered.
    """
    policy.require(by, "inspections.plan_inspection", inspection)
    wanted = wanted_lines(inspection, sessions)
    standing = _standing(sessions)
    _end_what_left(standing, wanted)
    places = _next_places(sessions)
    added = []
    for session in sessions:
        there = {identity(line) for line in standing[session.pk]}
        for line in wanted.get(session.pk, []):
            if line.key not in there:
                line.session, line.position = session, places[session.pk]
                places[session.pk] += 1
                added.append(line)
    return bulk.create(added)


def wanted_lines(inspection: Inspection, sessions: Sequence[Session]) -> Drafts:
    """What the sources ask for today; a nonconformity once, whichever source names it."""
    drafts = joined(
        [
            from_clauses(sessions),
            from_documents(sessions),
            from_templates(sessions),
            from_nonconformities(inspection, sessions),
            from_last_inspection(inspection, sessions),
        ]
    )
    return {session_id: _each_nonconformity_once(lines) for session_id, lines in drafts.items()}


def _each_nonconformity_once(lines: list[ChecklistLine]) -> list[ChecklistLine]:
    seen: set[int] = set()
    kept = []
    for line in lines:
        if line.nonconformity_id is None or line.nonconformity_id not in seen:
            kept.append(line)
        if line.nonconformity_id is not None:
            seen.add(line.nonconformity_id)
    return kept


def identity(line: ChecklistLine) -> str:
    """What names a line's source; lines from before sources were named are their clause's."""
    return line.key or (f"c{line.clause_id}" if line.clause_id else f"line{line.pk}")


def _standing(sessions: Sequence[Session]) -> dict[int, list[ChecklistLine]]:
    standing: dict[int, list[ChecklistLine]] = {session.pk: [] for session in sessions}
    for line in ChecklistLine.objects.filter(session__in=sessions, ended_at=None).order_by("position"):
        standing[line.session_id].append(line)
    return standing


def _end_what_left(standing: dict[int, list[ChecklistLine]], wanted: Drafts) -> None:
    left = []
    for session_id, lines in standing.items():
        named = {line.key for line in wanted.get(session_id, [])}
        left += [line for line in lines if _goes(line) and identity(line) not in named]
    for line in left:
        line.ended_at = clock.now()
    bulk.update(left, ["ended_at"])


def _goes(line: ChecklistLine) -> bool:
    """Whether the line may end with its source: people wrote or brought in nothing on it."""
    by_people = line.origin in (LineOrigin.HAND, LineOrigin.IMPORT)
    return not by_people and not line.result and not line.note


def _next_places(sessions: Sequence[Session]) -> dict[int, int]:
    rows = ChecklistLine.objects.filter(session__in=sessions).order_by().values_list("session_id", "position")
    places = {session.pk: 0 for session in sessions}
    for session_id, position in rows:
        places[session_id] = max(places[session_id], position + 1)
    return places


def auditable_clauses(session: Session) -> dict[int, Clause]:
    """The leaf clauses with a requirement that the session covers, in the standard's order."""
    lines = from_clauses([session]).get(session.pk, [])
    return {line.clause.pk: line.clause for line in lines if line.clause is not None}


@operation("add_checklist_line")
def add_line(line: ChecklistLine, *, by: Any) -> ChecklistLine:
    """Add a question that the team found worth asking during the visit."""
    session = line.session
    policy.require(by, "inspections.add_line", session.inspection)
    if session.inspection.status != InspectionStatus.IN_PROGRESS:
        raise StepRefused([_("A line is added by hand while the inspection is in progress.")])
    if session.held_at is not None:
        raise StepRefused([_("This session was held: its checklist no longer grows.")])
    if session.lines.filter(origin=LineOrigin.HAND, ended_at=None).count() >= MOST_BY_HAND:
        raise StepRefused([_("Enough lines were added by hand here: answer them first.")])
    line.origin, line.key = LineOrigin.HAND, f"h{uuid.uuid4().hex}"
    line.position = _next_places([session])[session.pk]
    line.save()
    return line
