"""Addresses of change requests, periodic reviews and paper copies."""

from django.urls import path

from qms.views import change_requests, document_reviews, paper_copies

urlpatterns = [
    path("documents/requests/", change_requests.ChangeRequestList.as_view(), name="change_requests"),
    path("documents/requests/new/", change_requests.ChangeRequestNew.as_view(), name="change_request_new"),
    path("documents/requests/<uuid:uid>/", change_requests.ChangeRequestRecord.as_view(), name="change_request"),
    path(
        "documents/requests/<uuid:uid>/steps/<slug:step>/",
        change_requests.ChangeRequestStep.as_view(),
        name="change_request_step",
    ),
    path(
        "documents/requests/<uuid:uid>/print.<slug:kind>",
        change_requests.change_request_print,
        name="change_request_print",
    ),
    path("documents/reviews/", document_reviews.DueList.as_view(), name="document_reviews"),
    path("documents/reviews/<uuid:uid>/print.<slug:kind>", document_reviews.review_print, name="document_review_print"),
    path(
        "documents/<uuid:uid>/reviews/<slug:step>/", document_reviews.ReviewStep.as_view(), name="document_review_step"
    ),
    path("documents/copies/", paper_copies.PaperCopyList.as_view(), name="paper_copies"),
    path("documents/copies/print.<slug:kind>", paper_copies.PaperCopyBook.as_view(), name="paper_copies_print"),
    path("documents/copies/<uuid:uid>/", paper_copies.PaperCopyRecord.as_view(), name="paper_copy"),
    path(
        "documents/copies/<uuid:uid>/steps/<slug:step>/", paper_copies.PaperCopyStep.as_view(), name="paper_copy_step"
    ),
    path(
        "documents/issues/<uuid:uid>/copies/<slug:step>/",
        paper_copies.IssueCopiesStep.as_view(),
        name="issue_copies_step",
    ),
]
