"""Forms of retention: rules, disposals, choosing records, carrying out."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from qms import clock
from qms.enums import Role
from qms.evidence_enums import DisposalStatus, DisposalVerdict, RetentionStart
from qms.forms.fields import FilesField, TextField, UnitChoice
from qms.forms.records import RecordForm
from qms.forms.steps import StepForm
from qms.models.organisation import QMSHolding, Unit
from qms.models.retention import Disposal, RetentionRule
from qms.models.standards import Clause
from qms.tables.retention import kind_choices

MOST_YEARS = 150


def holders_of(user: Any, *roles: str) -> QuerySet:
    """Units that hold a QMS today and over which the person has one of the roles."""
    held = user.authority.units_as(*roles)
    holders = QMSHolding.objects.filter(valid_to=None).values("unit_id")
    return Unit.objects.below(*held).valid_on(clock.today()).filter(pk__in=holders).order_by("sort_key")


class ClauseChoice(forms.ModelChoiceField):
    """A clause with its edition."""

    def label_from_instance(self, clause: Any) -> str:
        return f"{clause.number} ({clause.edition.code}) {clause.title}"


class RetentionForm(RecordForm):
    """A new rule."""

    kind = forms.ChoiceField(label=_("Kind of record"), choices=kind_choices)
    years = forms.IntegerField(
        label=_("Years"), required=False, min_value=0, max_value=MOST_YEARS, help_text=_("Empty: kept for good.")
    )

    class Meta(RecordForm.Meta):
        model = RetentionRule
        fields = ("unit", "kind", "clause", "years", "counted_from", "basis")
        field_classes = {"unit": UnitChoice, "clause": ClauseChoice}
        help_texts = {
            "clause": _("Empty: every record of the kind. A clause covers those below it."),
            "basis": _("Such as: QT-02 (section 7), or the number of the circular on periods of retention."),
        }

    def restrict(self) -> None:
        self.fields["unit"].queryset = holders_of(self.user, Role.OFFICER)
        clauses = Clause.objects.filter(auditable=True).select_related("edition__standard")
        self.fields["clause"].queryset = clauses.order_by("-edition__year", "position")
        found = list(self.fields["unit"].queryset[:2])
        if len(found) == 1 and not self.initial.get("unit"):
            self.initial["unit"] = found[0].pk


class ReplaceRuleForm(StepForm):
    """Another period for the same records."""

    years = forms.IntegerField(
        label=_("Years"), required=False, min_value=0, max_value=MOST_YEARS, help_text=_("Empty: kept for good.")
    )
    counted_from = forms.ChoiceField(label=_("Counted from"), choices=RetentionStart.choices)
    basis = forms.CharField(label=_("By which document"), max_length=300)


class ProposedForm(forms.Form):
    """Which of the usual periods become rules."""

    chosen = forms.MultipleChoiceField(
        label=_("Rules to set"), widget=forms.CheckboxSelectMultiple, error_messages={"required": _("Choose a rule.")}
    )
    basis = forms.CharField(
        label=_("By which document"),
        max_length=300,
        required=False,
        help_text=_("For rules that no procedure of the unit gives: which document decides."),
    )

    def __init__(self, *args: Any, proposed: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.proposed = proposed
        self.fields["chosen"].choices = [(one.rule.kind, one.said) for one in proposed]  # type: ignore[attr-defined]
        self.initial.setdefault("chosen", [one.rule.kind for one in proposed])

    def clean(self) -> dict[str, Any]:
        """A rule says by which document."""
        cleaned = super().clean() or self.cleaned_data
        bare = [one for one in self.proposed if one.rule.kind in cleaned.get("chosen", []) and not one.rule.basis]
        if bare and not cleaned.get("basis", "").strip():
            self.add_error("basis", _("Say which document decides, or leave out what no procedure gives."))
        return cleaned

    def rules(self) -> list[RetentionRule]:
        """The chosen ones, each with its document."""
        chosen = [one.rule for one in self.proposed if one.rule.kind in self.cleaned_data["chosen"]]
        for rule in chosen:
            rule.basis = rule.basis or self.cleaned_data["basis"].strip()
        return chosen


class EditDisposalForm(RecordForm):
    """The words of a draft."""

    class Meta(RecordForm.Meta):
        model = Disposal
        fields: tuple[str, ...] = ("title", "reason")
        help_texts = {"reason": _("Such as: the periods of retention are over; the records have no further use.")}


class DisposalForm(EditDisposalForm):
    """A new disposal."""

    class Meta(EditDisposalForm.Meta):
        fields = ("unit", "title", "reason")
        field_classes = {"unit": UnitChoice}

    def restrict(self) -> None:
        self.fields["unit"].queryset = holders_of(self.user, Role.OFFICER)
        found = list(self.fields["unit"].queryset[:2])
        if len(found) == 1 and not self.initial.get("unit"):
            self.initial["unit"] = found[0].pk


class DraftChoice(forms.ModelChoiceField):
    """A draft by number and title."""


class ChooseForm(forms.Form):
    """What is decided of the chosen records, and in which disposal."""

    verdict = forms.ChoiceField(
        label=_("What is decided"),
        choices=[(DisposalVerdict.DISPOSE, _("Dispose of")), (DisposalVerdict.KEEP, _("Keep longer"))],
        widget=forms.RadioSelect,
        initial=DisposalVerdict.DISPOSE,
    )
    reason = TextField(
        label=_("Why they are kept longer"), rows=2, max_length=2000, required=False,
        help_text=_("Only where they are to be kept longer."),
    )  # fmt: skip
    disposal = DraftChoice(
        Disposal.objects.none(), label=_("Into which draft"), required=False, empty_label=_("a new disposal")
    )
    title = forms.CharField(label=_("Title of the new disposal"), max_length=200, required=False)
    why = TextField(label=_("Reason of the new disposal"), rows=2, max_length=2000, required=False)

    def __init__(self, *args: Any, holder: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        drafts = Disposal.objects.filter(unit=holder, status=DisposalStatus.DRAFTED).order_by("-pk")
        self.fields["disposal"].queryset = drafts  # type: ignore[attr-defined]
        latest = drafts.first()
        if latest is not None:
            self.initial.setdefault("disposal", latest.pk)

    def clean(self) -> dict[str, Any]:
        """A reason for keeping; a title and a reason for a new disposal."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("verdict") == DisposalVerdict.KEEP and not cleaned.get("reason"):
            self.add_error("reason", _("Say why they are kept longer."))
        if cleaned.get("disposal") is None and "disposal" not in self.errors:
            for name, text in (
                ("title", _("Give the new disposal a title.")),
                ("why", _("Say why it is disposed of.")),
            ):
                if not cleaned.get(name):
                    self.add_error(name, text)
        return cleaned


class ApproveDisposalForm(StepForm):
    """By which Decision."""

    decision_number = forms.CharField(
        label=_("Number of the Decision"),
        max_length=60,
        help_text=_("As it stands on the paper, such as 125/QĐ-SLĐTBXH."),
    )


class CarryOutForm(StepForm):
    """Who is there beside the officer, and what happens to paper."""

    witness = forms.CharField(
        label=_("Witness"), max_length=200, help_text=_("Name and position of the second person who is there.")
    )
    method = forms.CharField(
        label=_("How paper is destroyed"),
        max_length=200,
        help_text=_("Such as: shredded; or that the records exist on the computer only."),
    )
    minutes = TextField(label=_("What the minutes say further"), rows=4, max_length=4000, required=False)


class DisposalOriginalForm(StepForm):
    """Scans of the signed papers."""

    scan = FilesField(
        label=_("Signed decision or minutes"), help_text=_("A scan as PDF or photographs, at most 25 MB each.")
    )
