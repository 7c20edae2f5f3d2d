"""Address of a holder's whole data."""

from django.urls import path

from qms.views import holder_data

urlpatterns = [
    path("organisation/data/", holder_data.holder_data, name="holder_data"),
]
