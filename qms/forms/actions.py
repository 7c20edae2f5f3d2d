"""Forms of actions: assigning a task, the owner's report, checks, more time, helpers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qms import clock
from qms.enums import ActionKind, Role
from qms.forms.fields import DayField, PeopleChoice, PersonChoice, TextField, UnitChoice, people_in_reach, people_of
from qms.forms.planning import PlanningForm
from qms.forms.records import RecordForm
from qms.forms.steps import StepForm
from qms.models.actions import Action
from qms.models.organisation import Unit
from qms.models.people import User


class TaskForm(PlanningForm):
    """A task that somebody owes by a day."""

    class Meta(RecordForm.Meta):
        model = Action
        fields = (
            "unit", "owner", "title", "details", "kind", "due_on", "document_number", "document_day",
            "document_signatory",
        )  # fmt: skip
        field_classes = {"unit": UnitChoice, "owner": PersonChoice}

    def restrict(self) -> None:
        held = self.user.authority.units_as(Role.MANAGER, Role.OFFICER, Role.TOP)
        self.fields["unit"].queryset = Unit.objects.below(*held).valid_on(clock.today())
        self.fields["owner"].queryset = people_in_reach(self.user)
        self.fields["owner"].required = True
        self.fields["due_on"].required = True
        self.offer_planning()
        kinds = (ActionKind.TASK, ActionKind.IMPROVEMENT)
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds]

    def clean_due_on(self) -> Any:
        """A task is owed from today on."""
        day = self.cleaned_data["due_on"]
        if day and day < clock.today():
            raise forms.ValidationError(
                _("%(day)s is past. Give today or a later day."), params={"day": day.strftime("%d/%m/%Y")}
            )
        return day


class DoneForm(StepForm):
    """The owner's report."""

    evidence = TextField(label=_("What shows that it is done"))
    done_on = DayField(label=_("Done on"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["done_on"] = self.record.done_on or clock.today()

    def clean_done_on(self) -> Any:
        """Nothing is done tomorrow."""
        day = self.cleaned_data["done_on"]
        if day > clock.today():
            raise forms.ValidationError(
                _("%(day)s has not come yet. Give the day on which it was done."),
                params={"day": day.strftime("%d/%m/%Y")},
            )
        return day


class VerifyForm(StepForm):
    """What the verifier checked."""

    verification_note = TextField(label=_("What was checked"), required=False)


class LaterDayForm(StepForm):
    """Base of forms that give a new day from today on."""

    DAY = "due_on"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        day = cleaned.get(self.DAY)
        if day and day < clock.today():
            self.add_error(
                self.DAY,
                forms.ValidationError(
                    _("%(day)s is past. Give today or a later day."), params={"day": day.strftime("%d/%m/%Y")}
                ),
            )
        return cleaned


class ReturnForm(LaterDayForm):
    """Back to the owner, with a new day."""

    due_on = DayField(label=_("New due day"))


class ReassignForm(StepForm):
    """Another owner."""

    owner = PersonChoice(label=_("New owner"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = people_of(self.record.unit_id)


class HelpersForm(StepForm):
    """Who helps."""

    helpers = PeopleChoice(label=_("Helpers"), required=False, help_text=_("Whoever helps does not verify the action."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        standing = list(self.record.helpers.filter(ended_at=None).values_list("user_id", flat=True))
        offered = [*people_of(self.record.unit_id).values_list("pk", flat=True), *standing]
        self.fields["helpers"].queryset = User.objects.filter(pk__in=offered).exclude(pk=self.record.owner_id)
        self.initial["helpers"] = standing


class ExtensionForm(LaterDayForm):
    """More time: the new day and why."""

    DAY = "to_day"
    to_day = DayField(label=_("New due day"))
