"""Parts of an inspection's page: days, people, sessions with progress, findings, nonconformities, report."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from inspections.checklists import progress_of
from inspections.models import Finding, Nonconformity, SessionInspector
from inspections.parts_seen import UnitsSeen, in_part
from inspections.report_due import due_on
from qms import clock
from qms.models.documents import Document, Issue


def _day(value: dt.date | None) -> str:
    return value.strftime("%d/%m/%Y") if value else ""


def dates(record: Any) -> list[tuple[str, str]]:
    """The days that its steps left behind."""
    pairs = [
        (_("Notified on"), _day(record.notified_on)),
        (_("Started on"), _day(record.started_on)),
        (_("Report due"), _day(report_due(record))),
        (_("Report sent on"), _day(record.sent_on)),
        (_("The unit commented on"), _day(record.unit_commented_on)),
        (_("The unit was silent until"), _day(record.unit_silent_on)),
        (_("Version of the report"), str(record.report_version or "")),
        (_("Fingerprint of the report"), record.report_hash[:16]),
    ]
    return [pair for pair in pairs if pair[1]]


def report_due(record: Any) -> dt.date | None:
    """Until when a report that is not sent yet is due."""
    return due_on(record) if record.sent_on is None else None


def people(record: Any, seen: UnitsSeen = None) -> dict[str, Any]:
    """Team, further units, overrules; a unit is told of those who were let go to its own sessions."""
    overrules = record.overrules.select_related("user", "decided_by")
    if seen is not None:
        going = SessionInspector.objects.filter(session__inspection=record, ended_at=None, session__ended_at=None)
        overrules = overrules.filter(user_id__in=in_part(going, seen, "session__unit_id").values("user_id"))
    return {
        "team": [str(row.user) for row in record.team.filter(ended_at=None).select_related("user")],
        "further_units": [row.unit for row in record.inspected_units.filter(ended_at=None).select_related("unit")],
        "overrules": overrules,
    }


def sessions(record: Any, seen: UnitsSeen = None) -> dict[str, Any]:
    """Sessions of the units seen, with people, clauses, documents with their issue in force, and progress."""
    listed = in_part(record.sessions.filter(ended_at=None), seen)
    rows = list(
        listed.select_related("unit").prefetch_related(
            "inspectors__user", "clause_references__clause", "documents__document"
        )
    )
    progress = progress_of(record)
    for row in rows:
        row.lines_done, row.lines_all = progress.get(row.pk, (0, 0))
    cited = [row.document for session in rows for row in session.documents.all() if row.ended_at is None]
    issues = issues_in_force(cited)
    return {
        "sessions": [_session(session, issues) for session in rows],
        "lines_all": sum(session.lines_all for session in rows),
        "lines_done": sum(session.lines_done for session in rows),
    }


def _session(session: Any, issues: dict[int, Issue]) -> dict[str, Any]:
    return {
        "row": session,
        "inspectors": [str(row.user) for row in session.inspectors.all() if row.ended_at is None],
        "clauses": [
            row.clause.number if row.clause_id else row.written_as
            for row in session.clause_references.all()
            if row.ended_at is None
        ],
        "documents": [
            {"document": row.document, "url": _issue_url(issues.get(row.document_id))} for row in cited_in(session)
        ],
    }


def cited_in(session: Any) -> list[Any]:
    """The session's standing references to documents; as of a day, one recorded later is not known yet."""
    return [row for row in session.documents.all() if row.ended_at is None and hasattr(row, "document")]


def issues_in_force(documents: list[Document]) -> dict[int, Issue]:
    """The issue in force today of each document, by the document's key."""
    keys = {document.pk for document in documents}
    if not keys:
        return {}
    return {
        issue.document_id: issue for issue in Issue.objects.effective_on(clock.today()).filter(document_id__in=keys)
    }


def _issue_url(issue: Issue | None) -> str:
    return issue.get_absolute_url() if issue else ""


def results(record: Any, user: Any, seen: UnitsSeen = None) -> dict[str, Any]:
    """Findings, nonconformities and files, as far as the person reaches them."""
    files = record.file_links.filter(ended_at=None).select_related("file")
    if seen is not None:
        files = files.filter(added_by__in=user.authority.person_ids)
    return {
        "findings": Finding.objects.visible_to(user).filter(inspection=record).select_related("unit").order_by("pk"),
        "nonconformities": Nonconformity.objects.visible_to(user)
        .filter(inspection=record)
        .select_related("unit")
        .order_by("pk"),
        "files": [one.shown() for one in files],
    }
