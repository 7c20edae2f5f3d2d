"""Columns, order and filters of a transition's board. Rows are figures, not records, so they are sorted in memory."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import django_tables2 as tables
from django import forms
from django.utils.translation import gettext_lazy as _

from qms.enums import Obligation, TransitionGroup, UnitKind
from qms.folding import fold
from qms.transition.board import Line

SHOWN = [
    ("late", _("Late")),
    ("lost", _("With a lost proof")),
    ("behind", _("Behind their own plan")),
    ("complete", _("Complete")),
    ("open", _("Not complete")),
    ("silent", _("Without a forecast")),
]
EVERYBODY = [("", _("all"))]


class BoardTable(tables.Table):
    """What the board shows beside the steps, and can be sorted by."""

    name = tables.Column(verbose_name=_("QMS holder"))
    done = tables.Column(verbose_name=_("Proved"))
    forecast = tables.Column(verbose_name=_("Forecast"))
    left = tables.Column(verbose_name=_("Days left"))


class BoardFilter(forms.Form):
    """By words of the name, group, obligation, kind of unit and how it goes."""

    q = forms.CharField(label=_("Search"), required=False, max_length=200)
    show = forms.ChoiceField(label=_("Show"), choices=EVERYBODY + SHOWN, required=False)
    group = forms.ChoiceField(label=_("Group"), choices=EVERYBODY + list(TransitionGroup.choices), required=False)
    obligation = forms.ChoiceField(label=_("Obligation"), choices=EVERYBODY + list(Obligation.choices), required=False)
    kind = forms.ChoiceField(label=_("Kind of unit"), choices=EVERYBODY + list(UnitKind.choices), required=False)

    def narrowed(self, lines: Iterable[Line]) -> list[Line]:
        """The lines that all filters leave; what could not be read narrows nothing."""
        asked = self.cleaned_data if self.is_valid() or self.is_bound else {}
        for name in ("group", "obligation", "kind"):
            if asked.get(name):
                lines = [line for line in lines if getattr(line, name) == asked[name]]
        if asked.get("show"):
            lines = [line for line in lines if not line.exempt and STANDS[asked["show"]](line)]
        words = fold(asked.get("q") or "").split()[:8]
        if words:
            lines = [line for line in lines if all(word in fold(f"{line.code} {line.name}") for word in words)]
        return list(lines)


STANDS: dict[str, Callable[[Line], Any]] = {
    "late": lambda line: line.late,
    "lost": lambda line: line.lost,
    "behind": lambda line: line.behind,
    "complete": lambda line: line.completed_on,
    "open": lambda line: not line.completed_on,
    "silent": lambda line: not line.completed_on and line.forecast is None,
}

FAR = dt.date.max
ORDERS: dict[str, Callable[[Line], Any]] = {
    "name": lambda line: (),
    "done": lambda line: line.done,
    "forecast": lambda line: line.completed_on or line.forecast or FAR,
    "left": lambda line: line.last_day or FAR,
}


def in_order(lines: Iterable[Line], asked: Sequence[str]) -> list[Line]:
    """Lines by the asked columns, then by name in Vietnamese order."""
    ordered = sorted(lines, key=lambda line: (line.sort_key, line.key))
    for name in reversed(asked):
        column, down = name.removeprefix("-"), name.startswith("-")
        if column == "name":
            ordered.sort(key=lambda line: line.sort_key, reverse=down)
        else:
            ordered.sort(key=ORDERS[column], reverse=down)
    return ordered
