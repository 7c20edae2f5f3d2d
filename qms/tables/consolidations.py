"""Columns and filters of the list of consolidated reports."""

from typing import Any

import django_filters as filters
import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from qms.models.periodic_reports import Consolidation
from qms.reporting_enums import ConsolidationStatus
from qms.tables.filters import DayFilter, RegisterFilter
from qms.tables.report_units import UnitOfReportsFilter

SHOW = [("standing", _("The newest of each quarter")), ("replaced", _("Drawn up again since"))]


def years(request: Any) -> list[tuple[str, str]]:
    """Years of the consolidations within reach, the newest first."""
    if request is None:
        return []
    seen = Consolidation.objects.visible_to(request.user).order_by()
    return [(str(year.year), str(year.year)) for year in seen.dates("figures_to", "year", order="DESC")]


class ConsolidationTable(tables.Table):
    """What the list shows and can be sorted by."""

    number = tables.Column(verbose_name=_("Number"))
    code = tables.Column(verbose_name=_("Quarter"), order_by=("figures_to", "id"))
    unit = tables.Column(verbose_name=_("Unit"), order_by=("unit__sort_key",))
    as_of = tables.Column(verbose_name=_("Reports as of"))
    in_number = tables.Column(verbose_name=_("Reports added up"), orderable=False, empty_values=())
    document_number = tables.Column(verbose_name=_("Number and sign"))
    signed_on = tables.Column(verbose_name=_("Signed on"))
    status = tables.Column(verbose_name=_("Status"))


class ConsolidationFilter(RegisterFilter):
    """By year, state, unit, day; the newest of each quarter."""

    show = filters.ChoiceFilter(label=_("Show"), choices=SHOW, method="shown", empty_label=_("all"))
    year = filters.ChoiceFilter(label=_("Year"), choices=(), method="of_year")
    status = filters.ChoiceFilter(label=_("Status"), choices=ConsolidationStatus.choices)
    unit = UnitOfReportsFilter(Consolidation, field_name="unit_id")
    signed_from = DayFilter(label=_("Signed from"), field_name="signed_on", lookup_expr="gte")
    signed_to = DayFilter(label=_("Signed to"), field_name="signed_on", lookup_expr="lte")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["year"].extra["choices"] = years(self.request)

    def of_year(self, rows: Any, name: str, value: str) -> Any:
        """Quarters of the year."""
        return rows.filter(figures_to__year=int(value))

    def shown(self, rows: Any, name: str, value: str) -> Any:
        """Those that nothing replaces, or those that were replaced."""
        newer = Consolidation.objects.filter(replaces__isnull=False).order_by().values("replaces_id")
        return rows.filter(id__in=newer) if value == "replaced" else rows.exclude(id__in=newer)
