"""Reads what a filled workbook says of each line, with every fault at its cell."""

import uuid
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from inspections.asking import UNEXAMINED, AnswerRefused, Given, read_answer
from inspections.checklist_book.answers import CellRefused, score_in, value_in
from inspections.checklist_book.layout import ANSWERS, read_code, result_words
from inspections.enums import QuestionType
from inspections.models import ChecklistLine
from qms.importing.reading import RowReading
from qms.importing.sheet import ErrorCell
from qms.importing.text import fold, is_blank


@dataclass
class BookRow:
    """One row that names a line: the answer it says (None where its cells are empty), or what is wrong by column."""

    row: RowReading
    uid: uuid.UUID | None = None
    base_version: int = 0
    line: ChecklistLine | None = None
    given: Given | None = None
    faults: dict[str, str] = field(default_factory=dict)


def named_rows(rows: list[RowReading]) -> list[BookRow]:
    """The rows of a file with the lines that their codes name; spoiled and repeated codes are faults."""
    found, seen = [], set()
    for row in rows:
        one = BookRow(row)
        code = read_code(row.raw.get("line"))
        if code is None:
            one.faults["line"] = _("This is no line code: leave the column as it was sent out.")
        elif code[0] in seen:
            one.faults["line"] = _("This line stands twice in the file: take one of the rows out.")
        else:
            one.uid, one.base_version = code
            seen.add(code[0])
        found.append(one)
    return found


def read_row(one: BookRow) -> None:
    """Fill in the answer of a row whose line is known, or its faults."""
    raw, line = one.row.raw, one.line
    assert line is not None, "the line is found before its answer is read"
    if all(_is_empty(raw.get(name)) for name in ANSWERS):
        return
    note, result = _note(one, raw.get("note")), _result(one, line, raw.get("result"))
    value = _value(one, line, result, raw.get("answer"))
    score = _score(one, raw.get("score"))
    if not one.faults:
        _judge(one, line, Given(result, value, note, score))


def _is_empty(cell: Any) -> bool:
    return cell is None or (not isinstance(cell, ErrorCell) and is_blank(cell))


def _note(one: BookRow, cell: Any) -> str:
    if isinstance(cell, ErrorCell):
        one.faults["note"] = _("The formula of this cell failed (%(code)s). Type the value instead.") % {
            "code": cell.code
        }
        return ""
    return "" if _is_empty(cell) else str(cell)


def _result(one: BookRow, line: ChecklistLine, cell: Any) -> str:
    if _is_empty(cell):
        return ""
    result = result_words().get(fold(str(cell)))
    if result is None:
        one.faults["result"] = _("“%(cell)s” is no result: choose one from the list.") % {"cell": str(cell)[:60]}
        return ""
    if line.question_type != QuestionType.CONFORMITY and result not in UNEXAMINED:
        return ""  # it follows from the answer
    return result


def _value(one: BookRow, line: ChecklistLine, result: str, cell: Any) -> dict[str, Any]:
    if line.question_type == QuestionType.CONFORMITY or result in UNEXAMINED or _is_empty(cell):
        return {}
    try:
        return value_in(line, cell)
    except CellRefused as refused:
        one.faults["answer"] = str(refused)
        return {}


def _score(one: BookRow, cell: Any) -> Decimal | None:
    try:
        return score_in(cell)
    except CellRefused as refused:
        one.faults["score"] = str(refused)
        return None


def _judge(one: BookRow, line: ChecklistLine, given: Given) -> None:
    """Judge answer and score apart, so that each fault stands at its own cell."""
    try:
        bare = read_answer(line, Given(given.result, given.value, given.note))
    except AnswerRefused as refused:
        one.faults[_cell_at_fault(line, given)] = " ".join(refused.reasons)
        return
    try:
        one.given = read_answer(line, given) if given.score is not None else bare
    except AnswerRefused as refused:
        one.faults["score"] = " ".join(refused.reasons)


def _cell_at_fault(line: ChecklistLine, given: Given) -> str:
    if given.result in UNEXAMINED:
        return "note"
    return "result" if line.question_type == QuestionType.CONFORMITY else "answer"
