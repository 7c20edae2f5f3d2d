"""The page on which a document is written."""

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, ObjectList, TabbedInterface
from wagtail.fields import StreamField
from wagtail.models import Page

from cms.blocks import DocumentBody
from cms.panels import IssuePanel
from cms.permissions import DocumentPageTester, NoDraftLock
from qms.enums import IssueStatus


class DocumentPage(Page):
    """The workshop of one document. Never published by Wagtail and never served: readers are given the issue."""

    document = models.OneToOneField("qms.Document", models.PROTECT, related_name="page", editable=False)
    drafted_after = models.BigIntegerField(default=0, editable=False)
    """The last revision before the present draft began: later ones say who wrote it."""
    body = StreamField(DocumentBody(), verbose_name=_("content"), blank=True)

    parent_page_types = ["cms.DocumentIndexPage"]
    subpage_types: list[str] = []
    preview_modes = [("", _("As readers will see it"))]
    edit_handler = TabbedInterface(
        [
            ObjectList([IssuePanel(heading=_("Issue")), FieldPanel("body")], heading=_("Contents")),
        ]
    )

    class Meta:
        verbose_name = _("document being written")
        verbose_name_plural = _("documents being written")

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Lead to the issue in force, which asks who may read it; the page itself is never shown."""
        issue = self.document.issue_in_force()
        if issue is None:
            raise Http404
        return redirect(issue)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """The draft drawn as the issue will be frozen."""
        from cms.publishing import freeze  # noqa: PLC0415 - publishing stands on this model

        return render(request, "cms/preview.html", {"page": self, "html": freeze(self).html})

    def permissions_for_user(self, user: Any) -> DocumentPageTester:
        """Our rules decide."""
        return DocumentPageTester(user, self)

    def get_lock(self) -> NoDraftLock | None:
        """Closed unless an issue is a draft."""
        return None if self.draft_issue else NoDraftLock(self)

    @property
    def draft_issue(self) -> Any:
        """The issue being written, if any."""
        return self.document.issues.filter(status=IssueStatus.DRAFT).order_by("-pk").first()

    def with_content_json(self, content: Mapping[str, Any]) -> "DocumentPage":
        """An earlier revision brings its text, never another document, title or start of the draft."""
        page = super().with_content_json(content)
        page.document_id = self.document_id
        page.title = self.title
        page.drafted_after = self.drafted_after
        return page
