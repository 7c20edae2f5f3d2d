"""Asking for evidence and sending it: one form over many lines."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from inspections.evidence import first_due, wanted_text
from inspections.operations.evidence import Delivery
from qms import clock
from qms.forms.fields import DayField, FilesField, TextField
from qms.forms.steps import StepForm


class LateDay(forms.Form):
    """A day that has not passed."""

    due_on = DayField(label=_("To be sent until"))

    def clean_due_on(self) -> Any:
        """Today or later."""
        day = self.cleaned_data["due_on"]
        if day < clock.today():
            words = {"day": day.strftime("%d/%m/%Y")}
            raise forms.ValidationError(_("%(day)s is past. Give today or a later day."), params=words)
        return day


class AskForm(LateDay):
    """Which of these lines, and what is asked for on each."""

    def __init__(self, *args: Any, lines: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = lines
        self.initial.setdefault("due_on", first_due())
        for line in lines:
            self.fields[f"ask-{line.pk}"] = forms.BooleanField(label=_("Ask"), required=False, initial=True)
            self.fields[f"text-{line.pk}"] = TextField(
                label=_("What is asked for"), required=False, rows=3, initial=wanted_text(line)
            )

    def rows(self) -> list[tuple[Any, Any, Any]]:
        """(line, whether, text) for the page."""
        return [(line, self[f"ask-{line.pk}"], self[f"text-{line.pk}"]) for line in self.lines]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        chosen = [line for line in self.lines if cleaned.get(f"ask-{line.pk}")]
        if not chosen:
            self.add_error(None, _("Choose at least one line."))
        for line in chosen:
            if not (cleaned.get(f"text-{line.pk}") or "").strip() and f"text-{line.pk}" not in self.errors:
                self.add_error(f"text-{line.pk}", _("Say what is asked for."))
        return cleaned | {"asked": [(line, cleaned.get(f"text-{line.pk}", "")) for line in chosen]}


class DeliverForm(forms.Form):
    """A note, files or both for each request; what is left empty is not sent yet."""

    def __init__(self, *args: Any, asked: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = asked
        for one in asked:
            key = one.request.pk
            self.fields[f"note-{key}"] = TextField(label=_("What is sent"), required=False, rows=2)
            self.fields[f"files-{key}"] = FilesField(label=_("Files"), required=False)

    def rows(self) -> list[tuple[Any, Any, Any]]:
        """(asked line, note, files) for the page."""
        return [(one, self[f"note-{one.request.pk}"], self[f"files-{one.request.pk}"]) for one in self.asked]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        found = [self._delivery(one.request, cleaned) for one in self.asked]
        sent = [delivery for delivery in found if delivery.note.strip() or delivery.files]
        if not sent and not self.errors:
            self.add_error(None, _("Write what is sent, or attach a file, for at least one line."))
        return cleaned | {"deliveries": sent}

    @staticmethod
    def _delivery(request: Any, cleaned: dict[str, Any]) -> Delivery:
        return Delivery(request, cleaned.get(f"note-{request.pk}") or "", cleaned.get(f"files-{request.pk}") or [])


class AskAgainForm(LateDay, StepForm):
    """A new day; the reason is asked by the step."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["due_on"] = first_due()
