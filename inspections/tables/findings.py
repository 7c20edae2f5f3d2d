"""Columns and filters of the list of findings."""

from typing import Any

import django_filters as filters
import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from inspections.enums import FindingStatus, Grade
from qms import clock
from qms.tables.filters import DayFilter, RegisterFilter, UnitFilter

SHOW = [("open", _("Open")), ("overdue", _("Answer overdue")), ("mine", _("Recorded by me"))]


class FindingTable(tables.Table):
    """What the list shows and can be sorted by."""

    number = tables.Column(verbose_name=_("Number"))
    statement = tables.Column(verbose_name=_("Statement"), orderable=False)
    grade = tables.Column(verbose_name=_("Grade"))
    unit = tables.Column(verbose_name=_("Unit"), order_by=("unit__sort_key",))
    inspection = tables.Column(verbose_name=_("Inspection"), order_by=("inspection__number",))
    recorded_on = tables.Column(verbose_name=_("Found on"))
    status = tables.Column(verbose_name=_("Status"))


class FindingFilter(RegisterFilter):
    """Open, overdue or one's own; by state, grade, unit, day found."""

    show = filters.ChoiceFilter(label=_("Show"), choices=SHOW, method="shown", empty_label=_("all"))
    status = filters.ChoiceFilter(label=_("Status"), choices=FindingStatus.choices)
    grade = filters.ChoiceFilter(label=_("Grade"), choices=Grade.choices)
    unit = UnitFilter(field_name="unit_id")
    found_from = DayFilter(label=_("Found from"), field_name="recorded_on", lookup_expr="gte")
    found_to = DayFilter(label=_("Found by"), field_name="recorded_on", lookup_expr="lte")

    def shown(self, rows: Any, name: str, value: str) -> Any:
        """Something still owed, an answer late today, or recorded by the person."""
        if value == "mine":
            return rows.filter(recorded_by_id=self.user.pk)
        if value == "overdue":
            return rows.filter(status=FindingStatus.CONFIRMED, answer_due_on__lt=clock.today())
        return rows.filter(status__in=FindingStatus.open_states())
