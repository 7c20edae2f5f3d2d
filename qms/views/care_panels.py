"""What change requests, periodic reviews and paper copies show on the pages of documents and issues."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from qms import policy
from qms.enums import ChangeRequestStatus
from qms.looks import status_look
from qms.models.change_requests import ChangeRequest
from qms.models.document_care import DocumentReview
from qms.paper_copy_workflow import OUT
from qms.prepared import prepared_records
from qms.tables.change_requests import OPEN
from qms.views.document_reviews import review_step
from qms.views.panels import Panel, Shown
from qms.views.paper_copies import copy_steps

SHOWN = 20  # rows of a panel
NONE = 0  # key that no document has
WAITING = (ChangeRequestStatus.ASKED, ChangeRequestStatus.ENDORSED)


def _listed(rows: Iterable[ChangeRequest]) -> list[dict[str, Any]]:
    return [{"row": row, "status": status_look(row)} for row in rows]


def requests_of_document(shown: Shown) -> Panel | None:
    """Requests about the document that wait for an answer: those that the person reaches."""
    if shown.as_of:
        return None
    rows = ChangeRequest.objects.visible_to(shown.user).filter(document=shown.record, status__in=OPEN)
    return _panel([("open-requests", _("Open change requests"), _listed(rows.order_by("-pk")[:SHOWN]))])


def requests_of_issue(shown: Shown) -> Panel | None:
    """The requests that the issue answers or is to answer; on the issue in force what nobody has taken up, too."""
    issue = shown.record
    document = issue.document_id if shown.is_in_force else NONE
    if shown.own_side:
        rows = list(_which(ChangeRequest.objects.visible_to(shown.user), issue.pk, document))
    else:
        rows = prepared_records(_asked_by, reader=shown.user.pk, issue=issue.pk, document=document)
    answered = [row for row in rows if row.issue_id == issue.pk]
    waiting = [row for row in rows if row.issue_id != issue.pk]
    parts = [
        ("answered-requests", _("Answers the change requests"), _listed(answered)),
        ("open-requests", _("Open change requests"), _listed(waiting)),
    ]
    return _panel(parts)


def _asked_by(reader: int, issue: int, document: int) -> Any:
    """A reader sees their own."""
    return _which(ChangeRequest.objects.filter(asked_by_id=reader), issue, document)


def _which(rows: Any, issue: int, document: int) -> Any:
    which = Q(issue_id=issue) | Q(document_id=document, status__in=WAITING)
    return rows.filter(which).order_by("-pk")[:SHOWN]


def _panel(parts: list[tuple[str, str, list[dict[str, Any]]]]) -> Panel | None:
    shown = [part for part in parts if part[2]]
    return Panel("qms/change_requests/panel.html", {"parts": shown}, "rest") if shown else None


def reviews_of_document(shown: Shown) -> Panel | None:
    """For the document's own side: when it is due, the step, what earlier reviews found."""
    if not shown.own_side or shown.as_of:
        return None
    document = shown.record
    reviews = DocumentReview.objects.filter(document=document).select_related("issue__document", "reviewed_by")
    listed = list(reviews.defer("issue__body", "issue__body_html", "issue__body_text").order_by("-pk")[:SHOWN])
    if shown.in_force is None and not listed:
        return None
    steps = [review_step(document, shown.user)] if shown.in_force is not None else []
    context = {
        "due": document.review_due_on,
        "reviews": [{"row": row, "print_urls": _prints(row)} for row in listed],
        "steps": [step for step in steps if step.allowed],
    }
    return Panel("qms/document_reviews/panel.html", context)


def _prints(review: DocumentReview) -> list[tuple[str, str]]:
    kinds = (("Word", "docx"), ("PDF", "pdf"))
    return [(label, reverse("document_review_print", args=[review.uid, kind])) for label, kind in kinds]


def copies_of_issue(shown: Shown) -> Panel | None:
    """For the document's own side: the paper copies of this issue, handing out, taking back."""
    if not shown.own_side or shown.as_of:
        return None
    issue = shown.record
    copies = list(issue.paper_copies.select_related("unit", "holder").order_by("number"))
    for copy in copies:
        copy.issue = issue
    steps = copy_steps(issue, shown.user, out=any(copy.status in OUT for copy in copies))
    if not copies and not steps:
        return None
    listed = [{"row": copy, "status": status_look(copy)} for copy in copies]
    cares = policy.may(shown.user, "qms.care_for_document", issue.document)
    context = {"copies": listed, "steps": steps, "in_force": shown.is_in_force, "cares": bool(cares)}
    return Panel("qms/paper_copies/panel.html", context)
