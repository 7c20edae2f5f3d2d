"""Addresses of the board of nonconformities."""

from django.urls import URLPattern, URLResolver, path

from inspections.views import nonconformity_boards

urlpatterns: list[URLPattern | URLResolver] = [
    path("nonconformities/board/", nonconformity_boards.NonconformityBoard.as_view(), name="nonconformities_board"),
    path(
        "nonconformities/<uuid:uid>/moves/",
        nonconformity_boards.NonconformityMoves.as_view(),
        name="nonconformity_moves",
    ),
]
