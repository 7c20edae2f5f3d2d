"""Columns and filters of the list of programmes."""

import django_filters as filters
import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from inspections.enums import InspectionKind, ProgrammeStatus
from qms.tables.filters import RegisterFilter, UnitFilter


class ProgrammeTable(tables.Table):
    """What the list shows and can be sorted by."""

    number = tables.Column(verbose_name=_("Number"))
    title = tables.Column(verbose_name=_("Title"), orderable=False)
    unit = tables.Column(verbose_name=_("Unit"), order_by=("unit__sort_key",))
    year = tables.Column(verbose_name=_("Year"))
    kind = tables.Column(verbose_name=_("Kind"))
    issue = tables.Column(verbose_name=_("Version"))
    status = tables.Column(verbose_name=_("Status"))


class ProgrammeFilter(RegisterFilter):
    """By unit, year, kind, state."""

    unit = UnitFilter(field_name="unit_id")
    year = filters.NumberFilter(label=_("Year"), min_value=2000, max_value=2100)
    kind = filters.ChoiceFilter(label=_("Kind"), choices=InspectionKind.choices)
    status = filters.ChoiceFilter(label=_("Status"), choices=ProgrammeStatus.choices)
