"""Forms of one's own account: a new password, and a second factor. Each asks who is there once more."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from qms.forms.fields import TextField
from qms.forms.steps import code_field
from qms.second_factor import step_of
from qms.wrong_proofs import count_wrong, refuse_while_paused


def password_field(label: Any, *, new: bool = False, help_text: Any = "") -> forms.CharField:
    """Room for a password."""
    attributes = {"autocomplete": "new-password" if new else "current-password"}
    return forms.CharField(
        label=label, strip=False, help_text=help_text, widget=forms.PasswordInput(attrs=attributes), max_length=500
    )


class OwnAccountForm(forms.Form):
    """Base: the person's password is checked last, and counted where it is wrong."""

    where = "account"
    password = password_field(_("Your present password"))

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """Wrong passwords pause the account for a while."""
        cleaned = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        try:
            refuse_while_paused(self.user)
        except forms.ValidationError as paused:
            self.add_error(None, paused)
            return cleaned
        if not self.user.check_password(cleaned["password"]):
            count_wrong(self.user, self.where)
            self.add_error("password", _("That is not your password. Nothing was changed."))
        return cleaned


class PasswordForm(OwnAccountForm):
    """A new password, given twice."""

    where = "password"
    new = password_field(_("New password"), new=True, help_text=_("At least ten characters, and none that many use."))
    again = password_field(_("New password once more"), new=True)

    def clean_new(self) -> str:
        """As strong as every password here."""
        validate_password(self.cleaned_data["new"], self.user)
        return str(self.cleaned_data["new"])

    def clean_again(self) -> str:
        """The same twice."""
        if "new" in self.cleaned_data and self.cleaned_data["again"] != self.cleaned_data["new"]:
            raise forms.ValidationError(_("The two new passwords differ."))
        return str(self.cleaned_data["again"])


class SetUpForm(OwnAccountForm):
    """The first code proves that the application holds the secret; the password, that nobody else set it up."""

    where = "second_factor"
    code = code_field()
    field_order = ("code", "password")

    def __init__(self, *args: Any, secret: str, **kwargs: Any) -> None:
        self.secret, self.step = secret, 0
        super().__init__(*args, **kwargs)

    def clean_code(self) -> str:
        """The code of the secret that is being set up."""
        step = step_of(self.secret, self.cleaned_data["code"])
        if step is None:
            raise forms.ValidationError(
                _("This code does not fit. Look at the telephone’s clock, and give the code that it shows now.")
            )
        self.step = step
        return str(self.cleaned_data["code"])


class EndForm(OwnAccountForm):
    """The end of one's own second factor, with its reason."""

    where = "second_factor"
    reason = TextField(label=_("Reason"), rows=2, max_length=4000)
    field_order = ("reason", "password")
