"""The shelf under which the page of each document stands."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from cms.permissions import NobodyTester


class DocumentIndexPage(Page):
    """Parent of every document's page; documents are put here by the operation that creates them."""

    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.DocumentPage"]
    max_count = 1
    preview_modes: list = []

    class Meta:
        verbose_name = _("shelf of documents")

    def serve(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Pages are never served."""
        raise Http404

    def permissions_for_user(self, user: Any) -> NobodyTester:
        """Nobody changes the shelf by hand."""
        return NobodyTester(user, self)
