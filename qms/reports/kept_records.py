"""The list of records (danh mục hồ sơ): what the documents in force leave behind, how long it is kept and where."""

import datetime as dt
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.db.models.functions import Collate
from django.utils.translation import gettext_lazy as _

from qms import clock
from qms.models.documents import HEAVY, Issue
from qms.models.issue_lines import KeptRecord
from qms.models.readable import readable_documents
from qms.reports.declaration import Column, Empty, Report
from qms.reports.documents import BINARY
from qms.reports.passages import search_words
from qms.tables.kept_records import KeptRecordFilter, KeptRecordTable

OF_ISSUE = [f"issue__{name}" for name in HEAVY]


class KeptRecordReport(Report):
    """Records named by the issues in force of documents that the person may read."""

    name = "kept-records"
    title = _("List of records")
    model = KeptRecord
    table_class = KeptRecordTable
    filterset_class = KeptRecordFilter
    row_template = "qms/kept_records/row.html"
    order = ("number_order", "position", "id")
    columns = (
        Column(_("Code"), "code", width=18),
        Column(_("Record kept"), "name", width=50),
        Column(_("Kept by"), "keeper"),
        Column(_("Retention"), "retention", width=18),
        Column(_("Kept at"), "place"),
        Column(_("Disposal"), "disposal"),
        Column(_("Document"), "issue.document.number", width=14),
        Column(_("Title"), "issue.document.title", width=50),
        Column(_("Issue"), "issue.numbers", width=10),
        Column(_("Unit code"), "issue.document.unit.code", width=12),
        Column(_("Unit"), "issue.document.unit.name"),
    )
    empty = Empty(
        _("No document in force names a record to keep yet."),
        _("Write them in the section «Records» of a procedure; they stand here once it is in force."),
        icon="file-text",
    )

    def visible(self, user: Any) -> QuerySet:
        """Of issues in force, of documents within reach."""
        issues = Issue.objects.effective_on(clock.today()).filter(document__in=readable_documents(user).values("pk"))
        rows = KeptRecord.objects.filter(issue__in=issues.values("pk")).select_related("issue__document__unit")
        number = Collate("issue__document__number", BINARY.get(connection.vendor, "BINARY"))
        return rows.defer(*OF_ISSUE).annotate(number_order=number)

    def search(self, rows: Any, text: str, as_of: dt.date | None) -> QuerySet:
        """Rows whose words hold all of the text's words."""
        for word in search_words(text):
            rows = rows.filter(search_text__contains=word)
        return rows
