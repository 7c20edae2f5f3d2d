"""Rows of anybody's checklist: which question each is, and how it was answered. Nothing is written here."""

import hashlib
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from inspections.enums import AnswerResult, Grade
from inspections.imports.words import GRADES, labels
from qms.importing.cells import as_text, cells_of, say
from qms.importing.linking import ClauseFinder
from qms.importing.problems import Problem
from qms.importing.reading import ReadRegister, RowReading
from qms.importing.register_kind import Asked, PlannedRow
from qms.importing.text import fold
from qms.importing.values import parse_clauses, parse_grade

RESULT_WORDS = {
    "conforming": AnswerResult.CONFORMING, "compliant": AnswerResult.CONFORMING, "pass": AnswerResult.CONFORMING,
    "yes": AnswerResult.CONFORMING, "ok": AnswerResult.CONFORMING, "conforme": AnswerResult.CONFORMING,
    "phù hợp": AnswerResult.CONFORMING, "đạt": AnswerResult.CONFORMING, "có": AnswerResult.CONFORMING,
    "not conforming": AnswerResult.NOT_CONFORMING, "nonconforming": AnswerResult.NOT_CONFORMING,
    "non compliant": AnswerResult.NOT_CONFORMING, "fail": AnswerResult.NOT_CONFORMING,
    "no": AnswerResult.NOT_CONFORMING, "non conforme": AnswerResult.NOT_CONFORMING,
    "không phù hợp": AnswerResult.NOT_CONFORMING, "không đạt": AnswerResult.NOT_CONFORMING,
    "không": AnswerResult.NOT_CONFORMING,
    "not applicable": AnswerResult.NOT_APPLICABLE, "n/a": AnswerResult.NOT_APPLICABLE,
    "không áp dụng": AnswerResult.NOT_APPLICABLE,
    "not examined": AnswerResult.NOT_EXAMINED, "không xem xét": AnswerResult.NOT_EXAMINED,
    "not started": "", "not tested": "", "chưa": "", "open": "",
}  # fmt: skip
"""What results are called in foreign checklists; nothing is meant by those not answered yet."""
CONFORMING = (Grade.CONFORMITY, Grade.GOOD_PRACTICE, Grade.OPPORTUNITY, Grade.OBSERVATION)


@dataclass
class ChecklistPlan:
    """What one row says: its question, and its answer where it has one."""

    row: RowReading
    key: str = ""
    section: str = ""
    question: str = ""
    guidance: str = ""
    number: str = ""
    clause_id: int | None = None
    max_score: Decimal | None = None
    result: str = ""
    grade: str = ""
    note: str = ""
    said: dict[str, Any] = field(default_factory=dict)

    @property
    def source_text(self) -> dict[str, str]:
        """Everything as it is written."""
        return {name: as_text(value) for name, value in self.row.raw.items() if value is not None}


def plan_rows(read: ReadRegister, asked: Asked) -> list[PlannedRow]:
    """What each row becomes; rows without a question are rejected."""
    clauses = ClauseFinder(asked.edition)
    rows = [_plan_row(row, clauses) for row in read.rows]
    for row in rows:
        row.reject_where_wrong()
    return rows


def _plan_row(row: RowReading, clauses: ClauseFinder) -> PlannedRow:
    verdict = PlannedRow(row.number, cells=cells_of(row), sheet=row.sheet, key=row.key)
    values = row.values
    verdict.plan = plan = ChecklistPlan(row, key=f"i{hashlib.sha256(row.key.encode()).hexdigest()[:16]}")
    plan.section = (as_text(values.get("section")) or row.section or row.sheet)[:150]
    plan.question = _question(as_text(values.get("title")), as_text(values.get("question")))
    plan.guidance = as_text(values.get("guidance"))
    plan.note = as_text(values.get("note"))
    plan.number = as_text(values.get("clause") or values.get("number"))[:80]
    plan.max_score = _maximum(verdict)
    _cite(verdict, clauses)
    if not plan.question:
        say(verdict, "question", _("Neither title nor question is given."), level="error")
    _answer(verdict)
    return verdict


def _question(title: str, question: str) -> str:
    if title and question and fold(title) not in fold(question):
        return f"{title}\n{question}"
    return question or title


def _maximum(verdict: PlannedRow) -> Decimal | None:
    maximum = verdict.plan.row.values.get("maximum")
    if maximum is not None and not 0 < maximum < 100_000:
        say(verdict, "maximum", _("A score lies between 0 and 99,999."), level="error")
        return None
    return maximum


def _cite(verdict: PlannedRow, clauses: ClauseFinder) -> None:
    plan = verdict.plan
    cited = parse_clauses(plan.number) if plan.number else None
    if isinstance(cited, list) and len(cited) == 1:
        plan.clause_id, written, _warning = clauses.cite(clauses.edition_of(cited[0], clauses.default), cited[0].number)
        plan.number = (written or plan.number)[:80]


def _answer(verdict: PlannedRow) -> None:
    """A word of grade is a finding, a word of result an answer; any other word is kept as a note."""
    plan = verdict.plan
    text = as_text(plan.row.values.get("result"))
    if not text:
        return
    known = {fold(word): str(result) for word, result in RESULT_WORDS.items()} | {
        fold(word): value for word, value in labels(AnswerResult).items()
    }
    grade = parse_grade(text, extra=GRADES | labels(Grade))
    if fold(text) in known and not (fold(text) not in ("phu hop",) and isinstance(grade, str)):
        plan.result = known[fold(text)]
    elif isinstance(grade, str):
        plan.grade = grade
        plan.result = str(AnswerResult.CONFORMING if grade in CONFORMING else AnswerResult.NOT_CONFORMING)
    else:
        hint = grade.suggestion if isinstance(grade, Problem) else None
        say(verdict, "result", _("“%(text)s” is no known result; it is kept as a note.") % {"text": text[:60]})
        verdict.cells["result"].suggestion = hint
        plan.note = f"{text}\n{plan.note}".strip()
    if plan.result in {str(one) for one in AnswerResult.unexamined()} and not plan.note:
        plan.note = text


def warnings_of(rows: list[PlannedRow]) -> list[str]:
    """What is to be said about the whole file."""
    standing = [row for row in rows if row.verdict != "reject"]
    sections = len({row.plan.section for row in standing})
    answered = sum(bool(row.plan.result) for row in standing)
    said = [
        _("The file becomes a checklist template of %(questions)d questions in %(sections)d sections.")
        % {"questions": len(standing), "sections": sections}
    ]
    if answered:
        said.append(_("%(count)d answered rows become an inspection that was brought in.") % {"count": answered})
    return said
