"""Forms of findings: recording, regrading, the unit's answer."""

from typing import Any

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inspections.enums import FindingAnswer, Grade
from inspections.finding_help import HINTS, grade_choices
from inspections.forms.choices import clauses_of
from inspections.models import Finding
from inspections.operations.inspection import inspected_units
from inspections.operations.joined_findings import joinable
from qms import clock
from qms.forms.fields import (
    MOST_DIGITS,
    DayField,
    FilesField,
    PersonChoice,
    SeveralChoice,
    TextField,
    UnitChoice,
    people_of,
)
from qms.forms.records import RecordForm
from qms.forms.steps import StepForm
from qms.models.organisation import Unit
from qms.models.standards import Clause


class FindingForm(RecordForm):
    """What was found, against which requirement, on which evidence."""

    clauses = SeveralChoice(
        queryset=Clause.objects.none(),
        label=gettext_lazy("Clauses"),
        required=False,
        help_text=gettext_lazy("On a computer hold Ctrl to choose several."),
    )
    files: Any = FilesField(label=gettext_lazy("Photos and files"), required=False)

    class Meta(RecordForm.Meta):
        model = Finding
        fields = ("unit", "grade", "statement", "requirement", "evidence", "recorded_on")
        field_classes = {"unit": UnitChoice}
        widgets = {"grade": forms.RadioSelect}

    field_order = ("unit", "grade", "statement", "requirement", "clauses", "evidence", "files", "recorded_on")

    def restrict(self) -> None:
        inspection = self.instance.inspection
        units = {unit.pk for unit in inspected_units(inspection)} | {self.instance.unit_id}
        self.fields["unit"].queryset = Unit.objects.filter(pk__in=[key for key in units if key])
        self.fields["grade"].choices = grade_choices()
        for name, hint in HINTS.items():
            self.fields[name].help_text = hint
        self.fields["clauses"].queryset = clauses_of(inspection)
        self.initial["recorded_on"] = self.instance.recorded_on or clock.today()
        if self.instance.pk:
            rows = self.instance.clause_references.filter(ended_at=None)
            self.initial["clauses"] = list(rows.values_list("clause_id", flat=True))
        elif self.instance.line_id:
            self.initial["clauses"] = [self.instance.line.clause_id]

    def typed(self) -> dict[str, Any]:
        """What stands in the form now, typed or told: unit, cited clauses and the three parts of the sentence."""
        units, clauses = self.fields["unit"].queryset, self.fields["clauses"].queryset
        keys = [key for key in self["clauses"].value() or () if str(key).isdecimal() and len(str(key)) <= MOST_DIGITS]
        unit = str(getattr(self["unit"].value(), "pk", self["unit"].value()) or "")
        known = unit.isdecimal() and len(unit) <= MOST_DIGITS and units.filter(pk=unit).exists()
        texts = {name: str(self[name].value() or "") for name in HINTS}
        return texts | {"unit_id": int(unit) if known else None, "clauses": list(clauses.filter(pk__in=keys)[:30])}

    def show_typed(self, data: Any) -> None:
        """Start with what was typed elsewhere, judging nothing yet: a look at the help is no attempt to save."""
        for name in self.fields:
            if name in data and name not in ("files", "version"):
                self.initial[name] = data.getlist(name) if name == "clauses" else data[name]
        if "look" in data and "clauses" not in data:
            self.initial["clauses"] = []

    def clean_recorded_on(self) -> Any:
        """Nothing is found tomorrow."""
        day = self.cleaned_data["recorded_on"]
        if day > clock.today():
            raise forms.ValidationError(
                _("%(day)s has not come yet. Give the day on which it was found."),
                params={"day": day.strftime("%d/%m/%Y")},
            )
        return day

    def clean(self) -> dict[str, Any]:
        """A nonconformity stands on a requirement and on evidence."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("grade") in Grade.nonconforming():
            for name in ("requirement", "evidence"):
                if name not in self.errors and not cleaned.get(name, "").strip():
                    self.add_error(name, _("A nonconformity needs its requirement and its evidence."))
        return cleaned


class RegradeForm(StepForm):
    """Another grade; the first one stays."""

    grade = forms.ChoiceField(label=gettext_lazy("Grade"), choices=grade_choices, widget=forms.RadioSelect)


class FindingChoice(forms.ModelChoiceField):
    """One finding, by its number and first words."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.number}: {Truncator(obj.statement).chars(90)}"


class JoinForm(StepForm):
    """Which finding it is answered together with."""

    to = FindingChoice(
        queryset=Finding.objects.none(), label=gettext_lazy("Answered together with"), widget=forms.RadioSelect,
        empty_label=None,
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = joinable(self.record)


class AnswerFindingForm(StepForm):
    """The unit's answer: an improvement with owner and day, or why it is not taken up."""

    answer_kind = forms.ChoiceField(
        label=gettext_lazy("Answer"), choices=FindingAnswer.choices, widget=forms.RadioSelect
    )
    answer_text = TextField(
        label=gettext_lazy("What will be done, or why it is not taken up"),
        help_text=gettext_lazy("What is not taken up comes back at the next inspection."),
    )
    owner = PersonChoice(label=gettext_lazy("Who does it"), required=False)
    due_on = DayField(label=gettext_lazy("By when"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = people_of(self.record.unit_id)
        self.fields["owner"].help_text = _("For an improvement action.")
        self.fields["due_on"].help_text = _("For an improvement action.")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("answer_kind") != FindingAnswer.IMPROVEMENT:
            return cleaned
        if "owner" not in self.errors and not cleaned.get("owner"):
            self.add_error("owner", _("Name who does the improvement."))
        day = cleaned.get("due_on")
        if "due_on" not in self.errors and not day:
            self.add_error("due_on", _("Say by when."))
        elif day and day < clock.today():
            words = {"day": day.strftime("%d/%m/%Y")}
            self.add_error("due_on", _("%(day)s is past. Give today or a later day.") % words)
        return cleaned
