"""The lifecycle of a change request, as a table."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from qms.enums import ChangeKind, IssueStatus
from qms.enums import ChangeRequestStatus as C
from qms.policy import Text
from qms.workflow import Transition, Workflow


def has_answering_issue(request: Any) -> Text | None:
    """Taken up means that a draft is under way; a withdrawal is taken up by the issue that it takes out of use."""
    if request.issue_id is not None or not hasattr(request, "step_reason"):
        return None
    if request.kind == ChangeKind.NEW:
        return _("Create the document first and name its draft here.")
    if request.kind == ChangeKind.WITHDRAW:
        return _("No issue of the document is in force: there is nothing to withdraw.")
    return _("Start the new issue first and name it here.")


def issue_can_answer(request: Any) -> Text | None:
    """What is named is under way and of the document that the request is about."""
    if not hasattr(request, "step_reason") or request.issue_id is None:
        return None
    issue = request.issue
    if request.document_id is not None and issue.document_id != request.document_id:
        return _("%(issue)s is an issue of another document.") % {"issue": issue}
    if request.kind == ChangeKind.WITHDRAW or issue.status in IssueStatus.under_way():
        return None
    return _("%(issue)s is no longer under way: name a draft.") % {"issue": issue}


def nothing_under_way(request: Any) -> Text | None:
    """While its draft is under way a request stays with it; a draft that was given up lets it go."""
    before = getattr(request, "before_step", {}).get("issue", request.issue)
    if request.status != C.TAKEN_UP or before is None:
        return None
    if before.status == IssueStatus.ABANDONED:
        return None
    if request.kind == ChangeKind.WITHDRAW and before.status == IssueStatus.APPROVED:
        return None
    return _("%(issue)s is to answer it. Finish or abandon that issue first.") % {"issue": before}


def names_an_issue(request: Any) -> Text | None:
    """Only an issue answers a request."""
    return None if request.issue_id else _("No issue answers this request yet.")


def waits_for_draft(request: Any) -> bool:
    """Whether somebody can begin to work on it: endorsed, or the draft that was to answer it was given up."""
    return request.status == C.ENDORSED or (request.status == C.TAKEN_UP and nothing_under_way(request) is None)


CHANGE_REQUEST = Workflow(
    "changerequest",
    "qms.changerequest",
    [
        Transition("endorse", [C.ASKED], C.ENDORSED, "qms.endorse_change", _("Endorse")),
        Transition(
            "take_up",
            [C.ENDORSED, C.TAKEN_UP],
            C.TAKEN_UP,
            "qms.handle_change",
            _("Take up"),
            [nothing_under_way, has_answering_issue, issue_can_answer],
            fields=["issue"],
        ),
        Transition(
            "refuse",
            [C.ASKED, C.ENDORSED, C.TAKEN_UP],
            C.REFUSED,
            "qms.refuse_change",
            _("Refuse"),
            [nothing_under_way],
            reason=True,
            tone="warning",
        ),
        Transition(
            "answer",
            [C.TAKEN_UP],
            C.ANSWERED,
            "qms.handle_change",
            _("Answered by the issue"),
            [names_an_issue],
            by_system=True,
        ),
        Transition(
            "reopen",
            [C.ANSWERED],
            C.TAKEN_UP,
            "qms.handle_change",
            _("The issue was recalled"),
            reason=True,
            by_system=True,
        ),
    ],
)
