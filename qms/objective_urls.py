"""Addresses of objectives and their figures."""

from django.urls import path

from qms.views import measurement_table, objective_sets, objective_tree, objectives

urlpatterns = [
    path("objectives/", objectives.ObjectiveList.as_view(), name="objectives"),
    path("objectives/new/", objectives.ObjectiveNew.as_view(), name="objective_new"),
    path("objectives/tree/", objective_tree.ObjectiveTree.as_view(), name="objective_tree"),
    path("objectives/figures/", measurement_table.MeasurementTable.as_view(), name="objective_figures"),
    path("objectives/directive/", objective_sets.TakeOverChoice.as_view(), name="objectives_take"),
    path("objectives/directive/<uuid:uid>/", objective_sets.TakeOver.as_view(), name="objectives_take_unit"),
    path("objectives/<uuid:uid>/", objectives.ObjectiveRecord.as_view(), name="objective"),
    path("objectives/<uuid:uid>/edit/", objectives.ObjectiveEdit.as_view(), name="objective_edit"),
    path("objectives/<uuid:uid>/steps/<slug:step>/", objectives.ObjectiveStep.as_view(), name="objective_step"),
    path(
        "objectives/figures/<uuid:uid>/steps/<slug:step>/",
        objectives.MeasurementStep.as_view(),
        name="measurement_step",
    ),
    path(
        "objectives/files/<uuid:uid>/steps/<slug:step>/",
        objectives.ObjectiveFileStep.as_view(),
        name="objective_file_step",
    ),
]
