"""Addresses of competences and of trainings."""

from django.urls import path

from qms.views import competence_matrix, competences, training_needs, trainings

urlpatterns = [
    path("competences/", competences.CompetenceList.as_view(), name="competences"),
    path("competences/matrix/", competence_matrix.CompetenceMatrix.as_view(), name="competence_matrix"),
    path("trainings/", trainings.TrainingList.as_view(), name="trainings"),
    path("trainings/needed/", training_needs.TrainingNeeds.as_view(), name="trainings_needed"),
    path("trainings/new/", trainings.TrainingNew.as_view(), name="training_new"),
    path("trainings/<uuid:uid>/", trainings.TrainingRecord.as_view(), name="training"),
    path("trainings/<uuid:uid>/edit/", trainings.TrainingEdit.as_view(), name="training_edit"),
    path("trainings/<uuid:uid>/people/", trainings.TrainingPeople.as_view(), name="training_people"),
    path("trainings/<uuid:uid>/people.xlsx", trainings.training_export, name="training_export"),
    path("trainings/<uuid:uid>/print/<slug:kind>/", trainings.training_print, name="training_print"),
    path("trainings/<uuid:uid>/steps/<slug:step>/", trainings.TrainingStep.as_view(), name="training_step"),
    path(
        "trainings/files/<uuid:uid>/steps/<slug:step>/",
        trainings.TrainingFileStep.as_view(),
        name="training_file_step",
    ),
]
