"""Forms that are one table: each is declared by its columns, and both of its templates follow the declaration."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from qms.printing import clause_samples, feedback_samples, objective_samples, output_samples, risk_samples
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
    "gap_register": (
        Column("number", "gap_number", 16),
        Column("title", "gap_clause_title", 40),
        Column("carried", "gap_carried", 24),
        Column("judgement", "gap_judgement", 21),
        Column("statement", "gap_statement", 45),
        Column("evidence", "gap_evidence", 42),
        Column("actions", "gap_actions", 27),
        Column("owners", "gap_owners", 19),
        Column("due", "gap_due", 23, centered=True),
    ),
    "comparison_register": (
        Column("number", "gap_number", 18),
        Column("title", "gap_clause_title", 66),
        Column("old_clauses", "compared_old_clauses", 27),
        Column("before", "compared_before", 38),
        Column("after", "compared_after", 38),
        Column("verdict", "compared_verdict", 30),
        Column("note", "note", 40),
    ),
    "risk_register": (
        Column("row", "row", 9, centered=True),
        Column("number", "risk_number", 22),
        Column("process", "risk_process", 25),
        Column("statement", "risk_statement", 38),
        Column("effect", "risk_effect", 26),
        Column("clauses", "follow_up_clauses", 17, centered=True),
        Column("before", "risk_before", 16, centered=True),
        Column("treatment", "risk_treatment", 34),
        Column("after", "risk_after", 16, centered=True),
        Column("owner", "risk_owner", 20),
        Column("review_due", "risk_review", 18, centered=True),
        Column("state", "state", 16),
    ),
    "reports_board": (
        ORDINAL,
        Column("unit", "consolidation_unit", 96),
        Column("received", "reports_board_received", 22, centered=True),
        Column("late", "reports_board_late", 42),
        Column("returned", "reports_board_returned", 38),
        Column("missing", "reports_board_missing", 48),
    ),
    "objective_register": (
        Column("row", "row", 9, centered=True),
        Column("objective", "objective_objective", 43),
        Column("target", "objective_target", 24),
        Column("plan", "objective_plan", 41),
        Column("resources", "objective_resources", 24),
        Column("owner", "objective_owner", 24),
        Column("due", "objective_due", 20, centered=True),
        Column("how", "objective_how", 32),
        Column("result", "objective_result", 24),
        Column("met", "objective_met", 16, centered=True),
    ),
    "feedback_register": (
        Column("row", "row", 9, centered=True),
        Column("number", "feedback_number", 30),
        Column("received_on", "feedback_received", 22, centered=True),
        Column("unit", "feedback_unit", 38),
        Column("said", "feedback_said", 50),
        Column("handler", "feedback_handler", 26),
        Column("due", "feedback_due", 22, centered=True),
        Column("answer", "feedback_answer", 38),
        Column("state", "state", 22),
    ),
    "output_register": (
        Column("row", "row", 9, centered=True),
        Column("number", "output_number", 26),
        Column("found_on", "output_found", 20, centered=True),
        Column("unit", "output_unit", 28),
        Column("dossier", "output_dossier", 28),
        Column("description", "output_description", 36),
        Column("decision", "output_decision", 35),
        Column("new_date", "output_new_date", 19, centered=True),
        Column("returned_on", "output_returned", 19, centered=True),
        Column("decided_by", "output_decided_by", 20),
        Column("state", "state", 17),
    ),
    "risk_matrix": (
        Column("likelihood", "matrix_likelihood", 42),
        Column("first", "matrix_1", 43, centered=True),
        Column("second", "matrix_2", 43, centered=True),
        Column("third", "matrix_3", 43, centered=True),
        Column("fourth", "matrix_4", 43, centered=True),
        Column("fifth", "matrix_5", 43, centered=True),
    ),
    "context_register": (
        ORDINAL,
        Column("kind", "context_kind", 21),
        Column("subject", "context_subject", 29),
        Column("statement", "context_statement", 54),
        Column("effect", "context_effect", 38),
        Column("response", "context_response", 36),
        Column("unit", "unit", 26),
        Column("reviewed_on", "context_reviewed", 21, centered=True),
        Column("review_due", "context_review", 21, centered=True),
    ),
    "party_register": (
        ORDINAL,
        Column("name", "party_name", 40),
        Column("needs", "party_needs", 62),
        Column("requirement", "party_requirement", 24, centered=True),
        Column("response", "party_response", 52),
        Column("unit", "unit", 26),
        Column("reviewed_on", "context_reviewed", 21, centered=True),
        Column("review_due", "context_review", 21, centered=True),
    ),
    "transition_board": (
        ORDINAL,
        Column("holder", "transition_holder", 70),
        Column("group", "transition_group", 32),
        Column("obligation", "transition_obligation", 26),
        Column("done", "transition_done", 17, centered=True),
        Column("open", "transition_open", 54),
        Column("left", "transition_left", 15, centered=True),
        Column("forecast", "transition_forecast", 32),
    ),
    "transition_holder": (
        ORDINAL,
        Column("step", "transition_step", 36),
        Column("state", "state", 23),
        Column("planned", "transition_planned", 22, centered=True),
        Column("day", "transition_day", 22, centered=True),
        Column("proof", "transition_proof", 48),
    ),
    "disposal_list": (
        ORDINAL,
        Column("number", "disposal_number", 38),
        Column("name", "disposal_name", 66),
        Column("kind", "disposal_kind", 30),
        Column("ended_on", "disposal_ended", 23, centered=True),
        Column("until", "disposal_until", 23, centered=True),
        Column("basis", "disposal_basis", 34),
        Column("files", "disposal_files", 12, centered=True),
        Column("decided", "disposal_decided", 20),
    ),
    "disposal_minutes": (
        ORDINAL,
        Column("number", "disposal_number", 36),
        Column("name", "disposal_name", 52),
        Column("decided", "disposal_decided", 28),
        Column("hashes", "disposal_hashes", 35),
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


def is_small(name: str) -> bool:
    """Whether the form is set smaller: many columns, or cells that hold lists of numbers."""
    return len(COLUMNS[name]) > MOST_AT_FULL_SIZE or name == "risk_matrix"


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


def _register(name: str, title: str, *, counted: bool = True) -> Callable[[Register], dict]:
    def build(context: Register) -> dict:
        labels = LABELS[context.language]
        given = ((labels["register_scope"], context.scope), (labels["register_updated_on"], context.updated_on))
        return document(
            context,
            labels[title],
            landscape=True,
            small=is_small(name),
            about=[field(label, _shown(value), "") for label, value in given if value],
            columns=_columns(name, labels),
            rows=_rows(name, context.rows),
            total=labels["register_total"].format(count=len(context.rows)) if counted else "",
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
GAP_REGISTER = _form("gap_register", _register("gap_register", "gap_title"), clause_samples.gap_register)
COMPARISON_REGISTER = _form(
    "comparison_register", _register("comparison_register", "compared_title"), clause_samples.comparison_register
)
RISK_REGISTER = _form("risk_register", _register("risk_register", "risk_title"), risk_samples.risk_register)
RISK_MATRIX = _form("risk_matrix", _register("risk_matrix", "matrix_title", counted=False), risk_samples.risk_matrix)
CONTEXT_REGISTER = _form(
    "context_register", _register("context_register", "context_title"), risk_samples.context_register
)
PARTY_REGISTER = _form("party_register", _register("party_register", "party_title"), risk_samples.party_register)
OBJECTIVE_REGISTER = _form(
    "objective_register", _register("objective_register", "objective_title"), objective_samples.objective_register
)
FEEDBACK_REGISTER = _form(
    "feedback_register", _register("feedback_register", "feedback_title"), feedback_samples.feedback_register
)
OUTPUT_REGISTER = _form("output_register", _register("output_register", "output_title"), output_samples.output_register)
READING_EVIDENCE = _form("reading_evidence", _reading_evidence, samples.reading_evidence)

REGISTER_FORMS = (
    DOCUMENT_REGISTER, EXTERNAL_REGISTER, RECORDS_REGISTER, DISTRIBUTION_REGISTER, FOLLOW_UP_REGISTER, READING_EVIDENCE,
    GAP_REGISTER, COMPARISON_REGISTER,
    RISK_REGISTER, RISK_MATRIX, CONTEXT_REGISTER, PARTY_REGISTER, FEEDBACK_REGISTER,
    OBJECTIVE_REGISTER, OUTPUT_REGISTER,
)  # fmt: skip
