"""Forms of monthly figures: a unit and a month, the table of its procedures, a correction, days of publication."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qms import clock
from qms.forms.fields import DayField
from qms.forms.steps import StepForm
from qms.operations.procedure_figures import LARGEST, date_faults
from qms.procedure_counts import COUNTS, first_of
from qms.reports.procedure_figures import HEADERS
from qms.tables.outputs import MonthField


class CountField(forms.IntegerField):
    """A whole number from 0; thousands may be parted by dots or spaces."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}))
        super().__init__(min_value=0, max_value=LARGEST, **kwargs)

    def to_python(self, value: Any) -> int | None:
        text = str(value).strip() if value is not None else ""
        parts = text.replace(" ", ".").replace("\u00a0", ".").split(".")
        grouped = len(parts) > 1 and parts[0].isdigit() and all(len(one) == 3 and one.isdigit() for one in parts[1:])  # noqa: PLR2004
        return super().to_python("".join(parts) if grouped else text)


class MonthForm(forms.Form):
    """Whose figures, and of which month."""

    fields: Any
    month = MonthField(label=_("Month"))

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"] = forms.ModelChoiceField(units, label=_("Unit"))
        self.order_fields(["unit", "month"])

    def clean_month(self) -> dt.date:
        """A month that has begun."""
        month: dt.date = self.cleaned_data["month"]
        if month > first_of(clock.today()):
            raise forms.ValidationError(_("%(month)s has not begun yet."), params={"month": f"{month:%m/%Y}"})
        return month


class MonthTableForm(forms.Form):
    """All procedures of a unit in a month: a row each; rows that stand already are corrected with one reason."""

    fields: Any
    reason = forms.CharField(
        label=_("Reason"), max_length=1000, required=False, help_text=_("Needed where figures that stand are changed.")
    )

    def __init__(self, *args: Any, documents: Sequence[Any], standing: dict[int, Any], **kwargs: Any) -> None:
        self.documents, self.standing = list(documents), standing
        super().__init__(*args, **kwargs)
        for document in self.documents:
            figure = standing.get(document.pk)
            for name in COUNTS:
                label = f"{HEADERS[name]} – {document.number}"
                self.fields[f"{name}_{document.pk}"] = CountField(
                    label=label, required=False, initial=getattr(figure, name) if figure else None
                )
            if figure:
                self.fields[f"version_{document.pk}"] = forms.IntegerField(
                    widget=forms.HiddenInput, required=False, initial=figure.version
                )

    def rows(self) -> list[dict[str, Any]]:
        """Each procedure with its bound fields."""
        return [
            {
                "document": one,
                "figure": self.standing.get(one.pk),
                "cells": [self[f"{name}_{one.pk}"] for name in COUNTS],
                "version": self[f"version_{one.pk}"] if one.pk in self.standing else None,
                "errors": [error for name in COUNTS for error in self[f"{name}_{one.pk}"].errors],
            }
            for one in self.documents
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for document in self.documents:
            given = self.given(document)
            if given and cleaned.get(f"received_{document.pk}") is None and f"received_{document.pk}" in cleaned:
                self.add_error(f"received_{document.pk}", _("Say how many were received; 0 where none were."))
            if not given and document.pk in self.standing and not self.errors:
                self.add_error(f"received_{document.pk}", _("Figures that stand are not emptied: write 0."))
        if not self.errors and not self.new() and not self.changed():
            raise forms.ValidationError(_("Give the figures of at least one procedure."))
        if self.changed() and not cleaned.get("reason", "").strip():
            self.add_error("reason", _("Say why: these figures stand already and are changed."))
        return cleaned

    def given(self, document: Any) -> bool:
        """Whether something was typed in its row."""
        return any(self.cleaned_data.get(f"{name}_{document.pk}") is not None for name in COUNTS)

    def counts(self, document: Any) -> dict[str, int]:
        """What was typed in its row; empty cells are 0."""
        return {name: self.cleaned_data.get(f"{name}_{document.pk}") or 0 for name in COUNTS}

    def new(self) -> dict[Any, dict[str, int]]:
        """Rows of procedures without figures of the month."""
        rows = [one for one in self.documents if one.pk not in self.standing and self.given(one)]
        return {one: self.counts(one) for one in rows}

    def changed(self) -> list[tuple[Any, dict[str, int], int | None]]:
        """Rows that stand and are to say something else: the figures, what is right, the version that was shown."""
        found = []
        for document in self.documents:
            figure = self.standing.get(document.pk)
            if figure is None or not self.given(document) or any(f"{n}_{document.pk}" in self.errors for n in COUNTS):
                continue
            counts = self.counts(document)
            if any(getattr(figure, name) != counts[name] for name in COUNTS):
                found.append((figure, counts, self.cleaned_data.get(f"version_{document.pk}")))
        return found


class CorrectForm(StepForm):
    """The right figures of one procedure and month."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = {name: CountField(label=HEADERS[name]) for name in COUNTS}
        self.fields = {**own, **self.fields}
        self.initial.update({name: getattr(self.record, name) for name in COUNTS})


class PublicationForm(StepForm):
    """When the procedure was decided and published, by which Decision and where."""

    decided_on = DayField(label=_("Decided on"))
    published_on = DayField(label=_("Published on"), required=False)
    decision_number = forms.CharField(label=_("Number of the Decision"), max_length=60, required=False)
    address = forms.URLField(label=_("Published at"), required=False, assume_scheme="https")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dates = getattr(self.record, "publication_dates", None)
        if dates is not None:
            names = ("decided_on", "published_on", "decision_number", "address")
            self.initial.update({name: getattr(dates, name) for name in names})

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("decided_on"):
            for fault in date_faults(cleaned["decided_on"], cleaned.get("published_on")):
                self.add_error(None, fault)
        return cleaned
