"""Columns and filters of the list of change requests."""

from typing import Any

import django_filters as filters
import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from qms import clock
from qms.enums import ChangeKind
from qms.enums import ChangeRequestStatus as C
from qms.models.documents import Document
from qms.tables.filters import RegisterFilter, UnitFilter

OPEN = (C.ASKED, C.ENDORSED, C.TAKEN_UP)
SHOW = [("open", _("Open")), ("late", _("Open past the day it was wanted by")), ("mine", _("Asked by me"))]


class ChangeRequestTable(tables.Table):
    """What the list shows and can be sorted by."""

    number = tables.Column(verbose_name=_("Number"))
    title = tables.Column(verbose_name=_("What is asked for"), orderable=False)
    kind = tables.Column(verbose_name=_("Asks for"))
    document = tables.Column(verbose_name=_("Document"), order_by=("document__number",))
    unit = tables.Column(verbose_name=_("Unit"), order_by=("unit__sort_key",))
    wanted_on = tables.Column(verbose_name=_("Wanted by"))
    status = tables.Column(verbose_name=_("Status"))


class ChangeRequestFilter(RegisterFilter):
    """By state, kind, unit that asks and document; open, late, or one's own."""

    show = filters.ChoiceFilter(label=_("Show"), choices=SHOW, method="shown", empty_label=_("all"))
    status = filters.ChoiceFilter(label=_("Status"), choices=C.choices)
    kind = filters.ChoiceFilter(label=_("Asks for"), choices=ChangeKind.choices)
    unit = UnitFilter(field_name="unit_id")
    document = filters.CharFilter(
        label=_("Document"), method="of_document", max_length=100, help_text=_("Its number, or words of its title.")
    )

    def shown(self, rows: Any, name: str, value: str) -> Any:
        """Open, open and late, or asked by the person."""
        if value == "mine":
            return rows.filter(asked_by_id=self.user.pk)
        rows = rows.filter(status__in=OPEN)
        return rows.filter(wanted_on__lt=clock.today()) if value == "late" else rows

    def of_document(self, rows: Any, name: str, value: str) -> Any:
        """Requests about documents that the words find."""
        return rows.filter(document_id__in=Document.objects.search(value).values("pk"))
