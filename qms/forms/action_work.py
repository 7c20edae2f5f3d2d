"""Forms of an action's checklist and notes of progress."""

from django import forms
from django.utils.translation import gettext_lazy as _

from qms.forms.fields import FilesField, TextField
from qms.forms.steps import StepForm


class AddStepsForm(StepForm):
    """Further steps."""

    lines = TextField(label=_("Steps"), rows=3, max_length=6000, help_text=_("One step a line."))


class RenameStepForm(StepForm):
    """A step in other words."""

    text = forms.CharField(label=_("Step"), max_length=300)


class NoteForm(StepForm):
    """What was done so far."""

    note = TextField(label=_("What was done so far"))
    note_files = FilesField(label=_("Files"), required=False)

    def operation_values(self) -> dict:
        """As the operation takes them."""
        return {"text": self.cleaned_data["note"], "files": self.cleaned_data.get("note_files", [])}
