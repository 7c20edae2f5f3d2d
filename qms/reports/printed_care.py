"""Printed forms around documents: the change request, the periodic review, the book of distribution and recall."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from qms import clock
from qms.enums import ChangeRequestStatus as C
from qms.enums import ReviewOutcome
from qms.history.standing import moment_of_reading
from qms.models.change_requests import ChangeRequest
from qms.models.document_care import DocumentReview
from qms.models.paper_copies import PaperCopy
from qms.operations.document_reviews import MEANING
from qms.printing import contexts, document_contexts
from qms.reports.printed_parts import heading_of, language, letterhead, mark, signed
from qms.signatures import signatures_of

OUTCOMES: dict[str, document_contexts.Outcome] = {
    ReviewOutcome.NO_CHANGE: "no_change",
    ReviewOutcome.NEW_ISSUE: "change",
    ReviewOutcome.WITHDRAW: "withdraw",
}


@dataclass(frozen=True)
class PrintedList:
    """A list that is printed: in whose name, with which rows, by which filters."""

    title: str
    url: str
    unit: Any
    rows: Sequence[Any]
    scope: str = ""
    number: str = ""

    def get_absolute_url(self) -> str:
        """The list on the screen."""
        return self.url


def change_request(request: ChangeRequest) -> document_contexts.ChangeRequest:
    """A change request with what was said to it."""
    document, issue = request.document, request.issue
    return document_contexts.ChangeRequest(
        letterhead=letterhead(request, request.unit, request.asked_on),
        mark=mark(request),
        language=language(),
        asked_on=request.asked_on,
        asker=_person(request.asked_by),
        unit=request.unit.name,
        wish=request.kind,  # type: ignore[arg-type]  # the same three words
        document_number=document.number if document else "",
        document_title=document.title if document else request.title,
        wanted_by=request.wanted_on,
        writer=str(issue.author) if issue and request.kind != "withdraw" else "",
        reason=request.why,
        content=request.proposal or request.title,
        opinions=_opinions(request),
        answer=_answer(request),
        signatures=tuple(signed(request)),
    )


def _person(user: Any) -> str:
    return ", ".join(filter(None, [str(user), user.position]))


def _opinions(request: ChangeRequest) -> tuple[document_contexts.Opinion, ...]:
    """The manager's, and who takes it up or refuses it; what nobody has said leaves room for a pen."""
    refusal = request.history.filter(operation="changerequest.refuse").order_by("-sequence").first()
    refused = request.status == C.REFUSED and refusal is not None
    by_manager = refused and request.endorsed_by_id is None
    why = refusal.history_change_reason or "" if refused else ""
    manager = document_contexts.Opinion(
        who=_("Unit manager"),
        agrees=True if request.endorsed_by_id else False if by_manager else None,
        comment=why if by_manager else "",
        name=str(request.endorsed_by or (request.handler if by_manager else "")),
    )
    said = request.handler_id is not None and not by_manager
    handler = document_contexts.Opinion(
        who=_("Quality officer"),
        agrees=not refused if said else None,
        comment=why if said and refused else "",
        name=str(request.handler) if said else "",
    )
    return manager, handler


def _answer(request: ChangeRequest) -> str:
    if request.status != C.ANSWERED or request.issue is None:
        return ""
    issue = request.issue
    if issue.withdrawn_on:
        return _("%(issue)s, withdrawn from %(day)s") % {"issue": issue, "day": issue.withdrawn_on.strftime("%d/%m/%Y")}
    if issue.effective_on:
        day = issue.effective_on.strftime("%d/%m/%Y")
        return _("%(issue)s, in force from %(day)s") % {"issue": issue, "day": day}
    return str(issue)


def periodic_review(review: DocumentReview) -> document_contexts.PeriodicReview:
    """One periodic review, with its signature."""
    document, issue = review.document, review.issue
    before = DocumentReview.objects.filter(document=document, pk__lt=review.pk).order_by("-pk").first()
    url = settings.QMS_BASE_URL.rstrip("/") + document.get_absolute_url()
    return document_contexts.PeriodicReview(
        letterhead=letterhead(_Unnumbered(), document.unit, review.reviewed_on),
        mark=contexts.PrintMark(status=review.get_outcome_display(), printed_at=moment_of_reading(), url=url),
        language=language(),
        number=document.number,
        title=issue.title,
        kind=document.get_kind_display(),
        unit=document.unit.name,
        issue=issue.numbers.replace(".", "/"),
        effective_on=issue.effective_on,
        last_reviewed_on=before.reviewed_on if before else None,
        due=review.was_due_on,
        reviewed_on=review.reviewed_on,
        reviewer=_person(review.reviewed_by),
        answers=tuple(document_contexts.ReviewAnswer(question=line) for line in filter(None, review.note.splitlines())),
        outcome=OUTCOMES[review.outcome],
        reason=_("It remains suitable and adequate.") if review.outcome == ReviewOutcome.NO_CHANGE else review.note,
        next_due=review.next_due_on,
        signatures=_signature_of(review),
    )


class _Unnumbered:
    number = ""


def _signature_of(review: DocumentReview) -> tuple[contexts.Signature, ...]:
    """The signature that belongs to this review: by who did it, on that day."""
    rows = [
        row
        for row in signatures_of(review.document)
        if row.meaning == MEANING
        and row.signer_id == review.reviewed_by_id
        and clock.day_of(row.signed_at) == review.reviewed_on
    ]
    return tuple(
        contexts.Signature(
            heading=heading_of(row),
            name=row.name,
            meaning=row.meaning_shown,
            signed_at=row.signed_at,
            hash=row.content_hash,
        )
        for row in rows[-1:]
    )


def distribution_register(printed: PrintedList) -> document_contexts.Register:
    """The book of distribution and recall: one row a copy."""
    return document_contexts.Register(
        letterhead=letterhead(printed, printed.unit, clock.today()),
        mark=contexts.PrintMark(
            status=clock.today().strftime("%d/%m/%Y"),
            printed_at=moment_of_reading(),
            url=settings.QMS_BASE_URL.rstrip("/") + printed.get_absolute_url(),
        ),
        language=language(),
        scope="; ".join(filter(None, [printed.unit.name, printed.scope])),
        updated_on=clock.today(),
        rows=tuple(_copy(copy) for copy in printed.rows),
    )


def _copy(copy: PaperCopy) -> document_contexts.CopyEntry:
    document, issue = copy.issue.document, copy.issue
    ended = copy.get_status_display() if copy.status == "lost" else ""
    return document_contexts.CopyEntry(
        number=document.number,
        title=issue.title,
        issue=issue.numbers.replace(".", "/"),
        effective_on=issue.effective_on,
        given=_("Copy %(number)s") % {"number": f"{copy.number:02d}"},
        receiver="\n".join(filter(None, [copy.unit.name, str(copy.holder or ""), copy.held_by])),
        received=_when(copy.received_by, copy.received_on),
        recalled=_when(copy.recalled_by, copy.recalled_on) or ended,
    )


def _when(person: Any, day: Any) -> str:
    return "\n".join(filter(None, [str(person or ""), day.strftime("%d/%m/%Y") if day else ""]))
