"""Addresses of decisions over documents, of reviewing an issue and of its files."""

from django.urls import path

from qms.views import decisions, issue_files, issue_reviewing

urlpatterns = [
    path("decisions/", decisions.DecisionList.as_view(), name="decisions"),
    path("decisions/new/", decisions.DecisionNew.as_view(), name="decision_new"),
    path("decisions/<uuid:uid>/", decisions.DecisionRecord.as_view(), name="decision"),
    path("decisions/<uuid:uid>/edit/", decisions.DecisionEdit.as_view(), name="decision_edit"),
    path("decisions/<uuid:uid>/print.<slug:kind>", decisions.decision_print, name="decision_print"),
    path("decisions/<uuid:uid>/steps/<slug:step>/", decisions.DecisionStep.as_view(), name="decision_step"),
    path(
        "decisions/files/<uuid:uid>/steps/<slug:step>/",
        decisions.DecisionFileStep.as_view(),
        name="decision_file_step",
    ),
    path(
        "documents/issues/<uuid:uid>/review/<slug:step>/",
        issue_reviewing.ReviewStep.as_view(),
        name="issue_review_step",
    ),
    path(
        "documents/suggestions/<uuid:uid>/<slug:step>/",
        issue_reviewing.SuggestionStep.as_view(),
        name="suggestion_step",
    ),
    path(
        "documents/issues/<uuid:uid>/files/<slug:step>/", issue_files.IssueFilesStep.as_view(), name="issue_files_step"
    ),
    path("documents/issue-files/<uuid:uid>/<slug:step>/", issue_files.IssueFileStep.as_view(), name="issue_file_step"),
]
