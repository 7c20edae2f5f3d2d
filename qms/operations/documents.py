"""Changing documents and their issues: create, start, submit, return, review, approve, withdraw."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qms import clock, policy
from qms.enums import IssueStatus, Role
from qms.events import announce
from qms.history.recording import operation
from qms.models.document_care import DocumentScheme
from qms.models.documents import Document, DocumentClause, Issue
from qms.models.people import User
from qms.models.standards import Clause
from qms.operations.document_schemes import require_new_number, scheme_of
from qms.operations.file_text import text_of_files
from qms.operations.issue_content import freeze, frozen_values, write_lines
from qms.operations.issue_files import carry_issue_files
from qms.operations.issue_reviewing import begin_review, mark_reviewed, name_reviewers, turn_to_next
from qms.operations.issue_steps import locked_issue, moved, people_over, reviewers_to_tell, tell
from qms.operations.workshop import workshop
from qms.workflow import StepRefused
from qms.workflows import ISSUE


def open_issue(document: Document) -> Issue | None:
    """The issue under way: written, reviewed, or approved and not yet in force."""
    coming = document.issues.filter(status=IssueStatus.APPROVED, effective_on__gt=clock.today())
    return document.issues.filter(status__in=IssueStatus.under_way()).first() or coming.first()


@operation("create_document")
def create_document(
    *,
    by: Any,
    number: str,
    kind: str,
    unit: Any,
    title_vi: str,
    title_en: str = "",
    clauses: Iterable[Clause] = (),
    author: User | None = None,
    reviewer: User | None = None,
    reviewers: Sequence[User] = (),
    sections: Any = None,
    **outside: Any,
) -> Document:
    """Create a document with its first issue as a draft, numbered by the holder's scheme, and its page.

    `reviewers` in their order; `outside`: issued_by, issued_on, external_status, status_checked_on of an external
    document. Raises ValidationError for a number that the unit's QMS has already given.
    """
    titles = {"title_vi": title_vi, "title_en": title_en}
    document = Document(number=number, kind=kind, unit=unit, author=author or by, **titles, **outside)
    policy.require(by, "qms.write_document", document)
    document.full_clean(exclude=["search_text"])
    require_new_number(unit, number)
    document.save()
    for clause in dict.fromkeys(clauses):
        DocumentClause(record=document, clause=clause).save()
    issue = _first_issue(document, reviewer)
    if reviewers:
        name_reviewers(issue, reviewers, by=by)
    workshop().open(document, workshop().body_from(sections or {}), by=by)
    return document


def _first_issue(document: Document, reviewer: User | None) -> Issue:
    issue_number, amendment_number = next_numbers(None, amendment=False, scheme=scheme_of(document.unit))
    issue = Issue(
        document=document,
        issue_number=issue_number,
        amendment_number=amendment_number,
        title_vi=document.title_vi,
        title_en=document.title_en,
        author=document.author,
        reviewer=reviewer,
    )
    issue.save()
    return issue


@operation("start_issue")
def start_issue(
    document: Document,
    *,
    by: Any,
    amendment: bool = False,
    summary_of_change: str = "",
    author: User | None = None,
    reviewers: Sequence[User] = (),
) -> Issue:
    """Begin the next issue (or amendment) as a draft; the page starts from the latest approved content.

    `author`: who will write it, `by` unless said otherwise; `reviewers` in their order. The numbers are by the
    holder's scheme. One issue at a time: refused while another is under way.
    """
    document = Document.objects.locked().get(pk=document.pk)
    policy.require(by, "qms.write_document", document)
    busy = open_issue(document)
    if busy is not None:
        raise StepRefused([_("Issue %(issue)s is still under way. Finish or abandon it first.") % {"issue": busy}])
    last = document.issues.exclude(status=IssueStatus.ABANDONED).order_by("-effective_on", "-pk").first()
    issue_number, amendment_number = next_numbers(last, amendment=amendment, scheme=scheme_of(document.unit))
    issue = Issue(
        document=document,
        issue_number=issue_number,
        amendment_number=amendment_number,
        title_vi=document.title_vi,
        title_en=document.title_en,
        author=author or by,
        summary_of_change=summary_of_change,
    )
    issue.validate_constraints()
    issue.save()
    if last is not None:
        carry_issue_files(last, issue, by=by)
    if reviewers:
        issue = name_reviewers(issue, reviewers, by=by)
    workshop().refill(document, last.body if last else None, by=by)
    return issue


def next_numbers(last: Issue | None, *, amendment: bool, scheme: DocumentScheme | None = None) -> tuple[str, str]:
    """Issue and amendment number after `last` by the holder's scheme, as wide as they were written.

    A scheme without amendments counts issues only; one with a limit of amendments goes on to a new issue after it.
    """
    scheme = scheme or DocumentScheme()
    fresh = scheme.first_amendment if scheme.uses_amendments else ""
    if last is None:
        return scheme.first_issue, fresh
    if amendment and scheme.uses_amendments and _may_be_amended(last, scheme):
        return last.issue_number, _counted_on(last.amendment_number or scheme.first_amendment)
    if fresh.isdecimal() and last.amendment_number:
        fresh = str(int(fresh)).zfill(len(last.amendment_number))
    return _counted_on(last.issue_number), fresh


def _may_be_amended(last: Issue, scheme: DocumentScheme) -> bool:
    """Whether the issue has amendments left before the next change is a new issue."""
    had = last.amendment_number or scheme.first_amendment
    if not scheme.amendments_before_issue or not had.isdecimal() or not scheme.first_amendment.isdecimal():
        return True
    return int(had) - int(scheme.first_amendment) < scheme.amendments_before_issue


def _counted_on(number: str) -> str:
    if not number.isdecimal():
        raise StepRefused([_("%(number)s is not a number that can be counted on.") % {"number": number}])
    return str(int(number) + 1).zfill(len(number))


def submit_issue(issue: Issue, *, by: Any, **common: Any) -> Issue:
    """Freeze what the page holds into the issue and ask for its review. Tells the first reviewer.

    The hash of the frozen content is set here; review and approval are of exactly that.
    """
    frozen = freeze(issue)  # drawn before the transaction
    text_of_files(issue)  # read before it too, and remembered
    with transaction.atomic():
        locked = locked_issue(issue)
        values = frozen_values(locked, frozen) | begin_review(locked, by=by)
        issue = ISSUE.apply("submit", issue, by=by, **values, **common)
        write_lines([(issue, frozen)])
        moved(issue, "submit", by)
        tell("issue_submitted", issue, by, reviewers_to_tell(issue))
    return issue


@transaction.atomic
def recall_issue(issue: Issue, *, by: Any, **common: Any) -> Issue:
    """The author takes it back before its review is done."""
    issue = ISSUE.apply("recall", issue, by=by, **common)
    moved(issue, "recall", by)
    tell("issue_recalled", issue, by, reviewers_to_tell(issue))
    return issue


@transaction.atomic
def return_issue(issue: Issue, *, by: Any, reason: str = "", **common: Any) -> Issue:
    """The reviewer sends it back with a comment, which reaches the author."""
    issue = ISSUE.apply("return", issue, by=by, reason=reason, **common)
    moved(issue, "return", by, reason)
    tell("issue_returned", issue, by, [issue.author], reason=reason)
    return issue


@transaction.atomic
def abandon_issue(issue: Issue, *, by: Any, reason: str = "", **common: Any) -> Issue:
    """Give a draft up; its number may be used again."""
    issue = ISSUE.apply("abandon", issue, by=by, reason=reason, **common)
    moved(issue, "abandon", by, reason)
    tell("issue_abandoned", issue, by, [issue.author], reason=reason)
    return issue


@transaction.atomic
def review_issue(issue: Issue, *, by: Any, **common: Any) -> Issue:
    """Reviewed by somebody who did not write it: on to the next reviewer, after the last to top management."""
    locked = locked_issue(issue)
    # asked before the step fills in the reviewer: the rule depends on who is named so far
    refused = ISSUE.blockers("review", locked, by)
    if refused.reasons:
        raise StepRefused(refused.reasons, refused.who)
    mark_reviewed(locked, by=by)
    issue = ISSUE.apply("review", locked, by=by, reviewer=locked.reviewer or by, reviewed_at=clock.now(), **common)
    moved(issue, "review", by)
    if issue.status == IssueStatus.IN_REVIEW:
        issue = turn_to_next(issue, by=by)
        tell("issue_submitted", issue, by, reviewers_to_tell(issue))
    else:
        tell("issue_reviewed", issue, by, people_over(issue.document.unit_id, Role.TOP))
    return issue


@transaction.atomic
def approve_issue(
    issue: Issue,
    *,
    by: Any,
    signed_on: dt.date | None = None,
    effective_on: dt.date | None = None,
    **common: Any,
) -> Issue:
    """Approve with a signature; in force from the day given, else the day it was written for, else the signing day.

    Tells author and reviewer; announces issue_approved.
    """
    signed_on = signed_on or clock.today()
    effective_on = effective_on or issue.effective_on or signed_on
    _check_days(signed_on, effective_on)
    issue = ISSUE.apply(
        "approve", issue, by=by, approved_by=by, signed_on=signed_on, effective_on=effective_on, **common
    )
    moved(issue, "approve", by)
    tell("issue_approved", issue, by, [issue.author, issue.reviewer], day=effective_on.isoformat())
    announce("issue_approved", issues=[issue], by=by)
    return issue


def _check_days(signed_on: dt.date, effective_on: dt.date) -> None:
    faults = []
    if signed_on > clock.today():
        faults.append(_("The signing day has not come yet: give today or an earlier day."))
    if effective_on < signed_on:
        faults.append(_("It cannot be in force before the day on which it is signed."))
    if faults:
        raise StepRefused(faults)


@transaction.atomic
def recall_approved(issue: Issue, *, by: Any, reason: str = "", **common: Any) -> Issue:
    """Before its effective date, who approved it makes it a draft again. Tells author and reviewer."""
    issue = ISSUE.apply("recall_approved", issue, by=by, reason=reason, signed_on=None, reviewed_at=None, **common)
    moved(issue, "recall_approved", by, reason)
    tell("issue_recalled_before_effect", issue, by, [issue.author, issue.reviewer], reason=reason)
    announce("issue_recalled", issues=[issue], by=by, reason=reason)
    return issue


@transaction.atomic
def withdraw_issue(
    issue: Issue, *, by: Any, reason: str = "", withdrawn_on: dt.date | None = None, **common: Any
) -> Issue:
    """Take it out of use on a day (today unless said otherwise), signed, with a reason. Tells author and officers.

    `replacement`: the document that takes its place, if any.
    """
    withdrawn_on = withdrawn_on or clock.today()
    if withdrawn_on < clock.today():
        raise StepRefused([_("The day of the withdrawal has passed: give today or a later day.")])
    issue = ISSUE.apply("withdraw", issue, by=by, reason=reason, withdrawn_on=withdrawn_on, **common)
    told = [issue.author, *people_over(issue.document.unit_id, Role.OFFICER)]
    tell("issue_withdrawn", issue, by, told, reason=reason, day=withdrawn_on.isoformat())
    announce("issue_withdrawn", issues=[issue], by=by)
    return issue


STEPS: dict[str, Callable[..., Issue]] = {
    "submit": submit_issue,
    "recall": recall_issue,
    "return": return_issue,
    "abandon": abandon_issue,
    "review": review_issue,
    "approve": approve_issue,
    "recall_approved": recall_approved,
    "withdraw": withdraw_issue,
}
"""The operation of each step of an issue's lifecycle, for pages that take any of them."""
