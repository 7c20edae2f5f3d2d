"""Columns of the list of repeats, and what it is filtered by."""

import django_filters as filters
import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from inspections.enums import RepeatKind, RepeatStatus
from qms.tables.filters import DayFilter, RegisterFilter, UnitFilter


class RepeatTable(tables.Table):
    """What the list shows and can be sorted by."""

    number = tables.Column(verbose_name=_("Number"))
    clause = tables.Column(verbose_name=_("Clause"), order_by=("clause__edition", "clause__position"))
    category = tables.Column(verbose_name=_("Cause category"), order_by=("category__name_vi",))
    kind = tables.Column(verbose_name=_("Kind"))
    unit = tables.Column(verbose_name=_("Proposed to"), order_by=("unit__sort_key",))
    members = tables.Column(verbose_name=_("Nonconformities"), orderable=False)
    found_on = tables.Column(verbose_name=_("Found on"))
    status = tables.Column(verbose_name=_("Status"))


class RepeatFilter(RegisterFilter):
    """By state, kind, unit, day found."""

    status = filters.ChoiceFilter(label=_("Status"), choices=RepeatStatus.choices)
    kind = filters.ChoiceFilter(label=_("Kind"), choices=RepeatKind.choices)
    unit = UnitFilter(field_name="unit_id")
    clause = filters.CharFilter(label=_("Clause number"), field_name="clause__number", max_length=40)
    found_from = DayFilter(label=_("Found from"), field_name="found_on", lookup_expr="gte")
    found_to = DayFilter(label=_("Found by"), field_name="found_on", lookup_expr="lte")
