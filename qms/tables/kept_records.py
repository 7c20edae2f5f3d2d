"""Columns and filters of the list of records kept."""

from typing import Any

import django_filters as filters
import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from qms.folding import fold
from qms.tables.filters import RegisterFilter, UnitFilter


class KeptRecordTable(tables.Table):
    """What the list shows and can be sorted by."""

    code = tables.Column(verbose_name=_("Code"), order_by=("code", "id"))
    name = tables.Column(verbose_name=_("Record kept"))
    keeper = tables.Column(verbose_name=_("Kept by"))
    retention = tables.Column(verbose_name=_("Retention"))
    place = tables.Column(verbose_name=_("Kept at"))
    disposal = tables.Column(verbose_name=_("Disposal"))
    document = tables.Column(verbose_name=_("Document"), order_by=("number_order", "position"))
    unit = tables.Column(verbose_name=_("Unit"), order_by=("issue__document__unit__sort_key", "number_order"))


class KeptRecordFilter(RegisterFilter):
    """By unit, by what is written of the retention, by the document that asks for the record."""

    unit = UnitFilter(field_name="issue__document__unit_id")
    retention = filters.CharFilter(label=_("Retention"), method="on_words", max_length=60)
    document = filters.CharFilter(label=_("Number of the document"), method="on_document", max_length=40)

    def on_words(self, rows: Any, name: str, value: str) -> Any:
        """The words as written, whatever their accents."""
        for word in fold(value).split()[:8]:
            rows = rows.filter(search_text__contains=word)
        return rows.filter(retention__gt="")

    def on_document(self, rows: Any, name: str, value: str) -> Any:
        """Documents whose number holds the text."""
        return rows.filter(issue__document__number__icontains=value.strip())
