"""Addresses of bringing registers in."""

from django.urls import path

from qms.views import imports

urlpatterns = [
    path("imports/", imports.imports, name="imports"),
    path("imports/<uuid:uid>/", imports.import_preview, name="import_preview"),
    path("imports/<uuid:uid>/commit/", imports.import_commit, name="import_commit"),
    path("imports/<uuid:uid>/cancel/", imports.import_cancel, name="import_cancel"),
    path("imports/<uuid:uid>/rejects/", imports.import_rejects, name="import_rejects"),
]
