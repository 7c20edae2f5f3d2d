"""Addresses of proposal, coverage, versions and mass planning of programmes."""

from django.urls import URLPattern, URLResolver, path

from inspections.views import programme_care, programme_many

urlpatterns: list[URLPattern | URLResolver] = [
    path("programmes/<uuid:uid>/coverage/", programme_care.coverage, name="programme_coverage"),
    path("programmes/<uuid:uid>/fill/", programme_many.Fill.as_view(), name="programme_fill"),
    path("programmes/<uuid:uid>/proposal/", programme_many.Proposal.as_view(), name="programme_proposal"),
    path("programmes/<uuid:uid>/versions/", programme_care.versions, name="programme_versions"),
]
