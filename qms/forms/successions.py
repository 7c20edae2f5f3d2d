"""Recording what becomes of units: a list, a day, the basis."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qms.forms.fields import DayField, TextField
from qms.models.organisation import Unit
from qms.successions.asking import Asked, faults_of, read_lines

END, MOVE = "end", "move"


class SuccessionForm(forms.Form):
    """Which units, from which day, by which law or decision; `asked` holds the list once it can be read."""

    lines = TextField(
        label=_("Units"),
        rows=8,
        help_text=_(
            "One line each: code of the old unit > code of its successor. Two lines with one old unit split it, two "
            "with one successor merge; a code alone ended. After a semicolon may stand: merged, split, renamed, ended."
        ),
    )
    on_day = DayField(
        label=_("From"), help_text=_("From this day on the successors answer; the day before is the last.")
    )
    basis = forms.CharField(label=_("Basis"), max_length=250, help_text=_("The law or decision that ordered it."))
    below = forms.ChoiceField(
        label=_("Units below them"),
        choices=[(END, _("end with them")), (MOVE, _("move to the successor, where there is only one"))],
    )
    reason = TextField(label=_("Reason"), rows=2, max_length=4000)
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.asked: list[Asked] = []
        if self.is_bound:
            self.data = self.data.copy()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Read the list, then say everything that stands against it."""
        cleaned = super().clean() or self.cleaned_data
        if "lines" not in cleaned:
            return cleaned
        self.asked, faults = read_lines(cleaned["lines"], Unit.objects.visible_to(self.user))
        if not faults and isinstance(cleaned.get("on_day"), dt.date):
            faults = faults_of(self.asked, cleaned["on_day"])
        for fault in faults:
            self.add_error("lines", fault)
        return cleaned

    @property
    def moves(self) -> bool:
        """Whether the units below move."""
        return bool(self.cleaned_data.get("below") == MOVE)


class TransferForm(forms.Form):
    """Why the ticked documents get another owner."""

    reason = TextField(label=_("Reason"), rows=2, max_length=4000)
