"""Columns and filters of the list of periodic reviews."""

import datetime as dt
from typing import Any

import django_filters as filters
import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from qms import clock
from qms.enums import DocumentKind
from qms.tables.filters import RegisterFilter, UnitFilter

SOON = 60  # days before a review from which it is listed as coming
SHOW = [
    ("overdue", _("Overdue")),
    ("soon", _("Due within 60 days")),
    ("done", _("Reviewed within 12 months")),
    ("unset", _("Without a day")),
]


class DueTable(tables.Table):
    """What the list shows and can be sorted by."""

    number = tables.Column(verbose_name=_("Number"))
    title_vi = tables.Column(verbose_name=_("Title"), order_by=("sort_key",))
    unit = tables.Column(verbose_name=_("Unit"), order_by=("unit__sort_key",))
    issue = tables.Column(verbose_name=_("Issue"), orderable=False)
    review_due_on = tables.Column(verbose_name=_("Review due"))
    reviewed_on = tables.Column(verbose_name=_("Last reviewed"))
    outcome = tables.Column(verbose_name=_("Outcome"), orderable=False)


class DueFilter(RegisterFilter):
    """Overdue, soon, done; by kind, unit and the day due."""

    show = filters.ChoiceFilter(label=_("Show"), choices=SHOW, method="shown", empty_label=_("all"))
    kind = filters.ChoiceFilter(label=_("Kind"), choices=DocumentKind.choices)
    unit = UnitFilter(field_name="unit_id")

    def shown(self, rows: Any, name: str, value: str) -> Any:
        """By the day of the next review, or of the last one."""
        today = clock.today()
        if value == "overdue":
            return rows.filter(review_due_on__lt=today)
        if value == "soon":
            return rows.filter(review_due_on__range=(today, today + dt.timedelta(days=SOON)))
        if value == "done":
            return rows.filter(reviewed_on__gt=today - dt.timedelta(days=365))
        return rows.filter(review_due_on=None)
