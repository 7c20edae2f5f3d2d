"""Forms of checklist templates: the head, a copy, and what publishing asks."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from inspections.forms.choices import editions, sending_units
from inspections.models import ChecklistTemplate
from qms.enums import Role
from qms.forms.fields import TextField, UnitChoice
from qms.forms.records import RecordForm
from qms.forms.steps import StepForm


class TemplateForm(RecordForm):
    """A new template: empty, or with a question for each clause of an edition."""

    from_clauses = forms.BooleanField(
        label=_("Begin with a question for each clause of the edition"),
        required=False,
        help_text=_("Questions, documents asked for and maximum scores are taken over; all can be changed."),
    )

    class Meta(RecordForm.Meta):
        model = ChecklistTemplate
        fields = ("unit", "title_vi", "title_en", "purpose", "edition")
        field_classes = {"unit": UnitChoice}

    def restrict(self) -> None:
        units = sending_units(self.user, Role.OFFICER, Role.INSPECTOR)
        self.fields["unit"].queryset = units
        self.fields["unit"].label = _("Unit that keeps it")
        self.fields["unit"].help_text = _("All units below may use it once it is in force.")
        self.fields["edition"].queryset = editions()
        self.fields["edition"].help_text = _("Questions may name its clauses.")
        listed = list(units[:2])
        if len(listed) == 1:
            self.initial["unit"] = listed[0].pk

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("from_clauses") and not cleaned.get("edition"):
            self.add_error("edition", _("Choose the edition whose clauses are to be taken."))
        return cleaned


class TemplateHeadForm(RecordForm):
    """The head of a template that stands; unit and number stay."""

    class Meta(RecordForm.Meta):
        model = ChecklistTemplate
        fields = ("title_vi", "title_en", "purpose", "edition")

    def restrict(self) -> None:
        self.fields["edition"].queryset = editions()


class TemplateCopyForm(RecordForm):
    """A copy of another template for one's own unit."""

    class Meta(RecordForm.Meta):
        model = ChecklistTemplate
        fields = ("unit", "title_vi", "title_en", "purpose")
        field_classes = {"unit": UnitChoice}

    def restrict(self) -> None:
        self.fields["unit"].queryset = sending_units(self.user, Role.OFFICER, Role.INSPECTOR)
        self.fields["unit"].label = _("Unit that keeps it")


class PublishForm(StepForm):
    """What changed, for who uses the template."""

    summary = TextField(
        label=_("What changed"), rows=3, max_length=4000, help_text=_("For the first version: what it is for.")
    )
