"""Addresses of the document workshop outside Wagtail's admin."""

from django.urls import path

from cms.views import documents, word

urlpatterns = [
    path("documents/drafts/", documents.drafts, name="document_drafts"),
    path("documents/new/", documents.create, name="document_create"),
    path("documents/new/from-word/", word.choose_new, name="document_create_from_word"),
    path("documents/<uuid:uid>/from-word/", word.choose, name="document_from_word"),
    path("documents/<uuid:uid>/from-word/<uuid:file>/", word.preview, name="document_from_word_preview"),
    path("documents/<uuid:uid>/from-word/<uuid:file>/drop/", word.dropped, name="document_from_word_drop"),
    path("documents/<uuid:uid>/new-issue/", documents.new_issue, name="document_new_issue"),
    path("documents/<uuid:uid>/write/", documents.write, name="document_write"),
]
