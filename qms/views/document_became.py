"""What became of a document on the way from one edition to the next."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import View

from qms.document_story import stories_of
from qms.models.documents import Document
from qms.views.reach import get_visible


class DocumentBecame(View):
    """For who reaches the document as one of their side's."""

    def get(self, request: HttpRequest, uid: Any) -> HttpResponse:
        """References old and new, issues before and after, what was decided, and who took over."""
        document = get_visible(Document, request.user, uid, "unit")
        context = {"document": document, "stories": stories_of(document, request.user)}
        return render(request, "qms/clause_works/became.html", context)
