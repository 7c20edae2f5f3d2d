"""Columns and filters of the lists of yearly plans, of meetings and of assigned tasks."""

from typing import Any

import django_filters as filters
import django_tables2 as tables
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qms import clock
from qms.enums import ActionStatus
from qms.models.actions import Action
from qms.models.organisation import Unit
from qms.models.plans import CommitteeMeeting, WorkPlan
from qms.reporting_enums import MeetingStatus, PlanKind, PlanStatus
from qms.reports.on_time import FINISHED, IN_TIME
from qms.tables.action_filter import ActionFilter
from qms.tables.filters import DayFilter, RegisterFilter, UnitFilter
from qms.tables.risks import day_shown

TASKS_SHOWN = [
    ("open", _("Open")),
    ("overdue", _("Overdue")),
    ("late", _("Not done on time")),
    ("mine", _("Mine")),
    ("my_unit", _("Of my unit")),
    ("to_verify", _("To verify")),
]
MEETINGS_SHOWN = [
    ("to_come", _("To come")),
    ("open", _("Conclusions open")),
    ("mine", _("Chaired by me")),
]


class WorkPlanTable(tables.Table):
    """What the list of plans shows and can be sorted by."""

    number = tables.Column(verbose_name=_("Number"))
    title = tables.Column(verbose_name=_("Plan"), orderable=False)
    unit = tables.Column(verbose_name=_("Unit"), order_by=("unit__sort_key",))
    year = tables.Column(verbose_name=_("Year"))
    kind = tables.Column(verbose_name=_("Kind"))
    on_time = tables.Column(verbose_name=_("Done on time"), orderable=False, empty_values=())
    status = tables.Column(verbose_name=_("Status"))


class WorkPlanFilter(RegisterFilter):
    """By unit, year, kind and status."""

    unit = UnitFilter(field_name="unit_id")
    year = filters.NumberFilter(label=_("Year"), min_value=1990, max_value=2100)
    kind = filters.ChoiceFilter(label=_("Kind"), choices=PlanKind.choices)
    status = filters.ChoiceFilter(label=_("Status"), choices=PlanStatus.choices)

    class Meta:
        model = WorkPlan
        fields = ()


class MeetingTable(tables.Table):
    """What the list of meetings shows and can be sorted by."""

    number = tables.Column(verbose_name=_("Number"))
    title = tables.Column(verbose_name=pgettext_lazy("of a meeting", "Subject"), orderable=False)
    unit = tables.Column(verbose_name=_("Unit"), order_by=("unit__sort_key",))
    held_on = tables.Column(verbose_name=_("Day"))
    chair = tables.Column(verbose_name=_("Chaired by"), order_by=("chair__sort_key",))
    conclusions = tables.Column(verbose_name=_("Conclusions open"), orderable=False, empty_values=())
    status = tables.Column(verbose_name=_("Status"))


class MeetingFilter(RegisterFilter):
    """By unit, day and status; to come, with open conclusions, one's own."""

    show = filters.ChoiceFilter(label=_("Show"), choices=MEETINGS_SHOWN, method="shown", empty_label=_("all"))
    unit = UnitFilter(field_name="unit_id")
    status = filters.ChoiceFilter(label=_("Status"), choices=MeetingStatus.choices)
    day_from = DayFilter(label=_("From"), field_name="held_on", lookup_expr="gte")
    day_to = DayFilter(label=_("To"), field_name="held_on", lookup_expr="lte")

    class Meta:
        model = CommitteeMeeting
        fields = ()

    def shown(self, rows: Any, name: str, value: str) -> Any:
        """What is planned, what has open conclusions, what one chairs."""
        if value == "mine":
            return rows.filter(chair_id__in=self.user.authority.person_ids)
        wanted = MeetingStatus.PLANNED if value == "to_come" else MeetingStatus.CONCLUDED
        return rows.filter(status=wanted)


class TaskTable(tables.Table):
    """What the list of assigned tasks shows and can be sorted by."""

    title = tables.Column(verbose_name=_("Task"), order_by=("number",))
    document_number = tables.Column(verbose_name=_("Document"))
    raised_by_unit = tables.Column(verbose_name=_("Asked for by"), order_by=("raised_by_unit__sort_key",))
    unit = tables.Column(verbose_name=_("Unit"), order_by=("unit__sort_key",))
    owner = tables.Column(verbose_name=_("Owner"), order_by=("owner__sort_key",))
    due_on = tables.Column(verbose_name=_("Due"))
    done_on = tables.Column(verbose_name=_("Done on"))
    status = tables.Column(verbose_name=_("Status"))


def superiors(request: Any) -> Any:
    """Units that asked for tasks within reach."""
    if request is None:
        return Unit.objects.none()
    seen = Action.objects.visible_to(request.user).filter(kind="task", ended_at=None).order_by()
    return Unit.objects.filter(pk__in=seen.values("raised_by_unit_id")).order_by("sort_key")


class TaskFilter(ActionFilter):
    """As actions, without their kind; by who asked for it, by who signed, and what was not done on time."""

    show = filters.ChoiceFilter(label=_("Show"), choices=TASKS_SHOWN, method="shown", empty_label=_("all"))
    kind = None
    superior = filters.ModelChoiceFilter(label=_("Asked for by"), field_name="raised_by_unit_id", queryset=superiors)
    signatory = filters.CharFilter(
        label=_("Signed by"), field_name="document_signatory", lookup_expr="icontains", max_length=150
    )

    def shown(self, rows: Any, name: str, value: str) -> Any:
        """As the list of actions; late is whatever counts against the rate on the day shown."""
        if value == "late":
            day = day_shown(self.request) or clock.today()
            return rows.filter(due_on__lte=day).exclude(status=ActionStatus.CANCELLED).exclude(in_time())
        return super().shown(rows, name, value)


def in_time() -> Q:
    """Done on its day or before; written so that it may be negated where no day was noted."""
    return IN_TIME & Q(done_on__isnull=False, status__in=FINISHED)
