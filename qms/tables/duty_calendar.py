"""Filters of the calendar of duties."""

import datetime as dt
from typing import Any

import django_filters as filters
from django.utils.translation import gettext_lazy as _

from qms.folding import fold
from qms.tables.filters import RegisterFilter, UnitFilter
from qms.unit_duties import kind_choices

LATE = [("late", _("Late"))]


class DutyCalendarFilter(RegisterFilter):
    """Units by name, or below one; which year, which duty, only late ones. The last three narrow duties, not units."""

    year = filters.NumberFilter(label=_("Year"), method="leave_to_register", min_value=2000, max_value=2100)
    kind = filters.ChoiceFilter(label=_("Duty"), choices=kind_choices, method="leave_to_register")
    show = filters.ChoiceFilter(label=_("Show"), choices=LATE, method="leave_to_register")
    unit = UnitFilter(field_name="id")

    def filter_queryset(self, queryset: Any) -> Any:
        """Units whose code and names hold every word."""
        rows = super().filter_queryset(queryset)
        for word in fold(self.form.cleaned_data.get("q") or "").split()[:8]:
            rows = rows.filter(search_text__contains=word)
        return rows

    def asked_year(self, today: dt.date) -> int:
        """The year asked for, else this one."""
        asked = self.form.cleaned_data.get("year") if self.form.is_valid() else None
        return int(asked) if asked else today.year
