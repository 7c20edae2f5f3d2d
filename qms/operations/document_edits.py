"""Correcting what identifies a document while none of its issues is being decided on."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from qms import clock, policy
from qms.enums import IssueStatus
from qms.history.recording import operation
from qms.models.documents import Document, DocumentClause, Issue
from qms.models.standards import Clause
from qms.workflow import StepRefused, check_version

EDITABLE = ("title_vi", "title_en", "issued_by", "issued_on", "author")
DECIDED_ON = (IssueStatus.IN_REVIEW, IssueStatus.REVIEWED)


@operation("edit_document", reason_required=True)
def edit_document(
    document: Document,
    *,
    by: Any,
    version: int | None = None,
    clauses: Iterable[Clause] | None = None,
    **values: Any,
) -> Document:
    """Correct titles, issuer, day of issue, author or clauses. A draft takes the titles and the author with it.

    Issues that were approved keep the titles they were signed with. Raises StepRefused while one is reviewed or
    approved and to come.
    """
    document = Document.objects.locked().get(pk=document.pk)
    policy.require(by, "qms.care_for_document", document)
    check_version(document, version)
    faults = edit_faults(document)
    if faults:
        raise StepRefused(faults)
    before = document.author_id
    changed = {name: values[name] for name in EDITABLE if name in values and values[name] != getattr(document, name)}
    for name, value in changed.items():
        setattr(document, name, value)
    document.full_clean(exclude=["search_text"])
    if changed:
        document.save()
        _draft_follows(document, changed, before)
    if clauses is not None:
        _set_clauses(document, clauses)
    return document


def edit_faults(document: Document) -> list[str]:
    """Why the document cannot be corrected now."""
    coming = document.issues.filter(status=IssueStatus.APPROVED, effective_on__gt=clock.today())
    busy = document.issues.filter(status__in=DECIDED_ON).first() or coming.first()
    if busy is None:
        return []
    text = _("Issue %(issue)s is being decided on. Have it returned or wait until it is in force.")
    return [text % {"issue": busy}]


def _draft_follows(document: Document, changed: dict[str, Any], author_before: int) -> None:
    """The draft under way bears the new titles; it goes to the new author where it was the old one's."""
    for issue in Issue.objects.locked().filter(document=document, status=IssueStatus.DRAFT):
        for name in ("title_vi", "title_en"):
            if name in changed:
                setattr(issue, name, changed[name])
        if "author" in changed and issue.author_id == author_before:
            issue.author = changed["author"]
        issue.save()


def _set_clauses(document: Document, clauses: Iterable[Clause]) -> None:
    """Clauses that are no longer named end, new ones are added or taken up again; what no edition knows stays."""
    wanted = {clause.pk: clause for clause in clauses}
    known = {row.clause_id: row for row in document.clause_references.filter(clause__isnull=False)}
    for key, row in known.items():
        if (key in wanted) == (row.ended_at is None):
            continue
        row.ended_at = None if key in wanted else clock.now()
        row.save()
    for key in wanted.keys() - known.keys():
        DocumentClause(record=document, clause=wanted[key]).save()
