"""The form by which open things pass to another."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qms.forms.fields import PersonChoice, TextField, people_in_reach


class HandOverForm(forms.Form):
    """Which things, to whom, why."""

    to = PersonChoice(label=_("Who takes over"))
    reason = TextField(label=_("Reason"), rows=2, max_length=4000)
    items = forms.MultipleChoiceField(
        label=_("What is handed over"), error_messages={"required": _("Tick what is handed over.")}
    )

    def __init__(self, *args: Any, user: Any, person: Any, keys: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = people_in_reach(user).exclude(pk=person.pk)  # type: ignore[attr-defined]
        self.fields["items"].choices = [(key, key) for key in keys]  # type: ignore[attr-defined]
        self.ticked = set(self.data.getlist("items")) if self.is_bound else set(keys)  # type: ignore[attr-defined]
