"""Columns and filters of recurring duties."""

from typing import Any

import django_filters as filters
import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from qms.enums import SeriesRhythm
from qms.tables.filters import RegisterFilter, UnitFilter

STANDING = [("ended", _("Ended")), ("mine", _("Mine"))]


class DutyTable(tables.Table):
    """What the list shows and can be sorted by."""

    title = tables.Column(verbose_name=_("What is to be done"))
    unit = tables.Column(verbose_name=_("Unit"), order_by=("unit__sort_key",))
    owner = tables.Column(verbose_name=_("Owner"), order_by=("owner__sort_key",))
    rhythm = tables.Column(verbose_name=_("How often"), orderable=False)
    due = tables.Column(verbose_name=_("Due"), empty_values=(), orderable=False)
    standing = tables.Column(verbose_name=_("Stands"), empty_values=(), orderable=False)


class DutyFilter(RegisterFilter):
    """By unit and rhythm; those that stand, unless ended ones are asked for."""

    show = filters.ChoiceFilter(label=_("Show"), choices=STANDING, method="shown", empty_label=_("standing"))
    rhythm = filters.ChoiceFilter(label=_("How often"), choices=SeriesRhythm.choices)
    unit = UnitFilter(field_name="unit_id")

    def shown(self, rows: Any, name: str, value: str) -> Any:
        """Ended ones, or one's own that stand."""
        if value == "ended":
            return rows.exclude(ended_at=None)
        return rows.filter(owner_id__in=self.user.authority.person_ids)

    def filter_queryset(self, queryset: Any) -> Any:
        """Without a word about ended ones, they are left out."""
        rows = super().filter_queryset(queryset)
        return rows if self.form.cleaned_data.get("show") == "ended" else rows.filter(ended_at=None)
