"""What the list of actions is filtered by."""

from typing import Any

import django_filters as filters
from django.utils.translation import gettext_lazy as _

from qms import clock
from qms.enums import ActionKind, ActionStatus
from qms.tables.filters import DayFilter, RegisterFilter, UnitFilter

LATE = [("open", _("Open")), ("overdue", _("Overdue")), ("mine", _("Mine"))]


class ActionFilter(RegisterFilter):
    """By state, kind, unit, due day; open, overdue, or one's own."""

    show = filters.ChoiceFilter(label=_("Show"), choices=LATE, method="shown", empty_label=_("all"))
    status = filters.ChoiceFilter(label=_("Status"), choices=ActionStatus.choices)
    kind = filters.ChoiceFilter(label=_("Kind"), choices=ActionKind.choices)
    unit = UnitFilter(field_name="unit_id")
    due_from = DayFilter(label=_("Due from"), field_name="due_on", lookup_expr="gte")
    due_to = DayFilter(label=_("Due to"), field_name="due_on", lookup_expr="lte")

    def shown(self, rows: Any, name: str, value: str) -> Any:
        """Open, overdue today, or owned by the person."""
        if value == "mine":
            return rows.filter(owner_id=self.user.pk)
        if value == "overdue":
            waiting = [ActionStatus.PROPOSED, ActionStatus.ASSIGNED, ActionStatus.IN_PROGRESS]
            return rows.filter(status__in=waiting, due_on__lt=clock.today())
        return rows.filter(status__in=ActionStatus.open_states())
