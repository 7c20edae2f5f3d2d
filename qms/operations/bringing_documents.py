"""Bringing in documents that were approved elsewhere: register, pages and all their issues, with their own dates."""

from collections.abc import Mapping, Sequence
from typing import Any

from qms import policy
from qms.documents import FrozenContent, body_hash
from qms.enums import IssueStatus
from qms.history import bulk
from qms.history.recording import operation
from qms.models.documents import Document, DocumentClause, Issue
from qms.models.reach import sync_participation
from qms.operations.issue_content import profile_values, write_lines
from qms.operations.workshop import workshop


def bring_in_documents(drafts: Sequence[Mapping[str, Any]], *, by: Any, reason: str = "") -> list[Document]:
    """Write documents that were approved elsewhere: register, pages and all their issues, with their own dates.

    Each draft: number, kind, unit, title_vi, author, issues (oldest first, each with issue_number, signed_on,
    effective_on) and sections; optional title_en, reviewer, approved_by, clauses, external_ref; an issue may bring
    amendment_number, summary_of_change, titles, withdrawn_on and sections of its own.
    """
    frozen: dict[int, FrozenContent] = {}  # drawn once for each text, before the transaction
    for draft in drafts:
        for entry in draft["issues"]:
            sections = _sections(draft, entry)
            if id(sections) not in frozen:
                frozen[id(sections)] = workshop().freeze_body(workshop().body_from(sections), draft["kind"])
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
    issues: list[Issue] = []
    references: list[DocumentClause] = []
    contents: dict[int, FrozenContent] = {}
    for draft, document in zip(drafts, documents, strict=True):
        for entry in draft["issues"]:
            content = frozen[id(_sections(draft, entry))]
            issues.append(_brought_in_issue(document, draft, entry, content))
            contents[id(issues[-1])] = content
        references += [DocumentClause(record=document, clause=clause) for clause in draft.get("clauses", ())]
    bulk.create(issues)
    write_lines([(issue, contents[id(issue)]) for issue in issues])
    bulk.create(references)
    for record in (*documents, *issues):
        sync_participation(record, new=True)
    latest = {issue.document_id: issue.body for issue in issues}
    for document in documents:
        workshop().open(document, latest.get(document.pk, []), by=by)
    return documents


def _brought_in_document(draft: Mapping[str, Any]) -> Document:
    given = ("number", "kind", "unit", "title_vi", "author")
    optional = (
        "title_en",
        "external_ref",
        "review_due_on",
        "issued_by",
        "issued_on",
        "external_status",
        "replaced_by",
        "status_checked_on",
    )
    return Document(
        **{name: draft[name] for name in given}, **{name: draft[name] for name in optional if draft.get(name)}
    )


def _brought_in_issue(
    document: Document, draft: Mapping[str, Any], entry: Mapping[str, Any], content: FrozenContent
) -> Issue:
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
        **profile_values(content),
    )
    issue.content_hash = body_hash(issue)
    return issue
