"""Forms that judge the effect: what was examined of how many against the criterion, and the evidence."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from inspections.operations.effect_checks import Sample
from qms import clock
from qms.forms.fields import DayField, TextField
from qms.forms.steps import StepForm

MOST = 1_000_000  # dossiers; more is a slip of the key


class JudgeForm(StepForm):
    """The sample, which is optional, and the evidence; subclasses add what their verdict asks."""

    examined = forms.IntegerField(
        label=_("Examined"), required=False, min_value=0, max_value=MOST, help_text=_("Only if you took a sample.")
    )
    of = forms.IntegerField(label=_("Of how many"), required=False, min_value=0, max_value=MOST)
    failed = forms.IntegerField(label=_("Failed the criterion"), required=False, min_value=0, max_value=MOST)
    effect_evidence = TextField(
        label=_("Evidence against the criterion"), help_text=_("What you looked at, and what it shows.")
    )

    SAMPLE = ("examined", "of", "failed")

    def clean(self) -> dict[str, Any]:
        """Numbers that fit each other; said before the password is asked."""
        given = self.cleaned_data
        if not any(name in self.errors for name in self.SAMPLE):
            for name, fault in self._sample(given).faults().items():
                self.add_error(name, fault)
        return super().clean()

    def operation_values(self) -> dict[str, Any]:
        """The three numbers travel as one sample."""
        values = super().operation_values()
        rest = {name: value for name, value in values.items() if name not in self.SAMPLE}
        return rest | {"sample": self._sample(values)}

    def _sample(self, values: dict[str, Any]) -> Sample:
        return Sample(**{name: values.get(name) for name in self.SAMPLE})


class NotEffectiveForm(JudgeForm):
    """The criterion was missed: what shows it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["effect_evidence"] = ""
        self.fields["effect_evidence"].required = False
        self.fields["effect_evidence"].help_text = _("Leave empty where the reason says it all.")


class NotYetProvenForm(NotEffectiveForm):
    """What is missing, and when the effect is looked at again."""

    check_on = DayField(label=_("Next day of the check"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["check_on"] = clock.today() + dt.timedelta(days=30)
        self.fields["reason"].label = _("What is missing")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        day = cleaned.get("check_on")
        if day and day <= clock.today():
            self.add_error("check_on", _("The next day of the check must lie ahead."))
        return cleaned
