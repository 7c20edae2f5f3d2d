"""Addresses of comments, and of what is found by its number."""

from django.urls import path

from qms.views import comments, going

urlpatterns = [
    path("comments/<str:label>/<uuid:uid>/", comments.CommentsPage.as_view(), name="comments"),
    path("comments/<uuid:uid>/steps/<slug:step>/", comments.CommentStep.as_view(), name="comment_step"),
    path("go/", going.go, name="go"),
]
