"""Lists and tables of records are told in words, in the reader's language, without a brace."""

from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.utils import translation

from inspections.models import ChecklistLine
from qms.history.field_words import label_of
from qms.history.json_words import TELLERS, json_in_words, plainly
from qms.history.timeline import told_fields
from qms.history.tracked import TrackedModel

CHOICES = [{"label_vi": "Đủ", "label_en": "Enough", "conforms": True}, {"label_vi": "Thiếu", "conforms": False}]
LINE = ChecklistLine(question_type="number", measure="ngày")

TOLD: dict[tuple[str, str], list[tuple[Any, dict[str, Any], str]]] = {
    ("qms.holderstep", "proof"): [
        ({"text": "6/7 bản", "text_en": "6 of 7 issues", "url": "/x/", "done": 6, "all": 7}, {}, "6 of 7 issues"),
        ({"done": 6, "all": 7, "lost": "Đã đủ"}, {}, "6 of 7; no longer: Đã đủ"),
    ],
    ("qms.transitionstep", "settings"): [({"months": 2}, {}, "months in force: 2")],
    ("qms.transitionstep", "after"): [(["audit", "own-step"], {}, "Internally audited; own-step")],
    ("qms.documentscheme", "number_patterns"): [({"procedure": "QT-{n:02}"}, {}, "Procedure: QT-01")],
    ("qms.declaration", "exclusions"): [
        ([{"number": "8.3", "title_vi": "Thiết kế", "title_en": "Design", "reason": "No"}], {}, "8.3 Design: No"),
    ],
    ("qms.disposalitem", "files"): [([{"name": "a.pdf", "sha256": "0" * 64, "size": 7}], {}, "a.pdf")],
    ("qms.reviewinput", "figures"): [([{"label": "Complaints", "value": "3", "link": "/x/"}], {}, "Complaints: 3")],
    ("qms.consolidatedreport", "figures"): [({"1.2": ["3", "4"], "2": ["5", None]}, {}, "1.2: 3 / 4; 2: 5")],
    ("qms.consolidation", "states"): [
        ([{"unit": "x", "code": "S1", "period": "2019-Q2", "state": "in", "report": "R-1"}], {}, "S1 2019-Q2 R-1")
    ],
    ("inspections.checklistline", "value"): [
        ({"number": "3.50"}, {"question_type": "number", "measure": "days"}, "3.5 days"),
        ({"choice": 0}, {"question_type": "choice", "choices": CHOICES}, "Enough"),
        ({"choice": 1}, {}, "choice 2"),
        ({"examined": 5, "of": 20, "failed": 1}, {}, "5 of 20 examined, 1 did not conform"),
    ],
    ("inspections.answerconflict", "value"): [
        ({"number": "4"}, {"line_id": 7}, "4 ngày"),
        ({"date": "2020-07-15"}, {"line_id": 8}, "15/07/2020"),
    ],
    ("inspections.cause", "chain"): [([{"branch": "person", "text": "New"}], {}, "Person: New")],
} | {
    (f"inspections.{model}", name): rows
    for model in ("checklistline", "templatequestion")
    for name, rows in {
        "choices": [(CHOICES, {}, "Enough; Thiếu (does not conform)")],
        "shown_when": [(["no", "not_conforming", "choice:1"], {}, "No; Not conforming; choice 2")],
        "evidence_when": [(["choice:0"], {"question_type": "choice", "choices": CHOICES}, "Enough")],
    }.items()
}  # fmt: skip


def told_tables():
    """(label, field) of every list or table that timelines tell."""
    for model in apps.get_models():
        if issubclass(model, TrackedModel):
            fields = [one for one in told_fields(model, "") if isinstance(one, models.JSONField)]
            yield from ((model._meta.label_lower, one.name) for one in fields)


def test_every_list_and_table_that_histories_tell_has_its_own_words():
    assert set(told_tables()) - {("qms.auditevent", "details")} == set(TELLERS) == set(TOLD)


@pytest.mark.parametrize(("label", "name"), TOLD, ids=str)
def test_a_table_is_told_in_words(label, name):
    field = apps.get_model(label)._meta.get_field(name)
    for value, row, words in TOLD[label, name]:
        with translation.override("en"):
            assert json_in_words(field, row | {name: value}, lambda _model, key: LINE if key == 7 else None) == words
            assert label_of(field)


def test_a_table_of_which_nobody_said_anything_shows_no_brace():
    value = {"title_vi": "Tên", "title_en": "Name", "uid": "x", "due_on": [{"open": True, "count": 2}]}
    with translation.override("en"):
        assert plainly(value) == "Name, due on: open: yes, count: 2"
    with translation.override("vi"):
        assert plainly(value).startswith("Tên, ")
