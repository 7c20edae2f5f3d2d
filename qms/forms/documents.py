"""Forms of the steps of an issue."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qms import clock
from qms.forms.fields import DayField
from qms.forms.steps import StepForm
from qms.models.documents import Document
from qms.training_gate import training_warnings


class ApproveForm(StepForm):
    """Signing day and effective day; warns where few of its readers have confirmed."""

    signed_on = DayField(label=_("Signed on"))
    effective_on = DayField(label=_("In force from"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["signed_on"] = clock.today()
        self.initial["effective_on"] = self.record.effective_on or clock.today()
        self.warnings = list(training_warnings([self.record]).values())


class ReplacementChoice(forms.ModelChoiceField):
    """A document of the same side, by number and title."""


class WithdrawForm(StepForm):
    """The day from which it is out of use, and what takes its place."""

    withdrawn_on = DayField(label=_("Withdrawn on"))
    replacement = ReplacementChoice(
        Document.objects.none(),
        label=_("Replaced by"),
        required=False,
        help_text=_("The document that takes its place, if any."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["withdrawn_on"] = self.record.withdrawn_on or clock.today()
        others = Document.objects.visible_to(self.user).filter(ended_at=None).exclude(pk=self.record.document_id)
        self.fields["replacement"].queryset = others.order_by("number")
