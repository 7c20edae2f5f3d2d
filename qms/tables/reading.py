"""Columns and filters of the lists of what is to be read."""

from typing import Any

import django_filters as filters
import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from qms.enums import DocumentKind, Role
from qms.policy import Text
from qms.tables.filters import RegisterFilter, UnitFilter

STATES = {"todo": _("To read"), "overdue": _("Overdue"), "done": _("Read and understood")}


class MyReadingTable(tables.Table):
    """What a person must read."""

    number = tables.Column(verbose_name=_("Number"))
    title = tables.Column(verbose_name=_("Title"))
    issue = tables.Column(verbose_name=_("Issue"), orderable=False)
    due_on = tables.Column(verbose_name=_("Due"))
    confirmed_on = tables.Column(verbose_name=_("Confirmed on"))
    state = tables.Column(verbose_name=_("Status"), orderable=False)


class ReadersTable(tables.Table):
    """Who must read one document."""

    person = tables.Column(verbose_name=_("Person"))
    unit = tables.Column(verbose_name=_("Unit"))
    due_on = tables.Column(verbose_name=_("Due"))
    confirmed_on = tables.Column(verbose_name=_("Confirmed on"))
    state = tables.Column(verbose_name=_("Status"), orderable=False)


class FollowedTable(tables.Table):
    """Who must read what, in one's units."""

    person = tables.Column(verbose_name=_("Person"))
    number = tables.Column(verbose_name=_("Document"))
    unit = tables.Column(verbose_name=_("Unit"))
    due_on = tables.Column(verbose_name=_("Due"))
    confirmed_on = tables.Column(verbose_name=_("Confirmed on"))
    state = tables.Column(verbose_name=_("Status"), orderable=False)


def by_state(usual: Text, *further: tuple[str, Text]) -> filters.ChoiceFilter:
    """By state; `usual` says what an untouched filter shows."""
    return filters.ChoiceFilter(label=_("Status"), choices=further, empty_label=usual, method="leave")


ALL = ("all", _("All"))


class StateFilter(RegisterFilter):
    """By state; `usual` is the state that an untouched filter shows."""

    usual = ""

    def leave(self, rows: Any, name: str, value: Any) -> Any:
        """Narrowed once, below."""
        return rows

    def filter_queryset(self, queryset: Any) -> Any:
        """The rows are no queryset, but narrow as one."""
        for name, value in self.form.cleaned_data.items():
            queryset = self.filters[name].filter(queryset, value)
        asked = self.form.cleaned_data.get("state") or self.usual
        return queryset if asked == "all" else queryset.in_state(asked)


class MyReadingFilter(StateFilter):
    """What is still to be read, unless asked for more."""

    usual = "open"
    state = by_state(_("Still to read"), *STATES.items(), ALL)
    kind = filters.ChoiceFilter(label=_("Kind"), field_name="document_kind", choices=DocumentKind.choices)


class ReadersFilter(StateFilter):
    """By unit and by the role by which they must read."""

    state = by_state(_("All"), *STATES.items())
    unit = UnitFilter(field_name="unit_id")
    role = filters.ChoiceFilter(label=_("Role"), field_name="audience_role", choices=Role.choices)


class FollowedFilter(ReadersFilter):
    """What is overdue, unless asked for more; of one document by its number."""

    usual = "overdue"
    state = by_state(_("Overdue"), ("todo", STATES["todo"]), ("done", STATES["done"]), ALL)
    document = filters.CharFilter(
        label=_("Document"), field_name="document_number", lookup_expr="iexact", max_length=40,
        help_text=_("Its number, such as QT-31."),
    )  # fmt: skip
