"""How answers are read and judged, question by question; which questions are asked."""

import contextlib
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inspections.answer_words import limits_in_words
from inspections.asking import AnswerRefused, Given, answers_of, asked_lines, demands_evidence, read_answer, score_of
from inspections.checklist_book.layout import how_answered
from inspections.enums import QuestionType as Q
from inspections.models import ChecklistLine

CHOICES = [
    {"label_vi": "Tốt", "label_en": "Good", "conforms": True},
    {"label_vi": "Kém", "label_en": "Poor", "conforms": False},
    {"label_vi": "Khác", "label_en": "Other", "conforms": None},
]

MOST_5 = {"question_type": Q.NUMBER, "most": Decimal(5)}
NO_CONFORMS = {"question_type": Q.YES_NO, "conforms_when_no": True}
READ = [
    ({}, {"result": "conforming"}, "conforming", {}),
    ({}, {"result": "not_examined", "note": "hết giờ"}, "not_examined", {}),
    ({"question_type": Q.YES_NO}, {"value": {"answer": "yes"}}, "conforming", {"answer": "yes"}),
    ({"question_type": Q.YES_NO}, {"value": {"answer": "no"}}, "not_conforming", {"answer": "no"}),
    (
        {"question_type": Q.YES_NO, "conforms_when_no": True},
        {"value": {"answer": "no"}},
        "conforming",
        {"answer": "no"},
    ),
    (MOST_5, {"value": {"number": "5,0"}}, "conforming", {"number": "5"}),
    (
        {"question_type": Q.NUMBER, "most": Decimal(5)},
        {"value": {"number": "5.01"}},
        "not_conforming",
        {"number": "5.01"},
    ),
    ({"question_type": Q.NUMBER, "least": Decimal(1)}, {"value": {"number": 0}}, "not_conforming", {"number": "0"}),
    ({"question_type": Q.NUMBER}, {"value": {"number": "1e2"}}, "recorded", {"number": "100"}),
    ({"question_type": Q.CHOICE, "choices": CHOICES}, {"value": {"choice": 0}}, "conforming", {"choice": 0}),
    ({"question_type": Q.CHOICE, "choices": CHOICES}, {"value": {"choice": 1}}, "not_conforming", {"choice": 1}),
    ({"question_type": Q.CHOICE, "choices": CHOICES}, {"value": {"choice": 2}}, "recorded", {"choice": 2}),
    ({"question_type": Q.DATE}, {"value": {"date": "2020-07-15"}}, "recorded", {"date": "2020-07-15"}),
    ({"question_type": Q.DATE}, {"value": {"date": "15/07/2020"}}, "recorded", {"date": "2020-07-15"}),
    ({"question_type": Q.TEXT}, {"value": {"text": " sổ 3 "}}, "recorded", {"text": "sổ 3"}),
    (
        {"question_type": Q.SAMPLE},
        {"value": {"examined": "5", "of": 20, "failed": 0}},
        "conforming",
        {"examined": 5, "of": 20, "failed": 0},
    ),
    (
        {"question_type": Q.SAMPLE},
        {"value": {"examined": 5, "of": 20, "failed": 1}},
        "not_conforming",
        {"examined": 5, "of": 20, "failed": 1},
    ),
]


@pytest.mark.parametrize(("question", "answer", "result", "value"), READ)
def test_answer_is_judged_by_its_question(question, answer, result, value):
    read = read_answer(ChecklistLine(**question), Given(**answer))

    assert (read.result, read.value) == (result, value)


REFUSED = [
    ({}, {"result": ""}),
    ({}, {"result": "recorded"}),
    ({}, {"result": "not_applicable", "note": "  "}),
    ({"question_type": Q.YES_NO}, {"value": {"answer": "perhaps"}}),
    ({"question_type": Q.YES_NO}, {"result": "conforming"}),
    ({"question_type": Q.NUMBER}, {"value": {"number": "năm"}}),
    ({"question_type": Q.NUMBER}, {"value": {"number": "NaN"}}),
    ({"question_type": Q.NUMBER}, {"value": {"number": "9" * 30}}),
    ({"question_type": Q.NUMBER}, {"value": {"number": "1E-999999999"}}),
    ({"question_type": Q.CHOICE, "choices": CHOICES}, {"value": {"choice": 3}}),
    ({"question_type": Q.CHOICE, "choices": CHOICES}, {"value": {"choice": True}}),
    ({"question_type": Q.DATE}, {"value": {"date": "31/02/2020"}}),
    ({"question_type": Q.TEXT}, {"value": {"text": "  "}}),
    ({"question_type": Q.SAMPLE}, {"value": {"examined": 0, "of": 3}}),
    ({"question_type": Q.SAMPLE}, {"value": {"examined": 4, "of": 3}}),
    ({"question_type": Q.SAMPLE}, {"value": {"examined": 2, "of": 3, "failed": 3}}),
    ({}, {"result": "conforming", "note": "x" * 20_001}),
    ({"max_score": Decimal(2)}, {"result": "conforming", "score": "2.5"}),
]


@pytest.mark.parametrize(("question", "answer"), REFUSED)
def test_answer_that_says_nothing_is_refused_with_a_sentence(question, answer):
    with pytest.raises(AnswerRefused) as refused:
        read_answer(ChecklistLine(**question), Given(**answer))

    assert all(refused.value.reasons)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=5,
)
NAMES = st.sampled_from(["answer", "number", "choice", "date", "text", "examined", "of", "failed"])


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # the first text takes a while to draw
@given(st.sampled_from(list(Q)), st.dictionaries(NAMES, JSON, max_size=4), st.text(max_size=20), JSON)
def test_any_answer_is_read_or_refused_never_worse(kind, value, note, score):
    question = ChecklistLine(question_type=kind, choices=CHOICES, max_score=Decimal(3))
    with contextlib.suppress(AnswerRefused):
        read = read_answer(question, Given("", value, note, score))
        assert read_answer(question, Given("", read.value, read.note, read.score)) == read


def lines(*told):
    """Lines told as (key, answer as result, shown after, shown when)."""
    return [
        ChecklistLine(key=key, result=result, shown_after=after, shown_when=list(when))
        for key, result, after, when in told
    ]


def test_question_is_asked_only_after_its_answer():
    first, second, third = lines(
        ("a", "conforming", "", []), ("b", "", "a", ["not_conforming"]), ("c", "", "b", ["conforming"])
    )

    assert asked_lines([first, second, third]) == [first]
    first.result = "not_conforming"
    assert asked_lines([first, second, third]) == [first, second]
    second.result = "conforming"
    assert asked_lines([first, second, third]) == [first, second, third]


def test_what_is_hidden_hides_what_follows_it_even_when_it_was_answered():
    first, second, third = lines(
        ("a", "conforming", "", []), ("b", "conforming", "a", ["not_conforming"]), ("c", "", "b", ["conforming"])
    )

    assert asked_lines([first, second, third]) == [first]


def test_questions_that_wait_for_each_other_do_not_hang():
    waiting = lines(("a", "", "b", ["conforming"]), ("b", "", "a", ["conforming"]))

    assert asked_lines(waiting) == []


def test_yes_no_and_choices_are_words_for_later_questions():
    yes = ChecklistLine(result="conforming", value={"answer": "yes"}, evidence_when=["yes"])
    chosen = ChecklistLine(result="recorded", value={"choice": 2}, evidence_when=["choice:1"])

    assert answers_of(yes) == {"conforming", "yes"}
    assert answers_of(chosen) == {"recorded", "choice:2"}
    assert (demands_evidence(yes), demands_evidence(chosen)) == (True, False)


@pytest.mark.parametrize(
    ("question", "result", "value", "score"),
    [
        ({}, "conforming", {}, Decimal(4)),
        ({}, "not_conforming", {}, Decimal(0)),
        ({"question_type": Q.SAMPLE}, "not_conforming", {"examined": 8, "of": 9, "failed": 2}, Decimal("3.00")),
        ({"question_type": Q.TEXT}, "recorded", {"text": "x"}, None),
    ],
)
def test_answer_earns_its_score(question, result, value, score):
    assert score_of(ChecklistLine(max_score=Decimal(4), **question), result, value) == score


@pytest.mark.parametrize(("language", "words"), [("vi", "0 đến 2,5 hồ sơ"), ("en", "0 to 2.5 hồ sơ")])
def test_limits_are_written_as_the_reader_writes_numbers(language, words):
    line = ChecklistLine(question_type=Q.NUMBER, least=Decimal("0.000"), most=Decimal("2.500"), measure="hồ sơ")
    with translation.override(language):
        assert words in limits_in_words(line)
        assert words in how_answered(line)
