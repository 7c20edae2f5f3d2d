"""Change requests: ask, endorse, take up, refuse; the issue that is approved answers."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

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
from qms.operations.documents import create_document, start_issue
from qms.operations.files import attach_files
from qms.operations.issue_steps import people_over
from qms.operations.people import account
from qms.operations.twice import written_just_now
from qms.workflow import StepRefused

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

    `unit` is the unit that asks. Raises ValidationError naming the field, and StepRefused naming the request where
    the same person asked for the same within the last minute: the form was sent twice.
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
    if kind != ChangeKind.NEW and document is None:
        raise ValidationError({"document": _("Say which document is to be changed or withdrawn.")})
    policy.require(by, "qms.ask_change", request)
    request.number = next_number("change_request", unit)  # locks the unit's counter
    _refuse_second(request)
    request.full_clean(exclude=["search_text"])
    request.save()
    if files:
        attach_files(ChangeRequestFile, request, files, by=by)
    notify("change_asked", about=request, to=people_over(unit.pk, Role.MANAGER), by=by, title=request.title)
    return request


def _refuse_second(request: ChangeRequest) -> None:
    names = ("unit", "kind", "document", "title", "why", "proposal", "asked_by", "action")
    same = written_just_now(ChangeRequest.objects.filter(**{name: getattr(request, name) for name in names}))
    if same is not None:
        text = _("You asked for this a moment ago: it is request %(number)s. Look for it under Change requests.")
        raise StepRefused([text % {"number": same.number}])


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
    if request.kind == ChangeKind.WITHDRAW and request.document is not None:
        issue = request.document.issue_in_force()
    request = CHANGE_REQUEST.apply("take_up", request, by=by, issue=issue, handler=by, **common)
    notify("change_taken_up", about=request, to=[request.asked_by], by=by, title=request.title)
    return request


@transaction.atomic
def start_for_change(
    request: ChangeRequest, *, by: Any, amendment: bool = False, summary_of_change: str = "", **common: Any
) -> ChangeRequest:
    """Start the new issue (or amendment) that will answer it, and take it up with that draft."""
    assert request.document is not None, "a request for a change names its document"
    issue = start_issue(request.document, by=by, amendment=amendment, summary_of_change=summary_of_change)
    return take_up_change(request, by=by, issue=issue, **common)


@transaction.atomic
def create_for_change(request: ChangeRequest, *, by: Any, version: int | None = None, **document: Any) -> ChangeRequest:
    """Create the document that was asked for, and take the request up with its draft."""
    made = create_document(by=by, **document)
    return take_up_change(request, by=by, issue=made.issues.get(), version=version)


@transaction.atomic
def refuse_change(request: ChangeRequest, *, by: Any, reason: str = "", **common: Any) -> ChangeRequest:
    """Not taken up, with the reason. Tells who asked."""
    request = CHANGE_REQUEST.apply("refuse", request, by=by, reason=reason, handler=by, issue=None, **common)
    notify("change_refused", about=request, to=[request.asked_by], by=by, reason=reason)
    return request


def answer_changes(issues: list[Issue], by: Any) -> None:
    """Issues were approved: the requests that they were taken up for are answered."""
    taken_up = ChangeRequest.objects.filter(status=ChangeRequestStatus.TAKEN_UP)
    for request in taken_up.filter(issue__in=[issue.pk for issue in issues]).exclude(kind=ChangeKind.WITHDRAW):
        _answer(request, by)


def reopen_changes(issues: list[Issue], by: Any, reason: str) -> None:
    """Issues were recalled before their day: the requests that they had answered wait for them again."""
    answered = ChangeRequest.objects.filter(status=ChangeRequestStatus.ANSWERED, issue__in=[one.pk for one in issues])
    for request in answered.exclude(kind=ChangeKind.WITHDRAW):
        CHANGE_REQUEST.apply("reopen", request, by=account(SYSTEM), reason=reason)


def answer_withdrawals(issues: list[Issue], by: Any) -> None:
    """Issues were withdrawn: the requests for it are answered by the issue that went, whichever was named before."""
    gone: dict[int | None, Issue] = {issue.document_id: issue for issue in issues}
    taken_up = ChangeRequest.objects.filter(status=ChangeRequestStatus.TAKEN_UP, kind=ChangeKind.WITHDRAW)
    for request in taken_up.filter(document__in=list(gone)):
        _answer(request, by, issue=gone[request.document_id])


def _answer(request: ChangeRequest, by: Any, **values: Any) -> None:
    request = CHANGE_REQUEST.apply("answer", request, by=account(SYSTEM), **values)
    notify("change_answered", about=request, to=[request.asked_by], by=by, issue=str(request.issue))


STEPS = {"endorse": endorse_change, "take_up": take_up_change, "refuse": refuse_change}
"""The operation of each step that a person takes."""
