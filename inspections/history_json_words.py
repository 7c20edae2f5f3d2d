"""Lists and tables in the records of inspections, as histories tell them."""

from collections.abc import Callable, Iterable
from types import SimpleNamespace
from typing import Any

from django.utils.translation import gettext as _

from inspections.answer_words import answer_in_words
from inspections.enums import AnswerResult
from inspections.enums import QuestionType as Q
from inspections.models import ChecklistLine
from inspections.nonconformity_phrases import chain_in_words
from inspections.question_answers import NO, YES, answers_in_words, choice_label
from qms.history.json_words import tell

SHAPES = {"answer": Q.YES_NO, "number": Q.NUMBER, "choice": Q.CHOICE, "date": Q.DATE, "text": Q.TEXT, "of": Q.SAMPLE}
"""What an answer holds, by the kind of its question."""


def register() -> None:
    """Say what each field means; called once when apps are ready."""
    for label in ("inspections.checklistline", "inspections.templatequestion"):
        tell(label, "choices", choices)
        tell(label, "shown_when", answers_elsewhere)
        tell(label, "evidence_when", own_answers)
    tell("inspections.checklistline", "value", answer)
    tell("inspections.answerconflict", "value", sent_answer)
    tell("inspections.cause", "chain", chain)


def question_of(row: dict[str, Any]) -> Any:
    """The question as a row of it says."""
    names = ("question_type", "choices", "least", "most", "measure")
    return SimpleNamespace(**{name: row.get(name) for name in names} | {"choices": row.get("choices") or []})


def choices(value: Any, *_around: Any) -> Iterable[str]:
    """What may be chosen, and which of it does not conform."""
    said = _("%(choice)s (does not conform)")
    return [
        said % {"choice": choice_label(one)} if one.get("conforms") is False else choice_label(one) for one in value
    ]


def answers_elsewhere(value: Any, *_around: Any) -> Iterable[str]:
    """Answers to another question, which the row does not hold."""
    labels = {YES: _("Yes"), NO: _("No")} | {str(one): one.label for one in AnswerResult}
    return [str(labels.get(word, _chosen(word.removeprefix("choice:")))) for word in value]


def _chosen(index: Any) -> str:
    return _("choice %(number)s") % {"number": int(index) + 1} if str(index).isdigit() else str(index)


def own_answers(value: Any, row: dict[str, Any], _record: Any) -> Iterable[str]:
    """Answers to the question of the row itself."""
    return answers_in_words(question_of(row), value)


def answer(value: Any, row: dict[str, Any], _record: Any) -> str:
    """What was answered to the question of the row."""
    return answer_in_words(question_of(row), value) or shaped(value)


def sent_answer(value: Any, row: dict[str, Any], record: Callable[[Any, Any], Any]) -> str:
    """What was sent while another answer came to stand."""
    line = record(ChecklistLine, row.get("line_id"))
    return (answer_in_words(line, value) if line is not None else "") or shaped(value)


def shaped(value: Any) -> str:
    """An answer whose question is not at hand, by what it holds."""
    kind = next((kind for name, kind in SHAPES.items() if name in value), None)
    if kind == Q.CHOICE:
        return _chosen(value["choice"])
    return answer_in_words(SimpleNamespace(question_type=kind, measure="", choices=[]), value) if kind else ""


def chain(value: Any, *_around: Any) -> Iterable[str]:
    """The whys or branches of a cause."""
    return [f"{label}: {text}" for label, text in chain_in_words(value)]
