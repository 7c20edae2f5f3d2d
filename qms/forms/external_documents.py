"""Forms of documents from outside: whether one still holds, and the same for many at once."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qms import clock
from qms.enums import ExternalStatus
from qms.forms.fields import DayField, TextField
from qms.forms.steps import StepForm


class StatusFields(forms.Form):
    """What is recorded of a check."""

    external_status = forms.ChoiceField(
        label=_("Status outside"), choices=ExternalStatus.choices, widget=forms.RadioSelect
    )
    replaced_by = forms.CharField(
        label=_("Replaced by"),
        required=False,
        max_length=200,
        help_text=_("Number and name of what takes its place, such as 45/2020/NĐ-CP."),
    )
    status_checked_on = DayField(label=_("Status checked on"))

    def clean(self) -> dict[str, Any]:
        """What is replaced names its successor; the check is not in the future."""
        cleaned = super().clean() or self.cleaned_data
        replaced = cleaned.get("external_status") == ExternalStatus.REPLACED
        if replaced and not cleaned.get("replaced_by"):
            self.add_error("replaced_by", _("Name the document that replaces it."))
        checked = cleaned.get("status_checked_on")
        if checked and checked > clock.today():
            text = _("The day of the check has not come yet: give today or an earlier day.")
            self.add_error("status_checked_on", text)
        return cleaned


class StatusForm(StatusFields, StepForm):
    """The status of one document."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["status_checked_on"] = clock.today()
        self.initial["external_status"] = self.record.external_status or ExternalStatus.IN_FORCE


class ManyStatusForm(StatusFields):
    """The same status for many documents, with one reason."""

    reason = TextField(label=_("Reason"), rows=3, max_length=4000, help_text=_("Kept with each of the documents."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["status_checked_on"] = clock.today()
