"""Addresses of the library: caring for a document, documents from outside, records kept, the public part."""

from django.urls import path

from qms.views import document_edits, external_documents, kept_records, public_files, publication

urlpatterns = [
    path("documents/external/", external_documents.ExternalDocuments.as_view(), name="external_documents"),
    path("documents/external/status/", external_documents.ExternalStatuses.as_view(), name="external_statuses"),
    path("documents/records/", kept_records.KeptRecords.as_view(), name="kept_records"),
    path("documents/<uuid:uid>/edit/", document_edits.DocumentEdit.as_view(), name="document_edit"),
    path("documents/<uuid:uid>/steps/<slug:step>/", document_edits.DocumentStep.as_view(), name="document_step"),
    path("public/", publication.public_library, name="public"),
    path("public/<slug:slug>/", publication.public_document, name="public_document"),
    path("public/<slug:slug>/print.pdf", public_files.public_print, name="public_print"),
    path("public/<slug:slug>/files/<uuid:uid>/", public_files.public_file, name="public_file"),
    path("sitemap.xml", publication.sitemap, name="sitemap"),
    path("robots.txt", publication.robots, name="robots"),
]
