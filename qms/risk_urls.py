"""Addresses of risks and opportunities."""

from django.urls import path

from qms.views import risk_matrix, risks

urlpatterns = [
    path("risks/", risks.RiskList.as_view(), name="risks"),
    path("risks/new/", risks.RiskNew.as_view(), name="risk_new"),
    path("risks/matrix/", risk_matrix.RiskMatrix.as_view(), name="risk_matrix"),
    path("risks/<uuid:uid>/", risks.RiskRecord.as_view(), name="risk"),
    path("risks/<uuid:uid>/edit/", risks.RiskEdit.as_view(), name="risk_edit"),
    path("risks/<uuid:uid>/steps/<slug:step>/", risks.RiskStep.as_view(), name="risk_step"),
    path("risks/files/<uuid:uid>/steps/<slug:step>/", risks.RiskFileStep.as_view(), name="risk_file_step"),
]
