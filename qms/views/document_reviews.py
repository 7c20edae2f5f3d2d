"""Periodic reviews: the step on the document, what is due, the print of one review."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from qms import printing
from qms.forms.document_reviews import ReviewForm
from qms.models.document_care import DocumentReview
from qms.models.documents import Document
from qms.operations import document_reviews as operations
from qms.operations.print_templates import form_for
from qms.reports.document_reviews import DueReport
from qms.reports.printed_care import periodic_review
from qms.views.printing import answer, found
from qms.views.register import RegisterView
from qms.views.steps import StepSpec, StepView, step_beside
from qms.workflow import Step


def _in_force_missing(document: Any) -> list[Any]:
    if document.issue_in_force() is not None:
        return []
    return [gettext_lazy("No issue is in force: there is nothing to review.")]


STEPS = {
    "review": StepSpec(
        operations.review_document,
        ReviewForm,
        label=gettext_lazy("Record the periodic review"),
        permission="qms.review_document",
        signed=True,
        meaning=gettext_lazy("Reviewed the document"),
        guard=_in_force_missing,
        effects=[
            gettext_lazy("“A new issue” starts the draft; “to be withdrawn” tells top management."),
            gettext_lazy("The day of the next review moves on."),
        ],
    ),
}


def review_step(document: Any, user: Any) -> Step:
    """The step as this person sees it on the document's page."""
    return step_beside(STEPS["review"], document, user, reverse("document_review_step", args=[document.uid, "review"]))


class ReviewStep(StepView):
    """The periodic review, signed."""

    model = Document
    related = ("unit", "author")
    steps = STEPS


class DueList(RegisterView):
    """Documents in force by the day of their next review."""

    report = DueReport
    template_name = "qms/documents/care_list.html"


@require_safe
def review_print(request: HttpRequest, uid: Any, kind: str) -> HttpResponse:
    """One review as the usual form, for the document's own side."""
    rows = DocumentReview.objects.filter(document__in=Document.objects.visible_to(request.user).order_by().values("pk"))
    review = found(request, DocumentReview, uid, kind, "document__unit", "issue", "reviewed_by", rows=rows)
    form = form_for(printing.PERIODIC_REVIEW, review.document.unit_id)
    name = _("Periodic review %(number)s %(day)s") % {
        "number": review.document.number,
        "day": review.reviewed_on.isoformat(),
    }
    return answer(request, review.document, form, lambda document: periodic_review(review), kind, name=name)
