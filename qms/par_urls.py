"""Addresses of the evidence for the reform index."""

from django.urls import path

from qms.views import par

urlpatterns = [
    path("reports/par/", par.ParBoard.as_view(), name="par"),
    path("reports/par/<uuid:uid>/", par.ParHolder.as_view(), name="par_holder"),
    path("reports/par/<uuid:uid>/pack/", par.ParPack.as_view(), name="par_pack"),
]
