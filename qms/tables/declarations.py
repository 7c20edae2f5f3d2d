"""Columns and filters of the list of declarations."""

from typing import Any

import django_filters as filters
import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from qms import clock
from qms.enums import DeclarationStatus
from qms.models.standards import Edition
from qms.tables.filters import RegisterFilter, UnitFilter

SHOW = [("in_force", _("In force")), ("public", _("Published")), ("not_public", _("Signed, not published"))]


class DeclarationTable(tables.Table):
    """What the list shows and can be sorted by."""

    number = tables.Column(verbose_name=_("Number"))
    edition = tables.Column(verbose_name=_("Edition"), order_by=("edition__standard__code", "edition__year"))
    unit = tables.Column(verbose_name=_("Unit"), order_by=("unit__sort_key",))
    decision_number = tables.Column(verbose_name=_("Decision"))
    effective_on = tables.Column(verbose_name=_("In force from"))
    published_on = tables.Column(verbose_name=_("Public since"))
    status = tables.Column(verbose_name=_("Status"))


class DeclarationFilter(RegisterFilter):
    """By what holds, state, edition, unit."""

    show = filters.ChoiceFilter(label=_("Show"), choices=SHOW, method="shown", empty_label=_("all"))
    status = filters.ChoiceFilter(label=_("Status"), choices=DeclarationStatus.choices)
    edition = filters.ModelChoiceFilter(
        label=_("Edition"), queryset=Edition.objects.select_related("standard").order_by("standard__code", "year")
    )
    unit = UnitFilter(field_name="unit_id")

    def shown(self, rows: Any, name: str, value: str) -> Any:
        """In force today, open to everybody, or signed and not yet open."""
        if value == "in_force":
            return rows.in_force(clock.today())
        if value == "public":
            return rows.exclude(published_on=None)
        return rows.filter(status=DeclarationStatus.SIGNED, published_on=None)
