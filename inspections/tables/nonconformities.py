"""Columns of the list of nonconformities, and what it is filtered by."""

from typing import Any

import django_filters as filters
import django_tables2 as tables
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from inspections.enums import NonconformityStatus, Source
from inspections.models import Cause, CauseCategory
from inspections.models.nonconformity import GRADES
from inspections.raising import FROM, kind_said
from inspections.tables.nonconformity_views import effects_to_judge
from qms import clock
from qms.tables.filters import DayFilter, RegisterFilter, UnitFilter
from qms.tables.saved_views import in_my_unit

SHOWN = [
    ("open", _("Open")),
    ("overdue", _("Overdue")),
    ("mine", _("Mine")),
    ("my_unit", _("Of my unit")),
    ("to_verify", _("To verify")),
    ("brought_in", _("Brought in")),
]
NAMED = ("handler_id", "lead_id", "verifier_id", "raised_by_id")


class NonconformityTable(tables.Table):
    """What the list shows and can be sorted by."""

    number = tables.Column(verbose_name=_("Number"))
    fact = tables.Column(verbose_name=_("What was found"), orderable=False)
    unit = tables.Column(verbose_name=_("Unit"), order_by=("unit__sort_key",))
    grade = tables.Column(verbose_name=_("Grade"))
    raised_on = tables.Column(verbose_name=_("Raised on"))
    due_on = tables.Column(verbose_name=_("Due"))
    status = tables.Column(verbose_name=_("Status"))


def kept_categories(request: Any) -> Any:
    """Categories of the holders to whose QMS the person belongs."""
    holders = request.user.authority.holders if request is not None else ()
    return CauseCategory.objects.filter(unit_id__in=holders).order_by("unit_id", "position", "pk")


def kinds_raised_from() -> list[tuple[str, str]]:
    """Kinds of records that nonconformities are raised from."""
    return [(label, kind_said(label)) for label in FROM]


class NonconformityFilter(RegisterFilter):
    """By unit, state, grade, source, day raised; open, overdue, brought in, or naming the person."""

    show = filters.ChoiceFilter(label=_("Show"), choices=SHOWN, method="shown", empty_label=_("all"))
    status = filters.ChoiceFilter(label=_("Status"), choices=NonconformityStatus.choices)
    grade = filters.ChoiceFilter(label=_("Grade"), choices=GRADES)
    source = filters.ChoiceFilter(label=_("Source"), choices=Source.choices)
    source_kind = filters.ChoiceFilter(label=_("Kind of source record"), choices=kinds_raised_from)
    unit = UnitFilter(field_name="unit_id")
    category = filters.ModelChoiceFilter(label=_("Cause category"), queryset=kept_categories, method="by_category")
    raised_from = DayFilter(label=_("Raised from"), field_name="raised_on", lookup_expr="gte")
    raised_to = DayFilter(label=_("Raised to"), field_name="raised_on", lookup_expr="lte")

    def by_category(self, rows: Any, name: str, value: Any) -> Any:
        """A standing cause has the category."""
        return rows.filter(id__in=Cause.objects.filter(category=value, ended_at=None).values("nonconformity_id"))

    def shown(self, rows: Any, name: str, value: str) -> Any:
        """Open, overdue, brought in, of one's unit, to be judged, or naming the person or whom they act for."""
        if value == "my_unit":
            return rows.filter(in_my_unit(self.user))
        if value == "to_verify":
            return rows.filter(effects_to_judge(self.user))
        if value == "mine":
            named = Q()
            for field in NAMED:
                named |= Q(**{f"{field}__in": self.user.authority.person_ids})
            return rows.filter(named)
        if value == "brought_in":
            return rows.filter(brought_in=True)
        rows = rows.filter(status__in=NonconformityStatus.open_states())
        return rows.filter(due_on__lt=clock.today()) if value == "overdue" else rows
