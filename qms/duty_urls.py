"""Addresses of recurring duties, links by mail, and deputies."""

from django.urls import path

from qms.views import action_links, by_link, deputies, duties, duty_calendar

urlpatterns = [
    path("duties/", duties.DutyList.as_view(), name="duties"),
    path("duties/calendar/", duty_calendar.duty_calendar, name="duty_calendar"),
    path("duties/new/", duties.DutyNew.as_view(), name="duty_new"),
    path("duties/by-period/", duties.duty_heat, name="duty_heat"),
    path("duties/<uuid:uid>/", duties.DutyRecord.as_view(), name="duty"),
    path("duties/<uuid:uid>/edit/", duties.DutyEdit.as_view(), name="duty_edit"),
    path("duties/<uuid:uid>/steps/<slug:step>/", duties.DutyStep.as_view(), name="duty_step"),
    path("actions/<uuid:uid>/by-link/<slug:step>/", action_links.AskByLink.as_view(), name="action_by_link"),
    path("actions/new/by-link/", action_links.TaskByLinkNew.as_view(), name="action_new_by_link"),
    path("actions/links/<uuid:uid>/<slug:step>/", action_links.LinkStep.as_view(), name="action_link_step"),
    path("acts/<str:token>/", by_link.ByLink.as_view(), name="by_link"),
    path("organisation/people/<uuid:uid>/deputies/new/", deputies.DeputyNew.as_view(), name="person_deputy"),
    path("organisation/deputies/<uuid:uid>/<slug:step>/", deputies.DeputyStep.as_view(), name="deputy_step"),
]
