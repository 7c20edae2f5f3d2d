"""How the fields of kinds of records changed since their first texts, so that old rows are compared rightly.

A field that a migration adds is not named by older texts; its column then holds the default it was added with, which
is the model field's own default unless DEFAULTS says otherwise. Renamed and dropped fields are declared here by hand.
"""

from collections.abc import Iterable
from typing import Any

from django.db import models

from qms.history.canonical import plain
from qms.history.chain import hashed_fields

DEFAULTS: dict[str, dict[str, Any]] = {}
"""{kind: {field: value}}: what a later field was added with, where the model's field no longer says so."""
RENAMED: dict[str, dict[str, str]] = {}
"""{kind: {old name: new name}}."""
DROPPED: dict[str, list[str]] = {}
"""{kind: [names]}: fields that older texts name and no column holds."""


def default_of(field: models.Field) -> tuple[Any, ...]:
    """(the plain value,) that the field gives to rows that stood before it, or () where it gives none."""
    if field.has_default():
        known = not callable(field.default) or field.default in (dict, list)
        return (plain(field.get_default()),) if known else ()
    if field.null:
        return (None,)
    return ("",) if field.empty_strings_allowed and isinstance(field, models.CharField | models.TextField) else ()


def defaults(model: type[models.Model]) -> dict[str, Any]:
    """Field > the value of rows older than it."""
    derived = {field.attname: value[0] for field in hashed_fields(model) if (value := default_of(field))}
    return derived | DEFAULTS.get(model._meta.label_lower, {})


def renamed(model: type[models.Model]) -> dict[str, str]:
    """Old name > new name."""
    return RENAMED.get(model._meta.label_lower, {})


def dropped(model: type[models.Model]) -> list[str]:
    """Names of fields that are no more."""
    return DROPPED.get(model._meta.label_lower, [])


def about_kinds(kinds: Iterable[type[models.Model]]) -> dict[str, dict[str, Any]]:
    """What a manifest says of each kind: `defaults`, `renamed`, `dropped`."""
    return {
        model._meta.label_lower: {
            "defaults": defaults(model),
            "renamed": renamed(model),
            "dropped": dropped(model),
        }
        for model in kinds
    }
