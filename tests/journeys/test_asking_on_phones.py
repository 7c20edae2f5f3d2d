"""The phone reads, judges and asks as the server does: one table of cases through both."""

from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.utils import translation

from inspections.asking import AnswerRefused, Given, answers_of, demands_evidence, is_asked, read_answer
from inspections.models.question import Question

CHOICES = [{"label_vi": "Đủ", "conforms": True}, {"label_vi": "Thiếu", "conforms": False}, {"label_vi": "?"}]
QUESTIONS = {
    "conformity": {"max_score": 10},
    "yes_no": {"conforms_when_no": True},
    "number": {"least": Decimal(18), "most": Decimal("25.5"), "max_score": 10},
    "free number": {},
    "choice": {"choices": CHOICES},
    "date": {},
    "text": {},
    "sample": {"max_score": 5},
}
GIVEN = {
    "conformity": [
        {"result": "conforming"}, {"result": "not_conforming", "score": "3,5"}, {"result": "conforming", "score": "11"},
        {"result": "not_examined"}, {"result": "not_applicable", "note": "Không có kho"}, {"result": ""},
        {"result": "yes"}, {"result": "conforming", "note": "a" * 20_001},
    ],
    "yes_no": [{"value": {"answer": "yes"}}, {"value": {"answer": "no"}}, {"value": {}}, {"value": {"answer": "x"}}],
    "number": [
        {"value": {"number": text}}
        for text in ("18", "25,5", "25.51", "-3", " 2 0 ", "007.50", "x", "", "1,2,3", "999999999.9991", "+19", ".5")
    ],
    "free number": [{"value": {"number": "3"}}],
    "choice": [{"value": {"choice": index}} for index in (0, 1, 2, 3, -1, "0", None)],
    "date": [{"value": {"date": text}} for text in ("2020-07-15", "2020-02-31", "15/07/2020", "")],
    "text": [{"value": {"text": text}} for text in ("Có", "  ", "a" * 20_001)],
    "sample": [
        {"value": {"examined": examined, "of": of, "failed": failed}}
        for examined, of, failed in (
            ("5", "20", "1"), (5, 20, 0), (5, 20, ""), (0, 20, 0), (6, 5, 0), (3, 5, 4), ("x", 5, 0),
        )
    ] + [{"result": "not_examined", "note": "Hết giờ", "value": {"examined": 1}}],
}  # fmt: skip
LINES = [
    {"key": "a", "result": "not_conforming", "value": {"answer": "no"}, "evidence_when": ["no"]},
    {"key": "b", "result": "recorded", "value": {"choice": 2}, "shown_after": "a", "shown_when": ["no"]},
    {"key": "c", "result": "", "value": {}, "shown_after": "b", "shown_when": ["choice:2"], "evidence_when": ["yes"]},
    {"key": "d", "result": "", "value": {}, "shown_after": "c", "shown_when": ["conforming"]},
    {"key": "e", "result": "", "value": {}, "shown_after": "gone", "shown_when": ["yes"]},
    {"key": "f", "result": "", "value": {}, "shown_after": "f", "shown_when": []},
]
READ = """async ([cases, lines]) => {
  const { answersOf, demandsEvidence, isAsked, readAnswer } = await import("/static/inspections/field/asking.js");
  const read = ({ question, given }) => {
    const { result, value, score, faults } = readAnswer(question, given);
    return faults.length ? faults.length : [result, value, score === null ? null : Number(score)];
  };
  const byKey = new Map(lines.map((line) => [line.key, line]));
  const asked = lines.map((line) => [isAsked(line, byKey), [...answersOf(line)].sort(), demandsEvidence(line)]);
  return [cases.map(read), asked];
}"""


def on_the_server(question, given):
    """What the server reads: result, value and score; or how many faults it finds."""
    try:
        read = read_answer(question, Given(**given))
    except AnswerRefused as refused:
        return len(refused.reasons)
    return [read.result, dict(read.value), None if read.score is None else float(read.score)]


@pytest.fixture
def cases():
    """(name, question, what was given)."""
    made = []
    for name, fields in QUESTIONS.items():
        question = Question.__new__(Question)
        blank = {"choices": [], "conforms_when_no": False, "least": None, "most": None, "max_score": None}
        question.__dict__.update(blank | fields | {"question_type": name.split()[-1]})
        made.extend((question, given) for given in GIVEN[name])
    return made


def as_sent(question):
    """The question as it is taken along."""
    number = {name: None if value is None else float(value) for name, value in limits(question)}
    choices = [{"label": one["label_vi"], "conforms": one.get("conforms")} for one in question.choices]
    return {"type": question.question_type, "choices": choices, "conforms_when_no": question.conforms_when_no, **number}


def limits(question):
    """Least, most and score."""
    return [(name, getattr(question, name)) for name in ("least", "most", "max_score")]


def test_phone_and_server_agree(chromium, live_server, cases):
    """Every case is read alike, every line asked alike."""
    lines = [{"shown_after": "", "shown_when": [], "evidence_when": []} | line for line in LINES]
    page = chromium.new_page()
    page.goto(f"{live_server.url}/login/")
    sent = [{"question": as_sent(question), "given": given} for question, given in cases]
    read, asked = page.evaluate(READ, [sent, lines])
    page.close()
    rows = {line["key"]: SimpleNamespace(**line) for line in lines}
    with translation.override("en"):
        expected = [on_the_server(question, given) for question, given in cases]
    different = [
        (question.question_type, given, phone, server)
        for (question, given), phone, server in zip(cases, read, expected, strict=True)
        if phone != server
    ]
    assert not different
    assert asked == [[is_asked(row, rows), sorted(answers_of(row)), demands_evidence(row)] for row in rows.values()]
