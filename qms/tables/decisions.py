"""Columns and filters of the list of decisions."""

from typing import Any

import django_filters as filters
import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from qms.enums import DecisionStatus
from qms.tables.filters import RegisterFilter, UnitFilter

SHOW = [("to_sign", _("To be signed")), ("missing", _("Signed original missing"))]


class DecisionTable(tables.Table):
    """What the list shows and can be sorted by."""

    number = tables.Column(verbose_name=_("Number and sign"))
    subject = tables.Column(verbose_name=_("On what"), orderable=False)
    unit = tables.Column(verbose_name=_("Unit"), order_by=("unit__sort_key",))
    decided_on = tables.Column(verbose_name=_("Signed on"))
    effective_on = tables.Column(verbose_name=_("In force from"))
    documents = tables.Column(verbose_name=_("Documents"), orderable=False)
    status = tables.Column(verbose_name=_("Status"))


class DecisionFilter(RegisterFilter):
    """By state, year of signing and unit; to be signed, or without its signed original."""

    show = filters.ChoiceFilter(label=_("Show"), choices=SHOW, method="shown", empty_label=_("all"))
    status = filters.ChoiceFilter(label=_("Status"), choices=DecisionStatus.choices)
    year = filters.NumberFilter(
        label=_("Year of signing"), field_name="decided_on", lookup_expr="year", min_value=1990, max_value=2100
    )
    unit = UnitFilter(field_name="unit_id")

    def shown(self, rows: Any, name: str, value: str) -> Any:
        """Drafts, or signed ones to which no original is attached; the list has told which have one."""
        if value == "to_sign":
            return rows.filter(status=DecisionStatus.DRAFT)
        return rows.filter(status=DecisionStatus.SIGNED, has_original=False)
