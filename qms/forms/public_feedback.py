"""The public form for feedback: short, in plain words, without an account."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qms import clock
from qms.feedback_denunciation import sounds_like_one
from qms.feedback_guard import Opened, read_token, token_fault
from qms.forms.feedback import grade_field, sender_fields
from qms.forms.fields import FilesField, TextField
from qms.models.documents import Document
from qms.models.organisation import QMSHolding, Unit
from qms.models.reach import UnitPath
from qms.performance_enums import FeedbackKind
from qms.reports.publication import public_documents, public_list

LARGEST = 10 * 1024 * 1024  # bytes of one file


def agencies() -> Any:
    """Units that one may write to: holders of a QMS today, and those with a published procedure, from the top."""
    today = clock.today()
    held = QMSHolding.objects.filter(Q(valid_to=None) | Q(valid_to__gte=today), valid_from__lte=today)
    open_to = Q(pk__in=held.values("unit_id")) | Q(pk__in=public_documents().values("unit_id"))
    return Unit.objects.filter(open_to).valid_on(today).order_by("sort_key")


class SentFiles(FilesField):
    """Up to three photographs or PDF files."""

    LIMIT = 3

    def clean(self, data: Any, initial: Any = None) -> list[tuple[bytes, str, str]]:
        uploads = [one for one in (data if isinstance(data, list | tuple) else [data]) if one]
        for upload in uploads[: self.LIMIT]:
            if upload.size > LARGEST:
                raise ValidationError(_("%(name)s is larger than 10 MB."), params={"name": upload.name})
        prepared = super().clean(data, initial)
        for _content, kind, name in prepared:
            if kind != "application/pdf" and not kind.startswith("image/"):
                raise ValidationError(_("%(name)s is neither a photo nor a PDF."), params={"name": name})
        return prepared


class ProcedureChoice(forms.ModelChoiceField):
    """A published procedure by number and title."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.number} {obj.title}"


class PublicFeedbackForm(forms.Form):
    """What a citizen writes. `opened`: what the form's own token says."""

    fields: Any
    data: Any

    token = forms.CharField(widget=forms.HiddenInput, required=False, max_length=400)
    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Agency"), to_field_name="code")
    procedure = ProcedureChoice(
        Document.objects.none(), label=pgettext_lazy("of a citizen", "Procedure"), required=False,
        to_field_name="public_slug",
        help_text=_("If it is about one; else leave it empty."),
    )  # fmt: skip
    kind = forms.ChoiceField(label=_("What do you want to tell us?"), choices=FeedbackKind.choices)
    subject = forms.CharField(label=pgettext_lazy("of a letter", "Subject"), max_length=200)
    body = TextField(
        label=_("What you want to say"), rows=6, max_length=8000,
        help_text=_("Leave your name and telephone out of this text: there is room for them below."),
    )  # fmt: skip
    dossier = forms.CharField(
        label=_("Code of your dossier"),
        max_length=80,
        required=False,
        help_text=_("On your receipt, if any."),
    )
    files = SentFiles(  # type: ignore[assignment]
        label=_("Photos or PDF"), required=False, help_text=_("At most 3, each at most 10 MB.")
    )
    website = forms.CharField(label=_("Leave this empty"), required=False, max_length=200)
    is_denunciation = forms.ChoiceField(
        label=_("Is this a denunciation (tố cáo) of a person's wrongdoing?"),
        choices=[("no", _("No, it is feedback")), ("yes", _("Yes, a denunciation"))],
        widget=forms.RadioSelect,
        required=False,
    )

    ABOUT = ("unit", "procedure", "kind", "subject", "body", "dossier", "satisfaction", "files")
    """The fields of the case, in their order; who writes comes after."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["satisfaction"] = grade_field()
        self.fields.update(sender_fields())
        self.name_sender()
        self.fields["unit"].queryset = agencies()
        self.fields["procedure"].queryset = public_list().order_by("number_order", "id")
        self.fields["website"].widget.attrs = {"tabindex": "-1", "autocomplete": "off"}
        self.fields["files"].widget.attrs["accept"] = "image/*,application/pdf"
        self.order_fields([*self.ABOUT, *(name for name in self.fields if name.startswith("sender_"))])
        self.opened: Opened | None = None
        if self.is_bound:
            self.data = self.data.copy()

    def name_sender(self) -> None:
        """As one asks somebody of themselves; browsers fill in what they know."""
        asked = {
            "sender_name": (_("Your name"), "name"),
            "sender_organisation": (_("Organisation"), "organization"),
            "sender_phone": (_("Telephone"), "tel"),
            "sender_email": (_("Mail address"), "email"),
            "sender_address": (_("Address"), "street-address"),
        }
        for name, (label, known_as) in asked.items():
            self.fields[name].label = label
            self.fields[name].widget.attrs["autocomplete"] = known_as

    def case_fields(self) -> list[Any]:
        """Bound fields of the case."""
        return [self[name] for name in self.ABOUT]

    def sender_fields(self) -> list[Any]:
        """Bound fields of who writes."""
        return [self[name] for name in self.fields if name.startswith("sender_")]

    @property
    def asks_back(self) -> bool:
        """Whether the words are those of a denunciation and nobody has said yet whether it is one."""
        return self.is_bound and "is_denunciation" in self.errors

    @property
    def is_refused(self) -> bool:
        """Whether the sender says that it is a denunciation."""
        return self.is_bound and self.data.get("is_denunciation") == "yes"

    def clean_website(self) -> str:
        """Filled in by machines alone: people do not see it."""
        if self.cleaned_data["website"]:
            raise ValidationError(_("Leave the field «Leave this empty» empty."))
        return ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self.opened = read_token(cleaned.get("token", ""))
        fault = token_fault(self.opened)
        if fault is not None:
            self.add_error(None, str(fault))
        procedure, unit = cleaned.get("procedure"), cleaned.get("unit")
        if procedure and unit and not self._is_of(procedure, unit):
            text = _("«%(procedure)s» is not a procedure of %(unit)s: choose the agency or the procedure anew.")
            told = {"procedure": procedure.number, "unit": unit.name}
            self.add_error("procedure", ValidationError(text, params=told))
        if not cleaned.get("is_denunciation") and sounds_like_one(cleaned.get("subject", ""), cleaned.get("body", "")):
            self.add_error("is_denunciation", _("Your words are those of a denunciation. Say whether it is one."))
        return cleaned

    @staticmethod
    def _is_of(procedure: Document, unit: Unit) -> bool:
        return UnitPath.objects.filter(ancestor=unit, unit_id=procedure.unit_id).exists()
