"""Addresses of what moves in a transition: preview, queue, decisions, runs, undoing."""

from django.urls import path

from qms.views import clause_decisions as decisions
from qms.views import transition_queue as queue
from qms.views import transition_runs as runs
from qms.views.confirm_suggestions import ConfirmSuggestions

urlpatterns = [
    path("transition/<uuid:uid>/moves/", queue.TransitionPreview.as_view(), name="transition_preview"),
    path("transition/<uuid:uid>/queue/", queue.TransitionQueue.as_view(), name="transition_queue"),
    path("transition/<uuid:uid>/queue/decide/", queue.ClauseDecide.as_view(), name="clause_decide"),
    path("transition/<uuid:uid>/queue/confirm/", ConfirmSuggestions.as_view(), name="clause_confirm"),
    path("transition/<uuid:uid>/decisions/", decisions.ClauseDecisionList.as_view(), name="clause_decisions"),
    path("transition/decisions/<uuid:uid>/", decisions.ClauseDecisionRecord.as_view(), name="clause_decision"),
    path(
        "transition/decisions/<uuid:uid>/<slug:step>/",
        decisions.ClauseDecisionStep.as_view(),
        name="clause_decision_step",
    ),
    path("transition/<uuid:uid>/carry-over/", runs.TransitionApply.as_view(), name="transition_apply"),
    path("transition/<uuid:uid>/undo/", runs.HolderUndo.as_view(), name="transition_undo"),
    path("transition/<uuid:uid>/runs/", runs.TransitionRunList.as_view(), name="transition_runs"),
    path("transition/runs/<uuid:uid>/", runs.TransitionRunRecord.as_view(), name="transition_run"),
    path("transition/runs/<uuid:uid>/<slug:step>/", runs.TransitionRunStep.as_view(), name="transition_run_step"),
]
