"""Sessions of an inspection: unit, clauses, documents, inspectors."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from inspections.enums import InspectionStatus
from inspections.models import (
    Session,
    SessionClause,
    SessionDocument,
    SessionInspector,
    SessionTemplate,
    TemplateVersion,
)
from inspections.operations.checklist_making import auditable_clauses, ensure_checklists, make_checklist
from inspections.operations.inspection import join_team
from qms import clock, policy
from qms.history import bulk
from qms.history.recording import operation
from qms.models.documents import Document
from qms.models.people import User
from qms.models.standards import Clause
from qms.operations.citing import lies_beside
from qms.workflow import StepRefused

__all__ = [
    "auditable_clauses",
    "drop_session",
    "ensure_checklists",
    "hold_session",
    "make_checklist",
    "plan_session",
]

OPEN_PLAN = (InspectionStatus.PLANNED, InspectionStatus.NOTIFIED, InspectionStatus.IN_PROGRESS)


@operation("plan_session")
def plan_session(
    session: Session,
    *,
    by: Any,
    inspectors: Iterable[User],
    clauses: Iterable[Clause] = (),
    documents: Iterable[Document] = (),
    templates: Iterable[TemplateVersion] = (),
) -> Session:
    """Add or change a session with its people and what it asks. Its checklist is made when the plan is ready.

    Its people join the team where they are not on it.
    """
    policy.require(by, "inspections.plan_inspection", session.inspection)
    _require_open(session)
    session.save()
    going = list(inspectors)
    _set_rows(session.inspectors, "user", going, SessionInspector, session)
    join_team(session.inspection, going, by=by)
    _set_rows(session.documents, "document", documents, SessionDocument, session)
    _set_rows(session.templates, "template_version", templates, SessionTemplate, session)
    _set_clauses(session, clauses)
    return session


def _require_open(session: Session) -> None:
    inspection = session.inspection
    if inspection.status not in OPEN_PLAN:
        raise StepRefused([_("Sessions are planned before the visit ends.")])
    if session.held_at is not None:
        raise StepRefused([_("This session was held; plan another one.")])
    if not inspection.starts_on <= session.day <= inspection.ends_on:
        days = {"first": inspection.starts_on.strftime("%d/%m/%Y"), "last": inspection.ends_on.strftime("%d/%m/%Y")}
        raise StepRefused([_("The session must lie between %(first)s and %(last)s.") % days])


def _set_rows(manager: Any, name: str, wanted: Iterable[Any], model: Any, session: Session) -> None:
    keep = {item.pk: item for item in wanted}
    standing = {getattr(row, f"{name}_id"): row for row in manager.all()}
    for key, row in standing.items():
        if (key in keep) != (row.ended_at is None):
            row.ended_at = None if key in keep else clock.now()
            row.save()
    for key, item in keep.items():
        if key not in standing:
            model(session=session, **{name: item}).save()


def _set_clauses(session: Session, wanted: Iterable[Clause]) -> None:
    keep = {clause.pk: clause for clause in wanted}
    rows = session.clause_references.exclude(clause=None).select_related("clause")
    standing = {row.clause_id: row for row in rows}
    for key, row in standing.items():
        beside = key not in keep and lies_beside(row, session.inspection.edition_id)
        if (key in keep) != (row.ended_at is None) and not beside:
            row.ended_at = None if key in keep else clock.now()
            row.save()
    bulk.create([SessionClause(record=session, clause=clause) for key, clause in keep.items() if key not in standing])


@operation("drop_session", reason_required=True)
def drop_session(session: Session, *, by: Any) -> Session:
    """Take a session out of the plan with a reason."""
    policy.require(by, "inspections.plan_inspection", session.inspection)
    _require_open(session)
    session.ended_at = clock.now()
    session.save()
    return session


@operation("hold_session")
def hold_session(session: Session, *, by: Any, held_at: dt.datetime | None = None) -> Session:
    """Mark a session as held; its people no longer change."""
    policy.require(by, "inspections.answer_checklist", session.inspection)
    if session.inspection.status != InspectionStatus.IN_PROGRESS:
        raise StepRefused([_("Sessions are held while the inspection is in progress.")])
    session.held_at = held_at or clock.now()
    session.save()
    return session
