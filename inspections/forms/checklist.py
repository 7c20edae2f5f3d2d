"""The answer to one line of the checklist."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from inspections.asking import Given
from inspections.enums import AnswerResult, QuestionType
from qms.forms.fields import FilesField, TextField

VALUES = {
    QuestionType.YES_NO: ("answer",),
    QuestionType.NUMBER: ("number",),
    QuestionType.CHOICE: ("choice",),
    QuestionType.DATE: ("date",),
    QuestionType.TEXT: ("text",),
    QuestionType.SAMPLE: ("examined", "of", "failed"),
}
"""What each type of question asks for, as its inputs are named."""


class AnswerForm(forms.Form):
    """What was answered, what was seen, photographs. Needs `line`; the template draws it by hand, once a line.

    Only read here; inspections.asking judges.
    """

    data: Any  # a copy that may be written to

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    result = forms.ChoiceField(label=_("Result"), choices=AnswerResult.choices, required=False)
    answer = forms.CharField(required=False)
    number = forms.CharField(required=False)
    choice = forms.CharField(required=False)
    date = forms.CharField(required=False)
    text = forms.CharField(required=False)
    examined = forms.CharField(required=False)
    of = forms.CharField(required=False)
    failed = forms.CharField(required=False)
    score = forms.CharField(label=_("Score"), required=False)
    note = TextField(label=_("What was seen"), required=False, rows=2)
    files: Any = FilesField(label=_("Photos and files"), required=False, help_text="")

    def __init__(self, *args: Any, line: Any, **kwargs: Any) -> None:
        self.line = line
        self.is_conflict = False
        self.files_kept = 0
        super().__init__(*args, **kwargs)
        self.data = self.data.copy()

    def clean(self) -> dict[str, Any]:
        """A question of conformity that was given no result is told at once."""
        cleaned = super().clean() or self.cleaned_data
        if self.line.question_type == QuestionType.CONFORMITY and not self.data.get("result"):
            self.add_error("result", _("Choose a result."))
        return cleaned

    def given(self) -> Given:
        """The answer as it was typed."""
        cleaned = self.cleaned_data
        names = VALUES.get(QuestionType(self.line.question_type), ())
        value: dict[str, Any] = {name: cleaned.get(name, "") for name in names}
        if str(value.get("choice", "")).isascii() and str(value.get("choice", "")).isdigit():
            value["choice"] = int(str(value["choice"])[:6])
        return Given(cleaned.get("result", ""), value, cleaned.get("note", ""), cleaned.get("score") or None)

    def show_again(self, line: Any) -> None:
        """After a conflict: the typed values stay, the version follows the line."""
        self.is_conflict = True
        self.data["version"] = str(line.version)
