"""Address of the evidence pack."""

from django.urls import path

from qms.views import packing

urlpatterns = [
    path("history/pack/", packing.evidence_pack, name="evidence_pack"),
]
