"""Addresses of the phone: the shell, its worker, its manifest."""

from django.urls import URLPattern, URLResolver, path

from inspections.views import field

urlpatterns: list[URLPattern | URLResolver] = [
    path("field/", field.field, name="field"),
    path("sw.js", field.service_worker, name="service_worker"),
    path("manifest.webmanifest", field.web_manifest, name="web_manifest"),
]
