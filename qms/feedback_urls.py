"""Addresses of feedback: inside, and the public form with the page of its code."""

from django.urls import path

from qms.views import feedback, public_feedback

urlpatterns = [
    path("feedback/", feedback.FeedbackList.as_view(), name="feedback_list"),
    path("feedback/new/", feedback.FeedbackNew.as_view(), name="feedback_new"),
    path("feedback/<uuid:uid>/", feedback.FeedbackRecord.as_view(), name="feedback"),
    path("feedback/<uuid:uid>/print.<str:kind>", feedback.feedback_print, name="feedback_print"),
    path("feedback/<uuid:uid>/steps/<slug:step>/", feedback.FeedbackStep.as_view(), name="feedback_step"),
    path(
        "feedback/files/<uuid:uid>/steps/<slug:step>/", feedback.FeedbackFileStep.as_view(), name="feedback_file_step"
    ),
    path("y-kien/", public_feedback.public_feedback, name="public_feedback"),
    path("y-kien/theo-doi/", public_feedback.public_feedback_follow, name="public_feedback_follow"),
]
