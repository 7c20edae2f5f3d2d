"""Forms of steps: what was typed, a reason where it is due, files, and who signs once more where it is signed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qms.forms.fields import FilesField, TextField
from qms.second_factor import factor_of
from qms.signatures import CODE, PASSWORD, SignatureIntent, content_hash, intend


def code_field(*, required: bool = True, help_text: Any = "") -> forms.CharField:
    """Room for the six digits of a second factor."""
    attributes = {"autocomplete": "one-time-code", "inputmode": "numeric", "pattern": "[0-9 ]*"}
    return forms.CharField(
        label=_("Code from your application"),
        required=required,
        max_length=12,
        widget=forms.TextInput(attrs=attributes),
        help_text=help_text,
    )


class StepForm(forms.Form):
    """Base of every step's form: subclasses declare the fields that the operation takes by keyword.

    Needs `record`, `user` and `step` (a Transition, or anything with reason, signed). Fields named like the record's
    start with its values. `signature` holds the checked intent once the form is valid.
    """

    fields: Any  # by name; choices get their querysets when the form is made
    data: Any  # a copy that may be written to

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    OWN = ("version", "reason", "files", "shown", "password", "code")

    def __init__(self, *args: Any, record: Any, user: Any, step: Any, with_files: bool = False, **kwargs: Any) -> None:
        self.record, self.user, self.step = record, user, step
        self.signature: SignatureIntent | None = None
        super().__init__(*args, **kwargs)
        self._start_with_record()
        self._add_common(with_files)
        if self.is_bound:
            self.data = self.data.copy()

    def _start_with_record(self) -> None:
        self.initial.setdefault("version", self.record.version)
        for name in self.fields:
            if name not in self.OWN and hasattr(self.record, name):
                self.initial.setdefault(name, getattr(self.record, name))

    def _add_common(self, with_files: bool) -> None:
        if self.step.reason and "reason" not in self.fields:
            self.fields["reason"] = TextField(label=_("Reason"), rows=3, max_length=4000)
        if with_files:
            self.fields["files"] = FilesField(label=_("Files"), required=False)
        if self.step.signed:
            self.initial.setdefault("shown", content_hash(self.record))
            self.fields["shown"] = forms.CharField(widget=forms.HiddenInput, max_length=64)
            self._add_proofs()

    def _add_proofs(self) -> None:
        """Room for the password, and for a code where the person has set up a second factor: one of them will do."""
        with_code = factor_of(self.user) is not None
        self.fields["password"] = forms.CharField(
            label=_("Your password"),
            strip=False,
            required=not with_code,
            widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
            help_text=_("Given again for each signature."),
        )
        if with_code:
            self.fields["code"] = code_field(required=False, help_text=_("Instead of the password, if you like."))

    def clean(self) -> dict[str, Any]:
        """Check the password last: it is slow on purpose, and only worth it when the rest is right."""
        cleaned = super().clean() or self.cleaned_data
        if self.step.signed and not self.errors:
            self._sign(cleaned)
        return cleaned

    def _sign(self, cleaned: dict[str, Any]) -> None:
        password, code = cleaned.get("password", ""), cleaned.get("code", "")
        if not password and not code:
            self.add_error("password", _("Give your password, or a code from your application."))
            return
        try:
            self.signature = intend(self.user, password, code=code, shown_hash=cleaned["shown"], about=self.record)
        except forms.ValidationError as error:
            self.add_error(error.code if error.code in (PASSWORD, CODE) else None, error)

    def operation_values(self) -> dict[str, Any]:
        """What the operation takes by keyword beside who, why, version, signature and files."""
        return {name: value for name, value in self.cleaned_data.items() if name not in self.OWN}

    @property
    def reason(self) -> str:
        """The reason given, empty where none is asked."""
        return self.cleaned_data.get("reason", "")

    @property
    def prepared_files(self) -> list[tuple[bytes, str, str]]:
        """The files, read and checked."""
        return self.cleaned_data.get("files", [])

    def show_again(self, record: Any) -> None:
        """After a conflict: the typed values stay, the hidden fields follow the record as it now stands."""
        self.data["version"] = str(record.version)
        if self.step.signed:
            self.data["shown"] = content_hash(record)
