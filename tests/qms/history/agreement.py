"""What must hold between a live row and its history, whatever was tried."""

import datetime as dt
import json
import uuid

from django.db import connection, models

from qms.history import canonical
from qms.history.chain import plain_fields
from qms.history.checks import tracked_models

WRITTEN_ONCE = {"qms.Signature"}
"""Models whose live rows the database itself refuses to change."""


def label(model):
    """A short id for a parametrised test."""
    return model._meta.label


MODELS = sorted(tracked_models(), key=label)
CHANGEABLE = [model for model in MODELS if label(model) not in WRITTEN_ONCE]


def rows_of(model):
    """Every live row of the model as the database holds it."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {model._meta.db_table} ORDER BY id")  # noqa: S608 - our own table
        return cursor.fetchall()


def history_of(record):
    """The record's history rows, oldest first."""
    return list(type(record).history.filter(id=record.pk).order_by("sequence"))


def assert_history_agrees(record):
    """The chain is whole, its last row is the live row, and the copied columns say what the text says."""
    live = type(record)._base_manager.get(pk=record.pk)
    rows = history_of(live)
    assert [row.sequence for row in rows] == list(range(1, len(rows) + 1))
    assert [row.previous_hash for row in rows] == ["", *(row.row_hash for row in rows[:-1])]
    assert all(canonical.digest(row.chain_text) == row.row_hash for row in rows)
    assert (live.version, live.head_hash) == (rows[-1].sequence, rows[-1].row_hash)
    assert json.loads(rows[-1].chain_text)["fields"] == plain_fields(live)
    for row in rows:
        told = json.loads(row.chain_text)
        assert told["kind"] == row.history_type
        copied = {key: value for key, value in told["fields"].items() if key != "uid"}
        assert {key: canonical.plain(getattr(row, key)) for key in copied} == copied


def plain_field(model):
    """A field of the model that a test may change without breaking a constraint."""
    for field in model._meta.concrete_fields:
        text = isinstance(field, models.CharField | models.TextField) and not field.choices and not field.unique
        if text and field.name not in canonical.UNHASHED:
            return field
    return next(
        (field for field in model._meta.concrete_fields if type(field) is models.DateTimeField and field.null),
        model._meta.get_field("uid"),
    )


def change(record):
    """Set a new value on the record without saving it. Returns the field's name."""
    field = plain_field(type(record))
    if isinstance(field, models.UUIDField):
        value = uuid.uuid4()
    elif isinstance(field, models.DateTimeField):
        value = dt.datetime(2020, 7, 15, 8, tzinfo=dt.UTC)
    else:
        value = f"{field.value_from_object(record)}x"[-(field.max_length or 1000) :]
    setattr(record, field.name, value)
    return field.name
