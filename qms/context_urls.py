"""Addresses of the issues of the context and of the interested parties."""

from django.urls import path

from qms.views import context_records as context

urlpatterns = [
    path("context/", context.ContextFactorList.as_view(), name="context_factors"),
    path("context/new/", context.ContextFactorNew.as_view(), name="context_factor_new"),
    path("context/<uuid:uid>/", context.ContextFactorRecord.as_view(), name="context_factor"),
    path("context/<uuid:uid>/edit/", context.ContextFactorEdit.as_view(), name="context_factor_edit"),
    path("context/<uuid:uid>/steps/<slug:step>/", context.ContextFactorStep.as_view(), name="context_factor_step"),
    path("interested-parties/", context.InterestedPartyList.as_view(), name="interested_parties"),
    path("interested-parties/new/", context.InterestedPartyNew.as_view(), name="interested_party_new"),
    path("interested-parties/<uuid:uid>/", context.InterestedPartyRecord.as_view(), name="interested_party"),
    path("interested-parties/<uuid:uid>/edit/", context.InterestedPartyEdit.as_view(), name="interested_party_edit"),
    path(
        "interested-parties/<uuid:uid>/steps/<slug:step>/",
        context.InterestedPartyStep.as_view(),
        name="interested_party_step",
    ),
]
