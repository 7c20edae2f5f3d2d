"""Addresses of evidence asked of units in inspections on file."""

from django.urls import URLPattern, URLResolver, path

from inspections.views import evidence

urlpatterns: list[URLPattern | URLResolver] = [
    path("inspections/<uuid:uid>/evidence/", evidence.Evidence.as_view(), name="evidence"),
    path("inspections/<uuid:uid>/evidence/ask/", evidence.EvidenceAsk.as_view(), name="evidence_ask"),
    path("inspections/<uuid:uid>/evidence/deliver/", evidence.EvidenceDeliver.as_view(), name="evidence_deliver"),
    path("inspections/<uuid:uid>/evidence/accept/", evidence.EvidenceAccept.as_view(), name="evidence_accept"),
    path("inspections/evidence/<uuid:uid>/steps/<slug:step>/", evidence.EvidenceStep.as_view(), name="evidence_step"),
]
