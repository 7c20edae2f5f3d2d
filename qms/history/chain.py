"""Stamping: the next link of a record's chain, made in Python before the row is written."""

import datetime as dt
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import models

from qms import clock
from qms.history import canonical
from qms.history.recording import Change
from qms.history.writing import native


class HistoryBypass(RuntimeError):
    """A write that would have left no history; a programming fault, refused before anything changes."""


class StaleRecord(RuntimeError):
    """A write made from an older state of the record than the one that stands; refused, nothing is written."""


@dataclass(frozen=True, slots=True)
class Link:
    """The history columns of one write."""

    sequence: int
    previous_hash: str
    row_hash: str
    chain_text: str
    recorded_at: Any
    change: Change


_hashed: dict[Any, list[models.Field]] = {}


def hashed_fields(model: type[models.Model]) -> list[models.Field]:
    """The concrete fields that the chain's text names."""
    if model not in _hashed:
        _hashed[model] = [field for field in model._meta.concrete_fields if field.name not in canonical.UNHASHED]
    return _hashed[model]


def refuse_expressions(instance: models.Model) -> None:
    """Raise HistoryBypass for a value only the database knows, such as F("x") + 1, before anything reads it."""
    for name, value in instance.__dict__.items():
        if type(value) not in SIMPLE and hasattr(value, "resolve_expression"):
            raise HistoryBypass(f"{name}: give a value, not an expression; history cannot record {value!r}.")


SIMPLE = frozenset({str, int, bool, type(None), dt.date, dt.datetime, UUID})


def plain_fields(instance: models.Model) -> dict[str, Any]:
    """Field values as JSON."""
    values, told = instance.__dict__, {}
    for field in hashed_fields(type(instance)):
        name = field.attname
        value = values[name] if name in values else getattr(instance, name)
        told[name] = value if value is None or type(value) is native(field) is int else plain_value(field, value)
    return told


def plain_value(field: models.Field, value: Any) -> Any:
    """One field's value as JSON; text is read as the field reads it."""
    if isinstance(value, str) and native(field) is not str:
        value = field.to_python(value)
    if value is not None and isinstance(field, models.DecimalField):
        value = round(Decimal(field.to_python(value)), field.decimal_places)  # as the column will say it
    return canonical.plain(value)


def actor_key(person: Any) -> str | None:
    """The lasting identity of a person in a chain's text."""
    return None if person is None else str(person.uid)


def next_link(instance: Any, change: Change, *, kind: str) -> Link:
    """Make the link for the next write of `instance`: `kind` is + (created) or ~ (changed).

    When the record itself says when its change happened (see TrackedModel.happened_at), that is what is claimed.
    """
    claimed = instance.__dict__.pop("_happened_at", None)
    change = replace(change, occurred_at=claimed) if claimed is not None else change
    recorded_at = clock.now()
    sequence = instance.version + 1
    text = canonical.chain_text(
        format=canonical.FORMAT,
        model=instance._meta.label_lower,
        record=str(instance.uid),
        sequence=sequence,
        kind=kind,
        previous=instance.head_hash,
        recorded_at=canonical.plain(recorded_at),
        occurred_at=canonical.plain(change.occurred_at),
        by=actor_key(change.by),
        on_behalf_of=actor_key(change.on_behalf_of),
        operation=change.operation,
        reason=canonical.plain(change.reason),
        fields=plain_fields(instance),
    )
    return Link(sequence, instance.head_hash, canonical.digest(text), text, recorded_at, change)
