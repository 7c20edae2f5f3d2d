"""Bringing documents that came from a master list in step with a later one."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from qms import policy
from qms.documents import FrozenContent, body_hash
from qms.enums import IssueStatus
from qms.history import bulk
from qms.history.recording import operation
from qms.models.documents import Document, DocumentClause, Issue
from qms.operations.bringing_documents import name_on_new
from qms.operations.citing import rewrite_citations
from qms.operations.issue_content import freeze, frozen_values, profile_values, write_lines
from qms.operations.workshop import workshop

IMPORTING = ("bring_in_documents", "update_brought_in_documents", "import_register")
"""Operations that do not count as moving a document here."""


@dataclass
class DocumentChange:
    """What a later list says of one document: its values, those of its latest issue, or a newer issue."""

    document: Document
    values: dict[str, Any] = field(default_factory=dict)
    issue: Issue | None = None
    issue_values: dict[str, Any] = field(default_factory=dict)
    new_issue: dict[str, Any] = field(default_factory=dict)
    cited: Sequence[tuple[int | None, str]] = ()
    dropped: Sequence[DocumentClause] = ()


@operation("update_brought_in_documents")
def update_brought_in_documents(changes: Sequence[DocumentChange], *, by: Any) -> None:
    """Write what changed: documents and issues set-wise, pages only where a title changed.

    Approved issues keep the titles they were brought in with; a draft takes them over.
    """
    by.authority.learn_ancestors(change.document.unit_id for change in changes)
    for change in {change.document.unit_id: change for change in changes}.values():
        policy.require(by, "qms.care_for_document", change.document)
    retitled = [change.document for change in changes if {"title_vi", "title_en"} & set(change.values)]
    write_documents(changes)
    write_issues(changes)
    add_issues(changes)
    cite(changes)
    for document in retitled:
        workshop().refill(document, None, by=by)


def write_documents(changes: Sequence[DocumentChange]) -> None:
    """The columns of the documents."""
    fields: set[str] = set()
    for change in changes:
        for name, value in change.values.items():
            setattr(change.document, name, value)
        change.document.clean_fields(exclude=["search_text", "sort_key", "unit", "author"])
        fields |= set(change.values)
    bulk.update([change.document for change in changes if change.values], sorted(fields))


def write_issues(changes: Sequence[DocumentChange]) -> None:
    """The columns of their latest issues; one that becomes approved is frozen."""
    frozen: list[tuple[Issue, FrozenContent]] = []
    written: list[Issue] = []
    fields: set[str] = set()
    issues = standing_issues(changes)
    for change in changes:
        issue = issues.get(change.issue.pk) if change.issue is not None else None
        if issue is None:
            continue
        values = dict(change.issue_values)
        if issue.status == IssueStatus.DRAFT:
            values |= {name: change.values[name] for name in ("title_vi", "title_en") if name in change.values}
        if not values:
            continue
        for name, value in values.items():
            setattr(issue, name, value)
        if issue.status != IssueStatus.DRAFT and not issue.content_hash:
            content = freeze(issue)
            values |= frozen_values(issue, content)
            for name, value in values.items():
                setattr(issue, name, value)
            frozen.append((issue, content))
        fields |= set(values)
        written.append(issue)
    bulk.update(written, sorted(fields))
    write_lines(frozen)


def standing_issues(changes: Sequence[DocumentChange]) -> dict[int, Issue]:
    """The issues to be written, whole and locked, with their documents as they are by now."""
    documents = {change.document.pk: change.document for change in changes}
    keys = [change.issue.pk for change in changes if change.issue is not None]
    issues = {issue.pk: issue for issue in Issue.objects.locked().filter(pk__in=keys)}
    for issue in issues.values():
        issue.document = documents[issue.document_id]
    return issues


def add_issues(changes: Sequence[DocumentChange]) -> None:
    """Newer issues, without text: the list holds none. The page keeps what was written last."""
    empty = FrozenContent()
    issues = []
    for change in changes:
        if not change.new_issue:
            continue
        document = change.document
        issue = Issue(
            document=document,
            title_vi=document.title_vi,
            title_en=document.title_en,
            author=document.author,
            **change.new_issue,
            **profile_values(empty),
        )
        if issue.status != IssueStatus.DRAFT:
            issue.content_hash = body_hash(issue)
        issues.append(issue)
    bulk.create(issues)
    name_on_new(issues)


def cite(changes: Sequence[DocumentChange]) -> None:
    """Further clauses, and the end of references that the list no longer gives."""
    dropped = [reference for change in changes for reference in change.dropped]
    cited = [(change.document.pk, *one) for change in changes for one in change.cited]
    rewrite_citations(DocumentClause, cited, dropped)
