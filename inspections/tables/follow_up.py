"""Columns and filters of what is followed up after an inspection."""

from typing import Any

import django_filters as filters
import django_tables2 as tables
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from inspections.enums import FindingStatus, Grade, NonconformityStatus
from qms import clock
from qms.models import Action
from qms.tables.filters import RegisterFilter, UnitFilter

SHOW = [("open", _("Open")), ("overdue", _("Overdue")), ("closed", _("Closed"))]


class FollowUpTable(tables.Table):
    """What the list shows and can be sorted by."""

    number = tables.Column(verbose_name=_("Number"))
    statement = tables.Column(verbose_name=_("Statement"), orderable=False)
    unit = tables.Column(verbose_name=_("Unit"), order_by=("unit__sort_key",))
    grade = tables.Column(verbose_name=_("Grade"))
    nonconformity = tables.Column(verbose_name=_("Nonconformity, answer"), orderable=False, empty_values=())
    actions = tables.Column(verbose_name=_("Actions"), orderable=False, empty_values=())
    status = tables.Column(verbose_name=_("Status"))


def overdue_on(day: Any) -> Q:
    """Findings with something late on the day: the answer, their nonconformity, or one of its actions."""
    late = Q(status=FindingStatus.CONFIRMED, answer_due_on__lt=day)
    open_ones = NonconformityStatus.open_states()
    for way in ("nonconformity", "joined_to__nonconformity"):
        late |= Q(**{f"{way}__status__in": open_ones, f"{way}__due_on__lt": day})
        actions = Action.objects.overdue_on(day).values("pk")
        late |= Q(**{f"{way}__corrective_actions__action__in": actions})
    return late | Q(action__in=Action.objects.overdue_on(day).values("pk"))


class FollowUpFilter(RegisterFilter):
    """Open, overdue or closed; by state, grade, unit."""

    show = filters.ChoiceFilter(label=_("Show"), choices=SHOW, method="shown", empty_label=_("all"))
    status = filters.ChoiceFilter(label=_("Status"), choices=FindingStatus.choices)
    grade = filters.ChoiceFilter(label=_("Grade"), choices=Grade.choices)
    unit = UnitFilter(field_name="unit_id")

    def shown(self, rows: Any, name: str, value: str) -> Any:
        """What still moves, what is late today, or what has ended."""
        if value == "overdue":
            late = rows.model.objects.filter(overdue_on(clock.today())).values("pk")
            return rows.filter(pk__in=late).exclude(status=FindingStatus.CLOSED)
        ended = rows.filter(status=FindingStatus.CLOSED)
        return ended if value == "closed" else rows.exclude(status=FindingStatus.CLOSED)
