"""Forms of transition programmes: facts, steps, deadlines."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from qms import clock
from qms.enums import Obligation, Role, TransitionGroup, TransitionStatus
from qms.forms.fields import DayField, TextField, UnitChoice
from qms.forms.records import RecordForm
from qms.forms.steps import StepForm
from qms.models.organisation import QMSHolding, Unit
from qms.models.standards import Correspondence, Edition
from qms.models.transition import TransitionProgramme
from qms.operations.transition_steps import MOST_MONTHS
from qms.registry import registry
from qms.transition.deadline_words import last_day_of


class EditionChoice(forms.ModelChoiceField):
    """An edition with its code."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.code} - {obj}"


WORDS = ("title_vi", "title_en", "basis", "starts_on")


class TransitionForm(RecordForm):
    """What the programme says. A running one keeps its editions and asks for a reason."""

    class Meta(RecordForm.Meta):
        model = TransitionProgramme
        fields: tuple[str, ...] = ("from_edition", "to_edition", *WORDS)
        field_classes: dict[str, Any] = {"from_edition": EditionChoice, "to_edition": EditionChoice}
        help_texts = {"basis": _("The decisions and letters it follows, each on its own line.")}

    def restrict(self) -> None:
        for name in ("from_edition", "to_edition"):
            if name in self.fields:
                self.fields[name].queryset = Edition.objects.select_related("standard").order_by(
                    "standard__code", "year"
                )

    def clean(self) -> dict[str, Any]:
        """Two editions with a table between them."""
        cleaned = super().clean() or self.cleaned_data
        one, two = cleaned.get("from_edition"), cleaned.get("to_edition")
        if one and two and one == two:
            self.add_error("to_edition", _("Choose another edition than the one it moves from."))
        elif one and two and not Correspondence.objects.filter(from_edition=one, to_edition=two).exists():
            text = _("No correspondence from %(one)s to %(two)s is loaded: load it first, or choose other editions.")
            self.add_error("to_edition", text % {"one": one.code, "two": two.code})
        return cleaned

    def validate_constraints(self) -> None:
        """The operation says in words that the unit leads this move already."""


class NewTransitionForm(TransitionForm):
    """A new programme, also with the unit that leads it."""

    class Meta(TransitionForm.Meta):
        fields = ("unit", "from_edition", "to_edition", *WORDS)
        field_classes = TransitionForm.Meta.field_classes | {"unit": UnitChoice}
        help_texts = TransitionForm.Meta.help_texts | {
            "unit": _("QMS holders at or below this unit can take part."),
        }

    def restrict(self) -> None:
        super().restrict()
        held = self.user.authority.units_as(Role.OFFICER, Role.TOP)
        holders = QMSHolding.objects.filter(valid_to=None).values("unit_id")
        units = Unit.objects.below(*held).valid_on(clock.today()).filter(pk__in=holders)
        self.fields["unit"].queryset = units
        found = list(units[:2])
        if len(found) == 1:
            self.initial.setdefault("unit", found[0].pk)
        self.initial.setdefault("starts_on", clock.today())


class EditTransitionForm(TransitionForm):
    """A change of the programme's words and days."""

    reason = TextField(label=_("Reason"), rows=3, max_length=4000, required=False)

    def restrict(self) -> None:
        if self.instance.status != TransitionStatus.DRAFT:
            del self.fields["from_edition"], self.fields["to_edition"]
            self.fields["reason"].required = True
        else:
            del self.fields["reason"]
        super().restrict()


class RunningForm(StepForm):
    """Base: a reason while the programme runs. The record is the programme, or what hangs on it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.programme.status == TransitionStatus.RUNNING and "reason" not in self.fields:
            self.fields["reason"] = TextField(label=_("Reason"), rows=3, max_length=4000)

    @property
    def programme(self) -> Any:
        """The programme that changes."""
        return getattr(self.record, "programme", self.record)


class WorkStepForm(RunningForm):
    """A step of the programme: words, place in the order, what comes first, months."""

    title_vi = forms.CharField(label=_("Title in Vietnamese"), max_length=150)
    title_en = forms.CharField(label=_("Title in English"), max_length=150, required=False)
    position = forms.TypedChoiceField(label=_("Place in the order"), coerce=int, required=False, empty_value=None)
    after = forms.MultipleChoiceField(
        label=_("Only after"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("A holder takes this step only when these are proved."),
    )
    months = forms.IntegerField(
        label=_("Months in force"),
        required=False,
        min_value=1,
        max_value=MOST_MONTHS,
        help_text=_("How long issues must be in force, where the proof counts it. Usually empty."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        steps = list(self.programme.steps.filter(ended_at=None).order_by("position", "pk"))
        others = [one for one in steps if one.pk != self.own_key]
        self.fields["after"].choices = [(one.key, one.title) for one in others]
        last = len(others) + 1
        self.fields["position"].choices = [(number, number) for number in range(1, last + 1)]
        self.initial.setdefault("position", last)
        if self.own_key:
            self.initial["months"] = self.record.settings.get("months")

    @property
    def own_key(self) -> int | None:
        """The key of the step that changes, None for a new one."""
        return None if self.record is self.programme else self.record.pk


class NewStepForm(WorkStepForm):
    """A further step, also with what proves it."""

    proof = forms.ChoiceField(
        label=_("Proved by"),
        required=False,
        help_text=_("Without records that prove it, the holder’s quality officer proves it by hand and signs."),
    )
    field_order = ("title_vi", "title_en", "proof")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {name: self.initial.get(name) for name in ("version", "position")}
        used = set(self.programme.steps.filter(ended_at=None).values_list("proof", flat=True))
        proofs = [(key, proof.title) for key, proof in registry.step_proofs.items() if key not in used]
        self.fields["proof"].choices = [("", gettext("By hand, with evidence")), *proofs]


class DeadlineForm(RunningForm):
    """A deadline: in whose words, until which last day, for whom."""

    name_vi = forms.CharField(label=_("Name in Vietnamese"), max_length=150)
    name_en = forms.CharField(label=_("Name in English"), max_length=150, required=False)
    decision = forms.CharField(
        label=_("Set by"), max_length=250, help_text=_("Such as Directive 02/CT-LĐTBXH of 10/08/2018.")
    )
    wording = forms.CharField(
        label=_("Wording"), max_length=250, help_text=_("As it stands in the decision, such as “trước 31/12/2020”.")
    )
    last_day = DayField(
        label=_("Last permitted day"),
        required=False,
        help_text=_("“trước 31/12/2020” means 30/12/2020. Empty: read from the wording."),
    )
    as_typed = forms.BooleanField(label=_("Keep the day as typed"), required=False)
    group = forms.ChoiceField(label=_("For the group"), required=False)
    obligation = forms.ChoiceField(label=_("For"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].choices = [("", gettext("every group")), *TransitionGroup.choices[:-1]]
        self.fields["obligation"].choices = [("", gettext("obliged and encouraged")), *Obligation.choices]
        if not self.is_bound:
            self.fields["as_typed"].widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        """The day follows from the wording; one that says otherwise is kept only when that is meant."""
        cleaned = super().clean() or self.cleaned_data
        read = last_day_of(cleaned.get("wording", ""))
        typed = cleaned.get("last_day")
        if "last_day" not in self.errors and typed is None:
            if read is None:
                self.add_error("last_day", _("The wording names no day that can be read: give the last permitted day."))
            cleaned["last_day"] = read
        elif typed and read and typed != read and not cleaned.get("as_typed"):
            text = _("«%(wording)s» means %(read)s. Give that day, or tick that the day is kept as typed.")
            names = {"wording": cleaned["wording"], "read": read.strftime("%d/%m/%Y")}
            self.add_error("last_day", text % names)
        elif not typed or typed == read or read is None:
            self.fields["as_typed"].widget = forms.HiddenInput()
        return cleaned

    def operation_values(self) -> dict[str, Any]:
        return {name: value for name, value in super().operation_values().items() if name != "as_typed"}
