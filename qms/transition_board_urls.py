"""Addresses of a transition's board and of its holders' pages."""

from django.urls import path

from qms.views import transition_board as board
from qms.views import transition_holder as holder

urlpatterns = [
    path("transition/<uuid:uid>/board/", board.TransitionBoard.as_view(), name="transition_board"),
    path("transition/<uuid:uid>/board/steps/<slug:step>/", board.BoardStep.as_view(), name="transition_board_step"),
    path("transition/holders/<uuid:uid>/", holder.HolderRecord.as_view(), name="transition_holder"),
    path(
        "transition/holders/<uuid:uid>/steps/<slug:step>/",
        holder.HolderStepView.as_view(),
        name="transition_holder_step",
    ),
    path("transition/holders/<uuid:uid>/print.<slug:kind>", holder.holder_print, name="transition_holder_print"),
    path("transition/proofs/<uuid:uid>/<slug:step>/", holder.ProofStep.as_view(), name="transition_proof"),
]
