"""What the workbook of a checklist looks like: its columns, and the words by which cells are written and read."""

import uuid
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from inspections.answer_words import digits
from inspections.enums import AnswerResult, QuestionType
from inspections.models import ChecklistLine
from qms.importing.text import fold

FIELDS = ("number", "section", "clause", "question", "how", "result", "answer", "score", "note", "line")
ANSWERS = ("result", "answer", "score", "note")
"""The columns that are filled in; the rest only tells what is asked."""
WIDTHS = {
    "number": 6, "section": 22, "clause": 16, "question": 56, "how": 30, "result": 20, "answer": 24, "score": 10,
    "note": 48, "line": 44,
}  # fmt: skip
HEADER_ROW = 5


def headers() -> dict[str, str]:
    """The titles of the columns in the reader's language."""
    return {
        "number": _("No."),
        "section": _("Section"),
        "clause": _("Clause"),
        "question": _("Question"),
        "how": _("How it is answered"),
        "result": _("Result"),
        "answer": _("Answer given"),
        "score": _("Score"),
        "note": _("What was seen"),
        "line": _("Line code"),
    }


def code_of(line: ChecklistLine) -> str:
    """What names a line and the version that was sent out."""
    return f"{line.uid}/{line.version}"


def read_code(text: Any) -> tuple[uuid.UUID, int] | None:
    """The line and the version that a code names; None where it names none."""
    uid, _slash, version = str(text or "").strip().partition("/")
    try:
        return uuid.UUID(uid), int(version)
    except ValueError:
        return None


def words(labels: dict[str, Any]) -> dict[str, str]:
    """Folded words of both languages for values told as {value: lazy label}."""
    found: dict[str, str] = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            found |= {fold(str(label)): value for value, label in labels.items()}
    return found


def result_words() -> dict[str, str]:
    """What results are called."""
    return words({str(result.value): result.label for result in AnswerResult})


def yes_no_words() -> dict[str, str]:
    """What yes and no are called, also as ticks and letters."""
    return {fold(word): value for word, value in (
        ("có", "yes"), ("yes", "yes"), ("y", "yes"), ("x", "yes"), ("đúng", "yes"), ("true", "yes"), ("1", "yes"),
        ("không", "no"), ("no", "no"), ("n", "no"), ("sai", "no"), ("false", "no"), ("0", "no"),
    )}  # fmt: skip


def choice_label(choice: dict[str, Any]) -> str:
    """A choice in the reader's language."""
    from qms.models.standards import in_language  # noqa: PLC0415 - small

    return in_language(choice.get("label_vi", ""), choice.get("label_en", ""))


def results_offered(line: ChecklistLine) -> list[str]:
    """The results that a person may choose for the question."""
    unexamined = [str(result.label) for result in AnswerResult.unexamined()]
    if line.question_type != QuestionType.CONFORMITY:
        return unexamined
    return [str(AnswerResult.CONFORMING.label), str(AnswerResult.NOT_CONFORMING.label), *unexamined]


def how_answered(line: ChecklistLine) -> str:
    """In words how the question is answered."""
    told = {
        QuestionType.CONFORMITY: _("Choose the result."),
        QuestionType.YES_NO: _("Answer: yes or no."),
        QuestionType.NUMBER: _("Answer: a number%(limits)s.") % {"limits": limits(line)},
        QuestionType.CHOICE: _("Answer: choose one."),
        QuestionType.DATE: _("Answer: a day, dd/mm/yyyy."),
        QuestionType.TEXT: _("Answer: in words."),
        QuestionType.SAMPLE: _("Answer: examined/of/failed, such as 5/20/1."),
    }[QuestionType(line.question_type)]
    more = [line.guidance, _("Score: 0 to %(most)s.") % {"most": digits(line.max_score)} if line.max_score else ""]
    return "\n".join(filter(None, [told, *more]))


def limits(line: ChecklistLine) -> str:
    """The limits of a number with its measure, such as " from 1 to 5 days"."""
    parts = []
    if line.least is not None:
        parts.append(_("from %(least)s") % {"least": digits(line.least)})
    if line.most is not None:
        parts.append(_("to %(most)s") % {"most": digits(line.most)})
    parts.append(line.measure)
    return "".join(f" {part}" for part in parts if part)
