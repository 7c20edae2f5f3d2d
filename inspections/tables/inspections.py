"""Columns and filters of the list of inspections."""

from typing import Any

import django_filters as filters
import django_tables2 as tables
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from inspections.enums import InspectionKind, InspectionStatus
from inspections.models import Inspection
from qms.models.reach import participated
from qms.tables.filters import DayFilter, RegisterFilter, UnitFilter

SHOW = [("open", _("Open")), ("mine", _("Mine"))]


class InspectionTable(tables.Table):
    """What the list shows and can be sorted by."""

    number = tables.Column(verbose_name=_("Number"))
    title = tables.Column(verbose_name=_("Title"), orderable=False)
    kind = tables.Column(verbose_name=_("Kind"))
    unit = tables.Column(verbose_name=_("Inspected unit"), order_by=("unit__sort_key",))
    lead = tables.Column(verbose_name=_("Lead"), order_by=("lead__sort_key",))
    starts_on = tables.Column(verbose_name=_("Starts on"))
    status = tables.Column(verbose_name=_("Status"))


class InspectionFilter(RegisterFilter):
    """Open ones or one's own; by kind, state, unit, first day."""

    show = filters.ChoiceFilter(label=_("Show"), choices=SHOW, method="shown", empty_label=_("all"))
    status = filters.ChoiceFilter(label=_("Status"), choices=InspectionStatus.choices)
    kind = filters.ChoiceFilter(label=_("Kind"), choices=InspectionKind.choices)
    unit = UnitFilter(field_name="unit_id", label=_("Inspected unit"))
    starts_from = DayFilter(label=_("Starts from"), field_name="starts_on", lookup_expr="gte")
    starts_to = DayFilter(label=_("Starts by"), field_name="starts_on", lookup_expr="lte")

    def shown(self, rows: Any, name: str, value: str) -> Any:
        """Not yet concluded, or led by the person or with them on the team."""
        if value == "mine":
            named = participated(self.user, Inspection)
            return rows.filter(Q(lead_id__in=self.user.authority.person_ids) | Q(id__in=named))
        return rows.filter(status__in=InspectionStatus.open_states())
