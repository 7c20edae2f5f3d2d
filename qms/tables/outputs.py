"""Columns and filters of the registers of nonconforming outputs and of monthly figures."""

import datetime as dt
import re
from typing import Any

import django_filters as filters
import django_tables2 as tables
from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from qms import clock
from qms.models.documents import Document
from qms.models.outputs import NonconformingOutput, ProcedureFigure
from qms.output_workflow import OPEN
from qms.performance_enums import OutputKind, OutputStatus
from qms.tables.filters import DayFilter, RegisterFilter, UnitFilter
from qms.tables.risks import day_shown

SHOWN = [
    ("open", _("Not closed yet")),
    ("undecided", _("Waiting for a decision")),
    ("late", _("New date passed")),
    ("repeated", _("Repeated within 90 days")),
]
EARLIEST = 1990  # a year that figures may be of
MONTHS = {f"{one:{width}}" for one in range(1, 13) for width in ("d", "02d")}
FLAGS = [("silent", _("Declared online, no online dossier")), ("late", _("With late dossiers"))]


class OutputTable(tables.Table):
    """What the register shows and can be sorted by."""

    number = tables.Column(verbose_name=_("Number"))
    dossier = tables.Column(verbose_name=_("Dossier"))
    unit = tables.Column(verbose_name=_("Unit"), order_by=("unit__sort_key",))
    found_on = tables.Column(verbose_name=_("Found on"))
    decision = tables.Column(verbose_name=_("What is done"), orderable=False)
    new_due_on = tables.Column(verbose_name=_("New date"))
    status = tables.Column(verbose_name=_("Status"))


def named_procedures(model: Any) -> Any:
    """Procedures that records of the model within reach name."""

    def asked(request: Any) -> Any:
        if request is None:
            return Document.objects.none()
        seen = model.objects.visible_to(request.user).filter(document__isnull=False)
        return Document.objects.filter(pk__in=seen.order_by().values("document")).order_by("number")

    return asked


class OutputFilter(RegisterFilter):
    """By state, kind, unit, procedure, days; what waits, what is late, what repeats."""

    show = filters.ChoiceFilter(label=_("Show"), choices=SHOWN, method="shown", empty_label=_("all"))
    kind = filters.ChoiceFilter(label=_("Kind"), choices=OutputKind.choices)
    status = filters.ChoiceFilter(label=_("Status"), choices=OutputStatus.choices)
    unit = UnitFilter(field_name="unit_id")
    document = filters.ModelChoiceFilter(label=_("Procedure"), queryset=named_procedures(NonconformingOutput))
    found_from = DayFilter(label=_("Found from"), field_name="found_on", lookup_expr="gte")
    found_to = DayFilter(label=_("Found to"), field_name="found_on", lookup_expr="lte")

    def shown(self, rows: Any, name: str, value: str) -> Any:
        """What is still open, waits for a decision, is past its new date, or repeats."""
        day = day_shown(self.request) or clock.today()
        if value == "repeated":
            from qms.output_repeats import repeated_now  # noqa: PLC0415 - asked for here only

            pairs = repeated_now()
            found = Q(pk__in=[])
            for one in pairs:
                found |= Q(document_id=one["document_id"], unit_id=one["unit_id"])
            return rows.filter(found).exclude(status=OutputStatus.WITHDRAWN)
        rows = rows.filter(status__in=OPEN)
        if value == "undecided":
            return rows.filter(status=OutputStatus.RECORDED)
        return rows.filter(new_due_on__lt=day) if value == "late" else rows


class FigureTable(tables.Table):
    """What the list of monthly figures shows and can be sorted by."""

    document = tables.Column(verbose_name=_("Procedure"), order_by=("document__number",))
    unit = tables.Column(verbose_name=_("Unit"), order_by=("unit__sort_key",))
    month = tables.Column(verbose_name=_("Month"))
    received = tables.Column(verbose_name=_("Received"))
    done = tables.Column(verbose_name=_("Early, on time, late"), orderable=False)
    rate = tables.Column(verbose_name=_("On time"), order_by=("on_time_share",))
    online = tables.Column(verbose_name=_("Online at level 3, 4"), order_by=("online_4", "online_3"))
    by_post = tables.Column(verbose_name=_("By post"))
    complaints = tables.Column(verbose_name=_("Complaints"))
    days = tables.Column(verbose_name=_("Days to publication"), orderable=False)


class MonthField(forms.CharField):
    """A month: 06/2020 or 2020-06, a day of it too; always its first day."""

    widget = forms.TextInput(attrs={"placeholder": "mm/yyyy", "inputmode": "numeric", "autocomplete": "off"})

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 10)
        super().__init__(**kwargs)

    def clean(self, value: Any) -> dt.date | None:
        text = super().clean(value)
        if not text:
            return None
        found = read_month(text)
        if found is None:
            raise forms.ValidationError(_("“%(text)s” is no month. Write it as 06/2020."), params={"text": text})
        return found

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%m/%Y}" if isinstance(value, dt.date) else value


def read_month(text: str) -> dt.date | None:
    """The first day of a month written as 06/2020, 2020-06 or a day of it."""
    words = text.strip()
    met = re.fullmatch(r"(?:\d{1,2}/)?(?P<month>\d{1,2})/(?P<year>\d{4})", words) or re.fullmatch(
        r"(?P<year>\d{4})-(?P<month>\d{1,2})(?:-\d{1,2})?", words
    )
    if met is None or met["month"] not in MONTHS or int(met["year"]) < EARLIEST:
        return None
    return dt.date(int(met["year"]), int(met["month"]), 1)


class MonthFilter(filters.Filter):
    """A month as one writes it."""

    field_class = MonthField


class FigureFilter(RegisterFilter):
    """By unit, procedure, months; what is declared online and never is, what was late."""

    show = filters.ChoiceFilter(label=_("Show"), choices=FLAGS, method="shown", empty_label=_("all"))
    unit = UnitFilter(field_name="unit_id")
    document = filters.ModelChoiceFilter(label=_("Procedure"), queryset=named_procedures(ProcedureFigure))
    month_from = MonthFilter(label=_("From month"), field_name="month", lookup_expr="gte")
    month_to = MonthFilter(label=_("To month"), field_name="month", lookup_expr="lte")

    def shown(self, rows: Any, name: str, value: str) -> Any:
        """Late ones, or those declared online with nothing online."""
        if value == "late":
            return rows.filter(late__gt=0)
        return rows.filter(declared__in=("3", "4"), online_3=0, online_4=0, received__gt=0)
