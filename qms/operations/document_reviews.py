"""Periodic reviews of documents: looked at, signed, and what follows."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from qms import clock, policy
from qms.enums import ReviewOutcome, Role
from qms.history.recording import operation
from qms.models.document_care import DocumentReview
from qms.models.documents import Document
from qms.notices import notify
from qms.operations.documents import open_issue, start_issue
from qms.operations.issue_steps import people_over
from qms.signatures import SignatureIntent, content_hash, record_signature
from qms.workflow import Conflict, StepRefused, check_version

MEANING = "Reviewed the document"


@operation("review_document")
def review_document(
    document: Document,
    *,
    by: Any,
    outcome: str,
    note: str,
    next_due_on: dt.date,
    signature: SignatureIntent | None = None,
    version: int | None = None,
) -> DocumentReview:
    """Record a periodic review, signed (7.5.2 c: suitability and adequacy).

    "No change" moves the review day on; "a new issue" starts the draft unless one is under way; "to be withdrawn"
    tells top management. Raises StepRefused without an issue in force, without a signature or for a past day.
    """
    document = Document.objects.locked().get(pk=document.pk)
    check_version(document, version, values=True)
    policy.require(by, "qms.review_document", document)
    issue = document.issue_in_force()
    _check(document, issue, next_due_on, by, signature)
    assert issue is not None, "checked"
    assert signature is not None, "checked"
    review = _written(
        document, issue=issue, outcome=outcome, note=note.strip(), next_due_on=next_due_on, reviewed_by=by
    )
    record_signature(document, signature, step="review", meaning=MEANING)
    document.review_due_on = next_due_on
    document.save()
    if outcome == ReviewOutcome.NEW_ISSUE:
        _start(document, review.note, by)
    people = people_over(document.unit_id, Role.TOP) if outcome == ReviewOutcome.WITHDRAW else [document.author]
    notify("document_reviewed", about=document, to=people, by=by, outcome=review.get_outcome_display())
    return review


def _written(document: Document, **values: Any) -> DocumentReview:
    review = DocumentReview(document=document, reviewed_on=clock.today(), was_due_on=document.review_due_on, **values)
    review.full_clean()
    review.save()
    return review


def _check(document: Document, issue: Any, next_due_on: dt.date, by: Any, signature: SignatureIntent | None) -> None:
    faults = []
    if issue is None:
        faults.append(_("No issue is in force: there is nothing to review."))
    if next_due_on <= clock.today():
        faults.append(_("The next review lies after today."))
    if signature is None or signature.signer.pk != by.pk:
        faults.append(_("This step is signed: give your password."))
    if faults:
        raise StepRefused(faults)
    if signature.content_hash != content_hash(document):  # type: ignore[union-attr]  # checked above
        raise Conflict([_("The record changed after it was shown to you, so it was not signed. Read it again.")])


def _start(document: Document, note: str, by: Any) -> None:
    """A draft by the document's author, where whoever reviews may have it written; else the author is asked to."""
    if open_issue(document) is None and policy.may(by, "qms.write_document", document):
        start_issue(document, by=by, author=document.author, summary_of_change=note)
