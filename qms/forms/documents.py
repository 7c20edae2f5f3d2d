"""Forms of the steps of an issue."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from qms import clock
from qms.forms.fields import DayField
from qms.forms.steps import StepForm


class ApproveForm(StepForm):
    """Signing day and effective day."""

    signed_on = DayField(label=_("Signed on"))
    effective_on = DayField(label=_("In force from"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["signed_on"] = clock.today()
        self.initial["effective_on"] = self.record.effective_on or clock.today()


class WithdrawForm(StepForm):
    """The day from which it is out of use."""

    withdrawn_on = DayField(label=_("Withdrawn on"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["withdrawn_on"] = self.record.withdrawn_on or clock.today()
