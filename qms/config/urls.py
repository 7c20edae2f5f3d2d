"""Every address of the product."""

from django.urls import include, path
from django.views.i18n import set_language
from wagtail.admin import urls as wagtailadmin_urls

from qms.config.api import api

urlpatterns = [
    path("", include("qms.urls")),
    path("", include("inspections.urls")),
    path("", include("cms.urls")),
    path("language/", set_language, name="set_language"),
    path("api/v1/", api.urls),
    path("cms/", include(wagtailadmin_urls)),
]

handler404 = "qms.views.errors.not_found"
handler403 = "qms.views.errors.forbidden"
handler400 = "qms.views.errors.bad_request"
handler500 = "qms.views.errors.server_error"
