"""Forms of steps of a programme."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qms.forms.steps import StepForm


class CopyForm(StepForm):
    """To which year the programme is copied; next year unless something else is typed."""

    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100)

    def __init__(self, *args: Any, record: Any, **kwargs: Any) -> None:
        super().__init__(*args, record=record, **kwargs)
        self.initial["year"] = record.year + 1
