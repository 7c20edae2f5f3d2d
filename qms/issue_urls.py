"""Addresses of issues: read, take steps, compare, print, and the page behind the code of a printed copy."""

from django.urls import path

from qms.views import comparing, document_prints, issue_state, issues

urlpatterns = [
    path("documents/issues/<uuid:uid>/", issues.IssueRecord.as_view(), name="issue"),
    path("documents/issues/<uuid:uid>/steps/<slug:step>/", issues.IssueStep.as_view(), name="issue_step"),
    path("documents/issues/<uuid:uid>/compare/", comparing.compare_issue, name="issue_compare"),
    path("documents/issues/<uuid:uid>/print.<slug:kind>", document_prints.issue_print, name="issue_print"),
    path("printed/<uuid:uid>/", issue_state.printed, name="printed"),
]
