"""Addresses of notices, days off and mails."""

from django.urls import path

from qms.views import decided_days, mails, notices

urlpatterns = [
    path("notices/", notices.notices, name="notices"),
    path("notices/read/", notices.notices_read, name="notices_read"),
    path("notices/choices/", notices.notice_choices, name="notice_choices"),
    path("notices/<int:pk>/", notices.notice_open, name="notice_open"),
    path("organisation/days/", decided_days.days, name="days"),
    path("organisation/days/new/", decided_days.DecideDay.as_view(), name="day_new"),
    path("organisation/days/<uuid:uid>/edit/", decided_days.DecidedDayEdit.as_view(), name="day_edit"),
    path("organisation/days/<uuid:uid>/steps/<slug:step>/", decided_days.DecidedDayStep.as_view(), name="day_step"),
    path("organisation/mails/", mails.mails, name="mails"),
    path("organisation/mails/<int:pk>/again/", mails.mail_again, name="mail_again"),
]
