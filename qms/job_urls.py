"""Addresses of long work in the background."""

from django.urls import path

import qms.views.jobs as jobs

urlpatterns = [
    path("jobs/", jobs.job_list, name="jobs"),
    path("jobs/<uuid:uid>/", jobs.job_page, name="job"),
    path("jobs/<uuid:uid>/state/", jobs.job_state, name="job_state"),
    path("jobs/<uuid:uid>/file/", jobs.job_file, name="job_file"),
    path("jobs/<uuid:uid>/stop/", jobs.job_stop, name="job_stop"),
    path("jobs/<uuid:uid>/again/", jobs.job_again, name="job_again"),
]
