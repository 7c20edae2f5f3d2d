"""Forms of inspections: the plan and the steps."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from inspections.enums import InspectionKind
from inspections.forms.choices import editions, inspectable_units, inspectors_of, sending_units, unit_fault
from inspections.independence import faults_of_named
from inspections.models import Inspection
from qms import clock
from qms.forms.fields import DayField, PeopleChoice, PersonChoice, SeveralChoice, TextField, UnitChoice
from qms.forms.records import RecordForm
from qms.forms.steps import StepForm
from qms.models.organisation import Unit
from qms.models.people import User


class SeveralUnits(SeveralChoice):
    """Several units, with their codes."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.code} - {obj}"


class InspectionPlanForm(RecordForm):
    """The plan of an inspection; units and kind must fit each other, lead and team be inspectors."""

    team = PeopleChoice(label=_("Team"), required=False, widget=forms.CheckboxSelectMultiple)
    units = SeveralUnits(
        queryset=Unit.objects.none(),
        label=_("Further inspected units"),
        required=False,
        help_text=_("On a computer hold Ctrl to choose several."),
    )

    class Meta(RecordForm.Meta):
        model = Inspection
        fields = (
            "kind", "mode", "title", "raised_by_unit", "unit", "units", "edition", "starts_on", "ends_on", "lead",
            "team", "purpose", "scope",
        )  # fmt: skip
        field_classes = {"raised_by_unit": UnitChoice, "unit": UnitChoice, "lead": PersonChoice}

    def restrict(self) -> None:
        senders = sending_units(self.user)
        if self.instance.raised_by_unit_id:
            senders = senders | Unit.objects.filter(pk=self.instance.raised_by_unit_id)
        keys = [unit.pk for unit in senders]
        self.fields["raised_by_unit"].queryset = senders
        self.fields["unit"].queryset = inspectable_units(keys)
        self.fields["units"].queryset = self.fields["unit"].queryset
        self.fields["edition"].queryset = editions()
        self.fields["edition"].help_text = _("The checklist is made from the clauses of this edition.")
        people = inspectors_of(keys, also_below=True)
        self.fields["lead"].queryset = people
        self.fields["team"].queryset = people
        self.fields["team"].help_text = _("Beside the lead. Whoever is on the team reaches this inspection.")
        self.initial["kind"] = self.initial.get("kind") or InspectionKind.INTERNAL
        if len(keys) == 1:
            self.initial.setdefault("raised_by_unit", keys[0])
            self.initial["raised_by_unit"] = self.initial["raised_by_unit"] or keys[0]
        if self.instance.pk:
            rows = self.instance.team.filter(ended_at=None)
            self.initial["team"] = list(rows.values_list("user_id", flat=True))
            further = self.instance.inspected_units.filter(ended_at=None)
            self.initial["units"] = list(further.values_list("unit_id", flat=True))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        starts, ends = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", _("The last day is before the first."))
        self._check_unit("unit", [cleaned.get("unit")])
        self._check_unit("units", cleaned.get("units") or [])
        self._check_people()
        return cleaned

    def _check_unit(self, name: str, units: Any) -> None:
        kind, sender = self.cleaned_data.get("kind"), self.cleaned_data.get("raised_by_unit")
        for unit in units:
            fault = unit_fault(kind, sender, unit) if kind and sender and unit else None
            if fault:
                self.add_error(name, fault)

    def _check_people(self) -> None:
        sender, kind = self.cleaned_data.get("raised_by_unit"), self.cleaned_data.get("kind")
        if sender is None:
            return
        superior = kind == InspectionKind.SUPERIOR
        allowed = set(inspectors_of([sender.pk], also_below=superior).values_list("pk", flat=True))
        sentence = _("%(person)s is no inspector of %(unit)s. Choose somebody who is, or another sending unit.")
        for name, people in (("lead", [self.cleaned_data.get("lead")]), ("team", self.cleaned_data.get("team") or [])):
            for person in people:
                if person is not None and person.pk not in allowed:
                    self.add_error(name, sentence % {"person": person, "unit": sender})


class NotifyForm(StepForm):
    """Notice; a reason where it is late."""

    reason: Any = TextField(
        label=_("Reason for a late notice"),
        required=False,
        rows=3,
        help_text=_("Needed when the visit is less than 7 days away (the team: 14)."),
    )


class PostponeForm(StepForm):
    """New days."""

    starts_on = DayField(label=_("New first day"))
    ends_on = DayField(label=_("New last day"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        starts, ends = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts and starts < clock.today():
            day = starts.strftime("%d/%m/%Y")
            self.add_error("starts_on", _("%(day)s is past. Give today or a later day.") % {"day": day})
        if starts and ends and ends < starts:
            self.add_error("ends_on", _("The last day is before the first."))
        return cleaned


class ChangeTeamForm(StepForm):
    """The team as it now is, beside the lead."""

    team = PeopleChoice(label=_("Team"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        superior = self.record.kind == InspectionKind.SUPERIOR
        standing = list(self.record.team.filter(ended_at=None).values_list("user_id", flat=True))
        able = inspectors_of([self.record.raised_by_unit_id], also_below=superior)
        self.fields["team"].queryset = (able | User.objects.filter(pk__in=standing)).exclude(pk=self.record.lead_id)
        self.initial["team"] = standing


class EndVisitForm(StepForm):
    """The closing meeting."""

    closing_meeting_on = DayField(label=_("Closing meeting"))
    ended_early_reason = TextField(label=_("Why the visit ended early"), required=False, rows=2)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["closing_meeting_on"] = self.record.closing_meeting_on or clock.today()

    def clean_closing_meeting_on(self) -> Any:
        """The meeting was held, on a day of the visit or later."""
        day = self.cleaned_data["closing_meeting_on"]
        words = {"day": day.strftime("%d/%m/%Y")}
        if day > clock.today():
            raise forms.ValidationError(_("%(day)s has not come yet. Give the day of the meeting."), params=words)
        if day < self.record.starts_on:
            raise forms.ValidationError(_("%(day)s is before the visit. Give the day of the meeting."), params=words)
        return day


class OverruleForm(StepForm):
    """Whom top management lets go although the rules say no."""

    inspector = PersonChoice(
        label=_("Inspector"), help_text=_("People named for a session against whom something stands.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["inspector"].queryset = User.objects.filter(pk__in=standing_against(self.record))


def standing_against(inspection: Any) -> dict[int, list[str]]:
    """People named for sessions, by key, with what stands against them and is not overruled yet."""
    overruled = set(inspection.overrules.values_list("user_id", flat=True))
    found: dict[int, list[str]] = {}
    for fault in faults_of_named(inspection):
        if fault.user_id not in overruled:
            found.setdefault(fault.user_id, []).append(fault.sentence)
    return {key: list(dict.fromkeys(sentences)) for key, sentences in found.items()}
