"""The answer to one line of the checklist."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from inspections.enums import AnswerResult
from qms.forms.fields import FilesField, TextField


class AnswerForm(forms.Form):
    """Result, what was seen, photographs. Needs `line`; the template draws it by hand, once for each line."""

    data: Any  # a copy that may be written to

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    result = forms.ChoiceField(
        label=_("Result"), choices=AnswerResult.choices, error_messages={"required": _("Choose a result.")}
    )
    note = TextField(label=_("What was seen"), required=False, rows=2)
    files: Any = FilesField(label=_("Photos and files"), required=False)

    def __init__(self, *args: Any, line: Any, **kwargs: Any) -> None:
        self.line = line
        super().__init__(*args, **kwargs)
        self.data = self.data.copy()

    def show_again(self, line: Any) -> None:
        """After a conflict: the typed values stay, the version follows the line."""
        self.data["version"] = str(line.version)
