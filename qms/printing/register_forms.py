"""Forms that are one table: each is declared by its columns, and both of its templates follow the declaration."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from qms.printing import document_samples as samples
from qms.printing.document_contexts import Reader, ReadingEvidence, Register
from qms.printing.form import PrintedForm
from qms.printing.labels import LABELS
from qms.printing.parts import document, field
from qms.printing.text import local, short_day, short_moment


@dataclass(frozen=True)
class Column:
    """A column: which fact of the row, under which label, how wide in millimetres."""

    key: str
    label: str
    width: float
    centered: bool = False


ORDINAL = Column("row", "row", 11, centered=True)
ISSUE = Column("issue", "doc_issue_and_amendment", 22, centered=True)
EFFECTIVE = Column("effective_on", "doc_effective_on", 25, centered=True)

MOST_AT_FULL_SIZE = 11  # columns; a form with more is set smaller

# Landscape pages hold 257 mm, portrait ones 162.
COLUMNS: dict[str, tuple[Column, ...]] = {
    "document_register": (
        ORDINAL,
        Column("number", "doc_number", 33),
        Column("title", "doc_title", 61),
        Column("kind", "doc_kind", 26),
        Column("unit", "written_by_unit", 34),
        ISSUE,
        EFFECTIVE,
        Column("state", "state", 22),
        Column("review_due", "review_due", 23, centered=True),
    ),
    "external_register": (
        ORDINAL,
        Column("number", "external_number", 38),
        Column("title", "external_title", 61),
        Column("kind", "doc_kind", 22),
        Column("issuer", "external_issuer", 28),
        EFFECTIVE,
        Column("state", "state", 24),
        Column("unit", "external_unit", 24),
        Column("checked_on", "external_checked_on", 24, centered=True),
    ),
    "records_register": (
        ORDINAL,
        Column("number", "record_number", 33),
        Column("name", "record_name", 52),
        Column("unit", "record_unit", 28),
        Column("place", "record_place", 26),
        Column("retention", "record_retention", 22),
        Column("keeper", "record_keeper", 24),
        Column("disposal", "record_disposal", 22),
        Column("state", "state", 20),
        Column("note", "note", 19),
    ),
    "distribution_register": (
        ORDINAL,
        Column("number", "doc_number", 33),
        Column("title", "doc_title", 52),
        ISSUE,
        EFFECTIVE,
        Column("given", "copy_form", 24),
        Column("receiver", "copy_receiver", 30),
        Column("received", "copy_received", 29),
        Column("recalled", "copy_recalled", 31),
    ),
    "follow_up_register": (
        Column("row", "row", 9, centered=True),
        Column("number", "follow_up_number", 22),
        Column("raised_on", "follow_up_raised_on", 17, centered=True),
        Column("unit", "unit", 20),
        Column("fact", "follow_up_fact", 36),
        Column("clauses", "follow_up_clauses", 14),
        Column("grade", "follow_up_grade", 14),
        Column("actions", "follow_up_actions", 32),
        Column("owners", "follow_up_owners", 20),
        Column("due", "follow_up_due", 17, centered=True),
        Column("done", "follow_up_done", 17, centered=True),
        Column("result", "follow_up_result", 20),
        Column("state", "state", 19),
    ),
    "reading_evidence": (
        ORDINAL,
        Column("name", "reading_name", 32),
        Column("position", "reading_position", 26),
        Column("unit", "unit", 27),
        Column("due", "reading_due", 21, centered=True),
        Column("acknowledged_at", "reading_acknowledged", 22, centered=True),
        Column("note", "note", 23),
    ),
}


def _rows(name: str, rows: tuple) -> list[dict]:
    """Each row as texts by key, and again as cells in the order of the columns."""
    columns = COLUMNS[name]
    shown = []
    for number, row in enumerate(rows, 1):
        facts = {key: _shown(value) for key, value in vars(row).items()} | {"row": str(number)}
        shown.append(facts | {"cells": [facts[column.key] for column in columns]})
    return shown


def _shown(value: str | date | datetime | None) -> str:
    if isinstance(value, datetime):
        return short_moment(value)
    return value if isinstance(value, str) else short_day(value)


def _columns(name: str, labels: dict) -> list[dict]:
    return [
        {"label": labels[column.label], "width": column.width, "centered": column.centered} for column in COLUMNS[name]
    ]


def _register(name: str, title: str) -> Callable[[Register], dict]:
    def build(context: Register) -> dict:
        labels = LABELS[context.language]
        given = ((labels["register_scope"], context.scope), (labels["register_updated_on"], context.updated_on))
        return document(
            context,
            labels[title],
            landscape=True,
            small=len(COLUMNS[name]) > MOST_AT_FULL_SIZE,
            about=[field(label, _shown(value), "") for label, value in given if value],
            columns=_columns(name, labels),
            rows=_rows(name, context.rows),
            total=labels["register_total"].format(count=len(context.rows)),
        )

    return build


def _reading_evidence(context: ReadingEvidence) -> dict:
    labels = LABELS[context.language]
    today = local(context.mark.printed_at).date()
    late = [row for row in context.rows if row.acknowledged_at is None and row.due and row.due < today]
    done = sum(row.acknowledged_at is not None for row in context.rows)
    counted = labels["reading_count_text"].format(done=done, count=len(context.rows), late=len(late))
    named = " - ".join(filter(None, (context.number, context.title)))
    rows = _rows("reading_evidence", context.rows)
    for shown, row in zip(rows, context.rows, strict=True):
        shown["note"] = shown["cells"][-1] = "\n".join(filter(None, (_lateness(row, today, labels), row.note)))
    return document(
        context,
        labels["reading_title"],
        landscape=False,
        small=False,
        about=[
            field(labels["change_document"], named, labels["blank"]),
            field(labels["doc_issue_and_amendment"], context.issue, labels["blank"]),
            field(labels["doc_effective_on"], short_day(context.effective_on), labels["blank"]),
            *([field(labels["reading_audience"], context.audience, "")] if context.audience else []),
            field(labels["reading_count"], counted, ""),
        ],
        columns=_columns("reading_evidence", labels),
        rows=rows,
        total="",
    )


def _lateness(row: Reader, today: date, labels: dict) -> str:
    if row.due is None:
        return ""
    if row.acknowledged_at is None:
        return labels["reading_late"] if row.due < today else ""
    return labels["reading_done_late"] if local(row.acknowledged_at).date() > row.due else ""


def _form(name: str, build, sample) -> PrintedForm:
    return PrintedForm(name, f"{name}.docx", "register.typ", build, sample)


DOCUMENT_REGISTER = _form(
    "document_register", _register("document_register", "register_document"), samples.document_register
)
EXTERNAL_REGISTER = _form(
    "external_register", _register("external_register", "register_external"), samples.external_register
)
RECORDS_REGISTER = _form(
    "records_register", _register("records_register", "register_records"), samples.records_register
)
DISTRIBUTION_REGISTER = _form(
    "distribution_register", _register("distribution_register", "register_distribution"), samples.distribution_register
)
FOLLOW_UP_REGISTER = _form(
    "follow_up_register", _register("follow_up_register", "follow_up_title"), samples.follow_up_register
)
READING_EVIDENCE = _form("reading_evidence", _reading_evidence, samples.reading_evidence)

REGISTER_FORMS = (
    DOCUMENT_REGISTER, EXTERNAL_REGISTER, RECORDS_REGISTER, DISTRIBUTION_REGISTER, FOLLOW_UP_REGISTER, READING_EVIDENCE,
)  # fmt: skip
