"""Answers as cells of a workbook: what a cell says of an answer, and what an answer puts into a cell."""

import datetime as dt
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from inspections.answer_words import digits
from inspections.asking import READERS, AnswerRefused, Given, number_in
from inspections.checklist_book.layout import choice_label, yes_no_words
from inspections.enums import AnswerResult, QuestionType
from inspections.models.question import Question
from qms.importing.dates import parse_date
from qms.importing.problems import Problem
from qms.importing.sheet import ErrorCell
from qms.importing.text import fold

COUNTS = re.compile(r"\d+")


class CellRefused(ValueError):
    """A cell that says no answer; `str()` is the sentence."""


def value_in(question: Question, cell: Any) -> dict[str, Any]:
    """The answer that a cell says, in the shape of the question's type. Raises CellRefused."""
    if isinstance(cell, ErrorCell):
        raise CellRefused(
            _("The formula of this cell failed (%(code)s). Type the value instead.") % {"code": cell.code}
        )
    kind = QuestionType(question.question_type)
    told = FROM_CELL[kind](question, cell)
    try:
        return READERS[kind](question, told)
    except AnswerRefused as refused:
        raise CellRefused(f"“{str(cell)[:60]}”: {' '.join(refused.reasons)}") from refused


def _yes_no(question: Question, cell: Any) -> dict[str, Any]:
    answer = yes_no_words().get(fold(str(cell)))
    if answer is None:
        raise CellRefused(_("“%(cell)s” is neither yes nor no.") % {"cell": str(cell)[:60]})
    return {"answer": answer}


def _choice(question: Question, cell: Any) -> dict[str, Any]:
    wanted = fold(str(cell))
    for index, choice in enumerate(question.choices):
        if wanted in {fold(choice.get("label_vi", "")), fold(choice.get("label_en", ""))}:
            return {"choice": index}
    offered = "; ".join(choice_label(choice) for choice in question.choices)
    raise CellRefused(
        _("“%(cell)s” is none of the answers: %(offered)s.") % {"cell": str(cell)[:60], "offered": offered}
    )


def _date(question: Question, cell: Any) -> dict[str, Any]:
    day = parse_date(cell)
    if isinstance(day, Problem):
        raise CellRefused(day.sentence)
    return {"date": day.isoformat() if day else ""}


def _sample(question: Question, cell: Any) -> dict[str, Any]:
    counts = COUNTS.findall(str(cell))
    if len(counts) not in (2, 3):
        raise CellRefused(
            _("“%(cell)s” is no sample: write examined/of/failed, such as 5/20/1.") % {"cell": str(cell)[:60]}
        )
    return dict(zip(("examined", "of", "failed"), counts, strict=False))


FROM_CELL = {
    QuestionType.YES_NO: _yes_no,
    QuestionType.NUMBER: lambda question, cell: {"number": str(cell)},
    QuestionType.CHOICE: _choice,
    QuestionType.DATE: _date,
    QuestionType.TEXT: lambda question, cell: {"text": str(cell)},
    QuestionType.SAMPLE: _sample,
}


def cell_of(question: Question, value: Mapping[str, Any]) -> Any:
    """What an answer puts into its cell: text, a number or a day; None where there is none."""
    if "answer" in value:
        return _("Yes") if value["answer"] == "yes" else _("No")
    if "number" in value:
        return Decimal(value["number"])
    if "choice" in value and value["choice"] < len(question.choices):
        return choice_label(question.choices[value["choice"]])
    if "date" in value:
        return dt.date.fromisoformat(value["date"])
    if "text" in value:
        return value["text"]
    if "examined" in value:
        return f"{value['examined']}/{value['of']}/{value['failed']}"
    return None


def score_in(cell: Any) -> Decimal | None:
    """The score that a cell says. Raises CellRefused."""
    if cell is None or str(cell).strip() == "":
        return None
    number = None if isinstance(cell, ErrorCell) else number_in(cell)
    if number is None:
        raise CellRefused(_("“%(cell)s” is no number.") % {"cell": str(cell)[:60]})
    return number


def _told(cell: Any) -> str:
    if isinstance(cell, dt.date):
        return cell.strftime("%d/%m/%Y")
    return digits(cell) if isinstance(cell, Decimal) else str(cell or "")


def spoken(question: Question, given: Given) -> str:
    """An answer in one line of words, as comparisons show it."""
    if not given.result:
        return _("not answered")
    cell = cell_of(question, given.value)
    shown = _told(cell)
    score = _("score %(score)s") % {"score": digits(given.score)} if given.score is not None else ""
    label = str(AnswerResult(given.result).label)
    return " · ".join(filter(None, [label, shown, score, given.note]))
