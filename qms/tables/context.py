"""Columns and filters of the issues of the context and of the interested parties."""

from typing import Any

import django_filters as filters
import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from qms import clock
from qms.enums import ContextKind, ContextSubject
from qms.tables.filters import DayFilter, RegisterFilter, UnitFilter
from qms.tables.risks import day_shown

SHOWN = [("late", _("Review overdue")), ("ended", _("Ended")), ("unreviewed", _("Without a day of review"))]

YES_NO = [("true", _("yes")), ("false", _("no"))]


class ContextFactorTable(tables.Table):
    """What the list shows and can be sorted by."""

    statement = tables.Column(verbose_name=_("What it is"), orderable=False)
    kind = tables.Column(verbose_name=_("Inside or outside"))
    subject = tables.Column(verbose_name=_("Subject"))
    unit = tables.Column(verbose_name=_("Unit"), order_by=("unit__sort_key",))
    reviewed_on = tables.Column(verbose_name=_("Last looked at"))
    review_due_on = tables.Column(verbose_name=_("Next review"))


class InterestedPartyTable(tables.Table):
    """What the list shows and can be sorted by."""

    name = tables.Column(verbose_name=_("Interested party"))
    needs = tables.Column(verbose_name=_("Needs and expectations"), orderable=False)
    is_requirement = tables.Column(verbose_name=_("Requirement of the QMS"))
    unit = tables.Column(verbose_name=_("Unit"), order_by=("unit__sort_key",))
    reviewed_on = tables.Column(verbose_name=_("Last looked at"))
    review_due_on = tables.Column(verbose_name=_("Next review"))


class StandingFilter(RegisterFilter):
    """What stands, unless ended ones are asked for; what should have been reviewed; climate change."""

    show = filters.ChoiceFilter(label=_("Show"), choices=SHOWN, method="shown", empty_label=_("standing"))
    climate = filters.ChoiceFilter(label=_("Concerns climate change"), choices=YES_NO, method="said")
    unit = UnitFilter(field_name="unit_id")
    review_to = DayFilter(label=_("Review due by"), field_name="review_due_on", lookup_expr="lte")

    def shown(self, rows: Any, name: str, value: str) -> Any:
        """Ended ones, or those whose review is late or has no day."""
        if value == "ended":
            return rows.exclude(ended_at=None)
        if value == "late":
            return rows.filter(review_due_on__lt=day_shown(self.request) or clock.today())
        return rows.filter(review_due_on=None)

    def said(self, rows: Any, name: str, value: str) -> Any:
        """Yes or no."""
        return rows.filter(**{name: value == "true"})

    def filter_queryset(self, queryset: Any) -> Any:
        """Without a word about ended ones, they are left out."""
        rows = super().filter_queryset(queryset)
        return rows if self.form.cleaned_data.get("show") == "ended" else rows.filter(ended_at=None)


class ContextFactorFilter(StandingFilter):
    """Also by side and subject."""

    kind = filters.ChoiceFilter(label=_("Inside or outside"), choices=ContextKind.choices)
    subject = filters.ChoiceFilter(label=_("Subject"), choices=ContextSubject.choices)


class InterestedPartyFilter(StandingFilter):
    """Also by whether it is taken up as a requirement."""

    is_requirement = filters.ChoiceFilter(label=_("Requirement of the QMS"), choices=YES_NO, method="said")
