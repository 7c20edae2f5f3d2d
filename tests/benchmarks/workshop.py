"""The editor of a document, against Wagtail's editor of a bare page with the same StreamField."""

from typing import Any

from django.contrib.auth.models import Group
from django.db import connection
from django.http import HttpRequest, HttpResponse
from wagtail.admin.auth import require_admin_access
from wagtail.admin.panels import FieldPanel
from wagtail.admin.views.pages.edit import EditView
from wagtail.fields import StreamField
from wagtail.models import Page

from cms.blocks import DocumentBody
from cms.models import DocumentIndexPage
from cms.publishing import stream
from cms.sections import body_from
from qms.enums import DocumentKind
from qms.operations.documents import create_document
from qms.operations.people import project_groups
from tests.benchmarks.measure import cpu_pair, queries
from tests.cms.conftest import SECTIONS

ALLOWED = 1.5
RUNS = 10
STEPS = 20


class BarePage(Page):
    """A page of Wagtail's own with the sections of a document: no panel, rule or lifecycle of ours."""

    body = StreamField(DocumentBody(), blank=True)
    content_panels = [*Page.content_panels, FieldPanel("body")]

    class Meta:
        app_label = "cms"
        managed = False
        db_table = "benchmark_bare_page"


@require_admin_access
def floor_editor(request: HttpRequest, page_id: int) -> HttpResponse:
    """Wagtail's editor, outside the addresses that our doors watch."""
    return EditView.as_view()(request, page_id)


def measure(made: Any, client_of: Any, get: Any) -> list[tuple[str, float, float, float, str]]:
    """One row of the table: the same sections in both editors, for the same person."""
    project_groups(made.officer1)
    sections = SECTIONS | {"steps": SECTIONS["steps"][:2] * (STEPS // 2)}
    document = create_document(
        by=made.officer1,
        number="QT-EDITOR",
        kind=DocumentKind.PROCEDURE,
        unit=made.department,
        title_vi="Giải quyết hồ sơ",
        sections=sections,
    )
    bare = _bare_page(made.officer1, sections)
    client = client_of(made.officer1)
    url, floor = f"/cms/pages/{document.page.pk}/edit/", f"/floor/editor/{bare.pk}/"
    pair = cpu_pair(lambda _: get(client, url), lambda _: get(client, floor), RUNS)
    asked = [queries(lambda address=address: get(client, address)) for address in (url, floor)]
    return [("editor of a document", *pair, ALLOWED, f"{asked[0]} queries, {asked[1]} of a bare page")]


def _bare_page(user: Any, sections: Any) -> BarePage:
    BarePage._meta.managed = True
    with connection.schema_editor() as editor:
        editor.create_model(BarePage)
    shelf = DocumentIndexPage.objects.get()
    assert Group.objects.filter(page_permissions__page=shelf, user=user).exists(), "the group may change its pages"
    page = shelf.add_child(instance=BarePage(title="Trang", slug="trang", live=False, body=stream(body_from(sections))))
    page.save_revision(user=user, clean=False)
    return page
