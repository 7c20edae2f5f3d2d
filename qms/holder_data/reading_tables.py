"""Kinds of records that do not come in by themselves, as plain tables for reading."""

from collections.abc import Callable, Iterator
from typing import Any

from django.db import models

from qms import clock
from qms.packing.scope import batches
from qms.views.facts import label_of

INTERNAL = {"id", "search_text", "sort_key", "source_text", "source_hash", "title_order", "number_order", "version"}
KINDS: tuple[tuple[type[models.Field], str, int], ...] = (
    (models.DateTimeField, "datetime", 17),
    (models.DateField, "date", 12),
    (models.BooleanField, "text", 8),
    (models.IntegerField, "integer", 10),
    (models.DecimalField, "number", 12),
    (models.FloatField, "number", 12),
)


def columns_of(model: Any) -> list[tuple[str, str, int]]:
    """Every field of the record that people may read."""
    return [(label_of(model, field.name), *kind_of(field)) for field in fields_of(model)]


def fields_of(model: Any) -> list[Any]:
    """Concrete fields without those of the product itself."""
    return [field for field in model._meta.concrete_fields if field.name not in INTERNAL]


def kind_of(field: Any) -> tuple[str, int]:
    """How its cells are typed, how wide they are."""
    if field.choices or field.remote_field:
        return "text", 24
    return next(((kind, width) for known, kind, width in KINDS if isinstance(field, known)), ("text", 30))


def cells(model: Any, keys: list[int]) -> Iterator[list[Any]]:
    """The values of these records, in the order of their keys."""
    fields = fields_of(model)
    related = [field.name for field in fields if field.remote_field]
    told = [teller(field) for field in fields]
    for batch in batches(keys):
        rows = model._base_manager.filter(pk__in=batch).select_related(*related).order_by("pk")
        for record in rows:
            yield [tell(record) for tell in told]


def teller(field: Any) -> Callable[[Any], Any]:
    """What a cell says of a record: choices by their label, related records by name, moments in Viet Nam."""
    if field.choices:
        return lambda record: str(getattr(record, f"get_{field.name}_display")() or "")
    if field.remote_field:
        return lambda record: str(getattr(record, field.name) or "")
    if isinstance(field, models.DateTimeField):
        return lambda record: (value := getattr(record, field.name)) and value.astimezone(clock.HANOI)
    if kind_of(field)[0] == "text":
        return lambda record: str(value) if (value := getattr(record, field.name)) is not None else None
    return lambda record: getattr(record, field.name)
