"""Addresses of nonconforming outputs."""

from django.urls import path

from qms.views import outputs

urlpatterns = [
    path("outputs/", outputs.OutputList.as_view(), name="outputs"),
    path("outputs/new/", outputs.OutputNew.as_view(), name="output_new"),
    path("outputs/<uuid:uid>/", outputs.OutputRecord.as_view(), name="output"),
    path("outputs/<uuid:uid>/edit/", outputs.OutputEdit.as_view(), name="output_edit"),
    path("outputs/<uuid:uid>/steps/<slug:step>/", outputs.OutputStep.as_view(), name="output_step"),
    path("outputs/files/<uuid:uid>/steps/<slug:step>/", outputs.OutputFileStep.as_view(), name="output_file_step"),
]
