"""Changing documents and their issues: create, start, submit, return, review, approve, withdraw."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qms import clock, policy
from qms.documents import FrozenContent, NoContent, body_hash
from qms.enums import IssueStatus, Role
from qms.events import announce
from qms.history import bulk
from qms.history.recording import operation
from qms.models.documents import Document, DocumentClause, Issue
from qms.models.people import RoleAssignment, User
from qms.models.reach import UnitPath, sync_participation
from qms.models.standards import Clause
from qms.notices import notify
from qms.registry import Workshop, registry
from qms.workflow import StepRefused
from qms.workflows import ISSUE

OPEN = (IssueStatus.DRAFT, IssueStatus.IN_REVIEW, IssueStatus.REVIEWED)


def workshop() -> Workshop:
    """Where documents are written."""
    assert registry.workshop is not None, "the cms app registers the workshop"
    return registry.workshop


def open_issue(document: Document) -> Issue | None:
    """The issue under way: written, reviewed, or approved and not yet in force."""
    coming = document.issues.filter(status=IssueStatus.APPROVED, effective_on__gt=clock.today())
    return document.issues.filter(status__in=OPEN).first() or coming.first()


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
    sections: Any = None,
) -> Document:
    """Create a document with its first issue as a draft (01, amendment 00) and its page in the workshop.

    Raises ValidationError for a number that the unit has already given.
    """
    document = Document(number=number, kind=kind, unit=unit, title_vi=title_vi, title_en=title_en, author=author or by)
    policy.require(by, "qms.write_document", document)
    document.full_clean(exclude=["search_text"])
    document.save()
    for clause in dict.fromkeys(clauses):
        DocumentClause(record=document, clause=clause).save()
    Issue(
        document=document,
        issue_number="01",
        title_vi=title_vi,
        title_en=title_en,
        author=document.author,
        reviewer=reviewer,
    ).save()
    workshop().open(document, workshop().body_from(sections or {}), by=by)
    return document


@operation("start_issue")
def start_issue(document: Document, *, by: Any, amendment: bool = False, summary_of_change: str = "") -> Issue:
    """Begin the next issue (or amendment) as a draft; the page starts from the latest approved content.

    One issue at a time: refused while another is under way.
    """
    document = Document.objects.locked().get(pk=document.pk)
    policy.require(by, "qms.write_document", document)
    busy = open_issue(document)
    if busy is not None:
        raise StepRefused([_("Issue %(issue)s is still under way. Finish or abandon it first.") % {"issue": busy}])
    last = document.issues.exclude(status=IssueStatus.ABANDONED).order_by("-effective_on", "-pk").first()
    issue_number, amendment_number = next_numbers(last, amendment=amendment)
    issue = Issue(
        document=document,
        issue_number=issue_number,
        amendment_number=amendment_number,
        title_vi=last.title_vi if last else document.title_vi,
        title_en=last.title_en if last else document.title_en,
        author=by,
        summary_of_change=summary_of_change,
    )
    issue.validate_constraints()
    issue.save()
    workshop().refill(document, last.body if last else None, by=by)
    return issue


def next_numbers(last: Issue | None, *, amendment: bool) -> tuple[str, str]:
    """Issue and amendment number after `last`, as wide as they were written."""
    if last is None:
        return "01", "00"
    if amendment:
        return last.issue_number, _counted_on(last.amendment_number or "00")
    return _counted_on(last.issue_number), "0" * len(last.amendment_number or "00")


def _counted_on(number: str) -> str:
    if not number.isdecimal():
        raise StepRefused([_("%(number)s is not a number that can be counted on.") % {"number": number}])
    return str(int(number) + 1).zfill(len(number))


def submit_issue(issue: Issue, *, by: Any, **common: Any) -> Issue:
    """Freeze what the page holds into the issue and ask for its review. Tells the reviewer.

    The hash of the frozen content is set here; review and approval are of exactly that.
    """
    frozen = _freeze(issue)  # drawn before the transaction
    with transaction.atomic():
        issue = ISSUE.apply("submit", issue, by=by, **_frozen_values(_locked(issue), frozen), **common)
        _tell("issue_submitted", issue, by, _reviewers(issue))
    return issue


def _freeze(issue: Issue) -> FrozenContent:
    try:
        return workshop().freeze(issue.document)
    except NoContent:
        return FrozenContent(issue.body, issue.body_html, issue.body_text)


def _frozen_values(issue: Issue, frozen: FrozenContent) -> dict[str, Any]:
    issue.body, issue.body_html, issue.body_text = frozen.body, frozen.html, frozen.text
    return {
        "body": frozen.body,
        "body_html": frozen.html,
        "body_text": frozen.text,
        "content_hash": body_hash(issue),
        "reviewed_at": None,
    }


@transaction.atomic
def recall_issue(issue: Issue, *, by: Any, **common: Any) -> Issue:
    """The author takes it back before its review is done."""
    issue = ISSUE.apply("recall", issue, by=by, **common)
    _tell("issue_recalled", issue, by, _reviewers(issue))
    return issue


@transaction.atomic
def return_issue(issue: Issue, *, by: Any, reason: str = "", **common: Any) -> Issue:
    """The reviewer sends it back with a comment, which reaches the author."""
    issue = ISSUE.apply("return", issue, by=by, reason=reason, **common)
    _tell("issue_returned", issue, by, [issue.author], reason=reason)
    return issue


@transaction.atomic
def abandon_issue(issue: Issue, *, by: Any, reason: str = "", **common: Any) -> Issue:
    """Give a draft up; its number may be used again."""
    issue = ISSUE.apply("abandon", issue, by=by, reason=reason, **common)
    _tell("issue_abandoned", issue, by, [issue.author], reason=reason)
    return issue


@transaction.atomic
def review_issue(issue: Issue, *, by: Any, **common: Any) -> Issue:
    """Reviewed, ready for approval: by somebody who did not write it. Tells top management."""
    locked = _locked(issue)
    # asked before the step fills in the reviewer: the rule depends on who is named so far
    refused = ISSUE.blockers("review", locked, by)
    if refused.reasons:
        raise StepRefused(refused.reasons, refused.who)
    issue = ISSUE.apply("review", locked, by=by, reviewer=by, reviewed_at=clock.now(), **common)
    _tell("issue_reviewed", issue, by, people_over(issue.document.unit_id, Role.TOP))
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
    _tell("issue_approved", issue, by, [issue.author, issue.reviewer], day=effective_on.isoformat())
    announce("issue_approved", issue=issue)
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
    _tell("issue_recalled_before_effect", issue, by, [issue.author, issue.reviewer], reason=reason)
    return issue


@transaction.atomic
def withdraw_issue(
    issue: Issue, *, by: Any, reason: str = "", withdrawn_on: dt.date | None = None, **common: Any
) -> Issue:
    """Take it out of use on a day (today unless said otherwise), signed, with a reason. Tells author and officers."""
    withdrawn_on = withdrawn_on or clock.today()
    if withdrawn_on < clock.today():
        raise StepRefused([_("The day of the withdrawal has passed: give today or a later day.")])
    if issue.effective_on and issue.effective_on > clock.today():
        raise StepRefused([_("It is not in force yet: recall it instead.")])
    issue = ISSUE.apply("withdraw", issue, by=by, reason=reason, withdrawn_on=withdrawn_on, **common)
    told = [issue.author, *people_over(issue.document.unit_id, Role.OFFICER)]
    _tell("issue_withdrawn", issue, by, told, reason=reason, day=withdrawn_on.isoformat())
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


def bring_in_documents(drafts: Sequence[Mapping[str, Any]], *, by: Any, reason: str = "") -> list[Document]:
    """Write documents that were approved elsewhere: register, pages and all their issues, with their own dates.

    Each draft: number, kind, unit, title_vi, author, issues (oldest first, each with issue_number, signed_on,
    effective_on) and sections; optional title_en, reviewer, approved_by, clauses, external_ref; an issue may bring
    amendment_number, summary_of_change, titles and sections of its own.
    """
    frozen: dict[int, FrozenContent] = {}  # drawn once for each text, before the transaction
    for draft in drafts:
        for entry in draft["issues"]:
            sections = _sections(draft, entry)
            if id(sections) not in frozen:
                frozen[id(sections)] = workshop().freeze_body(workshop().body_from(sections))
    return _write_brought_in(drafts, frozen, by=by, reason=reason)


NO_SECTIONS: Mapping[str, Any] = {}


def _sections(draft: Mapping[str, Any], entry: Mapping[str, Any]) -> Mapping[str, Any]:
    return entry.get("sections") or draft.get("sections") or NO_SECTIONS


@operation("bring_in_documents")
def _write_brought_in(
    drafts: Sequence[Mapping[str, Any]], frozen: Mapping[int, FrozenContent], *, by: Any
) -> list[Document]:
    documents = [_brought_in_document(draft) for draft in drafts]
    for document in {document.unit_id: document for document in documents}.values():
        policy.require(by, "qms.write_document", document)
    for document in documents:
        document.full_clean(exclude=["search_text"])
    bulk.create(documents)
    issues, references = [], []
    for draft, document in zip(drafts, documents, strict=True):
        issues += [_brought_in_issue(document, draft, entry, frozen) for entry in draft["issues"]]
        references += [DocumentClause(record=document, clause=clause) for clause in draft.get("clauses", ())]
    bulk.create(issues)
    bulk.create(references)
    for record in (*documents, *issues):
        sync_participation(record, new=True)
    latest = {issue.document_id: issue.body for issue in issues}
    for document in documents:
        workshop().open(document, latest.get(document.pk, []), by=by)
    return documents


def _brought_in_document(draft: Mapping[str, Any]) -> Document:
    given = ("number", "kind", "unit", "title_vi", "author")
    optional = ("title_en", "external_ref")
    return Document(
        **{name: draft[name] for name in given}, **{name: draft[name] for name in optional if draft.get(name)}
    )


def _brought_in_issue(
    document: Document, draft: Mapping[str, Any], entry: Mapping[str, Any], frozen: Mapping[int, FrozenContent]
) -> Issue:
    content = frozen[id(_sections(draft, entry))]
    issue = Issue(
        document=document,
        issue_number=entry["issue_number"],
        amendment_number=entry.get("amendment_number", "00"),
        title_vi=entry.get("title_vi", document.title_vi),
        title_en=entry.get("title_en", document.title_en),
        status=IssueStatus.APPROVED,
        summary_of_change=entry.get("summary_of_change", ""),
        author=document.author,
        reviewer=draft.get("reviewer"),
        approved_by=draft.get("approved_by"),
        signed_on=entry["signed_on"],
        effective_on=entry["effective_on"],
        body=content.body,
        body_html=content.html,
        body_text=content.text,
    )
    issue.content_hash = body_hash(issue)
    return issue


def people_over(unit_id: int, *roles: str) -> list[User]:
    """Active people who hold one of the roles at the unit or above it, inside its QMS, today."""
    above = UnitPath.objects.filter(unit_id=unit_id, inside=True).values("ancestor_id")
    held = RoleAssignment.objects.standing_on(clock.today()).filter(role__in=roles, unit_id__in=above)
    return list(User.objects.people().filter(pk__in=held.values("user_id")))


def _reviewers(issue: Issue) -> list[User]:
    if issue.reviewer is not None:
        return [issue.reviewer]
    over = people_over(issue.document.unit_id, Role.OFFICER, Role.MANAGER)
    return [person for person in over if person.pk != issue.author_id]


def _locked(issue: Issue) -> Issue:
    return Issue.objects.locked().select_related(None).get(pk=issue.pk)


def _tell(kind: str, issue: Issue, by: Any, people: Iterable[User | None], **details: str) -> None:
    notify(kind, about=issue, to=people, by=by, document=str(issue), **details)
