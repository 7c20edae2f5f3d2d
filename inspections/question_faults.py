"""What stands against a question of a template: each fault with the field that it concerns."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from inspections.enums import QuestionType as Q
from inspections.question_answers import possible_answers

MOST_CHOICES = 20
Fault = tuple[str, str]


def faults_of(question: Any, earlier: Sequence[Any]) -> list[Fault]:
    """(field, sentence) for everything that is wrong with a question that comes after the `earlier` ones."""
    return [*_own_faults(question), *_condition_faults(question, earlier)]


def faults_of_all(questions: Iterable[Any]) -> list[str]:
    """Every fault of a whole version, each naming its question by its place."""
    told: list[str] = []
    earlier: list[Any] = []
    for place, question in enumerate(questions, 1):
        for _field, fault in faults_of(question, earlier):
            told.append(_("Question %(place)d: %(fault)s") % {"place": place, "fault": fault})
        earlier.append(question)
    return told


def _own_faults(question: Any) -> list[Fault]:
    faults: list[Fault] = []
    if not question.question_vi.strip():
        faults.append(("question_vi", _("Write the question.")))
    if question.question_type == Q.NUMBER and _crossed(question.least, question.most):
        limits = {"least": f"{question.least:f}", "most": f"{question.most:f}"}
        faults.append(("most", _("The upper limit %(most)s lies below the lower one %(least)s.") % limits))
    if question.question_type == Q.CHOICE and not 2 <= len(question.choices) <= MOST_CHOICES:
        words = {"most": MOST_CHOICES, "count": len(question.choices)}
        faults.append(("choices", _("Give 2 to %(most)d choices, one a line; there are %(count)d.") % words))
    if question.max_score is not None and question.max_score <= 0:
        faults.append(("max_score", _("The maximum score is more than 0; leave it empty where nothing is scored.")))
    return faults


def _crossed(least: Any, most: Any) -> bool:
    return least is not None and most is not None and least > most


def _condition_faults(question: Any, earlier: Sequence[Any]) -> list[Fault]:
    if not question.shown_after:
        return []
    asked = next((one for one in earlier if one.key == question.shown_after), None)
    if asked is None:
        return [("shown_after", _("It can only be asked after an earlier question of the same version."))]
    if not question.shown_when:
        return [("shown_when", _("Tick the answers after which it is asked."))]
    known = {word for word, _label in possible_answers(asked)}
    strange = [word for word in question.shown_when if word not in known]
    if strange:
        words = {"answers": ", ".join(strange), "question": asked.question}
        return [("shown_when", _("“%(question)s” cannot be answered with: %(answers)s. Tick again.") % words)]
    return []
