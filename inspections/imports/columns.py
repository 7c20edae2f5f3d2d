"""Columns with which findings and nonconformities leave, titled as the importer reads them."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.utils.functional import lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from inspections.models import Finding, FindingClause, Nonconformity, NonconformityClause
from qms.importing.kinds_of_register import FINDINGS
from qms.reports.declaration import BATCH, Column, Report, walk


def title_of(name: str) -> str:
    """What the column is called in the reader's language: the first name by which the importer knows it."""
    column = FINDINGS.column(name)
    text = column.synonyms_en[0] if get_language() == "en" else column.synonyms_vi[0]
    return text[0].upper() + text[1:]


lazy_title = lazy(title_of, str)


def column(name: str, source: str | Callable[[Any], Any], kind: str = "text", width: int = 0) -> Column:
    """One exported column; empty texts stay empty cells."""
    found = source if callable(source) else (lambda record: walk(record, source))
    return Column(lazy_title(name), lambda record: found(record) or None, kind, width)


def cited(record: Any) -> str:
    """The clauses that the record cites, each with its edition, as the importer reads them back."""
    references = record.__dict__.get("_cited")
    if references is None:
        rows = record.clause_references.filter(ended_at=None).select_related("clause__edition__standard")
        references = sorted(rows, key=lambda row: row.pk)
    return "; ".join(written(reference) for reference in references)


def written(reference: Any) -> str:
    """ "9001:2015 7.5.1", or as a sheet wrote it."""
    clause = reference.clause
    return f"{clause.edition.code} {clause.number}" if clause else reference.written_as


def unit_code(record: Any) -> str:
    """The code of the unit where the record lies."""
    return record.unit.code


FINDING_COLUMNS = (
    column("number", "number", width=26),
    column("inspection_ref", "inspection.number", width=26),
    column("unit", unit_code, width=14),
    column("clause", cited, width=24),
    column("grade", "grade", width=22),
    column("statement", "statement", width=60),
    column("evidence", "evidence", width=50),
    column("raised_on", "recorded_on", "date"),
    column("due_on", "answer_due_on", "date"),
    column("closed_on", "closed_on", "date"),
    column("status", "status", width=16),
    column("inspector", "recorded_by", width=24),
)

NONCONFORMITY_COLUMNS = (
    column("number", "number", width=26),
    column("unit", unit_code, width=14),
    column("clause", cited, width=24),
    column("grade", "grade", width=22),
    column("statement", "fact", width=60),
    column("evidence", "evidence", width=50),
    column("correction", "correction", width=40),
    column("cause", lambda record: record.__dict__.get("causes_told", ""), width=40),
    column("corrective_action", lambda record: record.__dict__.get("actions_told", ""), width=40),
    column("raised_on", "raised_on", "date"),
    column("due_on", "due_on", "date"),
    column("closed_on", "closed_on", "date"),
    column("status", "status", width=16),
    column("owner", "handler", width=24),
    column("inspector", "raised_by", width=24),
)

FIELDS = {
    "findings": (
        "number",
        "inspection_ref",
        "unit",
        "clause",
        "grade",
        "statement",
        "evidence",
        "raised_on",
        "due_on",
        "closed_on",
        "status",
        "inspector",
    ),
    "nonconformities": (
        "number",
        "unit",
        "clause",
        "grade",
        "statement",
        "evidence",
        "correction",
        "cause",
        "corrective_action",
        "raised_on",
        "due_on",
        "closed_on",
        "status",
        "owner",
        "inspector",
    ),
}
"""Names of the columns of each kind, in their order."""


class RegisterExport(Report):
    """A report whose rows carry their citations, read once for each batch."""

    reference_model: Any = None
    related: Sequence[str] = ("unit",)
    order = ("id",)

    def cells(self, rows: Any, as_of: Any) -> Iterator[list[Any]]:
        """Values of every row, read in batches with what the rows cite."""
        batch: Any = []
        for row in rows.iterator(chunk_size=BATCH):
            batch.append(row)
            if len(batch) == BATCH:
                yield from self.values(self.records(batch, as_of))
                batch = []
        yield from self.values(self.records(batch, as_of))

    def values(self, records: list[Any]) -> Iterator[list[Any]]:
        """The cells of some records."""
        give_citations(self.reference_model, records)
        for record in records:
            yield [column.value(record) for column in self.columns]


def give_citations(reference_model: Any, records: Sequence[Any]) -> None:
    """Read the references of many records in one query."""
    by_record: dict[int, list[Any]] = {record.pk: [] for record in records}
    rows = reference_model.objects.filter(record_id__in=list(by_record), ended_at=None)
    for row in rows.select_related("clause__edition__standard").order_by("pk"):
        by_record[row.record_id].append(row)
    for record in records:
        record._cited = by_record[record.pk]


class FindingsExport(RegisterExport):
    """Findings as they leave and come back unchanged."""

    name = "findings"
    title = _("Findings")
    model = Finding
    reference_model = FindingClause
    columns = FINDING_COLUMNS
    related = ("unit", "inspection", "recorded_by")


class NonconformitiesExport(RegisterExport):
    """Nonconformities as they leave and come back unchanged."""

    name = "nonconformities"
    title = _("Nonconformities")
    model = Nonconformity
    reference_model = NonconformityClause
    columns = NONCONFORMITY_COLUMNS
    related = ("unit", "handler", "raised_by")

    def values(self, records: list[Any]) -> Iterator[list[Any]]:
        from inspections.imports.corrective_actions import learn_actions  # noqa: PLC0415 - it writes by these columns

        learn_actions(records)
        return super().values(records)
