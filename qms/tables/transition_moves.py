"""Columns and filters of the lists of decisions on clauses and of runs."""

from typing import Any

import django_filters as filters
import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from qms.enums import RunKind, RunStatus
from qms.registry import registry
from qms.tables.filters import RegisterFilter, UnitFilter

STANDING = [("again", _("to look at again")), ("ended", _("ended"))]


class ClauseDecisionTable(tables.Table):
    """What the list of decisions shows and can be sorted by."""

    clause = tables.Column(verbose_name=_("Old clause"), order_by=("from_clause__position",))
    targets = tables.Column(verbose_name=_("Also cites"), empty_values=(), orderable=False)
    scope = tables.Column(verbose_name=_("For which records"), empty_values=(), orderable=False)
    unit = tables.Column(verbose_name=_("Holds for"), order_by=("unit__sort_key",))
    decided_by = tables.Column(verbose_name=_("Decided by"), order_by=("decided_by__sort_key",))
    decided_at = tables.Column(verbose_name=_("On"))


def kinds() -> list[tuple[str, Any]]:
    """Kinds of records that move."""
    return [(label, kind.title) for label, kind in registry.moving_kinds.items()]


class ClauseDecisionFilter(RegisterFilter):
    """By kind of record and unit; those that stand, unless ended ones are asked for."""

    again: frozenset[int] = frozenset()
    """Keys of the decisions to look at again, set by the list."""

    show = filters.ChoiceFilter(label=_("Show"), choices=STANDING, method="shown", empty_label=_("standing"))
    kind = filters.ChoiceFilter(label=_("Kind of record"), choices=kinds)
    unit = UnitFilter(field_name="unit_id")

    def shown(self, rows: Any, name: str, value: str) -> Any:
        """Ended ones, or those whose rows were corrected since."""
        return rows.exclude(ended_at=None) if value == "ended" else rows.filter(id__in=self.again)

    def filter_queryset(self, queryset: Any) -> Any:
        """Without a word about ended ones, they are left out."""
        rows = super().filter_queryset(queryset)
        return rows if self.form.cleaned_data.get("show") == "ended" else rows.filter(ended_at=None)


class TransitionRunTable(tables.Table):
    """What the list of runs shows and can be sorted by."""

    began_at = tables.Column(verbose_name=_("Began"))
    kind = tables.Column(verbose_name=_("What"), orderable=False)
    unit = tables.Column(verbose_name=_("Holds for"), order_by=("unit__sort_key",))
    made_by = tables.Column(verbose_name=_("Carried out by"), order_by=("made_by__sort_key",))
    moved = tables.Column(verbose_name=_("References to clauses"), empty_values=(), orderable=False)
    status = tables.Column(verbose_name=_("Status"))


class TransitionRunFilter(RegisterFilter):
    """By what was done, state and unit."""

    kind = filters.ChoiceFilter(label=_("What"), choices=RunKind.choices)
    status = filters.ChoiceFilter(label=_("Status"), choices=RunStatus.choices)
    unit = UnitFilter(field_name="unit_id")
