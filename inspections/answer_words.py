"""An answer in words, as pages and conflicts show it."""

from decimal import Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from inspections.asking import number_in, plain
from inspections.enums import QuestionType as Q
from qms.models.standards import in_language


def choice_label(choice: Any) -> str:
    """A choice in the reader's language."""
    return in_language(choice.get("label_vi", ""), choice.get("label_en", ""))


def digits(number: Any) -> str:
    """A number as the reader writes it: no needless zeros, in Vietnamese with a decimal comma."""
    known = number_in(number)
    return str(number) if known is None else str(number_format(Decimal(plain(known))))


def answer_in_words(question: Any, value: Any) -> str:
    """What was answered beside the result; empty where the result says it all."""
    if not value:
        return ""
    return WORDS[Q(question.question_type)](question, value) if question.question_type in WORDS else ""


def _yes_no(question: Any, value: Any) -> str:
    return _("Yes") if value.get("answer") == "yes" else _("No")


def _number(question: Any, value: Any) -> str:
    return f"{digits(value.get('number', ''))} {question.measure}".strip()


def _choice(question: Any, value: Any) -> str:
    index = value.get("choice")
    known = isinstance(index, int) and 0 <= index < len(question.choices)
    return choice_label(question.choices[index]) if known else ""


def _date(question: Any, value: Any) -> str:
    year, _dash, rest = str(value.get("date", "")).partition("-")
    month, _dash, day = rest.partition("-")
    return f"{day}/{month}/{year}" if day else ""


def _sample(question: Any, value: Any) -> str:
    words = {name: value.get(name, 0) for name in ("examined", "of", "failed")}
    return _("%(examined)s of %(of)s examined, %(failed)s did not conform") % words


WORDS = {
    Q.YES_NO: _yes_no,
    Q.NUMBER: _number,
    Q.CHOICE: _choice,
    Q.DATE: _date,
    Q.TEXT: lambda question, value: str(value.get("text", "")),
    Q.SAMPLE: _sample,
}


def limits_in_words(question: Any) -> str:
    """Between what and what a number conforms, with its unit of measure."""
    least, most = (None if one is None else digits(one) for one in (question.least, question.most))
    if least is not None and most is not None:
        words = _("from %(least)s to %(most)s") % {"least": least, "most": most}
    elif least is not None:
        words = _("at least %(least)s") % {"least": least}
    else:
        words = _("at most %(most)s") % {"most": most} if most is not None else ""
    return f"{words} {question.measure}".strip()
