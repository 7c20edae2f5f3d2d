"""Addresses of yearly plans, of meetings of steering committees and of assigned tasks."""

from django.urls import path

from qms.views import assigned_tasks, committee_meetings, work_plans

urlpatterns = [
    path("plans/", work_plans.WorkPlanList.as_view(), name="work_plans"),
    path("plans/new/", work_plans.WorkPlanNew.as_view(), name="work_plan_new"),
    path("plans/<uuid:uid>/", work_plans.WorkPlanRecord.as_view(), name="work_plan"),
    path("plans/<uuid:uid>/edit/", work_plans.WorkPlanEdit.as_view(), name="work_plan_edit"),
    path("plans/<uuid:uid>/tasks/", work_plans.WorkPlanTasks.as_view(), name="work_plan_tasks"),
    path("plans/<uuid:uid>/tasks.xlsx", work_plans.work_plan_export, name="work_plan_export"),
    path("plans/<uuid:uid>/print/<slug:kind>/", work_plans.work_plan_print, name="work_plan_print"),
    path("plans/<uuid:uid>/steps/<slug:step>/", work_plans.WorkPlanStep.as_view(), name="work_plan_step"),
    path(
        "plans/files/<uuid:uid>/steps/<slug:step>/", work_plans.WorkPlanFileStep.as_view(), name="work_plan_file_step"
    ),
    path("meetings/", committee_meetings.MeetingList.as_view(), name="committee_meetings"),
    path("meetings/new/", committee_meetings.MeetingNew.as_view(), name="committee_meeting_new"),
    path("meetings/<uuid:uid>/", committee_meetings.MeetingRecord.as_view(), name="committee_meeting"),
    path("meetings/<uuid:uid>/edit/", committee_meetings.MeetingEdit.as_view(), name="committee_meeting_edit"),
    path(
        "meetings/<uuid:uid>/conclusions/",
        committee_meetings.MeetingConclusions.as_view(),
        name="committee_meeting_conclusions",
    ),
    path(
        "meetings/<uuid:uid>/print/<slug:paper>/<slug:kind>/",
        committee_meetings.committee_meeting_print,
        name="committee_meeting_print",
    ),
    path(
        "meetings/<uuid:uid>/steps/<slug:step>/",
        committee_meetings.MeetingStep.as_view(),
        name="committee_meeting_step",
    ),
    path(
        "meetings/files/<uuid:uid>/steps/<slug:step>/",
        committee_meetings.MeetingFileStep.as_view(),
        name="committee_meeting_file_step",
    ),
    path("tasks/", assigned_tasks.AssignedTaskList.as_view(), name="assigned_tasks"),
]
