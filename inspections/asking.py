"""How answers are read and judged, and which questions are asked: pure, the same for form, phone and workbook."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from inspections.enums import AnswerResult as R
from inspections.enums import QuestionType as Q
from inspections.models.question import Question
from qms import clock
from qms.exporting.safe_text import plain_text

UNEXAMINED = frozenset(str(result) for result in R.unexamined())
JUDGED = frozenset([str(R.CONFORMING), str(R.NOT_CONFORMING)])
LONGEST_TEXT = 20_000  # characters of an answer or of a note
LARGEST_SAMPLE = 1_000_000
LARGEST_NUMBER = Decimal("999999999.999")  # what the limits of a question can hold
MOST_DECIMALS = 40  # 1E-999999999 would be written out with all its zeros
CENT = Decimal("0.01")


class AnswerRefused(ValueError):
    """An answer that cannot be kept: every reason at once, in the user's language."""

    def __init__(self, reasons: Sequence[str]) -> None:
        self.reasons = [str(reason) for reason in reasons]
        super().__init__(" ".join(self.reasons))


@dataclass(frozen=True)
class Given:
    """An answer as it was given, or read and judged by `read_answer`. `value` has the shape of its question's type."""

    result: str = ""
    value: Mapping[str, Any] = field(default_factory=dict)
    note: str = ""
    score: Decimal | None = None


def read_answer(question: Question, given: Given) -> Given:
    """The answer cleaned and judged. Raises AnswerRefused with everything that is wrong.

    Not examined and not applicable stand for any question, with a note. A question of conformity is judged by the
    inspector; the others by their value: limits, choices, the sample; dates and texts are only recorded.
    """
    faults: list[str] = []
    note = _text(given.note, _("What was seen"), faults)
    value: dict[str, Any] = {}
    result = str(given.result or "")
    if result in UNEXAMINED:
        if not note.strip():
            faults.append(_("Say why it was not examined or does not apply."))
    elif question.question_type == Q.CONFORMITY:
        if result not in JUDGED:
            faults.append(_("Choose a result."))
    else:
        value, result = _valued(question, given.value, faults)
    score = _score(question, result, value, given.score, faults)
    if faults:
        raise AnswerRefused(faults)
    return Given(result, value, note, score)


def _valued(question: Question, value: Any, faults: list[str]) -> tuple[dict[str, Any], str]:
    try:
        clean = READERS[Q(question.question_type)](question, value if isinstance(value, Mapping) else {})
    except AnswerRefused as refused:
        faults.extend(refused.reasons)
        return {}, ""
    return clean, judge(question, clean)


def _text(text: Any, name: str, faults: list[str]) -> str:
    clean = plain_text(str(text or "").replace("\r\n", "\n")).strip()
    if len(clean) > LONGEST_TEXT:
        faults.append(_("%(field)s is longer than 20,000 characters: shorten it.") % {"field": name})
    return clean


def _read_yes_no(question: Question, value: Mapping[str, Any]) -> dict[str, Any]:
    if value.get("answer") not in ("yes", "no"):
        raise AnswerRefused([_("Answer yes or no.")])
    return {"answer": value["answer"]}


def number_in(text: Any) -> Decimal | None:
    """The number that a text says, with a decimal comma or point; None where it says none."""
    try:
        number = Decimal(str(text).strip().replace("\xa0", "").replace(" ", "").replace(",", "."))
    except InvalidOperation:
        return None
    if not number.is_finite() or abs(number) > LARGEST_NUMBER:
        return None
    return None if int(number.as_tuple().exponent) < -MOST_DECIMALS else number


def _read_number(question: Question, value: Mapping[str, Any]) -> dict[str, Any]:
    number = number_in(value.get("number", ""))
    if number is None:
        raise AnswerRefused([_("“%(text)s” is no number: write digits.") % {"text": str(value.get("number", ""))[:40]}])
    return {"number": plain(number)}


def plain(number: Decimal) -> str:
    """A number without needless zeros and never in powers of ten."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") or "0" if "." in text else text


def _read_choice(question: Question, value: Mapping[str, Any]) -> dict[str, Any]:
    choice = value.get("choice")
    if isinstance(choice, bool) or not isinstance(choice, int) or not 0 <= choice < len(question.choices):
        raise AnswerRefused([_("Choose one of the answers.")])
    return {"choice": choice}


def _read_date(question: Question, value: Mapping[str, Any]) -> dict[str, Any]:
    typed = str(value.get("date", "")).strip()
    day = clock.read_day(typed)
    if day is None:
        raise AnswerRefused([_("“%(text)s” is no day: write it as dd/mm/yyyy.") % {"text": typed[:40]}])
    return {"date": day.isoformat()}


def _read_text(question: Question, value: Mapping[str, Any]) -> dict[str, Any]:
    faults: list[str] = []
    text = _text(value.get("text"), _("The answer"), faults)
    if not text:
        faults.append(_("Write the answer."))
    if faults:
        raise AnswerRefused(faults)
    return {"text": text}


def _read_sample(question: Question, value: Mapping[str, Any]) -> dict[str, Any]:
    counts = {name: _count(value.get(name)) for name in ("examined", "of", "failed")}
    failed = counts["failed"] or 0
    examined, of = counts["examined"], counts["of"]
    if examined is None or of is None or (value.get("failed") not in (None, "") and counts["failed"] is None):
        raise AnswerRefused(
            [_("Say how many were examined, of how many, and how many did not conform: whole numbers.")]
        )
    faults = []
    if not 0 < examined <= of:
        faults.append(_("%(examined)d examined of %(of)d cannot be: examine at least one, at most all.") % counts)
    if failed > examined:
        faults.append(_("%(failed)d cannot fail of %(examined)d examined.") % (counts | {"failed": failed}))
    if faults:
        raise AnswerRefused(faults)
    return {"examined": examined, "of": of, "failed": failed}


def _count(value: Any) -> int | None:
    text = str(value).strip() if value is not None and not isinstance(value, bool) else ""
    number = int(text) if text.isascii() and text.isdigit() and len(text) <= 7 else None
    return number if number is not None and number <= LARGEST_SAMPLE else None


READERS = {
    Q.YES_NO: _read_yes_no,
    Q.NUMBER: _read_number,
    Q.CHOICE: _read_choice,
    Q.DATE: _read_date,
    Q.TEXT: _read_text,
    Q.SAMPLE: _read_sample,
}


def judge(question: Question, value: Mapping[str, Any]) -> str:
    """The result that a clean value means: conforming, not conforming, or recorded where nothing judges it."""
    conforms = _conforms(question, value)
    if conforms is None:
        return str(R.RECORDED)
    return str(R.CONFORMING if conforms else R.NOT_CONFORMING)


def _conforms(question: Question, value: Mapping[str, Any]) -> bool | None:
    kind = question.question_type
    if kind == Q.YES_NO:
        return bool((value["answer"] == "no") == question.conforms_when_no)
    if kind == Q.NUMBER:
        return _within(Decimal(value["number"]), question.least, question.most)
    if kind == Q.CHOICE:
        return question.choices[value["choice"]].get("conforms")
    if kind == Q.SAMPLE:
        return bool(value["failed"] == 0)
    return None


def _within(number: Decimal, least: Decimal | None, most: Decimal | None) -> bool | None:
    if least is None and most is None:
        return None
    return (least is None or number >= least) and (most is None or number <= most)


def _score(question: Question, result: str, value: Mapping[str, Any], given: Any, faults: list[str]) -> Decimal | None:
    if question.max_score is None or result in UNEXAMINED or not result:
        return None
    if given in (None, ""):
        return score_of(question, result, value)
    number = number_in(given)
    if number is None or not 0 <= number <= question.max_score:
        words = {"given": str(given)[:40], "most": plain(question.max_score)}
        faults.append(_("The score %(given)s is not between 0 and %(most)s.") % words)
        return None
    return number.quantize(CENT)


def score_of(question: Question, result: str, value: Mapping[str, Any]) -> Decimal | None:
    """The score that an answer earns by itself: all, nothing, or a sample's share; None where a person must say."""
    most = question.max_score
    if most is None:
        return None
    if question.question_type == Q.SAMPLE and value:
        passed = Decimal(value["examined"] - value["failed"])
        return (most * passed / Decimal(value["examined"])).quantize(CENT)
    if result == R.CONFORMING:
        return most
    return Decimal(0) if result == R.NOT_CONFORMING else None


def own_score(line: Any) -> Decimal | None:
    """The score that a person gave; None where it follows from the answer, and would follow another one."""
    return None if line.score == score_of(line, line.result, line.value) else line.score


def answers_of(line: Any) -> frozenset[str]:
    """The words by which later questions ask what was answered: the result, yes or no, "choice:2"."""
    if not line.result:
        return frozenset()
    words = {str(line.result)}
    if "answer" in line.value:
        words.add(line.value["answer"])
    if "choice" in line.value:
        words.add(f"choice:{line.value['choice']}")
    return frozenset(words)


def is_asked(line: Any, by_key: Mapping[str, Any]) -> bool:
    """Whether the question is asked, given the answers so far; `by_key` holds the lines of its session.

    What depends on a question that is not in the session is asked. A chain of conditions is followed to its start.
    """
    seen: set[str] = set()
    while line.shown_after and line.shown_after in by_key and line.shown_after not in seen:
        seen.add(line.shown_after)
        earlier = by_key[line.shown_after]
        if not answers_of(earlier) & set(line.shown_when):
            return False
        line = earlier
    return True


def asked_lines(lines: Iterable[Any]) -> list[Any]:
    """The lines of one session that are asked, in their order."""
    listed = list(lines)
    by_key = {line.key: line for line in listed if line.key}
    return [line for line in listed if not line.shown_after or is_asked(line, by_key)]


def demands_evidence(line: Any) -> bool:
    """Whether the line's answer demands a photograph or a file."""
    return bool(line.evidence_when) and bool(answers_of(line) & set(line.evidence_when))
