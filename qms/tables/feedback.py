"""Columns and filters of the register of feedback. Nothing here reads who wrote."""

from typing import Any

import django_filters as filters
import django_tables2 as tables
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qms import clock
from qms.feedback_workflow import IN_HAND
from qms.models.documents import Document
from qms.models.feedback import Feedback
from qms.performance_enums import FeedbackChannel, FeedbackKind, FeedbackStatus
from qms.tables.filters import DayFilter, RegisterFilter, UnitFilter
from qms.tables.risks import day_shown

SHOWN = [
    ("waiting", _("Waiting for an answer")),
    ("late", _("Answer overdue")),
    ("mine", _("Mine")),
    ("unassigned", _("Not assigned yet")),
]
STARS = [(number, str(number)) for number in range(1, 6)]


class FeedbackTable(tables.Table):
    """What the list shows and can be sorted by."""

    number = tables.Column(verbose_name=_("Number"))
    subject = tables.Column(verbose_name=pgettext_lazy("of a letter", "Subject"), orderable=False)
    unit = tables.Column(verbose_name=_("Unit"), order_by=("unit__sort_key",))
    handler = tables.Column(verbose_name=_("Handled by"), order_by=("handler__sort_key",))
    due_on = tables.Column(verbose_name=_("Answer due by"))
    status = tables.Column(verbose_name=_("Status"))


def named_procedures(request: Any) -> Any:
    """Procedures that feedback within reach names."""
    if request is None:
        return Document.objects.none()
    seen = Feedback.objects.visible_to(request.user).filter(document__isnull=False)
    return Document.objects.filter(pk__in=seen.order_by().values("document")).order_by("number")


class FeedbackFilter(RegisterFilter):
    """By kind, state, unit, procedure, channel, satisfaction, days; what waits, what is late."""

    show = filters.ChoiceFilter(label=_("Show"), choices=SHOWN, method="shown", empty_label=_("all"))
    kind = filters.ChoiceFilter(label=_("Kind"), choices=FeedbackKind.choices)
    status = filters.ChoiceFilter(label=_("Status"), choices=FeedbackStatus.choices)
    unit = UnitFilter(field_name="unit_id")
    document = filters.ModelChoiceFilter(label=_("Procedure"), queryset=named_procedures)
    channel = filters.ChoiceFilter(label=_("Came"), choices=FeedbackChannel.choices)
    satisfaction = filters.ChoiceFilter(label=_("Satisfaction"), choices=STARS)
    received_from = DayFilter(label=_("Received from"), field_name="received_at", lookup_expr="date__gte")
    received_to = DayFilter(label=_("Received to"), field_name="received_at", lookup_expr="date__lte")
    due_from = DayFilter(label=_("Answer due from"), field_name="due_on", lookup_expr="gte")
    due_to = DayFilter(label=_("Answer due by"), field_name="due_on", lookup_expr="lte")

    def shown(self, rows: Any, name: str, value: str) -> Any:
        """What still waits: all of it, what is late by the day shown, one's own, what nobody has yet."""
        rows = rows.filter(status__in=IN_HAND)
        if value == "late":
            return rows.filter(due_on__lt=day_shown(self.request) or clock.today())
        if value == "mine":
            return rows.filter(handler_id__in=self.user.authority.person_ids)
        return rows.filter(status=FeedbackStatus.RECEIVED) if value == "unassigned" else rows
