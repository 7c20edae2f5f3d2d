"""Forms that plan many visits at once: from the proposal, and for all units of a kind."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inspections.forms.programme import clauses_field, clauses_typed, leads_for, month_choices
from inspections.models import Programme
from inspections.operations.programme_visits import VisitDraft
from inspections.programme_risk import spread
from qms.enums import UnitKind
from qms.forms.fields import PersonChoice, SeveralChoice
from qms.models.organisation import Unit

LISTED = 200  # boxes of units on one page


class ManyVisitsForm(forms.Form):
    """What both have in common: the version that was shown, and who leads."""

    fields: Any
    data: Any

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    lead = PersonChoice(label=gettext_lazy("Lead of these visits"), required=False)

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        self.programme = programme
        super().__init__(*args, **kwargs)
        self.initial["version"] = programme.version
        self.fields["lead"].queryset = leads_for(programme)
        if self.is_bound:
            self.data = self.data.copy()

    def show_again(self, record: Any) -> None:
        """After a conflict: what was typed stays, the version follows the record."""
        self.data["version"] = str(record.version)


class ProposalForm(ManyVisitsForm):
    """Rows of the proposal to tick, each with its month. `rows`: what the page shows."""

    with_clauses = forms.BooleanField(
        label=gettext_lazy("Give each visit the clauses that its unit still misses in the cycle"), required=False
    )

    def __init__(self, *args: Any, rows: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows
        self.initial["with_clauses"] = True
        choices = [(month, f"{month:02d}") for month in range(1, 13)]
        for row in rows:
            self.fields[f"pick_{row.unit.pk}"] = forms.BooleanField(required=False)
            self.fields[f"month_{row.unit.pk}"] = forms.TypedChoiceField(
                choices=choices, coerce=int, initial=row.month, required=False
            )

    def boxes(self) -> list[tuple[Any, Any, Any]]:
        """Each row with its box and its month."""
        return [(row, self[f"pick_{row.unit.pk}"], self[f"month_{row.unit.pk}"]) for row in self.rows]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not self._picked():
            self.add_error(None, _("Tick at least one unit."))
        return cleaned

    def _picked(self) -> list[Any]:
        return [row for row in self.rows if self.cleaned_data.get(f"pick_{row.unit.pk}")]

    def drafts(self) -> list[VisitDraft]:
        """A draft for each ticked row, with why it is proposed."""
        whole = self.cleaned_data["with_clauses"]
        return [
            VisitDraft(
                row.unit,
                self.cleaned_data[f"month_{row.unit.pk}"] or row.month,
                self.cleaned_data["lead"],
                because=row.because,
                clauses=tuple(row.clauses) if whole else (),
            )
            for row in self._picked()
        ]


class FillForm(ManyVisitsForm):
    """Visits for all units of a kind, or for those ticked, spread over months. `units`: those without a visit."""

    which = forms.ChoiceField(label=gettext_lazy("Which units"), widget=forms.RadioSelect)
    units = SeveralChoice(queryset=Unit.objects.none(), label=gettext_lazy("Units"), required=False)
    first_month = forms.TypedChoiceField(label=gettext_lazy("From month"), coerce=int, choices=month_choices)
    last_month = forms.TypedChoiceField(label=gettext_lazy("To month"), coerce=int, choices=month_choices)
    clauses = clauses_field()
    scope = forms.CharField(label=gettext_lazy("Processes or clauses"), required=False, max_length=250)
    field_order = ("which", "units", "first_month", "last_month", "clauses", "scope", "lead")

    def __init__(self, *args: Any, units: Any, months: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.listed = list(units)
        self.fields["units"].queryset = Unit.objects.filter(pk__in=[unit.pk for unit in self.listed])
        self.fields["which"].choices = which_choices(self.listed)
        self.initial.update(which="all", first_month=months[0], last_month=months[-1])

    def boxes(self) -> list[tuple[Unit, bool]]:
        """The first of the units, and which are ticked."""
        ticked = set(self.data.getlist("units")) if self.is_bound else set()
        return [(unit, str(unit.pk) in ticked) for unit in self.listed[:LISTED]]

    def clean_clauses(self) -> list[Any]:
        """The clauses themselves."""
        return clauses_typed(self, self.programme.edition)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("first_month"), cleaned.get("last_month")
        if first and last and last < first:
            self.add_error("last_month", _("The last month is before the first."))
        if cleaned.get("which") == "ticked" and not self.errors and not cleaned["units"]:
            self.add_error("units", _("Tick at least one unit, or choose all of a kind."))
        return cleaned

    def drafts(self) -> list[VisitDraft]:
        """A draft for each chosen unit, in order, the months filled evenly."""
        said = self.cleaned_data
        chosen = self._chosen(said["which"], {unit.pk for unit in said["units"]})
        months = spread(len(chosen), range(said["first_month"], said["last_month"] + 1))
        clauses = tuple(said["clauses"])
        return [
            VisitDraft(unit, month, said["lead"], said["scope"], clauses=clauses)
            for unit, month in zip(chosen, months, strict=True)
        ]

    def _chosen(self, which: str, ticked: Iterable[int]) -> list[Unit]:
        if which == "ticked":
            return [unit for unit in self.listed if unit.pk in ticked]
        return [unit for unit in self.listed if which in ("all", unit.kind)]


def which_choices(units: Sequence[Unit]) -> list[tuple[str, str]]:
    """All of them, all of each kind among them, or those ticked; each with how many."""
    counts = {kind: sum(unit.kind == kind for unit in units) for kind in UnitKind.values}
    kinds = [
        (str(kind.value), _("All of the kind “%(kind)s” (%(count)d)") % {"kind": kind.label, "count": counts[kind]})
        for kind in UnitKind
        if counts[kind]
    ]
    everything = ("all", _("All units listed that have no visit yet (%(count)d)") % {"count": len(units)})
    return [everything, *(kinds if len(kinds) > 1 else []), ("ticked", _("Only the ticked units"))]
