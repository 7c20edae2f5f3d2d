"""Filters of the page over all units by quarters."""

from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from qms.consolidating.board import Column, Line
from qms.consolidating.states import Standing
from qms.enums import UnitKind
from qms.folding import fold

ALL_YEARS = "all"
SELECTED = " selected"
USUAL = 2  # years that are shown where none is asked for
EVERYBODY = [("", _("all"))]
KINDS = [
    ("central", _("Central units (every quarter)")),
    ("provincial", _("Departments of provinces (every six months)")),
]
SHOWN = [
    ("missing", _("Only with a missing report")),
    ("late", _("Only with a late report")),
    ("returned", _("Only with a returned report")),
]


class DrawnSelect(forms.Select):
    """A choice drawn without a template for each of its options: lines and years are many."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> Any:
        """The control with its options."""
        chosen = set(self.format_value(value))
        options = "".join(
            f'<option value="{escape(str(key))}"{SELECTED if str(key) in chosen else ""}>{escape(str(label))}</option>'
            for key, label in self.choices
        )
        given = flatatt(self.build_attrs(self.attrs, attrs))
        return mark_safe(f'<select name="{escape(name)}"{given}>{options}</select>')  # noqa: S308 - escaped


class ReportsBoardFilter(forms.Form):
    """By words of the name, kind of unit, year, what is missing; and the line that is followed through time."""

    q = forms.CharField(label=_("Search"), required=False, max_length=200)
    kind = forms.ChoiceField(label=_("Kind of unit"), required=False, widget=DrawnSelect)
    year = forms.ChoiceField(label=_("Year"), required=False, widget=DrawnSelect)
    show = forms.ChoiceField(label=_("Show"), choices=EVERYBODY + SHOWN, required=False, widget=DrawnSelect)
    line = forms.ChoiceField(label=_("Followed through time"), required=False, widget=DrawnSelect)

    def __init__(self, data: Any, *, columns: Sequence[Column], lines: Sequence[tuple[str, str]]) -> None:
        super().__init__(data)
        years = sorted({column.quarter.year for column in columns}, reverse=True)
        usual = [("", _("the last two years")), (ALL_YEARS, _("all"))]
        self.fields["year"].choices = usual + [(str(year), str(year)) for year in years]  # type: ignore[attr-defined]
        self.fields["kind"].choices = EVERYBODY + KINDS + list(UnitKind.choices)  # type: ignore[attr-defined]
        self.fields["line"].choices = [("", "---------"), *lines]  # type: ignore[attr-defined]

    def asked(self, name: str) -> str:
        """What was asked for; what cannot be read asks for nothing."""
        self.is_valid()
        return str(self.cleaned_data.get(name) or "")

    def columns(self, columns: Sequence[Column]) -> list[Column]:
        """The quarters of the year, or of the last two."""
        year = self.asked("year")
        if year == ALL_YEARS or not columns:
            return list(columns)
        newest = columns[-1].quarter.year
        years = {int(year)} if year else set(range(newest - USUAL + 1, newest + 1))
        return [column for column in columns if column.quarter.year in years]

    def of_units(self, lines: Iterable[Line]) -> list[Line]:
        """The lines that words and kind of unit leave."""
        kind, words = self.asked("kind"), fold(self.asked("q")).split()[:8]
        found = list(lines)
        if kind in dict(KINDS):
            found = [one for one in found if (one.holder.kind == UnitKind.PROVINCIAL) == (kind == "provincial")]
        elif kind:
            found = [one for one in found if one.holder.kind == kind]
        if words:
            found = [
                one for one in found if all(word in fold(f"{one.holder.code} {one.holder.name}") for word in words)
            ]
        return found

    def shown(self, lines: Iterable[Line]) -> list[Line]:
        """Of these the ones with something missing, late or returned, where that is asked for."""
        asked = self.asked("show")
        return [line for line in lines if not asked or any(_is(cell, asked) for cell in line.cells)]


def _is(cell: Any, asked: str) -> bool:
    if cell.judged is None:
        return False
    if asked == "late":
        return bool(cell.judged.late and cell.judged.state != Standing.MISSING)
    return bool(cell.judged.state == asked)
