"""The form of a decided day."""

import datetime as dt

from django import forms
from django.utils.translation import gettext_lazy as _

from qms.forms.records import RecordForm
from qms.models.reminding import DecidedDay

FIRST, LAST = 1990, 2100  # years that the public calendar knows


class DecidedDayForm(RecordForm):
    """Which day, off or worked, by which decision."""

    class Meta(RecordForm.Meta):
        model = DecidedDay
        fields = ("day", "kind", "decision")
        labels = {"decision": _("Decision")}
        help_texts = {"decision": _("Number and date of the decision or notice, and who issued it.")}

    def clean_day(self) -> dt.date:
        """A day of the years that the calendar knows; a changed decision keeps its day."""
        day = self.cleaned_data["day"]
        if not FIRST <= day.year <= LAST:
            raise forms.ValidationError(
                _("%(day)s: give a day from %(first)s to %(last)s.")
                % {"day": day.strftime("%d/%m/%Y"), "first": FIRST, "last": LAST}
            )
        return day
