"""Addresses of the history: all of it, one record's, one version, what proves it, the seals."""

from django.urls import path

from qms.views import history, history_evidence, record_history

urlpatterns = [
    path("history/", history.HistoryList.as_view(), name="history"),
    path("history/evidence/", history_evidence.EvidencePage.as_view(), name="history_evidence"),
    path("history/evidence/seals/", history_evidence.seals_copy, name="history_seals"),
    path("history/<str:kind>/<uuid:uid>/", record_history.RecordHistory.as_view(), name="history_record"),
    path("history/<str:kind>/<uuid:uid>/compare/", record_history.compare, name="history_compare"),
    path("history/<str:kind>/<uuid:uid>/<int:sequence>/", record_history.version, name="history_version"),
    path("history/<str:kind>/<uuid:uid>/<int:sequence>/proof/", record_history.proof, name="history_proof"),
]
