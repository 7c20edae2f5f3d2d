"""Bringing in documents that were approved elsewhere: register, pages and all their issues, with their own dates."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from qms import policy
from qms.documents import FrozenContent, body_hash
from qms.enums import IssueStatus, ReferenceOrigin
from qms.history import bulk
from qms.history.recording import operation
from qms.models.documents import Document, DocumentClause, Issue
from qms.models.participation import Participation
from qms.operations.document_schemes import units_of_qms
from qms.operations.issue_content import profile_values, write_lines
from qms.operations.workshop import workshop


def bring_in_documents(drafts: Sequence[Mapping[str, Any]], *, by: Any, reason: str = "") -> list[Document]:
    """Write documents that were approved elsewhere: register, pages and all their issues, with their own dates.

    Each draft: number, kind, unit, title_vi, author, issues (oldest first, each with issue_number, signed_on,
    effective_on) and sections; optional title_en, reviewer, approved_by, clauses, cited (clause key or None, as
    written), external_ref, source (what a record brought in from a list keeps of it); an issue may bring
    amendment_number, summary_of_change, titles, sections of its own, withdrawn_on (then it is withdrawn on that day),
    replaced_by (the number of a document brought in with it) or the status draft.
    """
    frozen: Frozen = {}  # drawn once for each text and kind, before the transaction
    for draft in drafts:
        for entry in draft["issues"]:
            key = _text_key(draft, entry)
            if key not in frozen:
                body = workshop().body_from(_sections(draft, entry))
                frozen[key] = workshop().freeze_body(body, draft["kind"])
    return _write_brought_in(drafts, frozen, by=by, reason=reason)


Frozen = dict[tuple[int, str], FrozenContent]
NO_SECTIONS: Mapping[str, Any] = {}


def _text_key(draft: Mapping[str, Any], entry: Mapping[str, Any]) -> tuple[int, str]:
    return id(_sections(draft, entry)), str(draft["kind"])


def _sections(draft: Mapping[str, Any], entry: Mapping[str, Any]) -> Mapping[str, Any]:
    return entry.get("sections") or draft.get("sections") or NO_SECTIONS


@operation("bring_in_documents")
def _write_brought_in(drafts: Sequence[Mapping[str, Any]], frozen: Frozen, *, by: Any) -> list[Document]:
    documents = [_brought_in_document(draft) for draft in drafts]
    by.authority.learn_ancestors(document.unit_id for document in documents)
    for document in {document.unit_id: document for document in documents}.values():
        policy.require(by, "qms.write_document", document)
    _check(documents)
    bulk.create(documents)
    by_number = {(document.unit_id, document.number): document for document in documents}
    issues: list[Issue] = []
    references: list[DocumentClause] = []
    contents: dict[int, FrozenContent] = {}
    for draft, document in zip(drafts, documents, strict=True):
        for entry in draft["issues"]:
            content = frozen[_text_key(draft, entry)]
            issues.append(_brought_in_issue(document, draft, entry, content))
            issues[-1].replacement = by_number.get((document.unit_id, entry.get("replaced_by", "")))
            contents[id(issues[-1])] = content
        references += [DocumentClause(record=document, clause=clause) for clause in draft.get("clauses", ())]
        references += [
            DocumentClause(record=document, clause_id=key, written_as=written, origin=ReferenceOrigin.IMPORT)
            for key, written in draft.get("cited", ())
        ]
    bulk.create(issues)
    write_lines([(issue, contents[id(issue)]) for issue in issues if issue.status != IssueStatus.DRAFT])
    bulk.create(references)
    name_on_new([*documents, *issues])
    latest = {issue.document_id: contents[id(issue)].body for issue in issues}
    for document in documents:
        workshop().open(document, latest.get(document.pk, []), by=by)
    return documents


def _check(documents: Sequence[Document]) -> None:
    """What each must hold, and that no QMS gives a number twice: asked once for all of them."""
    for document in documents:
        document.clean_fields(exclude=["search_text", "sort_key", "unit", "author"])
    units = {document.unit_id: document.unit for document in documents}
    around = {key: units_of_qms(unit) for key, unit in units.items()}
    wanted = [(around[document.unit_id], document.number.casefold()) for document in documents]
    standing = Document.objects.filter(unit__in=frozenset().union(*around.values()), ended_at=None)
    given = {(unit, number.casefold()) for unit, number in standing.values_list("unit_id", "number")}
    twice = {one for one, times in Counter(wanted).items() if times > 1}
    twice |= {(places, number) for places, number in wanted if any((unit, number) in given for unit in places)}
    if twice:
        refused = {number for _places, number in twice}
        numbers = ", ".join(sorted({one.number for one in documents if one.number.casefold() in refused}))
        raise ValidationError(_("These numbers are given already: %(numbers)s.") % {"numbers": numbers})


def name_on_new(records: Sequence[Document | Issue]) -> None:
    """Who is named on new documents and issues, in one statement."""
    rows = []
    for record in records:
        named = {"author": record.author_id, "reviewer": getattr(record, "reviewer_id", None)}
        rows += [
            Participation(user_id=person, kind=record._meta.label_lower, record_id=record.pk, capacity=capacity)
            for capacity, person in named.items()
            if person
        ]
    Participation.objects.bulk_create(rows, batch_size=bulk.BATCH, ignore_conflicts=True)


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
    values = {name: draft[name] for name in given} | {name: draft[name] for name in optional if draft.get(name)}
    return Document(**values, **draft.get("source", {}))


def _brought_in_issue(
    document: Document, draft: Mapping[str, Any], entry: Mapping[str, Any], content: FrozenContent
) -> Issue:
    issue = Issue(
        document=document,
        issue_number=entry["issue_number"],
        amendment_number=entry.get("amendment_number", "00"),
        title_vi=entry.get("title_vi", document.title_vi),
        title_en=entry.get("title_en", document.title_en),
        status=_status_of(entry),
        summary_of_change=entry.get("summary_of_change", ""),
        author=document.author,
        reviewer=draft.get("reviewer"),
        approved_by=draft.get("approved_by"),
        signed_on=entry.get("signed_on"),
        effective_on=entry.get("effective_on"),
        withdrawn_on=entry.get("withdrawn_on"),
    )
    if issue.status != IssueStatus.DRAFT:
        issue.body, issue.body_html, issue.body_text = content.body, content.html, content.text
        for name, value in profile_values(content).items():
            setattr(issue, name, value)
        issue.content_hash = body_hash(issue)
    return issue


def _status_of(entry: Mapping[str, Any]) -> str:
    """As the entry says; else approved, or withdrawn where it names the day."""
    return str(entry.get("status") or (IssueStatus.WITHDRAWN if entry.get("withdrawn_on") else IssueStatus.APPROVED))
