"""Forms of feedback inside: recording what came on paper, and what each step asks."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qms import clock
from qms.enums import Role
from qms.feedback_denunciation import WHERE, sounds_like_one
from qms.feedback_senders import sender_of
from qms.forms.fields import DayField, FilesField, PersonChoice, TextField, UnitChoice, people_of
from qms.forms.records import RecordForm
from qms.forms.risks import known_documents
from qms.forms.steps import StepForm
from qms.models.feedback import Feedback, FeedbackSender
from qms.models.organisation import Unit
from qms.models.reach import inside_subtree
from qms.operations.feedback import ABOUT_SENDER, usual_due
from qms.performance_enums import FeedbackChannel

GRADES = [
    ("", "---------"), (5, _("5 – very satisfied")), (4, _("4 – satisfied")), (3, _("3 – neither")),
    (2, _("2 – dissatisfied")), (1, _("1 – very dissatisfied")),
]  # fmt: skip
PAPER = [(one.value, one.label) for one in FeedbackChannel if one != FeedbackChannel.WEB]
SENDER_LABELS = {
    "sender_name": _("Name of the sender"),
    "sender_organisation": _("Organisation of the sender"),
    "sender_phone": _("Telephone of the sender"),
    "sender_email": _("Mail address of the sender"),
    "sender_address": _("Address of the sender"),
}


def grade_field() -> forms.TypedChoiceField:
    """Satisfaction in words."""
    return forms.TypedChoiceField(
        choices=GRADES, coerce=int, empty_value=None, required=False, label=_("How satisfied are you?")
    )


def sender_fields() -> dict[str, forms.Field]:
    """Room for who wrote, all of it optional."""
    own = forms.fields_for_model(FeedbackSender, fields=ABOUT_SENDER)
    for name, field in own.items():
        field.required, field.label = False, SENDER_LABELS[f"sender_{name}"]
    return {f"sender_{name}": own[name] for name in ABOUT_SENDER}


def sender_values(cleaned: dict[str, Any]) -> dict[str, str]:
    """Who wrote, as operations take it."""
    return {name: cleaned.get(f"sender_{name}") or "" for name in ABOUT_SENDER}


def officer_units(user: Any) -> Any:
    """Units over which the person is quality officer."""
    units = inside_subtree(user.authority.units_as(Role.OFFICER))
    return Unit.objects.filter(pk__in=units).valid_on(clock.today()).order_by("sort_key")


class FeedbackForm(RecordForm):
    """What came on paper, by post, by telephone or at the counter."""

    received_on = DayField(label=_("Received on"))
    is_denunciation = forms.BooleanField(
        label=_("This is a denunciation (tố cáo)"),
        required=False,
        help_text=_("Denunciations are not recorded here: they go to the inspectorate."),
    )
    is_none = forms.BooleanField(
        label=_("I have read it: it is no denunciation"), required=False, widget=forms.HiddenInput
    )
    files: Any = FilesField(label=_("What the sender gave"), required=False)

    class Meta(RecordForm.Meta):
        model = Feedback
        fields = ("channel", "unit", "document", "kind", "subject", "body", "dossier")
        field_classes = {"unit": UnitChoice}

    field_order = (
        "channel", "received_on", "unit", "document", "kind", "subject", "body", "dossier", "satisfaction",
        *SENDER_LABELS, "files", "is_denunciation", "is_none",
    )  # fmt: skip

    def restrict(self) -> None:
        units = officer_units(self.user)
        self.fields["unit"].queryset = units
        self.fields["document"].queryset = known_documents(self.user)
        self.fields["channel"].choices = PAPER
        self.fields["satisfaction"] = grade_field()
        self.fields["satisfaction"].label = _("Satisfaction, 1 to 5")
        self.fields.update(sender_fields())
        self.fields["sender_name"].help_text = _("Seen by who handles it and by the quality officer only.")
        self.initial.setdefault("received_on", clock.today())
        self.initial["channel"] = FeedbackChannel.PAPER
        self.order_fields(self.field_order)
        found = list(units[:2])
        if len(found) == 1 and not self.initial.get("unit"):
            self.initial["unit"] = found[0].pk

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        day = cleaned.get("received_on")
        if day and day > clock.today():
            text = _("%(day)s has not come yet.")
            self.add_error("received_on", forms.ValidationError(text, params={"day": day.strftime("%d/%m/%Y")}))
        if cleaned.get("is_denunciation"):
            self.add_error("is_denunciation", WHERE)
        elif sounds_like_one(cleaned.get("subject", ""), cleaned.get("body", "")) and not cleaned.get("is_none"):
            self.fields["is_none"].widget = forms.CheckboxInput()
            self.add_error("is_none", _("Its words are those of a denunciation: say which it is."))
        return cleaned

    def _post_clean(self) -> None:
        self.instance.satisfaction = self.cleaned_data.get("satisfaction")
        super()._post_clean()  # type: ignore[misc]


class AssignForm(StepForm):
    """Who handles it, and by when."""

    handler = PersonChoice(label=_("Handled by"))
    due_on = DayField(label=_("Answer due by"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["handler"].queryset = people_of(self.record.unit_id)
        self.initial["handler"] = self.record.handler_id
        self.initial["due_on"] = self.record.due_on or usual_due()


class AnswerForm(StepForm):
    """The answer to the sender."""

    answer = TextField(label=_("Answer"), rows=8, max_length=8000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer"].help_text = _("The sender reads it once it is approved and sent. Name no other person.")


class SendForm(StepForm):
    """What the sender reads beside the answer, and the signed letter."""

    public_note = forms.CharField(label=_("Note to the sender"), max_length=300, required=False)
    signed = FilesField(label=_("Signed answer"), required=False)


class NoteForm(StepForm):
    """What the sender reads on the page of their code."""

    public_note = forms.CharField(label=_("Note to the sender"), max_length=300, required=False)


class ForwardForm(NoteForm):
    """To which agency outside."""

    forwarded_to = forms.CharField(label=_("Forwarded to"), max_length=200)
    field_order = ("forwarded_to", "public_note")


class MoveForm(StepForm):
    """Which unit has it from now on."""

    unit = UnitChoice(label=_("Unit"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.valid_on(clock.today()).exclude(pk=self.record.unit_id)
        self.initial.pop("unit", None)


class HandForm(StepForm):
    """Who handles it from now on, and by when."""

    handler = PersonChoice(label=_("Handled by"))
    due_on = DayField(label=_("Answer due by"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["handler"].queryset = people_of(self.record.unit_id)


class SenderForm(StepForm):
    """Who wrote, as they say it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields = {name.removeprefix("sender_"): field for name, field in sender_fields().items()}
        self.fields = {**fields, **self.fields}
        sender = sender_of(self.record)
        self.initial.update({name: getattr(sender, name) for name in fields} if sender else {})


class PlanForm(StepForm):
    """An action on it: what, who, by when."""

    title = forms.CharField(label=_("What is to be done"), max_length=300)
    details = TextField(label=_("Details"), required=False, max_length=4000)
    owner = PersonChoice(label=_("Owner"))
    due_on = DayField(label=_("Due"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = people_of(self.record.unit_id)
        self.initial["owner"] = self.record.handler_id
        self.initial["due_on"] = None
