"""Columns and filters of the lists of competences and of trainings."""

import datetime as dt
from typing import Any

import django_filters as filters
import django_tables2 as tables
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qms import clock
from qms.models.people import Competence, Membership
from qms.models.reach import UnitPath, participated
from qms.models.standards import Edition
from qms.models.training import Training
from qms.reporting_enums import TrainingReason, TrainingStatus
from qms.tables.filters import DayFilter, RegisterFilter, UnitFilter

STATES = {
    "valid": _("Valid"), "expiring": _("Expires within 90 days"), "expired": _("Expired"), "coming": _("To come"),
}  # fmt: skip
STATE_LOOKS = {
    "valid": ("success", "circle-check"), "expiring": ("warning", "clock"), "expired": ("danger", "alert-triangle"),
    "coming": ("neutral", "calendar"),
}  # fmt: skip
SHOWN = [
    ("to_come", _("To come")),
    ("late", _("Past their day, not held")),
    ("to_judge", _("Held, to judge")),
    ("mine", _("Mine")),
]


class CompetenceTable(tables.Table):
    """What the list of competences shows and can be sorted by."""

    user = tables.Column(verbose_name=pgettext_lazy("in a list", "Person"), order_by=("user__sort_key",))
    unit = tables.Column(verbose_name=_("Unit"), order_by=("unit_order",), empty_values=())
    standard = tables.Column(verbose_name=_("Standard"), order_by=("standard__code", "edition__year"))
    basis = tables.Column(verbose_name=_("Basis"), orderable=False)
    valid_from = tables.Column(verbose_name=_("From"))
    valid_to = tables.Column(verbose_name=_("To"))
    state = tables.Column(verbose_name=_("Status"), orderable=False, empty_values=())


def held_editions(request: Any) -> Any:
    """Editions in which somebody holds a competence."""
    keys = Competence.objects.filter(edition__isnull=False).order_by().values("edition_id")
    return Edition.objects.filter(pk__in=keys).select_related("standard")


class EditionFilter(filters.ModelChoiceFilter):
    """One edition by its code; competences in every edition of its standard count too."""

    def filter(self, qs: Any, value: Any) -> Any:
        if not value:
            return qs
        return qs.filter(Q(edition=value) | Q(edition=None, standard_id=value.standard_id))


class CompetenceFilter(RegisterFilter):
    """By unit, edition, state and the day until when."""

    unit = UnitFilter(method="works_in")
    edition = EditionFilter(label=_("Edition"), queryset=held_editions)
    state = filters.ChoiceFilter(label=_("Status"), choices=list(STATES.items()), field_name="state")
    ends_from = DayFilter(label=_("Ends from"), field_name="valid_to", lookup_expr="gte")
    ends_to = DayFilter(label=_("Ends by"), field_name="valid_to", lookup_expr="lte")

    class Meta:
        model = Competence
        fields = ()

    def works_in(self, rows: Any, name: str, value: Any) -> Any:
        """People who work today in the unit or below it."""
        below = UnitPath.objects.filter(ancestor=value)
        if self.is_inside():
            below = below.filter(inside=True)
        places = Membership.objects.standing_on(clock.today()).filter(unit_id__in=below.values("unit_id"))
        return rows.filter(user_id__in=places.values("user_id"))


class TrainingTable(tables.Table):
    """What the list of trainings shows and can be sorted by."""

    number = tables.Column(verbose_name=_("Number"))
    title = tables.Column(verbose_name=pgettext_lazy("of a training", "Subject"), orderable=False)
    unit = tables.Column(verbose_name=_("Unit"), order_by=("unit__sort_key",))
    planned_on = tables.Column(verbose_name=_("Planned for"))
    held_on = tables.Column(verbose_name=_("Held on"))
    people = tables.Column(verbose_name=_("People"), orderable=False, empty_values=())
    status = tables.Column(verbose_name=_("Status"))


class TrainingFilter(RegisterFilter):
    """By unit, year, reason, status and day; to come, late, to judge, one's own."""

    show = filters.ChoiceFilter(label=_("Show"), choices=SHOWN, method="shown", empty_label=_("all"))
    unit = UnitFilter(field_name="unit_id")
    year = filters.NumberFilter(label=_("Year"), method="of_year", min_value=1990, max_value=2100)
    reason = filters.ChoiceFilter(label=_("Why"), choices=TrainingReason.choices)
    status = filters.ChoiceFilter(label=_("Status"), choices=TrainingStatus.choices)
    day_from = DayFilter(label=_("From"), field_name="planned_on", lookup_expr="gte")
    day_to = DayFilter(label=_("To"), field_name="planned_on", lookup_expr="lte")

    class Meta:
        model = Training
        fields = ()

    def of_year(self, rows: Any, name: str, value: Any) -> Any:
        """Planned for a day of the year."""
        year = int(value)
        return rows.filter(planned_on__range=(dt.date(year, 1, 1), dt.date(year, 12, 31)))

    def shown(self, rows: Any, name: str, value: str) -> Any:
        """What is planned, what should have been held, what waits to be judged, what one comes to."""
        if value == "mine":
            return rows.filter(id__in=participated(self.user, Training, "trained"))
        if value == "to_judge":
            return rows.filter(status=TrainingStatus.HELD)
        planned = rows.filter(status=TrainingStatus.PLANNED)
        return planned.filter(planned_on__lt=clock.today()) if value == "late" else planned
