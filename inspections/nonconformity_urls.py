"""Addresses of nonconformities, their causes and plans, and of printed forms."""

from django.urls import URLPattern, URLResolver, path

from inspections.views import causes, nonconformities, printed

urlpatterns: list[URLPattern | URLResolver] = [
    path("nonconformities/", nonconformities.NonconformityList.as_view(), name="nonconformities"),
    path("nonconformities/new/", nonconformities.NonconformityNew.as_view(), name="nonconformity_new"),
    path("nonconformities/<uuid:uid>/", nonconformities.NonconformityRecord.as_view(), name="nonconformity"),
    path(
        "nonconformities/<uuid:uid>/steps/<slug:step>/",
        nonconformities.NonconformityStep.as_view(),
        name="nonconformity_step",
    ),
    path("nonconformities/<uuid:uid>/causes/new/<slug:method>/", causes.CauseNew.as_view(), name="cause_new"),
    path("nonconformities/causes/<uuid:uid>/change/", causes.CauseEdit.as_view(), name="cause_edit"),
    path("nonconformities/causes/<uuid:uid>/steps/<slug:step>/", causes.CauseStep.as_view(), name="cause_step"),
    path("nonconformities/<uuid:uid>/actions/new/", causes.CorrectiveActionNew.as_view(), name="corrective_action_new"),
    path(
        "nonconformities/actions/<uuid:uid>/steps/<slug:step>/",
        causes.CorrectiveActionStep.as_view(),
        name="corrective_action_step",
    ),
    path("nonconformities/<uuid:uid>/print.<slug:kind>", printed.nonconformity_print, name="nonconformity_print"),
    path("inspections/<uuid:uid>/print.<slug:kind>", printed.inspection_print, name="inspection_print"),
    path("programmes/<uuid:uid>/print.<slug:kind>", printed.programme_print, name="programme_print"),
]
