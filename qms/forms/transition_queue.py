"""Forms of the queue of clauses: what is listed, and one decision."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from qms.enums import MoveGroup
from qms.forms.fields import TextField
from qms.models.organisation import Unit
from qms.models.standards import Clause
from qms.registry import registry
from qms.transition.queue_items import Item
from qms.transition.table import Table

SHOW = [
    ("", _("waiting for a decision")),
    ("decided", _("decided")),
    ("ready", _("to be carried over")),
    ("all", _("all")),
]
NUMBERS = re.compile(r"[\s,;]+")


class QueueFilter(forms.Form):
    """For which unit, which kinds of record and which groups."""

    unit = forms.ChoiceField(label=_("For"), required=False)
    show = forms.ChoiceField(label=_("Show"), choices=SHOW, required=False)
    kind = forms.ChoiceField(label=_("Kind of record"), required=False)
    group = forms.ChoiceField(label=_("Group"), required=False)

    def __init__(self, data: Any, *, units: Sequence[Unit], unit: Unit | None) -> None:
        chosen = {name: data.get(name, "") for name in ("show", "kind", "group")}
        super().__init__(chosen | {"unit": str(unit.uid) if unit else ""})
        self.fields["unit"].choices = [(str(one.uid), f"{one.code} - {one}") for one in units]  # type: ignore[attr-defined]
        kinds = [(label, kind.title) for label, kind in registry.moving_kinds.items()]
        self.fields["kind"].choices = [("", gettext("all")), *kinds]  # type: ignore[attr-defined]
        self.fields["group"].choices = [("", gettext("all")), *MoveGroup.choices]  # type: ignore[attr-defined]

    def chosen(self) -> dict[str, str]:
        """What can be read of the choices; the rest is passed over."""
        self.is_valid()
        return {name: str(self.cleaned_data.get(name) or "") for name in ("show", "kind", "group")}

    def narrow(self, items: Sequence[Item]) -> list[Item]:
        """The items that are asked for."""
        chosen = self.chosen()
        found = [one for one in items if chosen["kind"] in ("", one.kind)]
        found = [one for one in found if chosen["group"] in ("", one.passage.group)]
        wanted = {
            "": lambda one: one.asks,
            "decided": lambda one: one.decisions,
            "ready": lambda one: one.ready,
            "all": lambda one: True,
        }[chosen["show"]]
        return [one for one in found if wanted(one)]


class DecideForm(forms.Form):
    """Which clauses of the new edition are cited too, for whom, and why."""

    fields: Any

    targets = forms.MultipleChoiceField(label=_("Also cites"), required=False, widget=forms.CheckboxSelectMultiple)
    further = forms.CharField(
        label=_("Further clauses, by number"), required=False, max_length=300, help_text=_("Such as 7.5.1, 8.4.")
    )
    none = forms.BooleanField(label=_("No clause of the new edition is cited"), required=False)
    unit = forms.ChoiceField(label=_("For"))
    reach = forms.ChoiceField(label=_("For which records"), widget=forms.RadioSelect)
    reason = TextField(
        label=_("Reason"),
        rows=2,
        max_length=4000,
        required=False,
        help_text=_("Needed where it differs from the table, or from what a unit above decided."),
    )

    def __init__(self, *args: Any, item: Item, table: Table, units: Sequence[Unit], **kwargs: Any) -> None:
        self.item, self.table, self.units = item, table, units
        super().__init__(*args, **kwargs)
        self.offered = offered(item)
        self.fields["targets"].choices = [(str(one.pk), str(one)) for one in self.offered]
        self.fields["unit"].choices = [(str(one.uid), f"{one.code} - {one}") for one in units]
        self.fields["reach"].choices = reaches(item)
        self._begin()

    def _begin(self) -> None:
        standing = next((case.targets for case in self.item.cases if case.decision is not None), None)
        wanted = self.item.passage.targets if standing is None else standing or ()
        self.initial["targets"] = [str(one.pk) for one in wanted]
        self.initial["none"] = not wanted
        self.initial["reach"] = self.fields["reach"].choices[0][0]

    def clean_further(self) -> list[Clause]:
        """Numbers of the new edition; an unknown one is named."""
        numbers = [one for one in NUMBERS.split(self.cleaned_data["further"].strip()) if one]
        by_number = {one.number: one for one in self.table.new.values()}
        unknown = [one for one in numbers if one not in by_number]
        if unknown:
            text = _("%(numbers)s: no clause of the new edition.")
            raise forms.ValidationError(text, params={"numbers": ", ".join(unknown)})
        return [by_number[one] for one in numbers]

    def clean(self) -> dict[str, Any]:
        """Some clauses, or said that there are none."""
        cleaned = super().clean() or self.cleaned_data
        named = cleaned.get("targets") or cleaned.get("further")
        if named and cleaned.get("none"):
            self.add_error("none", _("Clauses are chosen above: take this tick or those away."))
        elif not named and not cleaned.get("none") and not self.errors:
            self.add_error("none", _("Choose at least one clause, or tick that none is cited."))
        return cleaned

    def chosen(self) -> list[Clause]:
        """The new clauses, in their order."""
        picked = [self.table.new[int(key)] for key in self.cleaned_data["targets"]]
        return sorted({*picked, *self.cleaned_data["further"]}, key=lambda one: one.position)

    def scope(self) -> dict[str, Any]:
        """For which records it holds, as the draft of a decision takes it."""
        reach = self.cleaned_data["reach"]
        if reach == "record":
            return {"kind": self.item.kind, "record_id": self.item.record_id}
        return {
            "part": {"kind": self.item.kind, "part": self.item.part},
            "kind": {"kind": self.item.kind},
            "all": {},
        }[reach]

    def chosen_unit(self) -> Unit:
        """The unit for which it holds, with every holder below."""
        return next(one for one in self.units if str(one.uid) == self.cleaned_data["unit"])


def offered(item: Item) -> list[Clause]:
    """The clauses to tick: what the table names, and what is decided now."""
    decided = [clause for case in item.cases for clause in case.targets or ()]
    named = {one.pk: one for one in (*item.passage.targets, *decided)}
    return sorted(named.values(), key=lambda one: one.position)


def reaches(item: Item) -> list[tuple[str, str]]:
    """For which records a decision may hold, the most particular first."""
    if item.record_id is not None:
        return [("record", gettext("%(record)s alone") % {"record": item.record_number})]
    kind = str(item.kind_title)
    found = [("kind", gettext("%(kind)s, all of them") % {"kind": kind}), ("all", gettext("all kinds of records"))]
    if item.part:
        found.insert(0, ("part", f"{kind}: {item.part_title}"))
    return found


def choices_said(clauses: Sequence[Clause]) -> str:
    """Clauses by number, or that there is none."""
    return ", ".join(one.number for one in clauses) or gettext("none")
