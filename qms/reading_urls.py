"""Addresses of reading: my list, a document's readers, who is late, reminders, confirming."""

from django.urls import path

from qms.views import reading

urlpatterns = [
    path("documents/reading/", reading.MyReading.as_view(), name="reading"),
    path("documents/reading/overdue/", reading.Followed.as_view(), name="reading_overdue"),
    path("documents/reading/overdue/remind/", reading.Remind.as_view(), name="reading_remind"),
    path("documents/<uuid:uid>/readers/", reading.Readers.as_view(), name="readers"),
    path("documents/<uuid:uid>/readers/print.<slug:kind>", reading.readers_print, name="readers_print"),
    path("documents/<uuid:uid>/readers/<slug:step>/", reading.DocumentReadingStep.as_view(), name="document_reading"),
    path("documents/issues/<uuid:uid>/reading/<slug:step>/", reading.IssueReadingStep.as_view(), name="issue_reading"),
    path("documents/audiences/<uuid:uid>/<slug:step>/", reading.AudienceStep.as_view(), name="audience_step"),
]
