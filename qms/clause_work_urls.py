"""Addresses of the gap assessment of a holder, and of what became of a document."""

from django.urls import path

from qms.views import clause_confirm, clause_gap_actions, clause_work, clause_works, document_became

HOLDER = "transition/holders/<uuid:uid>/clauses/"

urlpatterns = [
    path(HOLDER, clause_works.ClauseWorks.as_view(), name="clause_works"),
    path(f"{HOLDER}confirm/", clause_confirm.ConfirmClauses.as_view(), name="clause_works_confirm"),
    path(f"{HOLDER}actions/", clause_gap_actions.GapActions.as_view(), name="clause_works_actions"),
    path(f"{HOLDER}<uuid:clause>/", clause_work.ClauseWorkPage.as_view(), name="clause_work"),
    path(f"{HOLDER}<uuid:clause>/steps/<slug:step>/", clause_work.ClauseWorkStep.as_view(), name="clause_work_step"),
    path("documents/<uuid:uid>/became/", document_became.DocumentBecame.as_view(), name="document_became"),
]
