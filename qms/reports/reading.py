"""The lists of what is to be read: a person's own, a document's readers, the people of one's units."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext_lazy as _

from qms import reading
from qms.models.documents import Document, Issue
from qms.reports.declaration import Column, Empty, Report
from qms.tables.reading import (
    STATES,
    FollowedFilter,
    FollowedTable,
    MyReadingFilter,
    MyReadingTable,
    ReadersFilter,
    ReadersTable,
)


def state_said(row: Any) -> str:
    """The state in words."""
    return str(STATES[row.state])


DOCUMENT = (
    Column(_("Number"), "document.number", width=14),
    Column(_("Title"), "issue.title", width=50),
    Column(_("Issue"), "issue.numbers", width=10),
)
STATE = (
    Column(_("Due"), "due_on", "date"),
    Column(_("Confirmed on"), "confirmed_on", "date"),
    Column(_("Status"), state_said, width=20),
)
PERSON = (
    Column(_("Person"), lambda row: str(row.person), width=25),
    Column(_("Position"), "person.position", width=25),
    Column(_("Unit code"), "unit.code", width=12),
    Column(_("Unit"), "unit.name"),
)


class ReadingReport(Report):
    """Base: rows are readings, which narrow and order as a queryset does."""

    model = Issue
    order = ("due_on", "number", "person")

    def search(self, rows: Any, text: str, as_of: dt.date | None) -> Any:
        return rows.search(text)

    def cells(self, rows: Any, as_of: dt.date | None) -> Any:
        return ([column.value(row) for column in self.columns] for row in rows.iterator())


class MyReadingReport(ReadingReport):
    """What the person must read: theirs alone."""

    name = "my-reading"
    title = _("My reading")
    table_class = MyReadingTable
    filterset_class = MyReadingFilter
    row_template = "qms/reading/my_row.html"
    columns = (*DOCUMENT, *STATE)
    empty = Empty(
        _("Nothing to read."), _("You have confirmed everything in force that you must read."), icon="circle-check"
    )

    def queryset(self, user: Any, as_of: dt.date | None = None) -> Any:
        return reading.expected(user=user)


class ReadersReport(ReadingReport):
    """Who must read one document, and who has."""

    name = "readers"
    title = _("Who must read")
    table_class = ReadersTable
    filterset_class = ReadersFilter
    row_template = "qms/reading/reader_row.html"
    columns = (*PERSON, *DOCUMENT[2:], *STATE)
    empty = Empty(
        _("Nobody must read it."), _("A quality officer says who must read it, on the document's page."), icon="users"
    )

    def __init__(self, document: Document) -> None:
        self.document = document

    def queryset(self, user: Any, as_of: dt.date | None = None) -> Any:
        return reading.seen_by(user, self.document)


class FollowedReport(ReadingReport):
    """Who of one's units is late with which document."""

    name = "reading-overdue"
    title = _("Reading in my units")
    table_class = FollowedTable
    filterset_class = FollowedFilter
    row_template = "qms/reading/followed_row.html"
    columns = (*PERSON, *DOCUMENT, *STATE)
    empty = Empty(_("Nobody is late."), _("Everybody in your units has read what was due."), icon="circle-check")

    def queryset(self, user: Any, as_of: dt.date | None = None) -> Any:
        return reading.seen_by(user)


class RemindedReport(FollowedReport):
    """The same, of those whom the person may remind."""

    def queryset(self, user: Any, as_of: dt.date | None = None) -> Any:
        return reading.followed_by(user)
