"""Columns and filters of the table between two editions."""

from typing import Any

import django_filters as filters
import django_tables2 as tables
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from qms.enums import Basis, Relation
from qms.tables.filters import RegisterFilter

UNDER = _("Its number, such as 8.5; with all below it.")


class CorrespondenceTable(tables.Table):
    """What the table shows and can be sorted by."""

    old = tables.Column(verbose_name=_("Old clause"), empty_values=(), order_by=("from_clause__position",))
    new = tables.Column(verbose_name=_("New clause"), empty_values=(), order_by=("to_clause__position",))
    relation = tables.Column(verbose_name=_("Relation"), order_by=("relation", "change_degree"))
    basis = tables.Column(verbose_name=_("Note and evidence"), order_by=("basis", "note_vi"))


class CorrespondenceFilter(RegisterFilter):
    """By relation, evidence and clause of either side."""

    relation = filters.ChoiceFilter(label=_("Relation"), choices=Relation.choices)
    basis = filters.ChoiceFilter(label=_("Evidence"), choices=Basis.choices)
    old = filters.CharFilter(label=_("Old clause"), max_length=40, method="on_clause", help_text=UNDER)
    new = filters.CharFilter(label=_("New clause"), max_length=40, method="on_clause", help_text=UNDER)

    def on_clause(self, rows: Any, name: str, value: str) -> Any:
        """Rows of the clause or one below it."""
        side, number = {"old": "from_clause", "new": "to_clause"}[name], value.strip().rstrip(".")
        return rows.filter(Q(**{f"{side}__number": number}) | Q(**{f"{side}__number__startswith": f"{number}."}))
