"""Columns and filters of the register of risks and opportunities."""

import datetime as dt
from typing import Any

import django_filters as filters
import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from qms import clock
from qms.enums import RiskKind, RiskStatus, RiskTreatment
from qms.models.documents import Document
from qms.models.risks import Risk, RiskClause
from qms.models.standards import Clause
from qms.reports.decisions import standing_then
from qms.risk_levels import LIKELIHOODS, Level, of_level
from qms.tables.filters import DayFilter, RegisterFilter, UnitFilter

STANDING = (RiskStatus.OPEN, RiskStatus.TREATED)
SHOWN = [
    ("standing", _("Open and treated")),
    ("late", _("Review overdue")),
    ("mine", _("Mine")),
    ("unreviewed", _("Without a day of review")),
]
STEPS = [(number, str(number)) for number in LIKELIHOODS]


def day_shown(request: Any) -> dt.date | None:
    """The past day as of which the list is shown, or None for today."""
    day = clock.read_day(request.GET.get("as_of", "").strip()) if request is not None else None
    return day if day is not None and day < clock.today() else None


class RiskTable(tables.Table):
    """What the list shows and can be sorted by."""

    number = tables.Column(verbose_name=_("Number"))
    statement = tables.Column(verbose_name=_("What may happen"), orderable=False)
    unit = tables.Column(verbose_name=_("Unit"), order_by=("unit__sort_key",))
    level = tables.Column(verbose_name=_("Level now"), order_by=("score_now",), empty_values=())
    owner = tables.Column(verbose_name=_("Looked after by"), order_by=("owner__sort_key",))
    review_due_on = tables.Column(verbose_name=_("Next review"))
    status = tables.Column(verbose_name=_("Status"))


class ClauseChoice(filters.ModelChoiceFilter):
    """A clause by number, title and edition."""

    class ClauseField(filters.fields.ModelChoiceField):
        """Says the edition too."""

        def label_from_instance(self, obj: Any) -> str:
            return f"{obj.edition.code} – {obj}"

    field_class = ClauseField


def cited_clauses(request: Any) -> Any:
    """Clauses that risks within reach cite."""
    if request is None:
        return Clause.objects.none()
    seen = Risk.objects.visible_to(request.user).order_by().values("pk")
    cited = RiskClause.objects.filter(record__in=seen, ended_at=None).values("clause")
    rows = Clause.objects.filter(pk__in=cited).select_related("edition__standard")
    return rows.order_by("-edition__year", "position")


def named_processes(request: Any) -> Any:
    """Documents that risks within reach name as their process."""
    if request is None:
        return Document.objects.none()
    seen = Risk.objects.visible_to(request.user).filter(document__isnull=False)
    return Document.objects.filter(pk__in=seen.order_by().values("document")).order_by("number")


class RiskFilter(RegisterFilter):
    """By kind, unit, status, level, process, clause, day of review; what is late; a cell of the matrix."""

    show = filters.ChoiceFilter(label=_("Show"), choices=SHOWN, method="shown", empty_label=_("all"))
    kind = filters.ChoiceFilter(label=_("Kind"), choices=RiskKind.choices)
    status = filters.ChoiceFilter(label=_("Status"), choices=RiskStatus.choices)
    level = filters.ChoiceFilter(label=_("Level now"), choices=Level.choices, method="of_level")
    treatment = filters.ChoiceFilter(label=_("Treatment"), choices=RiskTreatment.choices)
    unit = UnitFilter(field_name="unit_id")
    document = filters.ModelChoiceFilter(label=_("Process"), queryset=named_processes)
    clause = ClauseChoice(label=_("Clause"), queryset=cited_clauses, method="of_clause")
    review_to = DayFilter(label=_("Review due by"), field_name="review_due_on", lookup_expr="lte")
    likelihood = filters.ChoiceFilter(label=_("Likelihood now"), field_name="likelihood_now", choices=STEPS)
    consequence = filters.ChoiceFilter(label=_("Consequence now"), field_name="consequence_now", choices=STEPS)

    def of_level(self, rows: Any, name: str, value: str) -> Any:
        """By the score as it stands."""
        return rows.filter(of_level(value))

    def of_clause(self, rows: Any, name: str, value: Any) -> Any:
        """Those that cite the clause, then or now."""
        cited = standing_then(RiskClause, day_shown(self.request)).filter(clause=value)
        return rows.filter(id__in=cited.values("record_id"))

    def shown(self, rows: Any, name: str, value: str) -> Any:
        """What stands, what should have been reviewed by the day shown, what is one's own."""
        rows = rows.filter(status__in=STANDING)
        if value == "late":
            return rows.filter(review_due_on__lt=day_shown(self.request) or clock.today())
        if value == "mine":
            return rows.filter(owner_id__in=self.user.authority.person_ids)
        return rows.filter(review_due_on=None) if value == "unreviewed" else rows
