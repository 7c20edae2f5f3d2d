"""Addresses of work on actions: lines of the checklist."""

from django.urls import path

from qms.views import action_steps

urlpatterns = [
    path("actions/lines/<uuid:uid>/<slug:step>/", action_steps.ActionLineStep.as_view(), name="action_line_step"),
]
