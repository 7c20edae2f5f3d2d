"""What the list of actions is filtered by."""

from typing import Any

import django_filters as filters
from django.utils.translation import gettext_lazy as _

from qms import clock
from qms.enums import ActionKind, ActionStatus
from qms.tables.filters import DayFilter, RegisterFilter, UnitFilter
from qms.tables.saved_views import actions_to_verify, in_my_unit

SHOWN = [
    ("open", _("Open")),
    ("overdue", _("Overdue")),
    ("mine", _("Mine")),
    ("my_unit", _("Of my unit")),
    ("to_verify", _("To verify")),
]


class ActionFilter(RegisterFilter):
    """By state, kind, unit, due day; open, overdue, one's own, of one's unit, or to verify."""

    show = filters.ChoiceFilter(label=_("Show"), choices=SHOWN, method="shown", empty_label=_("all"))
    status = filters.ChoiceFilter(label=_("Status"), choices=ActionStatus.choices)
    kind = filters.ChoiceFilter(label=_("Kind"), choices=ActionKind.choices)
    unit = UnitFilter(field_name="unit_id")
    due_from = DayFilter(label=_("Due from"), field_name="due_on", lookup_expr="gte")
    due_to = DayFilter(label=_("Due to"), field_name="due_on", lookup_expr="lte")

    def shown(self, rows: Any, name: str, value: str) -> Any:
        """What is open, late, owned by the person or by whom they act for, of their unit, or theirs to verify."""
        if value == "mine":
            return rows.filter(owner_id__in=self.user.authority.person_ids)
        if value == "my_unit":
            return rows.filter(in_my_unit(self.user))
        if value == "to_verify":
            return rows.filter(actions_to_verify(self.user))
        if value == "overdue":
            waiting = [ActionStatus.PROPOSED, ActionStatus.ASSIGNED, ActionStatus.IN_PROGRESS]
            return rows.filter(status__in=waiting, due_on__lt=clock.today())
        return rows.filter(status__in=ActionStatus.open_states())
