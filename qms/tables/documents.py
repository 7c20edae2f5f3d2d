"""Columns and filters of the lists of documents."""

from typing import Any

import django_filters as filters
import django_tables2 as tables
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from qms.enums import DocumentKind
from qms.models.documents import DocumentClause
from qms.tables.filters import RegisterFilter, UnitFilter


class DocumentTable(tables.Table):
    """What the library shows and can be sorted by."""

    number = tables.Column(verbose_name=_("Number"))
    title_vi = tables.Column(verbose_name=_("Title"))
    kind = tables.Column(verbose_name=_("Kind"))
    unit = tables.Column(verbose_name=_("Unit"), order_by=("unit__sort_key",))
    issue = tables.Column(verbose_name=_("Issue"), orderable=False)
    effective_on = tables.Column(verbose_name=_("In force from"))


class DocumentFilter(RegisterFilter):
    """By kind, unit and clause: a clause stands for everything below it."""

    kind = filters.ChoiceFilter(label=_("Kind"), choices=DocumentKind.choices)
    unit = UnitFilter(field_name="unit_id")
    clause = filters.CharFilter(
        label=_("Clause"), method="on_clause", max_length=20, help_text=_("Its number, such as 8.5; with all below it.")
    )

    def on_clause(self, rows: Any, name: str, value: str) -> Any:
        """Documents that answer to the clause or one below it, of any edition."""
        number = value.strip().rstrip(".")
        cited = DocumentClause.objects.filter(record_id=OuterRef("id"), ended_at=None)
        cited = cited.filter(
            Q(clause__number=number) | Q(clause__number__startswith=f"{number}.") | Q(written_as=number)
        )
        return rows.filter(Exists(cited))
