"""The form of a meeting: when and where, who was there, what was said."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inspections.enums import MeetingKind
from inspections.forms.session import TimeBox
from inspections.meeting_people import further_of, offered_for
from inspections.models import Meeting
from inspections.operations.inspection import inspected_units
from inspections.operations.meeting import Attendee, fault_of_day
from qms import policy
from qms.forms.fields import PeopleChoice, PersonChoice, UnitChoice
from qms.forms.records import RecordForm
from qms.models.organisation import Unit
from qms.models.people import User

SPARE_ROWS = 3


class FurtherPerson(forms.Form):
    """Somebody without an account."""

    fields: Any  # by name; the unit gets its queryset when the form is made

    name = forms.CharField(label=gettext_lazy("Full name"), max_length=150, required=False)
    position = forms.CharField(label=gettext_lazy("Position"), max_length=150, required=False)
    unit = UnitChoice(label=gettext_lazy("Unit"), required=False)

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("name") and (cleaned.get("position") or cleaned.get("unit")):
            self.add_error("name", _("Give the name, or empty the row."))
        return cleaned


FurtherPeople = forms.formset_factory(FurtherPerson, extra=SPARE_ROWS, max_num=100)


class MeetingForm(RecordForm):
    """One meeting; whoever is on the team but does not lead records the attendance alone."""

    present = PeopleChoice(
        label=gettext_lazy("Present"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("The team and the managers of the inspected units. Others are named below."),
    )  # fmt: skip

    class Meta(RecordForm.Meta):
        model = Meeting
        fields = ("held_on", "from_time", "to_time", "place", "chaired_by", "minutes")
        field_classes = {"chaired_by": PersonChoice}
        widgets = {"from_time": TimeBox(), "to_time": TimeBox(), "minutes": forms.Textarea(attrs={"rows": 8})}

    field_order = ("held_on", "from_time", "to_time", "place", "chaired_by", "minutes", "present")

    def restrict(self) -> None:
        meeting = self.instance
        self.offered = offered_for(meeting)
        people = User.objects.filter(pk__in=self.offered)
        self.fields["present"].queryset = people
        self.fields["present"].choices = [(key, one.label) for key, one in self.offered.items()]
        self.fields["chaired_by"].queryset = people | User.objects.filter(pk=meeting.chaired_by_id or 0)
        if meeting.pk:
            rows = meeting.attendance.filter(ended_at=None, user__isnull=False)
            self.initial["present"] = list(rows.values_list("user_id", flat=True))
        if meeting.kind == MeetingKind.CLOSING:
            self.fields["held_on"].help_text = _("The report is due within 7 working days of it.")
        self._take_people()
        if not policy.may(self.user, "inspections.record_meeting", meeting):
            for name in self.Meta.fields:
                del self.fields[name]

    def _take_people(self) -> None:
        units = Unit.objects.filter(pk__in=[unit.pk for unit in inspected_units(self.instance.inspection)])
        rows = [{"name": row.name, "position": row.position, "unit": row.unit_id} for row in further_of(self.instance)]
        data = self.data if self.is_bound else None
        named = {row["unit"] for row in rows if row["unit"]}
        units = (units | Unit.objects.filter(pk__in=named)).distinct()
        self.further = FurtherPeople(data, initial=rows, prefix="further", form_kwargs={"units": units})

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        begins, ends = cleaned.get("from_time"), cleaned.get("to_time")
        if begins and ends and ends <= begins:
            self.add_error("to_time", _("It ends before it begins."))
        if cleaned.get("held_on"):
            fault = fault_of_day(Meeting(
                inspection=self.instance.inspection, kind=self.instance.kind, held_on=cleaned["held_on"]
            ))  # fmt: skip
            if fault:
                self.add_error("held_on", fault)
        if not self.further.is_valid():
            self.add_error(None, _("Look at the further people below."))
        return cleaned

    def attendance(self) -> list[Attendee]:
        """Everybody who was there, as the operation takes them."""
        present = [self.offered[user.pk].attends() for user in self.cleaned_data["present"]]
        rows = [row.cleaned_data for row in self.further if row.cleaned_data.get("name")]
        return present + [Attendee(row["name"].strip(), row["position"].strip(), row["unit"]) for row in rows]
