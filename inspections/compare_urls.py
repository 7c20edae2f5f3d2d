"""Address of the comparison of audits under two editions."""

from django.urls import path

from inspections.views.edition_comparison import HolderComparison

urlpatterns = [path("transition/holders/<uuid:uid>/compare/", HolderComparison.as_view(), name="holder_comparison")]
"""The comparison belongs to the holder: it lies beside its clauses."""
