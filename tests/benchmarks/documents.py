"""Documents: the issue that readers are given, the library's search, one signature over many."""

import datetime as dt
import uuid
from typing import Any

from django.db import connection, models
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.test import Client
from django.utils import timezone

from qms import clock
from qms.enums import DocumentKind, IssueStatus
from qms.folding import fold, sort_key
from qms.models import Document, Issue
from tests.benchmarks.measure import cpu_pair, queries
from tests.factories_documents import AudienceFactory

WORDS = [
    "tiếp",
    "nhận",
    "hồ",
    "sơ",
    "thẩm",
    "định",
    "trình",
    "ký",
    "trả",
    "kết",
    "quả",
    "lưu",
    "hồ",
    "sơ",
    "bộ",
    "phận",
    "một",
    "cửa",
    "công",
    "chức",
]
BODY = "".join(f"<section><h2>{number}. Nội dung</h2><p>{' '.join(WORDS * 12)}</p></section>" for number in range(7))
BARE = """{% extends "base.html" %}{% block content %}<h1>{{ title }}</h1>{% endblock %}"""
_bare: list[Any] = []


def floor_page(request: HttpRequest) -> HttpResponse:
    """A bare view for somebody signed in: the base template and a heading."""
    if not _bare:
        _bare.append(engines["django"].from_string(BARE))
    return HttpResponse(_bare[0].render({"title": "x"}, request))


def fill(made: Any, count: int) -> None:
    """So many documents in force, one issue each, with a page of text; every hundredth names the word looked for."""
    documents = [_document(made, number) for number in range(count)]
    documents = models.QuerySet(Document).bulk_create(documents, batch_size=500)
    issues = [_issue(document, number) for number, document in enumerate(documents)]
    models.QuerySet(Issue).bulk_create(issues, batch_size=200)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _document(made: Any, number: int) -> Document:
    title = f"Quy trình số {number}"
    return Document(
        number=f"B-{number:05d}", kind=DocumentKind.PROCEDURE, unit=made.department, title_vi=title,
        author=made.inspector1, search_text=fold(f"B-{number:05d} {title}"), sort_key=sort_key(title),
    )  # fmt: skip


def _issue(document: Document, number: int) -> Issue:
    text = " ".join(WORDS * 80) + (" khắc phục" if number % 100 == 0 else "")
    effective_on = clock.today() - dt.timedelta(days=number % 900)
    return Issue(
        document=document, issue_number="01", title_vi=document.title_vi, author_id=document.author_id,
        status=IssueStatus.APPROVED, signed_on=clock.today(), effective_on=effective_on,
        body_html=BODY, body_text=text, content_hash=uuid.uuid4().hex * 2, search_text=fold(text),
        reviewed_at=timezone.now(),
    )  # fmt: skip


SEARCH = """
select d.id, d.number, d.title_vi, d.kind, u.name_vi, i.issue_number, i.effective_on
from qms_document d join qms_unit u on u.id = d.unit_id join qms_issue i on i.document_id = d.id
where i.status = 'approved' and i.effective_on <= %s
and not exists (select 1 from qms_issue j where j.document_id = d.id and j.status in ('approved', 'withdrawn')
 and j.effective_on <= %s and (j.effective_on > i.effective_on or (j.effective_on = i.effective_on and j.id > i.id)))
and (d.search_text like '%%khac%%' or i.search_text like '%%khac%%')
and (d.search_text like '%%phuc%%' or i.search_text like '%%phuc%%') order by d.number"""


def raw_search(_run: int = 0) -> None:
    """The search by hand: page of fifty and the count, no reach."""
    today = clock.today()
    with connection.cursor() as cursor:
        cursor.execute(f"{SEARCH} limit 50", [today, today])
        cursor.fetchall()
        cursor.execute(f"select count(*) from (select 1 from ({SEARCH} limit 1001) x) y", [today, today])  # noqa: S608
        cursor.fetchall()


def measure(made: Any, client_of: Any, get: Any) -> list[tuple[str, float, float, float, str]]:
    """The rows of the table for documents."""
    fill(made, 10_000)
    reader: Client = client_of(made.reader1)
    issue = Issue.objects.order_by("pk").first()
    assert issue is not None, "filled above"
    AudienceFactory(document=issue.document, unit=made.department)
    page = issue.get_absolute_url()
    shown = cpu_pair(lambda _: get(reader, page), lambda _: get(reader, "/floor/page/"))
    address = "/documents/?q=khac+phuc"
    found = cpu_pair(lambda _: get(reader, address), raw_search, 10)
    return [
        ("issue in force, for a reader", *shown, 3.0, f"{queries(lambda: get(reader, page))} queries"),
        ("library search in 10,000", *found, 3.0, f"{queries(lambda: get(reader, address))} queries"),
    ]
