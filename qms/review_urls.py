"""Addresses of management reviews."""

from django.urls import path

from qms.views import management_reviews as views

urlpatterns = [
    path("reviews/", views.ReviewList.as_view(), name="reviews"),
    path("reviews/new/", views.ReviewNew.as_view(), name="review_new"),
    path("reviews/<uuid:uid>/", views.ReviewRecord.as_view(), name="review"),
    path("reviews/<uuid:uid>/edit/", views.ReviewEdit.as_view(), name="review_edit"),
    path("reviews/<uuid:uid>/preview/", views.ReviewPreview.as_view(), name="review_preview"),
    path("reviews/<uuid:uid>/print.<slug:kind>", views.review_print, name="review_print"),
    path("reviews/<uuid:uid>/steps/<slug:step>/", views.ReviewStep.as_view(), name="review_step"),
    path("reviews/inputs/<uuid:uid>/steps/<slug:step>/", views.ReviewInputStep.as_view(), name="review_input_step"),
    path(
        "reviews/decisions/<uuid:uid>/steps/<slug:step>/",
        views.ReviewDecisionStep.as_view(),
        name="review_decision_step",
    ),
    path("reviews/files/<uuid:uid>/steps/<slug:step>/", views.ReviewFileStep.as_view(), name="review_file_step"),
]
