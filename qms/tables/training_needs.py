"""Filters, columns and order of the needs of training and of people by editions: figures, narrowed in memory."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import django_tables2 as tables
from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qms.folding import fold
from qms.forms.fields import UnitChoice
from qms.models.standards import Edition
from qms.reporting_enums import TrainingReason
from qms.tables.trainings import STATES, held_editions

EVERYTHING = ("", _("all"))
NEEDING = (TrainingReason.ISSUE, TrainingReason.EDITION, TrainingReason.EXPIRY)
WITHOUT = "without"
ORDERS = [("", _("Why")), ("most", _("Most people first")), ("title", pgettext_lazy("of a training", "Subject"))]
FAR = dt.date.max


class AskedUnit(forms.Form):
    """Words and a unit among those one may ask for; what cannot be read narrows nothing."""

    fields: Any  # by name
    q = forms.CharField(label=_("Search"), required=False, max_length=200)
    unit = UnitChoice(label=_("Unit"), required=False, empty_label=_("one’s own"))

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = self.units = units
        self.is_valid()

    def unit_for(self, user: Any) -> Any:
        """The unit asked for, else the person's own, else the first of them."""
        own = self.units.filter(pk__in=user.authority.all_units)
        return self.cleaned_data.get("unit") or own.first() or self.units.first()

    def unread(self) -> list[str]:
        """Labels of the filters that could not be read."""
        return [str(self.fields[name].label) for name in self.errors]

    def words(self) -> list[str]:
        """What is searched, without accents."""
        return fold(self.cleaned_data.get("q") or "").split()[:8]

    def has(self, text: str) -> bool:
        """Whether a text holds every word."""
        folded = fold(text)
        return all(word in folded for word in self.words())

    def said(self, unit: Any) -> list[str]:
        """Each filter in words, the unit always: for provenance and print."""
        found = [f"{self.fields['unit'].label}: {unit}"] if unit else []
        for name, value in self.cleaned_data.items():
            if name != "unit" and value not in (None, ""):
                shown = dict(getattr(self.fields[name], "choices", ())).get(value, value)
                found.append(f"{self.fields[name].label}: {shown}")
        return found


class NeedFilter(AskedUnit):
    """By words of subject or person, unit, why, and whether a training is planned."""

    reason = forms.ChoiceField(
        label=_("Why"), required=False, choices=[EVERYTHING, *((one.value, one.label) for one in NEEDING)]
    )
    show = forms.ChoiceField(
        label=_("Show"), required=False,
        choices=[EVERYTHING, ("open", _("Nothing planned yet")), ("planned", _("Planned"))],
    )  # fmt: skip
    sort = forms.ChoiceField(label=_("Sorted by"), required=False, choices=ORDERS)

    def narrowed(self, needs: Iterable[Any]) -> list[Any]:
        """Needs that the filters leave, in the order asked for. Words find a need, with all whom a plan would name."""
        found = []
        for need in needs:
            if not self.has(" ".join([need.title, need.why, *(f"{one} {one.username}" for one in need.people)])):
                continue
            if self.cleaned_data.get("show"):
                wanted = self.cleaned_data["show"] == "planned"
                need.people = [one for one in need.people if (one.pk in need.planned) == wanted]
            if need.people:
                found.append(need)
        orders: dict[str, Callable[[Any], Any]] = {
            "most": lambda need: -len(need.people), "title": lambda need: fold(need.title),
        }  # fmt: skip
        order = orders.get(self.cleaned_data.get("sort") or "")
        return sorted(found, key=order) if order else found


class EditionChoice(forms.ModelChoiceField):
    """An edition by its code."""

    def label_from_instance(self, obj: Edition) -> str:
        return str(obj.code)


class MatrixFilter(AskedUnit):
    """By words of name, account or position, unit, edition, and how a competence stands."""

    edition = EditionChoice(label=_("Edition"), required=False, queryset=Edition.objects.none(), empty_label=_("all"))
    state = forms.ChoiceField(
        label=_("Status"), required=False, choices=[EVERYTHING, *STATES.items(), (WITHOUT, _("None that is valid"))]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.base_fields["edition"].queryset = held_editions(None)  # type: ignore[attr-defined]
        super().__init__(*args, **kwargs)

    def keeps(self, line: dict[str, Any]) -> bool:
        """Whether a person's line fits."""
        person, edition, state = line["person"], self.cleaned_data.get("edition"), self.cleaned_data.get("state")
        if not self.has(f"{person} {person.username} {person.position}"):
            return False
        cells = [one["cell"] for one in line["cells"] if one["cell"] and _counts(one["cell"]["row"], edition)]
        if state == WITHOUT:
            return all(one["state"] not in ("valid", "expiring") for one in cells)
        if state:
            return any(one["state"] == state for one in cells)
        return bool(cells) or not edition


def _counts(row: Any, edition: Edition | None) -> bool:
    """A competence in every edition of a standard counts for each of them."""
    if edition is None:
        return True
    return row.edition_id == edition.pk or (row.edition_id is None and row.standard_id == edition.standard_id)


def matrix_columns(heads: Sequence[str], asked: Sequence[str]) -> Any:
    """The head of the matrix: the person, then each edition; each sorts by until when it is held."""
    editions = [(f"held{place}", tables.Column(verbose_name=head)) for place, head in enumerate(heads)]
    person = ("person", tables.Column(verbose_name=pgettext_lazy("in a list", "Person")))
    names = tuple(name for name, _column in (person, *editions))
    table = tables.Table([], extra_columns=[person, *editions], sequence=names, order_by_field="sort", orderable=True)
    table.order_by = asked
    return table.columns


def matrix_order(lines: list[dict[str, Any]], asked: Sequence[str]) -> list[dict[str, Any]]:
    """The lines as asked; they come by name. Who does not hold an edition stands after all who do."""
    for name in reversed(asked):
        column, down = name.removeprefix("-"), name.startswith("-")
        if column == "person":
            lines = sorted(lines, key=lambda line: (line["person"].sort_key, line["person"].pk), reverse=down)
        else:
            lines = _by_end(lines, int(column.removeprefix("held")), down)
    return lines


def _by_end(lines: list[dict[str, Any]], place: int, down: bool) -> list[dict[str, Any]]:
    holding = [line for line in lines if line["cells"][place]["cell"]]
    others = [line for line in lines if not line["cells"][place]["cell"]]
    return sorted(holding, key=lambda line: line["cells"][place]["cell"]["row"].valid_to or FAR, reverse=down) + others
