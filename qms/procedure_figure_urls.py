"""Addresses of procedures' monthly figures and of their days of publication."""

from django.urls import path

from qms.views import procedure_figures as figures
from qms.views import procedure_month

urlpatterns = [
    path("procedures/figures/", figures.ProcedureFigureList.as_view(), name="procedure_figures"),
    path("procedures/figures/month/", procedure_month.ProcedureMonth.as_view(), name="procedure_figures_month"),
    path("procedures/figures/<uuid:uid>/", figures.ProcedureFigureRecord.as_view(), name="procedure_figure"),
    path(
        "procedures/figures/<uuid:uid>/steps/<slug:step>/",
        figures.ProcedureFigureStep.as_view(),
        name="procedure_figure_step",
    ),
    path("procedures/<uuid:uid>/steps/<slug:step>/", figures.PublicationStep.as_view(), name="publication_step"),
]
