"""What a question can be answered with, in the words by which later questions and demands of evidence ask for it."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from inspections.enums import AnswerResult as R
from inspections.enums import QuestionType as Q
from qms.models.standards import in_language
from qms.policy import Text

YES, NO = "yes", "no"
JUDGED = (R.CONFORMING, R.NOT_CONFORMING)


def possible_answers(question: Any, *, unexamined: bool = True) -> list[tuple[str, Text]]:
    """(word, label) of everything that `asking.answers_of` may say of an answer to the question."""
    kind = question.question_type
    answers: list[tuple[str, Text]] = []
    if kind == Q.YES_NO:
        answers += [(YES, _("Yes")), (NO, _("No"))]
    if kind == Q.CHOICE:
        answers += [(f"choice:{index}", choice_label(choice)) for index, choice in enumerate(question.choices)]
    answers += [(str(result), result.label) for result in judgements(question)]
    if unexamined:
        answers += [(str(result), result.label) for result in R.unexamined()]
    return answers


def judgements(question: Any) -> list[R]:
    """The results that its answers come to; yes and no, and choices, are told by themselves."""
    kind = question.question_type
    if kind in (Q.CONFORMITY, Q.SAMPLE):
        return list(JUDGED)
    if kind == Q.NUMBER:
        limited = question.least is not None or question.most is not None
        return list(JUDGED) if limited else [R.RECORDED]
    if kind == Q.CHOICE:
        return [R.NOT_CONFORMING] if any(choice.get("conforms") is False for choice in question.choices) else []
    return [R.RECORDED] if kind in (Q.DATE, Q.TEXT) else []


def choice_label(choice: dict[str, Any]) -> str:
    """The choice in the reader's language."""
    return in_language(choice.get("label_vi", ""), choice.get("label_en", ""))


def answers_in_words(question: Any, words: list[str]) -> list[str]:
    """The labels of answers to a question; an answer that it no longer has stands as it was written."""
    labels = dict(possible_answers(question))
    return [str(labels.get(word, word)) for word in words]
