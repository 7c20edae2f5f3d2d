"""Address of how a QMS numbers its documents."""

from django.urls import path

from qms.views import document_schemes

urlpatterns = [path("documents/scheme/", document_schemes.SchemeEdit.as_view(), name="document_scheme")]
