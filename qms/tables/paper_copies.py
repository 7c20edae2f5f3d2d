"""Columns and filters of the list of paper copies."""

from typing import Any

import django_filters as filters
import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from qms.enums import PaperCopyStatus
from qms.paper_copy_workflow import to_recall
from qms.tables.filters import RegisterFilter, UnitFilter

SHOW = [("to_recall", _("To be recalled")), ("unsigned", _("Not signed for"))]


class PaperCopyTable(tables.Table):
    """What the list shows and can be sorted by."""

    document = tables.Column(verbose_name=_("Document"), order_by=("issue__document__number", "number"))
    number = tables.Column(verbose_name=_("Copy"))
    title = tables.Column(verbose_name=_("Title"), order_by=("issue__document__sort_key",))
    unit = tables.Column(verbose_name=_("Held at"), order_by=("unit__sort_key",))
    holder = tables.Column(verbose_name=_("Holder"), order_by=("holder__sort_key",))
    issued_on = tables.Column(verbose_name=_("Handed out on"))
    status = tables.Column(verbose_name=_("Status"))


class PaperCopyFilter(RegisterFilter):
    """To be recalled, not signed for; by state and the unit that keeps it."""

    show = filters.ChoiceFilter(label=_("Show"), choices=SHOW, method="shown", empty_label=_("all"))
    status = filters.ChoiceFilter(label=_("Status"), choices=PaperCopyStatus.choices)
    unit = UnitFilter(field_name="unit_id", label=_("Held at"))
    document = filters.CharFilter(
        label=_("Number of the document"), field_name="issue__document__number", lookup_expr="iexact", max_length=40
    )

    def shown(self, rows: Any, name: str, value: str) -> Any:
        """Out though the issue is no longer in force, or not yet signed for."""
        return to_recall(rows) if value == "to_recall" else rows.filter(status=PaperCopyStatus.ISSUED)
