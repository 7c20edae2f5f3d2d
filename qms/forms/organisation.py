"""Forms of units, holdings, people, roles and appointments; administrators only."""

import datetime as dt
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from qms import clock
from qms.forms.fields import DayField, PersonChoice, UnitChoice
from qms.forms.records import RecordForm
from qms.forms.steps import StepForm
from qms.models.organisation import QMSHolding, Unit
from qms.models.people import ActingFor, Competence, Membership, RoleAssignment, User


class DatedForm(RecordForm):
    """Base of forms with from and to."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        begins, ends = cleaned.get("valid_from"), cleaned.get("valid_to")
        if isinstance(begins, dt.date) and isinstance(ends, dt.date) and ends < begins:
            self.add_error("valid_to", _("The last day cannot be before the first."))
        return cleaned


class UnitForm(DatedForm):
    """A unit of the tree."""

    class Meta(RecordForm.Meta):
        model = Unit
        fields = ("code", "name_vi", "name_en", "kind", "parent", "superior_text", "place", "valid_from", "valid_to")
        field_classes = {"parent": UnitChoice}

    def restrict(self) -> None:
        units = Unit.objects.visible_to(self.user)
        if self.instance.pk:
            units = units.exclude(pk__in=Unit.objects.below(self.instance.pk, inside=False).values("pk"))
        self.fields["parent"].queryset = units


class HoldingForm(DatedForm):
    """That the unit holds a QMS."""

    class Meta(RecordForm.Meta):
        model = QMSHolding
        fields = ("obligation", "rhythm", "valid_from", "valid_to", "basis")


class PersonForm(RecordForm):
    """A person's account."""

    password = forms.CharField(
        label=_("First password"),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least ten characters; empty leaves it as it is."),
    )

    class Meta(RecordForm.Meta):
        model = User
        fields = ("username", "full_name", "position_vi", "position_en", "email")

    def restrict(self) -> None:
        self.fields["full_name"].required = True

    def clean_password(self) -> str:
        """As strong as every password here."""
        password = self.cleaned_data["password"]
        if password:
            validate_password(password, self.instance)
        return password

    def extra_values(self) -> dict[str, Any]:
        return {"password": self.cleaned_data.get("password", "")}

    def _post_clean(self) -> None:
        # The model's own field of this name holds the hash; what was typed goes to the operation alone.
        typed = self.cleaned_data.pop("password", "")
        super()._post_clean()  # type: ignore[misc]  # Django's own hook, absent from its stubs
        self.cleaned_data["password"] = typed


class UnitRowForm(DatedForm):
    """Base of a person's rows that name a unit."""

    def restrict(self) -> None:
        self.fields["unit"].queryset = Unit.objects.visible_to(self.user).valid_on(clock.today())
        self.initial["valid_from"] = self.initial.get("valid_from") or clock.today()


class MembershipForm(UnitRowForm):
    """Where the person works."""

    class Meta(RecordForm.Meta):
        model = Membership
        fields = ("unit", "valid_from", "valid_to")
        field_classes = {"unit": UnitChoice}


class RoleForm(UnitRowForm):
    """What the person is in a unit."""

    class Meta(RecordForm.Meta):
        model = RoleAssignment
        fields = ("role", "unit", "valid_from", "valid_to")
        field_classes = {"unit": UnitChoice}


class ActingForForm(DatedForm):
    """For whom the person acts."""

    class Meta(RecordForm.Meta):
        model = ActingFor
        fields = ("principal", "form", "basis", "valid_from", "valid_to")
        field_classes = {"principal": PersonChoice}

    def restrict(self) -> None:
        self.fields["principal"].queryset = User.objects.people().exclude(pk=self.instance.deputy_id)


class CompetenceForm(DatedForm):
    """What the person may inspect, until when."""

    class Meta(RecordForm.Meta):
        model = Competence
        fields = ("standard", "edition", "basis", "valid_from", "valid_to")

    def restrict(self) -> None:
        self.fields["edition"].empty_label = _("every edition")

    def clean(self) -> dict[str, Any]:
        """The edition is one of the standard's."""
        cleaned = super().clean() or self.cleaned_data
        standard, edition = cleaned.get("standard"), cleaned.get("edition")
        if standard is not None and edition is not None and edition.standard_id != standard.pk:
            text = _("%(edition)s is no edition of %(standard)s.")
            self.add_error("edition", text % {"edition": edition, "standard": standard})
        return cleaned


class EndUnitForm(StepForm):
    """The unit's last day, and who follows it."""

    valid_to = DayField(label=_("Last day"))
    successor = UnitChoice(label=_("Succeeded by"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["successor"].queryset = Unit.objects.visible_to(self.user).exclude(pk=self.record.pk)


class EndRoleForm(StepForm):
    """The role's last day."""

    valid_to = DayField(label=_("Last day"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["valid_to"] = clock.today()

    def clean_valid_to(self) -> Any:
        """Not before it began."""
        day = self.cleaned_data["valid_to"]
        if day < self.record.valid_from:
            raise forms.ValidationError(_("The last day cannot be before the first."))
        return day
