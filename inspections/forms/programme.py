"""Forms of programmes: the head, and one visit."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from inspections.enums import InspectionKind
from inspections.forms.choices import editions, inspectable_units, inspectors_of, sending_units, unit_fault
from inspections.forms.cited_clauses import find_clauses
from inspections.models import Programme, ProgrammeLine
from qms import clock
from qms.enums import Role
from qms.forms.fields import PersonChoice, UnitChoice
from qms.forms.records import RecordForm


class CycleForm(RecordForm):
    """The years of the cycle may be left as they are."""

    def restrict(self) -> None:
        self.fields["cycle_years"].required = False
        self.fields["edition"].queryset = editions()

    def clean_cycle_years(self) -> int:
        """What was there before where nothing is typed."""
        return self.cleaned_data.get("cycle_years") or self.instance.cycle_years


class ProgrammeForm(CycleForm):
    """A new programme."""

    class Meta(RecordForm.Meta):
        model = Programme
        fields = ("unit", "year", "kind", "title", "edition", "basis", "cycle_years")
        field_classes = {"unit": UnitChoice}

    def restrict(self) -> None:
        super().restrict()
        units = sending_units(self.user, Role.OFFICER)
        self.fields["unit"].queryset = units
        self.fields["unit"].label = _("Unit that runs it")
        self.initial["year"] = self.initial.get("year") or clock.today().year
        listed = list(units[:2])
        if len(listed) == 1:
            self.initial["unit"] = listed[0].pk


class ProgrammeHeadForm(CycleForm):
    """The head of a programme that stands: its number keeps unit, year and kind."""

    class Meta(RecordForm.Meta):
        model = Programme
        fields = ("title", "edition", "basis", "cycle_years")


def month_choices() -> list[tuple[int, Any]]:
    """The twelve months by name, with their numbers."""
    return [(number, f"{number:02d} - {name}") for number, name in MONTHS.items()]


def clauses_field() -> forms.CharField:
    """Numbers of clauses, as they are typed."""
    return forms.CharField(
        label=_("Clauses"),
        required=False,
        max_length=400,
        help_text=_("Numbers with commas between them, such as 7.5, 8. A clause stands for all below it."),
    )


def clauses_typed(form: Any, edition: Any) -> list[Any]:
    """The clauses of a form's field, in the programme's edition. Raises ValidationError naming what is none."""
    return find_clauses(edition, form.cleaned_data.get("clauses") or "")


class VisitForm(RecordForm):
    """One visit: a unit in a month, and which clauses it means to cover."""

    month = forms.TypedChoiceField(label=_("Month"), coerce=int, choices=month_choices)
    clauses = clauses_field()
    field_order = ("unit", "month", "clauses", "scope", "lead", "note")

    class Meta(RecordForm.Meta):
        model = ProgrammeLine
        fields = ("unit", "month", "scope", "lead", "note")
        field_classes = {"unit": UnitChoice, "lead": PersonChoice}

    def restrict(self) -> None:
        programme = self.instance.programme
        self.fields["unit"].queryset = inspectable_units([programme.unit_id])
        self.fields["lead"].queryset = leads_for(programme)
        if self.instance.pk:
            standing = self.instance.clause_references.filter(ended_at=None).exclude(clause=None)
            standing = standing.exclude(Q(run__isnull=False) & ~Q(clause__edition=programme.edition_id))
            numbers = standing.order_by("clause__position").values_list("clause__number", flat=True)
            self.initial["clauses"] = ", ".join(numbers)

    def clean_clauses(self) -> list[Any]:
        """The clauses themselves."""
        return clauses_typed(self, self.instance.programme.edition)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        programme = self.instance.programme
        if cleaned.get("unit"):
            fault = unit_fault(programme.kind, programme.unit, cleaned["unit"])
            if fault:
                self.add_error("unit", fault)
        return cleaned


def leads_for(programme: Programme) -> Any:
    """Who may lead visits of the programme."""
    return inspectors_of([programme.unit_id], also_below=programme.kind == InspectionKind.SUPERIOR)
