"""Addresses of the board, the calendar, and of what is done to many actions at once."""

from django.urls import URLPattern, URLResolver, path

from qms.views import action_boards, calendars, many_actions

urlpatterns: list[URLPattern | URLResolver] = [
    path("actions/board/", action_boards.ActionBoard.as_view(), name="actions_board"),
    path("actions/calendar/", calendars.CalendarView.as_view(), name="actions_calendar"),
    path("actions/calendar/mine.ics", calendars.own_calendar, name="own_calendar"),
    path("actions/<uuid:uid>/moves/", action_boards.ActionMoves.as_view(), name="action_moves"),
    path("actions/many/reassign/", many_actions.ReassignMany.as_view(), name="actions_reassign"),
    path("actions/many/more-time/", many_actions.MoreTimeForMany.as_view(), name="actions_more_time"),
]
