"""Change requests: ask, endorse, take up, refuse; the issue that is approved answers."""

import datetime as dt
from typing import Any

from django.db import transaction

from qms import clock, policy
from qms.change_request_workflow import CHANGE_REQUEST
from qms.enums import ChangeKind, ChangeRequestStatus, Role
from qms.history.recording import operation
from qms.models.actions import Action
from qms.models.change_requests import ChangeRequest, ChangeRequestFile
from qms.models.documents import Document, Issue
from qms.models.organisation import Unit
from qms.models.people import SYSTEM, User
from qms.notices import notify
from qms.numbering import next_number
from qms.operations.files import attach_files
from qms.operations.issue_steps import people_over
from qms.operations.people import account

Prepared = list[tuple[bytes, str, str]]


@operation("ask_change")
def ask_change(
    *,
    by: Any,
    unit: Unit,
    title: str,
    why: str,
    kind: str = ChangeKind.CHANGE,
    document: Document | None = None,
    proposal: str = "",
    wanted_on: dt.date | None = None,
    action: Action | None = None,
    files: Prepared | None = None,
) -> ChangeRequest:
    """Ask for a new document, a change or a withdrawal. Tells the unit's manager.

    `unit` is the unit that asks. Raises ValidationError naming the field.
    """
    request = ChangeRequest(
        unit=unit,
        title=title.strip(),
        why=why,
        kind=kind,
        document=None if kind == ChangeKind.NEW else document,
        proposal=proposal,
        wanted_on=wanted_on,
        action=action,
        asked_by=by,
        asked_on=clock.today(),
    )
    policy.require(by, "qms.ask_change", request)
    request.number = next_number("change_request", unit)
    request.full_clean(exclude=["search_text"])
    request.save()
    if files:
        attach_files(ChangeRequestFile, request, files, by=by)
    notify("change_asked", about=request, to=people_over(unit.pk, Role.MANAGER), by=by, title=request.title)
    return request


@transaction.atomic
def endorse_change(request: ChangeRequest, *, by: Any, **common: Any) -> ChangeRequest:
    """The unit's manager stands behind it. Tells author and officers of the document."""
    request = CHANGE_REQUEST.apply("endorse", request, by=by, endorsed_by=by, **common)
    notify("change_endorsed", about=request, to=_handlers(request), by=by, title=request.title)
    return request


def _handlers(request: ChangeRequest) -> list[User]:
    document = request.document
    officers = people_over(document.unit_id if document else request.unit_id, Role.OFFICER)
    return [*officers, document.author] if document else officers


@transaction.atomic
def take_up_change(request: ChangeRequest, *, by: Any, issue: Issue | None = None, **common: Any) -> ChangeRequest:
    """Somebody works on it: the draft (or, for a withdrawal, the issue in force) that will answer it."""
    request = CHANGE_REQUEST.apply("take_up", request, by=by, issue=issue, handler=by, **common)
    notify("change_taken_up", about=request, to=[request.asked_by], by=by, title=request.title)
    return request


@transaction.atomic
def refuse_change(request: ChangeRequest, *, by: Any, reason: str = "", **common: Any) -> ChangeRequest:
    """Not taken up, with the reason. Tells who asked."""
    request = CHANGE_REQUEST.apply("refuse", request, by=by, reason=reason, handler=by, **common)
    notify("change_refused", about=request, to=[request.asked_by], by=by, reason=reason)
    return request


def answer_changes(issues: list[Issue], by: Any) -> None:
    """Issues were approved, or withdrawn: the requests that they were taken up for are answered."""
    system = account(SYSTEM)
    waiting = ChangeRequest.objects.filter(issue__in=[issue.pk for issue in issues])
    for request in waiting.filter(status=ChangeRequestStatus.TAKEN_UP):
        request = CHANGE_REQUEST.apply("answer", request, by=system)
        notify("change_answered", about=request, to=[request.asked_by], by=by, issue=str(request.issue))


STEPS = {"endorse": endorse_change, "take_up": take_up_change, "refuse": refuse_change}
"""The operation of each step that a person takes."""
