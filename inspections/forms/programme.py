"""Forms of programmes: the head, and one visit."""

from typing import Any

from django import forms
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from inspections.enums import InspectionKind
from inspections.forms.choices import editions, inspectable_units, inspectors_of, sending_units, unit_fault
from inspections.models import Programme, ProgrammeLine
from qms import clock
from qms.enums import Role
from qms.forms.fields import PersonChoice, UnitChoice
from qms.forms.records import RecordForm


class ProgrammeForm(RecordForm):
    """A new programme."""

    class Meta(RecordForm.Meta):
        model = Programme
        fields = ("unit", "year", "kind", "title", "edition", "basis")
        field_classes = {"unit": UnitChoice}

    def restrict(self) -> None:
        units = sending_units(self.user, Role.OFFICER)
        self.fields["unit"].queryset = units
        self.fields["unit"].label = _("Unit that runs it")
        self.fields["edition"].queryset = editions()
        self.initial["year"] = self.initial.get("year") or clock.today().year
        listed = list(units[:2])
        if len(listed) == 1:
            self.initial["unit"] = listed[0].pk


class ProgrammeHeadForm(RecordForm):
    """The head of a programme that stands: its number keeps unit, year and kind."""

    class Meta(RecordForm.Meta):
        model = Programme
        fields = ("title", "edition", "basis")

    def restrict(self) -> None:
        self.fields["edition"].queryset = editions()


def month_choices() -> list[tuple[int, Any]]:
    """The twelve months by name, with their numbers."""
    return [(number, f"{number:02d} - {name}") for number, name in MONTHS.items()]


class VisitForm(RecordForm):
    """One visit: a unit in a month."""

    month = forms.TypedChoiceField(label=_("Month"), coerce=int, choices=month_choices)

    class Meta(RecordForm.Meta):
        model = ProgrammeLine
        fields = ("unit", "month", "scope", "lead", "note")
        field_classes = {"unit": UnitChoice, "lead": PersonChoice}

    def restrict(self) -> None:
        programme = self.instance.programme
        self.fields["unit"].queryset = inspectable_units([programme.unit_id])
        superior = programme.kind == InspectionKind.SUPERIOR
        self.fields["lead"].queryset = inspectors_of([programme.unit_id], also_below=superior)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        programme = self.instance.programme
        if cleaned.get("unit"):
            fault = unit_fault(programme.kind, programme.unit, cleaned["unit"])
            if fault:
                self.add_error("unit", fault)
        return cleaned
