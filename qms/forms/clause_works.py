"""Forms of judging a clause, confirming many, and raising actions for gaps."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qms import clock
from qms.enums import ClauseJudgement
from qms.forms.fields import DayField, PersonChoice, TextField, people_of
from qms.forms.steps import StepForm


class JudgeForm(StepForm):
    """How a holder stands to one clause; a judgement that stands is replaced with a reason."""

    judgement = forms.ChoiceField(
        label=_("Judgement"), choices=ClauseJudgement.choices, widget=forms.RadioSelect(attrs={"class": "choices"})
    )
    statement = TextField(label=_("How it is met, or what is missing"), required=False, rows=4)
    why_not = TextField(
        label=_("Why it does not apply"),
        required=False,
        rows=2,
        help_text=_("Only for «Not applicable»: the reason goes into the scope statement (4.3)."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["why_not"] = self.record.reason
        if self.record.pk:
            self.fields["reason"] = TextField(label=_("Why it is judged anew"), rows=2, required=False)
        self.order_fields(["judgement", "statement", "why_not", "files", "reason"])

    def clean(self) -> dict[str, Any]:
        """What each judgement asks for."""
        cleaned = super().clean()
        judgement = cleaned.get("judgement")
        if judgement in (ClauseJudgement.PARTLY, ClauseJudgement.NOT_CONFORMING) and not cleaned.get("statement"):
            self.add_error("statement", _("Say what is missing."))
        if judgement == ClauseJudgement.NOT_APPLICABLE and not cleaned.get("why_not"):
            self.add_error("why_not", _("Say why it does not apply."))
        return cleaned


class GapActionForm(StepForm):
    """One action that closes the gap of a clause."""

    title = forms.CharField(label=_("What is to be done"), max_length=300)
    owner = PersonChoice(label=_("Owner"))
    due_on = DayField(label=_("Due"))
    details = TextField(label=_("Details"), required=False, rows=3)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = people_of(self.record.unit_id)
        self.initial.setdefault("title", " ".join(self.record.statement.split())[:300])

    def clean_due_on(self) -> Any:
        """Owed from today on."""
        return from_today(self.cleaned_data["due_on"])


def from_today(day: Any) -> Any:
    """The day, unless it is past."""
    if day and day < clock.today():
        text = _("%(day)s is past. Give today or a later day.")
        raise forms.ValidationError(text, params={"day": day.strftime("%d/%m/%Y")})
    return day


class ConfirmForm(forms.Form):
    """One reason for all that are confirmed."""

    statement = TextField(
        label=_("What shows that they are met"),
        rows=3,
        max_length=4000,
        help_text=_("Kept with each of them, with the reason of the change."),
    )


class GapActionsForm(forms.Form):
    """Who closes the ticked gaps, and until when; each action is titled by what is missing."""

    fields: Any

    owner = PersonChoice(label=_("Owner"))
    due_on = DayField(label=_("Due"))

    def __init__(self, *args: Any, unit_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = people_of(unit_id)

    def clean_due_on(self) -> Any:
        """Owed from today on."""
        return from_today(self.cleaned_data["due_on"])
