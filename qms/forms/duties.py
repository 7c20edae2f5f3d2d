"""The form of a recurring duty."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qms import clock
from qms.duty_periods import period_of
from qms.enums import Role
from qms.forms.fields import PersonChoice, UnitChoice, people_in_reach
from qms.forms.records import RecordForm
from qms.models.action_work import ActionSeries
from qms.models.organisation import Unit

MOST_LEAD = 60  # working days


class DutyForm(RecordForm):
    """What comes again and again, whose it is, and when. Rhythm and first day stay once it runs."""

    class Meta(RecordForm.Meta):
        model = ActionSeries
        fields = ("unit", "title", "details", "owner", "rhythm", "due_day", "lead_days", "starts_on", "ends_on")
        field_classes = {"unit": UnitChoice, "owner": PersonChoice}

    def restrict(self) -> None:
        held = self.user.authority.units_as(Role.MANAGER, Role.OFFICER, Role.TOP)
        self.fields["unit"].queryset = Unit.objects.below(*held).valid_on(clock.today())
        self.fields["owner"].queryset = people_in_reach(self.user)
        self._bound_number("due_day", 1, 31)
        self._bound_number("lead_days", 0, MOST_LEAD)
        if self.instance.pk:
            for name in ("unit", "rhythm", "starts_on"):
                self.fields[name].disabled = True
                self.fields[name].help_text = _("Fixed: end this duty and give a new one where it changes.")
            self.fields["unit"].queryset = Unit.objects.filter(pk=self.instance.unit_id)
            self._keep_owner()
        else:
            self.initial["starts_on"] = self.initial.get("starts_on") or clock.today()

    def _bound_number(self, name: str, least: int, most: int) -> None:
        field = self.fields[name]
        limits = forms.IntegerField(min_value=least, max_value=most)
        field.validators = limits.validators
        field.widget.attrs |= {"min": least, "max": most}

    def _keep_owner(self) -> None:
        """Whose it is now stays a choice, also when they left."""
        owner = self.fields["owner"].queryset.model.objects.filter(pk=self.instance.owner_id)
        self.fields["owner"].queryset = (self.fields["owner"].queryset | owner).distinct()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        begins, ends, rhythm = cleaned.get("starts_on"), cleaned.get("ends_on"), cleaned.get("rhythm")
        if begins and ends and ends < begins:
            self.add_error("ends_on", _("The last day cannot be before the first."))
        if begins and rhythm and not self.instance.pk:
            self._check_first_day(begins, rhythm)
        return cleaned

    def _check_first_day(self, begins: Any, rhythm: str) -> None:
        """Nothing is owed for periods long gone."""
        earliest = period_of(rhythm, clock.today()).shifted(-1).begins
        if begins < earliest:
            text = _("%(day)s is too long ago: give %(earliest)s or a later day, so that no old period is asked for.")
            days = {"day": begins.strftime("%d/%m/%Y"), "earliest": earliest.strftime("%d/%m/%Y")}
            self.add_error("starts_on", forms.ValidationError(text, params=days))
