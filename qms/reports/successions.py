"""The register of what became of units."""

from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy

from qms.folding import fold
from qms.models.organisation import Unit
from qms.models.succession import UnitSuccession
from qms.reports.declaration import Column, Create, Empty, Report, allowed_by
from qms.tables.successions import SuccessionFilter, SuccessionTable


class SuccessionReport(Report):
    """Successions of units that the person may name, on either side."""

    name = "successions"
    title = gettext_lazy("What became of units")
    intro = gettext_lazy(
        "Units that merged, split, were renamed or ended: records stay with them, their successors answer."
    )
    model = UnitSuccession
    table_class = SuccessionTable
    filterset_class = SuccessionFilter
    row_template = "qms/successions/row.html"
    related = ("unit", "successor")
    order = ("-on_day", "unit__sort_key", "id")
    columns = (
        Column(gettext_lazy("Unit code"), "unit.code", width=14),
        Column(gettext_lazy("Unit"), "unit.name", width=40),
        Column(gettext_lazy("Code of the successor"), "successor.code", width=14),
        Column(gettext_lazy("Succeeded by"), "successor.name", width=40),
        Column(gettext_lazy("What happened"), "kind", width=18),
        Column(gettext_lazy("From"), "on_day", "date"),
        Column(gettext_lazy("Basis"), "basis", width=40),
    )
    create = Create(
        gettext_lazy("Merge, split, rename"), lambda: reverse("succession_new"), allowed_by("qms.manage_organisation")
    )
    empty = Empty(
        gettext_lazy("No unit has merged, split or ended yet."),
        gettext_lazy("An administrator records it with the day and the decision; records and progress follow."),
        icon="building",
    )

    def visible(self, user: Any) -> QuerySet:
        units = Unit.objects.visible_to(user).values("pk")
        return UnitSuccession.objects.filter(Q(unit_id__in=units) | Q(successor_id__in=units))

    def search(self, rows: QuerySet, text: str, as_of: Any) -> QuerySet:
        for word in fold(text).split()[:8]:
            rows = rows.filter(Q(unit__search_text__contains=word) | Q(successor__search_text__contains=word))
        return rows
