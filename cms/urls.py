"""Addresses of the document workshop outside Wagtail's admin."""

from django.urls import path

from cms.views import documents

urlpatterns = [
    path("documents/drafts/", documents.drafts, name="document_drafts"),
    path("documents/new/", documents.create, name="document_create"),
    path("documents/<uuid:uid>/new-issue/", documents.new_issue, name="document_new_issue"),
    path("documents/<uuid:uid>/write/", documents.write, name="document_write"),
]
