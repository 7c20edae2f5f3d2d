"""Spans stand right after each write, say what history says, and can be made again from it."""

import datetime as dt
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command

from qms import clock
from qms.history import bulk
from qms.history.spans import rebuild_spans
from qms.history.verify import verify
from qms.models import Action, RecordSpan
from tests.factories import factories
from tests.qms.history.agreement import MODELS, change, history_of, label

pytestmark = pytest.mark.django_db
LISTED = [model for model in MODELS if hasattr(model, "SPAN")]
each = pytest.mark.parametrize("model", LISTED, ids=label)


def spans_of(record):
    kind = record._meta.label_lower
    return list(RecordSpan.objects.filter(kind=kind, record_id=record.pk).order_by("valid_from", "pk"))


def facts(spans):
    """Everything but the keys."""
    names = [field.name for field in RecordSpan._meta.fields if field.name != "id"]
    return [tuple(getattr(span, name) for name in names) for span in spans]


def assert_spans_agree(record):
    rows, spans = history_of(record), spans_of(record)
    assert [span.history_id for span in spans] == [row.history_id for row in rows]
    assert [span.valid_from for span in spans] == [row.history_date for row in rows]
    assert [span.valid_to for span in spans] == [*(row.history_date for row in rows[1:]), None]
    for row, span in zip(rows, spans, strict=True):
        assert {name: getattr(span, name) for name in record.SPAN} == {
            name: getattr(row, source) for name, source in record.SPAN.items()
        }


def write(records, how):
    names = sorted({change(record) for record in records})
    if how == "bulk.update":
        bulk.update(records, names)
    else:
        for record in records:
            record.save(update_fields=names if how == "update_fields" else None)


@each
@pytest.mark.parametrize("how", ["save", "update_fields", "bulk.update"])
def test_spans_stand_right_after_each_write(as_system, model, how):
    with time_machine.travel(dt.datetime(2020, 7, 1, tzinfo=dt.UTC), tick=False) as traveller:
        records = [factories()[model]() for _ in range(2)]
        for _ in range(2):
            traveller.shift(dt.timedelta(days=1))
            write(records, how)

    for record in records:
        assert len(spans_of(record)) == 3
        assert_spans_agree(record)


@each
def test_spans_of_bulk_created_records(as_system, model, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(model, "save", lambda self, **kwargs: None)
        records = [factories()[model]() for _ in range(2)]

    for record in bulk.create(records):
        assert len(spans_of(record)) == 1
        assert_spans_agree(record)


@each
def test_rebuilt_spans_are_the_same(as_system, model):
    with time_machine.travel(dt.datetime(2020, 7, 1, tzinfo=dt.UTC), tick=False) as traveller:
        records = [factories()[model]() for _ in range(2)]
        traveller.shift(dt.timedelta(days=1))
        write(records, "save")
    before = [facts(spans_of(record)) for record in records]

    rebuild_spans(model)

    assert [facts(spans_of(record)) for record in records] == before


@each
def test_exactly_one_span_stands_at_any_moment(as_system, model):
    with time_machine.travel(dt.datetime(2020, 7, 1, tzinfo=dt.UTC), tick=False) as traveller:
        record = factories()[model]()
        traveller.shift(dt.timedelta(days=2))
        write([record], "save")
        between = clock.now() - dt.timedelta(days=1)

    standing = [span for span in spans_of(record) if span.valid_from <= between < (span.valid_to or clock.now())]
    assert [span.history_id for span in standing] == [history_of(record)[0].history_id]


def test_the_command_mends_spans_that_verifying_found_altered(as_system):
    record = factories()[Action]()
    RecordSpan.objects.filter(kind="qms.action", record_id=record.pk).update(status="closed")
    assert {fault.harm for fault in verify().faults} == {"span"}

    call_command("rebuild_spans", stdout=(said := StringIO()))

    assert "qms.action: 1 spans" in said.getvalue()
    assert not verify().faults
