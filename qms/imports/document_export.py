"""The register of documents as it leaves and comes back unchanged."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from qms import clock
from qms.models.documents import Document, DocumentClause, Issue
from qms.reports.declaration import BATCH, Column
from qms.reports.documents import DocumentReport


def issued_on(record: Any) -> dt.date | None:
    """The day of the issue in force; of a document from outside, its own."""
    return record.issued_on if record.is_external else record.signed_on


def clauses_said(record: Any) -> str | None:
    """The clauses it answers to, each with its edition, as the importer reads them back."""
    return "; ".join(record.__dict__.get("_cited", ())) or None


def give_clauses(records: list[Document]) -> list[Document]:
    """Read the clauses of many documents in one query."""
    said: dict[int, list[str]] = {record.pk: [] for record in records}
    rows = DocumentClause.objects.filter(record_id__in=said, ended_at=None)
    for row in rows.select_related("clause__edition__standard").order_by("pk"):
        said[row.record_id].append(f"{row.clause.edition.code} {row.clause.number}" if row.clause else row.written_as)
    for record in records:
        record.__dict__["_cited"] = said[record.pk]
    return records


def in_vietnamese(column: Column) -> Column:
    """The register's title is the reader's; what comes back is the document's."""
    return replace(column, source="title_vi") if column.source == "title" else column


class DocumentsExport(DocumentReport):
    """What the register exports, with what else a list may bring in."""

    columns = (
        *(in_vietnamese(column) for column in DocumentReport.columns),
        Column(_("Title in English"), "title_en", width=50),
        Column(_("Issued on"), issued_on, "date"),
        Column(_("Issued by"), "issued_by", width=24),
        Column(_("Status outside"), "external_status", width=16),
        Column(_("Replaced by"), "replaced_by", width=24),
        Column(_("Status checked on"), "status_checked_on", "date"),
        Column(_("Clauses"), clauses_said, width=24),
    )

    def queryset(self, user: Any, as_of: dt.date | None = None) -> QuerySet:
        issues = Issue.objects.effective_on(as_of or clock.today()).filter(document=OuterRef("pk"))
        signed = issues.order_by("-effective_on", "-pk").values("signed_on")[:1]
        return super().queryset(user, as_of).annotate(signed_on=Subquery(signed))

    def cells(self, rows: QuerySet, as_of: dt.date | None) -> Iterator[list[Any]]:
        documents = rows.iterator(chunk_size=BATCH)
        while batch := list(islice(documents, BATCH)):
            for record in give_clauses(batch):
                values = (column.value(record) for column in self.columns)
                yield [None if value == "" else value for value in values]
