"""Forms of steps for many actions: another owner, more time; one reason for all."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qms import clock
from qms.forms.fields import DayField, PersonChoice, TextField, people_in_reach


class ManyForm(forms.Form):
    """Base: one reason for all of them. Needs `user`."""

    fields: Any

    reason = TextField(label=_("Reason"), rows=3, max_length=4000, help_text=_("Kept in the history of each action."))

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)
        self.order_fields([name for name in self.fields if name != "reason"])

    def asked(self) -> dict[str, Any]:
        """What the operation takes beside who and why."""
        return {name: value for name, value in self.cleaned_data.items() if name != "reason"}


class ReassignManyForm(ManyForm):
    """Who owns them from now on."""

    owner = PersonChoice(label=_("New owner"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = people_in_reach(self.user)


class MoreTimeForm(ManyForm):
    """Until when."""

    to_day = DayField(
        label=_("New due day"),
        help_text=_("More than 30 days in all, or a second time, is granted by top management."),
    )

    def clean_to_day(self) -> Any:
        """Time is given from today on."""
        day = self.cleaned_data["to_day"]
        if day < clock.today():
            raise forms.ValidationError(
                _("%(day)s is past. Give today or a later day."), params={"day": day.strftime("%d/%m/%Y")}
            )
        return day
