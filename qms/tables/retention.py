"""Columns and filters of retention rules, of what is past its period, of disposals and of what they name."""

from typing import Any

import django_filters as filters
import django_tables2 as tables
from django import forms
from django.utils.translation import gettext_lazy as _

from qms.evidence_enums import DisposalStatus, DisposalVerdict
from qms.registry import registry
from qms.tables.filters import DayFilter, RegisterFilter, UnitFilter


def kind_choices() -> list[tuple[str, Any]]:
    """Kinds of records that are kept for a period."""
    return sorted(((label, kind.title) for label, kind in registry.retained_kinds.items()), key=lambda one: str(one[1]))


def kind_title(label: str) -> str:
    """What a kind is called."""
    kind = registry.retained_kinds.get(label)
    return str(kind.title) if kind else label


class RetentionTable(tables.Table):
    """What the list of rules shows and can be sorted by."""

    kind = tables.Column(verbose_name=_("Kind of record"))
    clause = tables.Column(verbose_name=_("Clause"), order_by=("clause__edition__year", "clause__position"))
    years = tables.Column(verbose_name=_("Kept"))
    counted_from = tables.Column(verbose_name=_("Counted from"))
    basis = tables.Column(verbose_name=_("By which document"))
    unit = tables.Column(verbose_name=_("Unit"), order_by=("unit__sort_key",))


class RetentionFilter(RegisterFilter):
    """By kind, by length, by unit."""

    kind = filters.ChoiceFilter(label=_("Kind of record"), choices=kind_choices)
    good = filters.ChoiceFilter(
        label=_("Kept"), choices=[("years", _("for years")), ("good", _("for good"))], method="kept"
    )
    unit = UnitFilter(field_name="unit_id")

    def kept(self, rows: Any, name: str, value: str) -> Any:
        """For a number of years, or for good."""
        return rows.filter(years=None) if value == "good" else rows.exclude(years=None)


class DueTable(tables.Table):
    """What the list of records past their period shows and can be sorted by."""

    pick = tables.Column(verbose_name=_("Chosen"), orderable=False, empty_values=())
    number = tables.Column(verbose_name=_("Number"), order_by=("kept_number", "id"))
    name = tables.Column(verbose_name=_("Title"), orderable=False)
    ended_day = tables.Column(verbose_name=_("Ended on"))
    kept_until = tables.Column(verbose_name=_("To be kept until"), orderable=False)
    rule = tables.Column(verbose_name=_("By which document"), orderable=False)


class DueFilter(RegisterFilter):
    """By unit and by the day on which they ended; holder and kind stay as chosen."""

    holder = filters.CharFilter(method="leave_to_register", widget=forms.HiddenInput)
    kind = filters.CharFilter(method="leave_to_register", widget=forms.HiddenInput)
    unit = UnitFilter(field_name="kept_unit")
    ended_from = DayFilter(label=_("Ended from"), field_name="ended_day", lookup_expr="gte")
    ended_to = DayFilter(label=_("Ended by"), field_name="ended_day", lookup_expr="lte")


class DisposalTable(tables.Table):
    """What the list of disposals shows and can be sorted by."""

    number = tables.Column(verbose_name=_("Number"))
    title = tables.Column(verbose_name=_("Title"))
    unit = tables.Column(verbose_name=_("Unit"), order_by=("unit__sort_key",))
    decision_number = tables.Column(verbose_name=_("Decision"))
    carried_out_at = tables.Column(verbose_name=_("Carried out at"))
    status = tables.Column(verbose_name=_("Status"))


class DisposalFilter(RegisterFilter):
    """By state, unit, day."""

    status = filters.ChoiceFilter(label=_("Status"), choices=DisposalStatus.choices)
    unit = UnitFilter(field_name="unit_id")
    approved_from = DayFilter(label=_("Approved from"), field_name="approved_on", lookup_expr="gte")
    approved_to = DayFilter(label=_("Approved by the day"), field_name="approved_on", lookup_expr="lte")


class DisposalItemTable(tables.Table):
    """What the list of a disposal's records shows and can be sorted by."""

    number = tables.Column(verbose_name=_("Number"))
    title = tables.Column(verbose_name=_("Title"))
    ended_on = tables.Column(verbose_name=_("Ended on"))
    kept_until = tables.Column(verbose_name=_("To be kept until"))
    verdict = tables.Column(verbose_name=_("Decided"))


class DisposalItemFilter(RegisterFilter):
    """By kind and by what is decided."""

    kind = filters.ChoiceFilter(label=_("Kind of record"), choices=kind_choices)
    verdict = filters.ChoiceFilter(label=_("Decided"), choices=DisposalVerdict.choices)
