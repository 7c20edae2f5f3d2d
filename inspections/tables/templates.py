"""Columns and filters of the list of checklist templates."""

import django_filters as filters
import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from inspections.enums import TemplateStatus
from qms.models.standards import Edition
from qms.tables.filters import RegisterFilter, UnitFilter


class TemplateTable(tables.Table):
    """What the list shows and can be sorted by."""

    number = tables.Column(verbose_name=_("Number"))
    title = tables.Column(verbose_name=_("Title"), orderable=False)
    unit = tables.Column(verbose_name=_("Unit that keeps it"), order_by=("unit__sort_key",))
    edition = tables.Column(verbose_name=_("Edition"), orderable=False)
    status = tables.Column(verbose_name=_("Status"))


class TemplateFilter(RegisterFilter):
    """By unit, edition, state."""

    unit = UnitFilter(field_name="unit_id", label=_("Unit that keeps it"))
    edition = filters.ModelChoiceFilter(
        field_name="edition_id", label=_("Edition"), queryset=lambda request: Edition.objects.select_related("standard")
    )
    status = filters.ChoiceFilter(
        label=_("Status"), choices=[one for one in TemplateStatus.choices if one[0] != TemplateStatus.SUPERSEDED]
    )
