"""Forms of measurements: one period, from the records, a correction, and several objectives in one table."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qms import clock
from qms.forms.fields import DayField, FilesField, TextField
from qms.forms.objectives import FigureField
from qms.forms.steps import StepForm
from qms.measured_queries import QUERIES
from qms.models.objectives import Measurement
from qms.objective_periods import period_coded, periods_of
from qms.operations.measurements import Figure
from qms.performance_enums import MeasuredBy


def open_periods(objective: Any) -> list[tuple[str, str]]:
    """Periods that have begun and have no figure yet, the oldest first: code and name."""
    rows = Measurement.objects.filter(objective_id=objective.pk, ended_at=None)
    done = set(rows.values_list("period_to", flat=True))
    begun = [one for one in periods_of(objective) if one.begins <= clock.today() and one.ends not in done]
    return [(one.code, one.label) for one in begun]


def clean_as_of(form: Any) -> None:
    """Nothing is counted as of a day to come."""
    day = form.cleaned_data.get("as_of")
    if day and day > clock.today():
        form.add_error("as_of", _("The day as of which it was counted has not come yet."))


class FigureForm(StepForm):
    """Value, or numerator and denominator; as of when; what there is to say of it."""

    numerator = FigureField(label=_("Numerator"), required=False)
    denominator = FigureField(label=_("Denominator"), required=False)
    value = FigureField(label=_("Value"), required=False)
    as_of = DayField(label=_("As of"))
    note = TextField(label=_("Note"), required=False, rows=3, max_length=4000)

    def name_parts(self, objective: Any) -> None:
        """Labels say what is counted and in which unit of measure."""
        if objective.numerator:
            self.fields["numerator"].help_text = objective.numerator
        if objective.denominator:
            self.fields["denominator"].help_text = objective.denominator
        self.fields["value"].label = _("Value (%(unit)s)") % {"unit": objective.measure_unit}
        self.fields["value"].help_text = _("Empty where numerator and denominator are given.")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        clean_as_of(self)
        return cleaned

    def figure(self, first: Any, last: Any) -> Figure:
        """The figure given."""
        given = self.cleaned_data
        return Figure(
            first, last, value=given["value"], numerator=given["numerator"], denominator=given["denominator"],
            as_of=given["as_of"], source=MeasuredBy.HAND, note=given["note"],
        )  # fmt: skip


class MeasureForm(FigureForm):
    """One period by hand."""

    period = forms.ChoiceField(label=_("Period"))
    evidence = FilesField(
        label=_("Files"), required=False, help_text=_("What shows it: photos, PDF, Word or Excel, at most 25 MB each.")
    )

    field_order = ("period", "numerator", "denominator", "value", "as_of", "note", "evidence")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        begin_periods(self, self.record)
        self.initial.update(numerator="", denominator="", as_of=clock.today())
        self.name_parts(self.record)

    def operation_values(self) -> dict[str, Any]:
        period = period_coded(self.record, self.cleaned_data["period"])
        assert period is not None  # a choice of the field
        return {"figure": self.figure(period.begins, period.ends), "files": self.cleaned_data["evidence"]}


def begin_periods(form: Any, objective: Any) -> None:
    """Offer the periods without a figure; the first that has ended stands first."""
    offered = open_periods(objective)
    form.fields["period"].choices = offered
    form.order_fields(form.field_order)
    if not offered:
        form.fields["period"].help_text = _("Every period so far has its figure: correct one instead.")


class FromRecordsForm(StepForm):
    """Which period, and as of which day the records are read."""

    period = forms.ChoiceField(label=_("Period"))
    as_of = DayField(label=_("Cut-off"), help_text=_("The records are read as they stood at the end of this day."))

    field_order = ("period", "as_of")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        begin_periods(self, self.record)
        self.initial["as_of"] = clock.today()
        query = QUERIES.get(self.record.query)
        if query is not None and self.fields["period"].choices:
            self.fields["period"].help_text = query.definition

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        clean_as_of(self)
        return cleaned

    def operation_values(self) -> dict[str, Any]:
        period = period_coded(self.record, self.cleaned_data["period"])
        assert period is not None  # a choice of the field
        return {"period_from": period.begins, "period_to": period.ends, "as_of": self.cleaned_data["as_of"]}


class CorrectForm(FigureForm):
    """The right figure in the place of a wrong one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["as_of"] = clock.today()
        if self.record.numerator is not None and self.record.denominator is not None:
            self.initial["value"] = ""
        self.name_parts(self.record.objective)

    def operation_values(self) -> dict[str, Any]:
        return {"figure": self.figure(self.record.period_from, self.record.period_to)}


class TableForm(forms.Form):
    """Several objectives of a unit for one period: one row each, all saved or none."""

    fields: Any
    as_of = DayField(label=_("As of"))

    def __init__(self, *args: Any, objectives: Sequence[Any], period: Any, **kwargs: Any) -> None:
        self.objectives, self.period = list(objectives), period
        super().__init__(*args, **kwargs)
        self.fields["as_of"].initial = clock.today()
        for one in self.objectives:
            self._add_row(one)

    def _add_row(self, one: Any) -> None:
        """The boxes of one objective; what it is called stands above them."""
        labels = {
            "numerator": _("Numerator"),
            "denominator": _("Denominator"),
            "value": _("Value (%(unit)s)") % {"unit": one.measure_unit},
        }
        for part, label in labels.items():
            self.fields[f"{part}_{one.pk}"] = FigureField(label=label, required=False)
        self.fields[f"note_{one.pk}"] = forms.CharField(label=_("Note"), required=False, max_length=1000)
        if one.query in QUERIES:
            self.fields[f"records_{one.pk}"] = forms.BooleanField(
                label=_("From the records"), required=False, help_text=str(QUERIES[one.query].title)
            )

    def rows(self) -> list[dict[str, Any]]:
        """Each objective with its bound fields, as the table shows them."""
        parts = ("numerator", "denominator", "value", "note", "records")
        return [
            {
                "objective": one,
                **{part: self[f"{part}_{one.pk}"] for part in parts if f"{part}_{one.pk}" in self.fields},
            }
            for one in self.objectives
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        clean_as_of(self)
        if not self.errors and not any(self.given(one) or self.from_records(one) for one in self.objectives):
            raise forms.ValidationError(_("Give at least one figure."))
        for one in self.objectives:
            if self.given(one) and self.from_records(one):
                self.add_error(f"records_{one.pk}", _("Either a figure by hand or one from the records."))
        return cleaned

    def given(self, objective: Any) -> bool:
        """Whether something was typed in its row."""
        parts = ("numerator", "denominator", "value")
        return any(self.cleaned_data.get(f"{part}_{objective.pk}") is not None for part in parts)

    def from_records(self, objective: Any) -> bool:
        """Whether its figure comes from the records."""
        return bool(self.cleaned_data.get(f"records_{objective.pk}"))

    def figure(self, objective: Any) -> Figure:
        """What was typed in its row."""

        def given(part: str) -> Any:
            return self.cleaned_data.get(f"{part}_{objective.pk}")

        return Figure(
            self.period.begins, self.period.ends, given("value"), given("numerator"), given("denominator"),
            self.cleaned_data["as_of"], note=given("note") or "",
        )  # fmt: skip


class PeriodForm(forms.Form):
    """Whose objectives are measured, and in which period."""

    fields: Any

    def __init__(self, *args: Any, units: Any, periods: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"] = forms.ModelChoiceField(units, label=_("Unit"))
        self.fields["period"] = forms.ChoiceField(label=_("Period"), choices=periods)
