"""Addresses of the table between two editions: workshop, rows, versions, data file, records on a clause."""

from django.urls import path

from qms.views import correspondence_versions, correspondences, standards

PAIR = "standards/<uuid:from_uid>/to/<uuid:to_uid>/"

urlpatterns = [
    path(PAIR, standards.CorrespondenceWorkshop.as_view(), name="correspondence"),
    path(f"{PAIR}rows/new/", correspondences.CorrespondenceAdd.as_view(), name="correspondence_add"),
    path(f"{PAIR}table.yaml", correspondences.correspondence_file, name="correspondence_file"),
    path(f"{PAIR}versions/", correspondence_versions.correspondence_versions, name="correspondence_versions"),
    path(f"{PAIR}versions/compare/", correspondence_versions.correspondence_compare, name="correspondence_compare"),
    path("standards/rows/<uuid:uid>/", correspondences.CorrespondenceRow.as_view(), name="correspondence_row"),
    path(
        "standards/rows/<uuid:uid>/steps/<slug:step>/",
        correspondences.CorrespondenceRowStep.as_view(),
        name="correspondence_row_step",
    ),
    path("standards/clauses/<uuid:uid>/records/", correspondences.clause_records, name="clause_records"),
]
