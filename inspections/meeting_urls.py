"""Addresses of plan, notice, meetings and attendance of a visit."""

from django.urls import URLPattern, URLResolver, path

from inspections.views import meetings, visit_papers

urlpatterns: list[URLPattern | URLResolver] = [
    path("inspections/<uuid:uid>/meetings/<slug:meeting>/", meetings.MeetingEdit.as_view(), name="meeting"),
    path(
        "inspections/<uuid:uid>/meetings/<slug:meeting>/print.<slug:kind>",
        visit_papers.meeting_print,
        name="meeting_print",
    ),
    path("inspections/<uuid:uid>/plan/print.<slug:kind>", visit_papers.plan_print, name="visit_plan_print"),
    path("inspections/<uuid:uid>/notice/print.<slug:kind>", visit_papers.notice_print, name="visit_notice_print"),
]
