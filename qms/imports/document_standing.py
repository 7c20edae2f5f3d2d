"""How the rows of a master list compare with the documents that stand here."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.db import transaction

from qms import clock
from qms.enums import IssueStatus, ReferenceOrigin
from qms.importing.register_kind import PlannedRow
from qms.imports.document_plan import DocumentPlan, order_of
from qms.imports.document_rows import About, key_of
from qms.imports.document_words import COMING, DRAFT, IN_FORCE, REPLACED, WITHDRAWN
from qms.models.documents import HEAVY, Document, DocumentClause, Issue
from qms.operations.importing_documents import IMPORTING

CHUNK = 5000  # keys in one query

MEANT = {
    IssueStatus.APPROVED: {IN_FORCE, COMING},
    IssueStatus.WITHDRAWN: {WITHDRAWN, REPLACED},
    IssueStatus.ABANDONED: {WITHDRAWN},
}
"""Words that say of an issue what its state is; every other state is that of a draft."""


def chunks(keys: Iterable[Any]) -> Iterator[list[Any]]:
    """Keys in parts that one query takes."""
    source = iter(keys)
    while part := list(islice(source, CHUNK)):
        yield part


class Standing:
    """The documents of the list's units by unit and code, with issues, citations and whether they moved on here."""

    def __init__(self, about: About, rows: Sequence[PlannedRow]) -> None:
        wanted = {key_of(row.plan.unit_id, row.plan.number) for row in rows if row.plan.number}
        every = Document.objects.filter(unit_id__in=about.inside, ended_at=None)
        keys = {key_of(unit, number): pk for pk, unit, number in every.values_list("pk", "unit_id", "number")}
        self.documents: dict[tuple[int, str], Document] = {}
        met = {keys[key]: key for key in wanted if key in keys}
        committing = transaction.get_connection().in_atomic_block
        standing = Document.objects.locked() if committing else Document.objects.all()
        for part in chunks(met):
            self.documents |= {met[document.pk]: document for document in standing.filter(pk__in=part)}
        self.issues = issues_of(met)
        self.moved = moved_here(met)
        self.cited = citations_of(met)

    def of(self, row: PlannedRow) -> Document | None:
        """The document that a row means."""
        return self.documents.get(key_of(row.plan.unit_id, row.plan.number))

    def is_kept(self, document: Document) -> bool:
        """Whether it was written here, or has been changed here since it was brought in."""
        return not document.brought_in or document.pk in self.moved


def issues_of(documents: Iterable[int]) -> dict[int, list[Issue]]:
    """Issues that were not given up, oldest first, by document."""
    found: dict[int, list[Issue]] = {}
    for part in chunks(documents):
        rows = Issue.objects.filter(document_id__in=part).exclude(status=IssueStatus.ABANDONED)
        for issue in rows.defer(*HEAVY).order_by("pk"):
            found.setdefault(issue.document_id, []).append(issue)
    return found


def moved_here(documents: Iterable[int]) -> set[int]:
    """Documents that anything but an import has changed."""
    found: set[int] = set()
    for part in chunks(documents):
        own = Document.history.filter(id__in=part).exclude(operation__in=IMPORTING)
        found |= set(own.values_list("id", flat=True))
        issues = Issue.history.filter(document_id__in=part).exclude(operation__in=IMPORTING)
        found |= set(issues.values_list("document_id", flat=True))
    return found


def citations_of(documents: Iterable[int]) -> dict[int, dict[Any, Any]]:
    """Standing references of documents: {document: {(clause key or None, written as): reference}}."""
    found: dict[int, dict[Any, Any]] = {}
    for part in chunks(documents):
        for row in DocumentClause.objects.filter(record_id__in=part, ended_at=None).order_by("pk"):
            key = (row.clause_id, "" if row.clause_id else row.written_as)
            found.setdefault(row.record_id, {})[key] = row
    return found


def compare(plan: DocumentPlan, document: Document, standing: Standing) -> None:
    """Note what the row says that differs from what stands here."""
    plan.record = document
    if not plan.said.get("kind"):
        plan.kind = document.kind
    for name, value in plan.document_values.items():
        same = (document.title_vi, document.title_en) if name == "title_vi" else (getattr(document, name),)
        if value not in same:
            plan.changes[name] = value
    compare_issue(plan, standing.issues.get(document.pk, []), kept=standing.is_kept(document))
    if plan.cites:
        cited = standing.cited.get(document.pk, {})
        wanted = set(plan.citations)
        plan.new_citations = [one for one in plan.citations if one not in cited]
        plan.dropped = [
            reference for one, reference in cited.items()
            if one not in wanted and reference.origin == ReferenceOrigin.IMPORT
        ]  # fmt: skip


def compare_issue(plan: DocumentPlan, issues: list[Issue], *, kept: bool) -> None:
    """Beside the issue that readers are given (of what is kept here), else the latest: the same, or a newer one."""
    against = (in_force(issues) if kept else None) or (issues[-1] if issues else None)
    plan.standing_issue = against
    if against is None:
        return
    stated = "issue_number" in plan.issue
    order = order_of(plan.issue.get("issue_number", ""), plan.issue.get("amendment_number", ""))
    there = order_of(against.issue_number, against.amendment_number)
    if stated and "amendment_number" not in plan.issue:
        order, there = (*order[:2], 0), (*there[:2], 0)
    if stated and order != there and against.status != IssueStatus.DRAFT:
        plan.new_issue = True
        return
    plan.issue_changes = issue_differences(plan, against, renumbered=stated and order != there)


def in_force(issues: list[Issue]) -> Issue | None:
    """The issue that readers are given today."""
    today = clock.today()
    came = [one for one in issues if one.effective_on and one.effective_on <= today and one.status in MEANT]
    latest = max(came, key=lambda one: (one.effective_on, one.pk), default=None)
    ended = latest is not None and latest.withdrawn_on is not None and latest.withdrawn_on <= today
    return None if ended else latest


def issue_differences(plan: DocumentPlan, issue: Issue, *, renumbered: bool) -> dict[str, Any]:
    """Columns of the issue that the row states otherwise."""
    wanted = {name: plan.issue[name] for name in ("signed_on", "withdrawn_on") if name in plan.issue}
    if plan.effective_on:
        wanted["effective_on"] = plan.effective_on
    if renumbered:
        wanted |= {name: plan.issue[name] for name in ("issue_number", "amendment_number") if name in plan.issue}
    changes = {name: value for name, value in wanted.items() if getattr(issue, name) != value}
    if moves(plan, issue):
        changes["status"] = plan.status
    return changes


def moves(plan: DocumentPlan, issue: Issue) -> bool:
    """Whether the row puts the issue into another state; of a document from outside its word is not about our issue."""
    if plan.status == IssueStatus.APPROVED and issue.status == IssueStatus.DRAFT:
        return True
    says_more_than_it_gives = plan.standing in (IN_FORCE, COMING) and plan.status == IssueStatus.DRAFT
    if not plan.standing or plan.is_external or says_more_than_it_gives:
        return False
    return plan.standing not in MEANT.get(IssueStatus(issue.status), {DRAFT})
