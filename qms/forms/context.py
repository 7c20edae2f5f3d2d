"""Forms of issues of the context and of interested parties."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext_lazy as _

from qms import clock
from qms.forms.fields import DayField, UnitChoice
from qms.forms.records import RecordForm
from qms.forms.risks import check_day_ahead, recording_units
from qms.forms.steps import StepForm
from qms.models.context import ContextFactor, InterestedParty
from qms.models.organisation import Unit

USUAL_REVIEW = dt.timedelta(days=365)


class ContextForm(RecordForm):
    """Base: units that the person keeps; the day of the next review."""

    def restrict(self) -> None:
        if self.instance.pk:
            self.fields["unit"].disabled = True
            self.fields["unit"].queryset = Unit.objects.filter(pk=self.instance.unit_id)
            return
        units = recording_units(self.user)
        self.fields["unit"].queryset = units
        if not self.initial.get("review_due_on"):
            self.initial["review_due_on"] = clock.today() + USUAL_REVIEW
        found = list(units[:2])
        if len(found) == 1 and not self.initial.get("unit"):
            self.initial["unit"] = found[0].pk

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "review_due_on" in self.changed_data or not self.instance.pk:
            check_day_ahead(self, "review_due_on")
        return cleaned


class ContextFactorForm(ContextForm):
    """An issue outside or inside."""

    class Meta(RecordForm.Meta):
        model = ContextFactor
        fields = ("unit", "kind", "subject", "statement", "effect", "response", "climate", "review_due_on")
        field_classes = {"unit": UnitChoice}
        help_texts = {"climate": _("Amendment 1:2024 to ISO 9001:2015 asks whether climate change is an issue.")}


class InterestedPartyForm(ContextForm):
    """Whose needs and expectations count."""

    class Meta(RecordForm.Meta):
        model = InterestedParty
        fields = ("unit", "name", "needs", "is_requirement", "response", "climate", "review_due_on")
        field_classes = {"unit": UnitChoice}
        help_texts = {"climate": _("Interested parties can have requirements related to climate change.")}


class ContextReviewForm(StepForm):
    """When it is looked at next; the reason says what was looked at."""

    review_due_on = DayField(label=_("Next review"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["review_due_on"] = clock.today() + USUAL_REVIEW
        self.fields["reason"].label = _("What the review looked at")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        check_day_ahead(self, "review_due_on")
        return cleaned
