"""Columns and filters of what became of units."""

import django_filters as filters
import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from qms.enums import SuccessionKind
from qms.tables.filters import RegisterFilter


class SuccessionTable(tables.Table):
    """What the list shows and can be sorted by."""

    unit = tables.Column(verbose_name=_("Unit"), order_by=("unit__sort_key",))
    successor = tables.Column(verbose_name=_("Succeeded by"), order_by=("successor__sort_key",))
    kind = tables.Column(verbose_name=_("What happened"))
    on_day = tables.Column(verbose_name=_("From"))
    basis = tables.Column(verbose_name=_("Basis"), orderable=False)


class SuccessionFilter(RegisterFilter):
    """By what happened."""

    kind = filters.ChoiceFilter(label=_("What happened"), choices=SuccessionKind.choices)
