"""Forms of links by mail: whom to ask, and what they send back."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qms import clock
from qms.forms.actions import TaskForm
from qms.forms.fields import DayField, FilesField, TextField
from qms.forms.steps import StepForm
from qms.operations.action_links import usual_last_day

WHO = _("They need no account: a link for this action alone is sent to them.")


class AskByLinkForm(StepForm):
    """Who is asked, and until when the link opens."""

    name = forms.CharField(label=_("Name"), max_length=110, help_text=WHO)
    email = forms.EmailField(label=_("E-mail"), max_length=254)
    expires_on = DayField(label=_("The link opens until"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["name"] = "" if self.record.owner_id else self.record.owner_text[:110]
        former = None if self.record.owner_id else self.record.links.last()
        self.initial["email"] = former.email if former else ""
        self.initial["expires_on"] = usual_last_day(self.record)

    def clean_expires_on(self) -> Any:
        """It opens at least until the work is due."""
        day = self.cleaned_data["expires_on"]
        least = max(self.record.due_on or clock.today(), clock.today())
        if day < least:
            text = _("%(day)s is before the due day: give %(least)s or a later day.")
            raise forms.ValidationError(
                text, params={"day": day.strftime("%d/%m/%Y"), "least": least.strftime("%d/%m/%Y")}
            )
        return day


class TaskByLinkForm(TaskForm):
    """A task for somebody without an account."""

    name = forms.CharField(label=_("Name of the owner"), max_length=110, help_text=WHO)
    email = forms.EmailField(label=_("E-mail of the owner"), max_length=254)

    field_order = ("unit", "name", "email", "title", "details", "kind", "due_on")

    def restrict(self) -> None:
        super().restrict()
        del self.fields["owner"], self.fields["waits_for"]


class FewFilesField(FilesField):
    """A few files at once: somebody without an account stores what one action needs."""

    LIMIT = 5


class ByLinkForm(forms.Form):
    """What somebody without an account writes and hands in."""

    text = TextField(label=_("What was done"), rows=5, max_length=5000)
    files: Any = FewFilesField(label=_("Evidence"), required=False)

    @property
    def prepared_files(self) -> list[tuple[bytes, str, str]]:
        """The files, read and checked."""
        return self.cleaned_data.get("files", [])

    def show_again(self, record: Any) -> None:
        """After a conflict the typed words stay as they are."""
