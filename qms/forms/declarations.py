"""Forms of declarations: what is declared, which documents, when it is signed."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from qms import clock
from qms.enums import Role
from qms.forms.fields import DayField, FilesField, UnitChoice
from qms.forms.records import RecordForm
from qms.forms.steps import StepForm
from qms.models.declarations import Declaration
from qms.models.documents import Document
from qms.models.organisation import QMSHolding, Unit
from qms.models.standards import Edition

WORDS = ("scope", "place", "why")
HELP = {
    "scope": _("Which services and procedures the system covers; clauses that do not apply are listed by themselves."),
    "why": _("For a declaration that follows another: what changed in scope, edition or structure."),
}


def holders_of_officer(user: Any) -> QuerySet:
    """Units that hold a QMS today and over which the person is quality officer."""
    held = user.authority.units_as(Role.OFFICER)
    holders = QMSHolding.objects.filter(valid_to=None).values("unit_id")
    return Unit.objects.below(*held).valid_on(clock.today()).filter(pk__in=holders)


class EditDeclarationForm(RecordForm):
    """What a draft says."""

    class Meta(RecordForm.Meta):
        model = Declaration
        fields = WORDS
        help_texts = HELP


class DeclarationForm(EditDeclarationForm):
    """A new declaration."""

    class Meta(RecordForm.Meta):
        model = Declaration
        fields = ("unit", "edition", *WORDS)
        field_classes = {"unit": UnitChoice}
        help_texts = HELP

    def restrict(self) -> None:
        self.fields["unit"].queryset = holders_of_officer(self.user)
        editions = Edition.objects.select_related("standard").order_by("standard__code", "-year")
        self.fields["edition"].queryset = editions
        found = list(self.fields["unit"].queryset[:2])
        if len(found) == 1 and not self.initial.get("unit"):
            self.initial["unit"] = found[0].pk


class DocumentChoices(forms.ModelMultipleChoiceField):
    """Documents by check boxes, each with number and title."""

    widget = forms.CheckboxSelectMultiple


class AnnexForm(StepForm):
    """Which documents stay in the annex."""

    documents = DocumentChoices(Document.objects.none(), label=_("Documents of the annex"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        from qms.declared_changes import documents_of  # noqa: PLC0415 - only this form asks

        self.fields["documents"].queryset = documents_of(self.record.unit)
        rows = self.record.documents.filter(ended_at=None)
        self.initial["documents"] = list(rows.values_list("document_id", flat=True))


class SignDeclarationForm(StepForm):
    """By which Decision, signed when, in force from when."""

    decision_number = forms.CharField(
        label=_("Number of the Decision"),
        max_length=60,
        help_text=_("As it stands on the paper, such as 125/QĐ-SLĐTBXH."),
    )
    signed_on = DayField(label=_("Signed on"))
    effective_on = DayField(label=_("In force from"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("signed_on", "effective_on"):
            self.initial[name] = getattr(self.record, name) or clock.today()


class WithdrawDeclarationForm(StepForm):
    """From which day it no longer holds."""

    withdrawn_on = DayField(label=_("Withdrawn on"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["withdrawn_on"] = clock.today()


class OriginalDeclarationForm(StepForm):
    """The scan of the signed paper."""

    scan = FilesField(label=_("Signed original"), help_text=_("A scan as PDF or photographs, at most 25 MB each."))
