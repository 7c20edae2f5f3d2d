"""Addresses of joined findings, cause categories and repeats."""

from django.urls import URLPattern, URLResolver, path

from inspections.views import cause_categories, findings, repeats

urlpatterns: list[URLPattern | URLResolver] = [
    path("findings/similar/", findings.similar, name="findings_similar"),
    path("nonconformities/repeats/", repeats.RepeatList.as_view(), name="repeats"),
    path("nonconformities/repeats/<uuid:uid>/", repeats.RepeatRecord.as_view(), name="repeat"),
    path("nonconformities/repeats/<uuid:uid>/steps/<slug:step>/", repeats.RepeatStep.as_view(), name="repeat_step"),
    path("nonconformities/cause-categories/", cause_categories.CauseCategories.as_view(), name="cause_categories"),
    path(
        "nonconformities/cause-categories/<uuid:uid>/steps/<slug:step>/",
        cause_categories.CauseCategoryStep.as_view(),
        name="cause_category_step",
    ),
]
