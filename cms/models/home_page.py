"""The root of the workshop's site; nobody is shown it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page


class HomePage(Page):
    """Holds the index of documents. Readers use the product's own pages."""

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["cms.DocumentIndexPage"]
    max_count = 1
    preview_modes: list = []

    class Meta:
        verbose_name = _("home page")

    def serve(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Pages are never served."""
        raise Http404
