"""The library of documents in force, and the register of all documents of one's side."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Collate
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qms import clock
from qms.enums import DocumentKind, IssueStatus, Role
from qms.history.standing import day_shown
from qms.models.documents import Document, Issue
from qms.models.readable import readable_documents, readable_issues
from qms.reports.declaration import Column, Create, Empty, Report
from qms.reports.passages import search_words
from qms.tables.documents import (
    DocumentFilter,
    DocumentTable,
    ExternalFilter,
    ExternalTable,
    RegisterOfDocumentsFilter,
    RegisterTable,
)

BINARY = {"postgresql": "C", "sqlite": "BINARY"}


def in_order(rows: QuerySet) -> QuerySet:
    """Add the keys that lists are ordered by, compared byte by byte: the Vietnamese order on every database."""
    collation = BINARY.get(connection.vendor, "BINARY")
    return rows.annotate(title_order=Collate("sort_key", collation), number_order=Collate("number", collation))


def publication_days(issue: Any) -> int | None:
    """Days from the decision that announced an administrative procedure to its publication."""
    if issue is None or issue.decided_on is None or issue.published_on is None:
        return None
    days: int = (issue.published_on - issue.decided_on).days
    return days


def issue_said(record: Any) -> str:
    """Issue and amendment as written on the document, such as 02.00."""
    return ".".join(filter(None, [record.issue_number, record.amendment_number])) if record.issue_number else ""


def standing_said(record: Any) -> str:
    """What the register says of a document: in force, or how far its latest issue is."""
    if record.issue_number:
        return str(_("In force"))
    return str(dict(IssueStatus.choices).get(record.latest_status, ""))


def with_issue(rows: QuerySet, day: dt.date, *more: str) -> QuerySet:
    """Add number, amendment and days of the issue in force on the day."""
    issues = Issue.objects.effective_on(day).filter(document=OuterRef("pk")).order_by("-effective_on", "-pk")
    names = ("issue_number", "amendment_number", "effective_on", *more)
    return in_order(rows).annotate(**{name: Subquery(issues.values(name)[:1]) for name in names})


def keeps_documents(user: Any) -> bool:
    """Whether the person creates documents: a quality officer anywhere."""
    return bool(user.authority.units_as(Role.OFFICER))


def new_document(kind: str = "") -> Create:
    """The button that starts a document."""
    query = f"?kind={kind}" if kind else ""
    return Create(_("New document"), lambda: reverse("document_create") + query, keeps_documents)


class LibraryReport(Report):
    """Documents in force that a reader may read."""

    name = "documents"
    title = _("Documents in force")
    model = Document
    table_class = DocumentTable
    filterset_class = DocumentFilter
    row_template = "qms/documents/row.html"
    related = ("unit",)
    order: Sequence[str] = ("title_order", "number_order", "id")
    columns: Sequence[Column] = (
        Column(_("Number"), "number", width=14),
        Column(_("Title"), "title", width=60),
        Column(_("Kind"), "kind", width=18),
        Column(_("Unit code"), "unit.code", width=12),
        Column(_("Unit"), "unit.name"),
        Column(_("Issue"), issue_said, width=10),
        Column(_("In force from"), "effective_on", "date"),
    )
    empty = Empty(
        _("No document is in force yet."), _("A document appears here on the day it comes into force."), icon="books"
    )

    reader: Any = None
    """Who asked for the rows: words are searched only in what they may read."""

    def queryset(self, user: Any, as_of: dt.date | None = None) -> QuerySet:
        """In force on the day that is shown."""
        self.reader = user
        return with_issue(Document.objects.readable_by(user), clock.today()).select_related("unit")

    def search(self, rows: Any, text: str, as_of: dt.date | None) -> QuerySet:
        """Every word stands in the number, the titles, the text of the issue in force or its files' text."""
        for word in search_words(text):
            told = self.searched_issues(clock.today()).filter(document=OuterRef("pk"), search_text__contains=word)
            rows = rows.filter(Q(search_text__contains=word) | Q(Exists(told)))
        return rows

    def searched_issues(self, day: dt.date) -> QuerySet:
        """The issues whose text is searched: those in force on the day; of an earlier day what may be read today."""
        issues = Issue.objects.effective_on(day)
        if day_shown() is None:
            return issues
        keys = issues.filter(pk__in=readable_issues(self.reader).values("pk")).values_list("pk", flat=True)
        return Issue.objects.filter(pk__in=list(keys))  # read first: nested deeper, SQLite's parser gives up


class DocumentReport(LibraryReport):
    """All documents of one's side, also those being written or withdrawn."""

    name = "document-register"
    as_form = True
    title = _("Register of documents")
    table_class = RegisterTable
    filterset_class = RegisterOfDocumentsFilter
    row_template = "qms/documents/register_row.html"
    order = ("number_order", "id")
    columns = (
        *LibraryReport.columns,
        Column(_("Standing"), standing_said, width=20),
        Column(_("Review due"), "review_due_on", "date"),
        Column(_("Author"), "author"),
        Column(_("Field"), "field"),
        Column(_("Procedure announced on"), "decided_on", "date"),
        Column(_("Procedure published on"), "published_on", "date"),
        Column(_("Days from decision to publication"), publication_days, "integer", 16),
    )
    empty = Empty(_("No documents yet."), _("A quality officer creates the first one."), icon="books")
    create = new_document()

    def searched_issues(self, day: dt.date) -> QuerySet:
        """Drafts and old issues are searched too, as far as the person reaches them."""
        return Issue.objects.visible_to(self.reader).exclude(status=IssueStatus.ABANDONED)

    def queryset(self, user: Any, as_of: dt.date | None = None) -> QuerySet:
        self.reader = user
        rows = Document.objects.visible_to(user).filter(ended_at=None).select_related("unit", "author")
        latest = Issue.objects.filter(document=OuterRef("pk")).order_by("-pk").values("status")
        listed = with_issue(rows, clock.today(), "field", "decided_on", "published_on")
        return listed.annotate(latest_status=Subquery(latest[:1]))


class ExternalReport(Report):
    """Documents from outside (danh mục tài liệu bên ngoài) that the person may read."""

    name = "external-documents"
    as_form = True
    title = _("Documents from outside")
    model = Document
    table_class = ExternalTable
    filterset_class = ExternalFilter
    row_template = "qms/documents/external_row.html"
    order = ("number_order", "id")
    columns = (
        Column(_("Number"), "number", width=18),
        Column(_("Title"), "title", width=60),
        Column(_("Issued by"), "issued_by"),
        Column(_("Issued on"), "issued_on", "date"),
        Column(_("Status outside"), "external_status", width=16),
        Column(_("Replaced by"), "replaced_by"),
        Column(_("Status checked on"), "status_checked_on", "date"),
        Column(_("Unit"), "unit.name"),
    )
    empty = Empty(
        _("No document from outside is followed yet."),
        _("Create a document of the kind «External document» for each law or standard that your procedures name."),
        icon="books",
    )
    create = new_document(DocumentKind.EXTERNAL)

    def visible(self, user: Any) -> QuerySet:
        """Own side's and those that a reader of the QMS may read."""
        return in_order(readable_documents(user).filter(kind=DocumentKind.EXTERNAL)).select_related("unit")
