"""Forms of nonconforming outputs."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qms import clock
from qms.enums import Role
from qms.forms.fields import DayField, FilesField, TextField, UnitChoice
from qms.forms.records import RecordForm
from qms.forms.risks import known_documents
from qms.forms.steps import StepForm
from qms.models.organisation import Unit
from qms.models.outputs import NonconformingOutput
from qms.models.reach import inside_subtree


def recording_units(user: Any) -> Any:
    """Units in whose register the person writes."""
    units = inside_subtree(user.authority.units_as(Role.OFFICER, Role.MANAGER, Role.TOP, Role.INSPECTOR))
    return Unit.objects.filter(pk__in=units).valid_on(clock.today()).order_by("sort_key")


class OutputForm(RecordForm):
    """A dossier that came back late or wrong."""

    files: Any = FilesField(label=_("Files"), required=False)

    class Meta(RecordForm.Meta):
        model = NonconformingOutput
        fields = ("unit", "document", "dossier", "kind", "description", "due_on", "found_on")
        field_classes = {"unit": UnitChoice}

    def restrict(self) -> None:
        units = recording_units(self.user)
        self.fields["unit"].queryset = units
        self.fields["document"].queryset = known_documents(self.user, self.instance.document_id)
        self.initial["found_on"] = self.initial.get("found_on") or clock.today()
        found = list(units[:2])
        if len(found) == 1 and not self.initial.get("unit"):
            self.initial["unit"] = found[0].pk

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        day = cleaned.get("found_on")
        if day and day > clock.today():
            text = _("%(day)s has not come yet.")
            self.add_error("found_on", forms.ValidationError(text, params={"day": day.strftime("%d/%m/%Y")}))
        return cleaned


class OutputEditForm(OutputForm):
    """What was recorded, corrected: the unit stays."""

    def restrict(self) -> None:
        del self.fields["unit"], self.fields["files"]
        self.fields["document"].queryset = known_documents(self.user, self.instance.document_id)
        self.fields["reason"] = forms.CharField(label=_("Reason"), max_length=1000)

    def extra_values(self) -> dict[str, Any]:
        return {"reason": self.cleaned_data["reason"]}


class DecideForm(StepForm):
    """What is done: the apology slip, the new date."""

    decision = TextField(label=_("What is done about it"), max_length=4000)
    apology_number = forms.CharField(label=_("Number of the apology slip"), max_length=60, required=False)
    apology_on = DayField(label=_("Date of the apology slip"), required=False)
    new_due_on = DayField(label=_("New date of return"), required=False)
    evidence = FilesField(label=_("Apology slip and other files"), required=False)

    field_order = ("decision", "apology_number", "apology_on", "new_due_on", "evidence")


class CloseForm(StepForm):
    """When the result was returned."""

    returned_on = DayField(label=_("Returned on"))
    evidence = FilesField(label=_("Files"), required=False)

    field_order = ("returned_on", "evidence")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["returned_on"] = clock.today()
