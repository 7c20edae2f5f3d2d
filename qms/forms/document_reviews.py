"""Form of the periodic review."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qms import clock
from qms.enums import ReviewOutcome
from qms.forms.fields import DayField, TextField
from qms.forms.steps import StepForm
from qms.operations.review_days import usual_review_day


class ReviewForm(StepForm):
    """What was looked at, what follows, when next."""

    outcome = forms.ChoiceField(label=_("Outcome"), choices=ReviewOutcome.choices, widget=forms.RadioSelect)
    note = TextField(
        label=_("What was looked at"),
        help_text=_("Legal basis, practice, forms, findings and feedback since the last review."),
    )
    next_due_on = DayField(label=_("Next review due"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["next_due_on"] = usual_review_day(self.record, clock.today())

    def clean_next_due_on(self) -> Any:
        """The next review is to come."""
        day = self.cleaned_data["next_due_on"]
        if day <= clock.today():
            raise forms.ValidationError(
                _("%(day)s has come already. Give a later day."), params={"day": day.strftime("%d/%m/%Y")}
            )
        return day
