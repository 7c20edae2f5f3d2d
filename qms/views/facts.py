"""Facts of a record in words: labels of fields, choices, names, days."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.formats import number_format
from django.utils.html import conditional_escape, linebreaks
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from qms import clock


def spoken(value: Any) -> str:
    """A plain value as people write it: days dd/mm/yyyy, moments in Viet Nam, numbers in the reader's language."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dt.datetime):
        return value.astimezone(clock.HANOI).strftime("%d/%m/%Y %H:%M")
    if isinstance(value, dt.date):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, Decimal) and value == value.to_integral_value():
        value = value.to_integral_value()  # 25 working days, never 25,0
    if isinstance(value, float | Decimal):
        return number_format(value, use_l10n=True)
    return str(value)


def shown(record: Any, name: str) -> str | SafeString:
    """One field's value for a page; texts of several lines keep their lines."""
    field = record._meta.get_field(name)
    display = getattr(record, f"get_{name}_display", None)
    text = spoken(display() if display and field.choices else getattr(record, name))
    if isinstance(field, models.TextField) and text:
        return mark_safe(linebreaks(conditional_escape(text)))  # noqa: S308 - escaped before
    return text


def label_of(model: Any, name: str) -> str:
    """The field's label with a capital letter."""
    label = str(model._meta.get_field(name).verbose_name)
    return label[:1].upper() + label[1:]


def facts_of(record: Any, names: Iterable[str], *, keep_empty: Iterable[str] = ()) -> list[tuple[str, Any]]:
    """(label, value) pairs of the named fields; empty ones are left out unless named in `keep_empty`."""
    kept = set(keep_empty)
    pairs = [(name, shown(record, name)) for name in names]
    return [(label_of(type(record), name), value) for name, value in pairs if value or name in kept]
