"""Addresses of consolidated reports and of the page over all units."""

from django.urls import path

from qms.views import consolidation_prints as prints
from qms.views import consolidations as views
from qms.views import reports_board as board

urlpatterns = [
    path("reports/consolidations/", views.ConsolidationList.as_view(), name="consolidations"),
    path("reports/consolidations/new/", views.ConsolidationNew.as_view(), name="consolidation_new"),
    path("reports/consolidations/<uuid:uid>/", views.ConsolidationRecord.as_view(), name="consolidation"),
    path("reports/consolidations/<uuid:uid>/edit/", views.ConsolidationEdit.as_view(), name="consolidation_edit"),
    path("reports/consolidations/<uuid:uid>/lines/<slug:key>/", views.consolidation_line, name="consolidation_line"),
    path("reports/consolidations/<uuid:uid>/print.<slug:kind>", prints.consolidation_print, name="consolidation_print"),
    path(
        "reports/consolidations/<uuid:uid>/steps/<slug:step>/",
        views.ConsolidationStep.as_view(),
        name="consolidation_step",
    ),
    path(
        "reports/consolidations/files/<uuid:uid>/steps/<slug:step>/",
        views.ConsolidationFileStep.as_view(),
        name="consolidation_file_step",
    ),
    path("reports/ministry/", board.ReportsBoard.as_view(), name="reports_board"),
    path("reports/ministry/remind/<slug:code>/", board.RemindMissing.as_view(), name="reports_remind"),
]
