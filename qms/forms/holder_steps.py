"""Forms of a holder's steps: proof by hand, and the plan with a day for each step."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qms import clock
from qms.forms.fields import DayField, TextField
from qms.forms.steps import StepForm
from qms.models.transition import HolderStep, HolderStepFile
from qms.transition.steps import steps_of


class ProveForm(StepForm):
    """What shows that the step is done, from which day; at least one file."""

    note = TextField(label=_("What shows it"), rows=4, max_length=4000)
    proved_on = DayField(label=_("Done on"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["proved_on"] = clock.today()
        self.initial["note"] = ""
        files = self.fields.get("files")
        if files is not None and not HolderStepFile.objects.filter(record=self.record, ended_at=None).exists():
            files.required = True
            text = _("Add the file that shows it, such as minutes, a decision or a list of who was there.")
            files.error_messages["required"] = text

    def clean_proved_on(self) -> Any:
        """A day that has come."""
        day = self.cleaned_data["proved_on"]
        if day > clock.today():
            raise forms.ValidationError(_("A step is proved once it is done: give a day that has come."))
        return day


class PlanForm(StepForm):
    """A day for each step of the programme."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        holder = self.record
        planned = dict(HolderStep.objects.filter(holder=holder).values_list("step_id", "planned_on"))
        self.steps = [step for step in steps_of(holder.programme) if step.proof != "plan"]
        for step in self.steps:
            name = f"step_{step.pk}"
            self.fields[name] = DayField(label=step.title, required=False)
            self.initial[name] = planned.get(step.pk)
        self.order_fields([f"step_{step.pk}" for step in self.steps])

    def operation_values(self) -> dict[str, Any]:
        return {"days": {step.pk: self.cleaned_data[f"step_{step.pk}"] for step in self.steps}}
