"""Many links at once are the same texts as one by one; and the text itself stays what it always was."""

import datetime as dt
import json
import uuid
from types import SimpleNamespace

import pytest
from django.db.models import F

from qms import clock
from qms.history import bulk, canonical
from qms.history.chain import HistoryBypass, next_link
from qms.history.chain_many import stamp
from qms.history.recording import Change
from qms.models import Unit
from tests.qms.history.agreement import MODELS, assert_history_agrees, label
from tests.qms.history.test_chain import unsaved

pytestmark = pytest.mark.django_db
MOMENT = dt.datetime(2020, 7, 15, 2, 30, 0, 123456, tzinfo=dt.UTC)
TEXT = (
    '{"by":"00000000-0000-0000-0000-000000000001","fields":{"at":"2020-07-15T02:30:00.123456+00:00","d":"1.50",'
    '"day":"2020-07-15","j":{"a":[1,null],"ô":"x"},"n":7,"none":null,"text":"Hạn \\"chót\\"\\n","yes":true},"format":1}'
)
DIGEST = "60125cfa6373269949a96e4731cea3fbd3231d9aae1ece89c1d651b7990f0411"


def test_canonical_text_is_what_it_always_was():
    fields = {
        "text": canonical.plain("Hạn \"chót\"\n"), "n": 7, "none": None, "yes": True,
        "day": canonical.plain(dt.date(2020, 7, 15)), "at": canonical.plain(MOMENT), "d": "1.50",
        "j": canonical.plain({"ô": "x", "a": [1, None]}),
    }  # fmt: skip
    text = canonical.chain_text(format=1, by=str(uuid.UUID(int=1)), fields=fields)

    assert text == TEXT
    assert canonical.digest(text) == DIGEST


def varied(model, record):
    """Values that are awkward to write: marks, quotes, percent signs, lines, choices, text where a day is meant."""
    for field in model._meta.concrete_fields:
        kind = field.get_internal_type()
        if kind in ("CharField", "TextField") and not field.choices and field.name not in canonical.UNHASHED:
            setattr(record, field.attname, 'Hạn "chót" 100% \\ \t\n%s'[: field.max_length or 99])
        elif kind == "DateField":
            setattr(record, field.attname, "2020-07-15")
        elif kind == "JSONField":
            setattr(record, field.attname, {"ô": ["x", None], "a": 1})
    return record


@pytest.mark.parametrize("model", MODELS, ids=label)
def test_many_links_are_the_texts_of_one_by_one(record_of, model):
    people = [SimpleNamespace(uid=uuid.UUID(int=number), pk=number) for number in (1, 2)]
    change = Change(people[0], "test%s", 'Vì "lý do" 100%', MOMENT, people[1])
    records = [record_of(model), varied(model, record_of(model))]
    again = [record_of(model), varied(model, record_of(model))]
    for record in again:
        record.prepare_save()

    with clock.at(MOMENT):
        alone = [next_link(record, change, kind="~") for record in again]
        links = stamp(records, change, kind="~")

    assert links.texts == [link.chain_text for link in alone]
    assert links.hashes == [link.row_hash for link in alone]
    assert all(canonical.dump(json.loads(text)) == text for text in links.texts)


def test_written_columns_hold_every_sign(as_system, record_of, monkeypatch):
    awkward = 'Phòng "A" 100% \\N \t tab\nline\r và ô'
    unit = record_of(Unit)
    unit.name_vi = awkward
    bulk.update([unit], ["name_vi"])
    made = unsaved(Unit, monkeypatch, 1)[0]
    made.name_vi = awkward
    bulk.create([made])

    for record in (unit, made):
        assert Unit.objects.get(pk=record.pk).name_vi == awkward
        assert record.history.first().name_vi == awkward
        assert_history_agrees(record)


def test_an_expression_is_refused_before_anything_is_written(as_system, record_of):
    record = record_of(Unit)
    record.name_vi = F("name_en")

    with pytest.raises(HistoryBypass):
        bulk.update([record], ["name_vi"])
