"""Addresses of transition programmes, their steps and deadlines, and of documents kept as they are."""

from django.urls import path

from qms.views import kept_documents
from qms.views import transition_programmes as programmes

urlpatterns = [
    path("transition/", programmes.TransitionList.as_view(), name="transitions"),
    path("transition/new/", programmes.TransitionNew.as_view(), name="transition_new"),
    path("transition/<uuid:uid>/", programmes.TransitionRecord.as_view(), name="transition"),
    path("transition/<uuid:uid>/edit/", programmes.TransitionEdit.as_view(), name="transition_edit"),
    path("transition/<uuid:uid>/take/<slug:step>/", programmes.TransitionStepView.as_view(), name="transition_step"),
    path("transition/steps/<uuid:uid>/<slug:step>/", programmes.StepOfProgramme.as_view(), name="transition_part"),
    path(
        "transition/deadlines/<uuid:uid>/<slug:step>/",
        programmes.DeadlineOfProgramme.as_view(),
        name="transition_deadline",
    ),
    path("documents/<uuid:uid>/transition/<slug:step>/", kept_documents.KeepStep.as_view(), name="document_keep"),
    path("documents/kept/<uuid:uid>/<slug:step>/", kept_documents.KeptStep.as_view(), name="kept_document"),
]
