"""Forms of who must read, what changed for them, and confirming."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qms import clock
from qms.enums import Role
from qms.forms.fields import DayField, TextField, UnitChoice
from qms.forms.steps import StepForm
from qms.operations.document_schemes import scheme_of
from qms.operations.reading import units_of_readers
from qms.reading import standing_audiences

MOST_DAYS = 365


class AcknowledgeForm(StepForm):
    """Carries what was shown: the confirmation is of exactly that."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["seen"] = self.record.content_hash


class AudienceForm(StepForm):
    """Everybody, or those with a role, at or below a unit; within how many days; once or each year."""

    unit = UnitChoice(label=_("Unit, with all below it"))
    role = forms.ChoiceField(label=_("Role"), choices=[("", _("Everybody")), *Role.choices], required=False)
    days = forms.IntegerField(
        label=_("Days to read"),
        min_value=1,
        max_value=MOST_DAYS,
        initial=7,
        help_text=_("Calendar days from the day it comes into force, or from joining."),
    )
    yearly = forms.BooleanField(label=_("Again every year"), required=False)
    since = DayField(label=_("Since"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units_of_readers(self.record).valid_on(clock.today())
        self.initial["unit"] = self.record.unit_id
        self.initial["since"] = clock.today()
        self.initial["days"] = scheme_of(self.record.unit).reading_days


class AudienceChoice(forms.ModelChoiceField):
    """One of the document's audiences."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj)


class NoteForm(StepForm):
    """What the issue changes for one audience."""

    audience = AudienceChoice(label=_("For whom"), queryset=None)
    text = TextField(
        label=_("What changes for them"),
        rows=3,
        max_length=1000,
        help_text=_("One or two sentences, as you would tell a colleague."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["audience"].queryset = standing_audiences(self.record.document)
