"""Addresses of what becomes of units: the register, recording, and the documents that wait for their new owner."""

from django.urls import path

from qms.views import successions

urlpatterns = [
    path("organisation/successions/", successions.SuccessionList.as_view(), name="successions"),
    path("organisation/successions/new/", successions.succession_new, name="succession_new"),
    path(
        "organisation/successions/<uuid:uid>/steps/<slug:step>/",
        successions.SuccessionStep.as_view(),
        name="succession_step",
    ),
    path("organisation/units/<uuid:uid>/inherited/", successions.inherited, name="unit_inherited"),
]
