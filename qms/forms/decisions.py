"""Forms of decisions: drafting, documents in and out, signing, the signed original."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from qms import clock
from qms.enums import DecisionAct, DecisionStatus, IssueStatus, Role
from qms.forms.fields import DayField, FilesField, PersonChoice, SeveralChoice, UnitChoice
from qms.forms.records import RecordForm
from qms.forms.steps import StepForm
from qms.models.decisions import Decision, DecisionItem
from qms.models.documents import HEAVY, Document, Issue
from qms.models.organisation import QMSHolding, Unit
from qms.models.people import RoleAssignment, User
from qms.models.reach import inside_ancestors, inside_subtree


def decidable_issues(act: str, units: QuerySet) -> QuerySet:
    """Issues of these units that a decision may take for the act and that stand in no draft decision."""
    today = clock.today()
    taken = DecisionItem.objects.filter(ended_at=None, decision__status=DecisionStatus.DRAFT).values("issue_id")
    in_force = Q(pk__in=Issue.objects.effective_on(today).values("pk"))
    fits = {
        DecisionAct.APPROVE.value: Q(status=IssueStatus.REVIEWED),
        DecisionAct.WITHDRAW.value: Q(status=IssueStatus.APPROVED) & in_force,
        DecisionAct.DECLARE.value: Q(status=IssueStatus.APPROVED) & (in_force | Q(effective_on__gt=today)),
    }[act]
    rows = Issue.objects.filter(fits, document__unit_id__in=units).exclude(pk__in=taken)
    return rows.select_related("document__unit").defer(*HEAVY).order_by("document__number", "pk")


def units_of_officer(user: Any) -> QuerySet:
    """Keys of the units over which the person is quality officer."""
    return inside_subtree(user.authority.units_as(Role.OFFICER))


def signatories_over(units: QuerySet) -> QuerySet:
    """Top management of these units or of those above them, today."""
    above = inside_ancestors(units)
    held = RoleAssignment.objects.standing_on(clock.today()).filter(role=Role.TOP, unit_id__in=above)
    return User.objects.people().filter(pk__in=held.values("user_id"))


class IssueChoices(SeveralChoice):
    """Issues by check boxes, each with number, title and owner unit."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj} {obj.title} ({obj.document.unit.name})"


class ItemChoices(SeveralChoice):
    """Documents of a decision by check boxes."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.issue} {obj.issue.title} ({obj.get_act_display()})"


class DocumentChoice(forms.ModelChoiceField):
    """One document, by number and title."""


WORDS = ("number", "subject", "grounds", "signatory", "effective_on")
HELP = {
    "number": _("As it stands on the paper, such as 125/QĐ-SLĐTBXH."),
    "grounds": _("Each legal ground on its own line."),
    "effective_on": _("Empty: from the day of signing."),
    "signatory": _("Only this person finds it among their work. Empty: whoever is top management."),
}


class DecisionForm(RecordForm):
    """What the decision says. Number and day may wait until it is signed, the number needs to be thought of now."""

    class Meta(RecordForm.Meta):
        model = Decision
        fields = WORDS
        field_classes = {"signatory": PersonChoice}
        help_texts = HELP

    def restrict(self) -> None:
        self.fields["signatory"].queryset = signatories_over(self.units())

    def units(self) -> QuerySet:
        """Units whose documents it may decide on."""
        return inside_subtree([self.instance.unit_id])

    def validate_constraints(self) -> None:
        """The operation looks at the number, and says in words where it was given before."""


class NewDecisionForm(DecisionForm):
    """A new decision with its first documents."""

    issues = IssueChoices(Issue.objects.none(), label=_("Documents"), required=False)
    replacement = DocumentChoice(
        Document.objects.none(),
        label=_("Replaced by"),
        required=False,
        help_text=_("The document that takes the place of those withdrawn, if any."),
    )

    class Meta(RecordForm.Meta):
        model = Decision
        fields = ("unit", *WORDS)
        field_classes = {"signatory": PersonChoice, "unit": UnitChoice}
        help_texts = HELP

    def __init__(self, *args: Any, act: str, chosen: Any = (), **kwargs: Any) -> None:
        self.act = act
        super().__init__(*args, **kwargs)
        self.initial["issues"] = chosen

    def units(self) -> QuerySet:
        return units_of_officer(self.user)

    def restrict(self) -> None:
        super().restrict()
        held = self.user.authority.units_as(Role.OFFICER)
        holders = QMSHolding.objects.filter(valid_to=None).values("unit_id")
        units = Unit.objects.below(*held).valid_on(clock.today())
        units = units.filter(Q(pk__in=holders) | Q(pk__in=held))
        self.fields["unit"].queryset = units
        for name in ("unit", "signatory"):
            self._choose_the_only_one(name)
        self.fields["issues"].queryset = decidable_issues(self.act, self.units())
        if self.act == DecisionAct.WITHDRAW:
            self.fields["replacement"].queryset = replacements(self.units())
        else:
            del self.fields["replacement"]

    def _choose_the_only_one(self, name: str) -> None:
        found = list(self.fields[name].queryset[:2])
        if len(found) == 1 and not self.initial.get(name):
            self.initial[name] = found[0].pk


def replacements(units: QuerySet) -> QuerySet:
    """Documents of these units that may take another's place."""
    return Document.objects.filter(unit_id__in=units, ended_at=None).order_by("number")


class AddForm(StepForm):
    """More documents to approve."""

    ACT: str = DecisionAct.APPROVE
    issues = IssueChoices(Issue.objects.none(), label=_("Documents"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = inside_subtree([self.record.unit_id])
        self.fields["issues"].queryset = decidable_issues(self.ACT, units)
        self.fields["issues"].error_messages["required"] = _("Choose at least one document.")
        if "replacement" in self.fields:
            self.fields["replacement"].queryset = replacements(units)

    def operation_values(self) -> dict[str, Any]:
        return super().operation_values() | {"act": self.ACT}


class AddWithdrawnForm(AddForm):
    """Documents to withdraw, with what takes their place."""

    ACT = DecisionAct.WITHDRAW
    replacement = DocumentChoice(Document.objects.none(), label=_("Replaced by"), required=False)


class AddDeclaredForm(AddForm):
    """Documents to declare."""

    ACT = DecisionAct.DECLARE


class TakeOutForm(StepForm):
    """Which documents leave the draft."""

    items = ItemChoices(DecisionItem.objects.none(), label=_("Documents to take out"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.initial["items"]
        rows = self.record.items.filter(ended_at=None).select_related("issue__document").defer(*_of_issue())
        self.fields["items"].queryset = rows.order_by("issue__document__number", "pk")
        self.fields["items"].error_messages["required"] = _("Choose at least one document.")


def _of_issue() -> list[str]:
    return [f"issue__{name}" for name in HEAVY]


class SignForm(StepForm):
    """The day of signing and the day from which it is in force."""

    decided_on = DayField(label=_("Signed on"))
    effective_on = DayField(label=_("In force from"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["decided_on"] = self.record.decided_on or clock.today()
        self.initial["effective_on"] = self.record.effective_on or clock.today()


class OriginalForm(StepForm):
    """The scan of the signed paper."""

    scan = FilesField(label=_("Signed original"), help_text=_("A scan as PDF or photographs, at most 25 MB each."))
