"""What is asked when a repeat is taken up; names of cause categories."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inspections.models import CauseCategory
from inspections.operations.repeat_decisions import KINDS
from qms import clock
from qms.enums import ActionStatus
from qms.forms.fields import DayField, PersonChoice, TextField, people_of
from qms.forms.steps import StepForm
from qms.models.actions import Action


class TakeUpForm(StepForm):
    """An action that stands, or a new one."""

    existing = forms.CharField(
        label=gettext_lazy("Number of an action that answers it"),
        required=False,
        max_length=60,
        help_text=gettext_lazy("Such as HĐ-2020-SLĐ01-0007. Leave empty to plan a new action."),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of the new action"), choices=lambda: [(kind.value, kind.label) for kind in KINDS]
    )
    title = TextField(label=gettext_lazy("What will be done"), rows=2, max_length=300, required=False)
    owner = PersonChoice(label=gettext_lazy("Who does it"), required=False)
    due_on = DayField(label=gettext_lazy("By when"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = people_of(self.record.unit_id)
        self.fields["kind"].required = False
        self.initial["kind"] = KINDS[0].value
        self.fields["reason"].label = _("What is decided, and why")

    def clean_existing(self) -> Action | None:
        """An action within reach that is not cancelled."""
        number = self.cleaned_data["existing"].strip()
        if not number:
            return None
        rows = Action.objects.visible_to(self.user).exclude(status=ActionStatus.CANCELLED)
        action = rows.filter(number__iexact=number).first()
        if action is None:
            raise forms.ValidationError(_("No action «%(number)s» was found."), params={"number": number})
        return action

    def clean(self) -> dict[str, Any]:
        """Either the one or the other."""
        cleaned = super().clean()
        if cleaned.get("existing") or "existing" in self.errors:
            return cleaned
        needed = {
            "title": _("Say what will be done, or give the number of an action."),
            "owner": _("Name who does it."),
            "due_on": _("Say by when."),
        }
        for name, text in needed.items():
            if name not in self.errors and not cleaned.get(name):
                self.add_error(name, text)
        day = cleaned.get("due_on")
        if day and day < clock.today():
            words = {"day": day.strftime("%d/%m/%Y")}
            self.add_error("due_on", _("%(day)s is past. Give today or a later day.") % words)
        return cleaned

    def operation_values(self) -> dict[str, Any]:
        """An action that stands needs nothing else."""
        values = super().operation_values()
        action = values.pop("existing")
        values["kind"] = values["kind"] or KINDS[0].value
        return {"action": action} if action else values


class CategoryNamesForm(StepForm):
    """Both names of a category."""

    name_vi = forms.CharField(label=gettext_lazy("Name"), max_length=150)
    name_en = forms.CharField(label=gettext_lazy("Name in English"), max_length=150, required=False)


class NewCategoryForm(forms.Form):
    """A further category."""

    name_vi = forms.CharField(label=gettext_lazy("Name"), max_length=150)
    name_en = forms.CharField(label=gettext_lazy("Name in English"), max_length=150, required=False)

    def show_again(self, record: CauseCategory) -> None:
        """Nothing hidden follows the record."""
