"""The form of an action against a cause."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from inspections.forms.nonconformity import not_past
from inspections.models import Cause, Nonconformity
from qms import clock
from qms.forms.fields import PersonChoice
from qms.forms.planning import PlanningForm
from qms.forms.records import RecordForm
from qms.models.actions import Action
from qms.models.people import User
from qms.models.reach import inside_subtree


class CauseChoice(forms.ModelChoiceField):
    """One cause of the present round."""

    def label_from_instance(self, obj: Any) -> str:
        return obj.text if len(obj.text) <= 120 else f"{obj.text[:119]}…"


class PlanActionForm(PlanningForm):
    """What is done against a cause, by whom, by when."""

    cause = CauseChoice(Cause.objects.none(), label=_("Against the cause"))

    class Meta(RecordForm.Meta):
        model = Action
        fields = ("title", "details", "owner", "due_on")
        field_classes = {"owner": PersonChoice}

    field_order = ("cause", "title", "details", "owner", "due_on")

    def __init__(self, *args: Any, nonconformity: Nonconformity, **kwargs: Any) -> None:
        self.nonconformity = nonconformity
        super().__init__(*args, **kwargs)

    def restrict(self) -> None:
        below = inside_subtree([self.nonconformity.unit_id])
        self.fields["owner"].queryset = User.objects.people().working_in(below, clock.today())
        self.fields["cause"].queryset = self.nonconformity.causes.filter(loop=self.nonconformity.loop, ended_at=None)
        for name in ("owner", "due_on"):
            self.fields[name].required = True
        self.offer_planning()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        not_past(self, "due_on")
        return cleaned
