"""The library of documents in force, and the register of all documents of one's side."""

import datetime as dt
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from qms import clock
from qms.enums import IssueStatus
from qms.folding import fold
from qms.models.documents import Document, Issue
from qms.reports.declaration import Column, Empty, Report
from qms.tables.documents import DocumentFilter, DocumentTable


def issue_said(record: Any) -> str:
    """Issue and amendment as written on the document, such as 02.00."""
    return ".".join(filter(None, [record.issue_number, record.amendment_number])) if record.issue_number else ""


def with_issue(rows: QuerySet, day: dt.date) -> QuerySet:
    """Add number, amendment and effective day of the issue in force on the day."""
    issues = Issue.objects.effective_on(day).filter(document=OuterRef("pk")).order_by("-effective_on", "-pk")
    return rows.annotate(
        issue_number=Subquery(issues.values("issue_number")[:1]),
        amendment_number=Subquery(issues.values("amendment_number")[:1]),
        effective_on=Subquery(issues.values("effective_on")[:1]),
    )


class LibraryReport(Report):
    """Documents in force that a reader may read."""

    name = "documents"
    title = _("Documents in force")
    model = Document
    table_class = DocumentTable
    filterset_class = DocumentFilter
    row_template = "qms/documents/row.html"
    related = ("unit",)
    order = ("number", "id")
    columns = (
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

    def queryset(self, user: Any, as_of: dt.date | None = None) -> QuerySet:
        """In force on the day, and approved here by the end of it."""
        if as_of is None:
            return with_issue(Document.objects.readable_by(user), clock.today()).select_related("unit")
        rows = Document.objects.readable_by(user) | Document.objects.visible_to(user)
        approved = Issue.history.filter(
            document_id=OuterRef("pk"),
            status=IssueStatus.APPROVED,
            effective_on__lte=as_of,
            history_date__lt=clock.end_of(as_of),
        )
        rows = rows.filter(Exists(Issue.objects.effective_on(as_of).filter(document=OuterRef("pk"))), Exists(approved))
        return with_issue(rows, as_of).select_related("unit")

    def search(self, rows: Any, text: str, as_of: dt.date | None) -> QuerySet:
        """Every word stands in the number, the titles, the text of the issue in force or its files' text."""
        day = as_of or clock.today()
        for word in fold(text).split()[:8]:
            told = self.searched_issues(day).filter(search_text__contains=word)
            rows = rows.filter(Q(search_text__contains=word) | Q(Exists(told)))
        return rows

    def searched_issues(self, day: dt.date) -> QuerySet:
        """The issues whose text is searched: those in force on the day."""
        return Issue.objects.effective_on(day).filter(document=OuterRef("pk"))

    def records(self, rows: QuerySet, as_of: dt.date | None) -> list[Any]:
        return list(rows)

    def cells(self, rows: QuerySet, as_of: dt.date | None) -> Any:
        return super().cells(rows, None)


class DocumentReport(LibraryReport):
    """All documents of one's side, also those being written or withdrawn."""

    name = "document-register"
    title = _("Register of documents")
    row_template = "qms/documents/register_row.html"
    empty = Empty(_("No documents yet."), _("A quality officer creates the first one."), icon="books")

    def searched_issues(self, day: dt.date) -> QuerySet:
        """Drafts and old issues are searched too."""
        return Issue.objects.filter(document=OuterRef("pk")).exclude(status=IssueStatus.ABANDONED)

    def queryset(self, user: Any, as_of: dt.date | None = None) -> QuerySet:
        rows = Document.objects.visible_to(user).select_related("unit")
        if as_of is not None:
            created = Document.history.filter(id=OuterRef("pk"), history_date__lt=clock.end_of(as_of))
            rows = rows.filter(Exists(created))
        latest = Issue.objects.filter(document=OuterRef("pk")).order_by("-pk").values("status")
        return with_issue(rows, as_of or clock.today()).annotate(latest_status=Subquery(latest[:1]))
