"""Columns and filters of the register of management reviews."""

from typing import Any

import django_filters as filters
import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from qms import clock
from qms.enums import ActionStatus
from qms.models.management_reviews import ManagementReview, ReviewDecision
from qms.models.standards import Edition
from qms.reporting_enums import ReviewStatus
from qms.review_workflow import WRITING
from qms.tables.filters import DayFilter, RegisterFilter, UnitFilter

SHOWN = [
    ("coming", _("Not signed yet")),
    ("late", _("Day of the meeting passed, not held")),
    ("to_sign", _("Minutes to sign")),
    ("open_decisions", _("With open decisions")),
    ("held", _("Signed and closed")),
]


class ReviewTable(tables.Table):
    """What the list shows and can be sorted by."""

    number = tables.Column(verbose_name=_("Number"))
    title = tables.Column(verbose_name=_("Review"), orderable=False)
    unit = tables.Column(verbose_name=_("Unit"), order_by=("unit__sort_key",))
    period = tables.Column(verbose_name=_("Period"), order_by=("period_from",), empty_values=())
    meeting_on = tables.Column(verbose_name=_("Day of the meeting"))
    decisions = tables.Column(verbose_name=_("Decisions"), orderable=False, empty_values=())
    status = tables.Column(verbose_name=_("Status"))


def with_open_decisions() -> Any:
    """Keys of reviews with a decision whose action is neither verified nor cancelled."""
    rows = ReviewDecision.objects.filter(ended_at=None, action__isnull=False)
    return rows.exclude(action__status__in=ActionStatus.ended_states()).order_by().values("review_id")


def reviewed_editions(request: Any) -> Any:
    """Editions by which somebody reviewed: criteria of an index have no agenda."""
    keys = ManagementReview.objects.order_by().values("edition_id")
    return Edition.objects.filter(pk__in=keys).select_related("standard").order_by("standard__code", "year")


class ReviewFilter(RegisterFilter):
    """By what it waits for, state, unit, edition, day of the meeting."""

    show = filters.ChoiceFilter(label=_("Show"), choices=SHOWN, method="shown", empty_label=_("all"))
    status = filters.ChoiceFilter(label=_("Status"), choices=ReviewStatus.choices)
    unit = UnitFilter(field_name="unit_id")
    edition = filters.ModelChoiceFilter(label=_("Edition"), queryset=reviewed_editions)
    meeting_from = DayFilter(label=_("Meeting from"), field_name="meeting_on", lookup_expr="gte")
    meeting_to = DayFilter(label=_("Meeting to"), field_name="meeting_on", lookup_expr="lte")

    def shown(self, rows: Any, name: str, value: str) -> Any:
        """What is still to come, late, to be signed, to be followed up, over."""
        if value == "late":
            waiting = [ReviewStatus.PLANNED, ReviewStatus.FROZEN]
            return rows.filter(status__in=waiting, meeting_on__lt=clock.today())
        if value == "to_sign":
            return rows.filter(status=ReviewStatus.HELD)
        if value == "open_decisions":
            return rows.filter(id__in=with_open_decisions())
        if value == "held":
            return rows.filter(status__in=[ReviewStatus.SIGNED, ReviewStatus.CLOSED])
        return rows.filter(status__in=WRITING)
