"""Columns and filters of the registers that were brought in."""

from typing import Any

import django_filters as filters
import django_tables2 as tables
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from qms.import_enums import RunState
from qms.registry import registry
from qms.tables.filters import DayFilter, RegisterFilter, UnitFilter


def kind_choices() -> list[tuple[str, Any]]:
    """Kinds of registers."""
    return sorted(
        ((name, capfirst(kind.label)) for name, kind in registry.import_kinds.items()), key=lambda one: one[1]
    )


def kind_said(name: str) -> str:
    """What a kind of register is called."""
    kind = registry.import_kinds.get(name)
    return str(capfirst(kind.label)) if kind else name


class ImportRunTable(tables.Table):
    """What the list shows and can be sorted by."""

    name = tables.Column(verbose_name=_("File"))
    kind = tables.Column(verbose_name=_("What it lists"), orderable=False)
    unit = tables.Column(verbose_name=_("Unit"), order_by=("unit__sort_key",))
    brought_at = tables.Column(verbose_name=_("Brought in at"))
    brought_by = tables.Column(verbose_name=_("Brought in by"), order_by=("brought_by__sort_key",))
    rows = tables.Column(verbose_name=_("Rows"))
    counts = tables.Column(verbose_name=_("What became of them"), orderable=False, empty_values=())
    status = tables.Column(verbose_name=_("State"))


class ImportRunFilter(RegisterFilter):
    """By kind, state, unit, days."""

    kind = filters.ChoiceFilter(label=_("What it lists"), choices=kind_choices)
    status = filters.ChoiceFilter(label=_("State"), choices=RunState.choices)
    unit = UnitFilter(field_name="unit_id")
    since = DayFilter(label=_("Brought in from"), field_name="brought_at", lookup_expr="date__gte")
    until = DayFilter(label=_("Brought in until"), field_name="brought_at", lookup_expr="date__lte")
