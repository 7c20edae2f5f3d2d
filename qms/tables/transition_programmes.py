"""Columns and filters of the list of transition programmes."""

from typing import Any

import django_filters as filters
import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from qms.enums import TransitionStatus
from qms.models.standards import Edition
from qms.tables.filters import RegisterFilter, UnitFilter


class TransitionTable(tables.Table):
    """What the list shows and can be sorted by."""

    title = tables.Column(verbose_name=_("Programme"), order_by=("title_vi",))
    unit = tables.Column(verbose_name=_("Led by"), order_by=("unit__sort_key",))
    editions = tables.Column(verbose_name=_("From → to"), empty_values=(), orderable=False)
    starts_on = tables.Column(verbose_name=_("Starts on"))
    holders = tables.Column(verbose_name=_("Holders"), empty_values=(), orderable=False)
    deadline = tables.Column(verbose_name=_("Next deadline"), empty_values=(), orderable=False)
    status = tables.Column(verbose_name=_("Status"))


def editions(request: Any) -> Any:
    """Every edition: standards are everybody's to know."""
    return Edition.objects.select_related("standard").order_by("standard__code", "year")


class TransitionFilter(RegisterFilter):
    """By state, edition and leading unit."""

    status = filters.ChoiceFilter(label=_("Status"), choices=TransitionStatus.choices)
    from_edition = filters.ModelChoiceFilter(label=_("From edition"), queryset=editions)
    to_edition = filters.ModelChoiceFilter(label=_("To edition"), queryset=editions)
    unit = UnitFilter(field_name="unit_id", label=_("Led by"))
