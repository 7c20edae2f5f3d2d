"""Forms of nonconformities: a new one, and what each step asks."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from inspections.enums import Grade, NonconformityStatus, SimilarCases, Source
from inspections.forms.cited_clauses import clauses_field, clean_cited, edition_field, usual_edition
from inspections.models import Nonconformity
from inspections.models.nonconformity import GRADES
from inspections.rules.nonconformities import took_part
from qms import clock
from qms.enums import Role
from qms.forms.fields import DayField, FilesField, PersonChoice, TextField, UnitChoice, people_of
from qms.forms.records import RecordForm
from qms.forms.steps import StepForm
from qms.models.organisation import Unit
from qms.models.people import RoleAssignment, User
from qms.models.reach import inside_ancestors, inside_subtree

BY_HAND = (
    Source.OWN_REPORT,
    Source.FEEDBACK,
    Source.NONCONFORMING_OUTPUT,
    Source.OBJECTIVE,
    Source.REVIEW,
    Source.EXTERNAL_AUDIT,
)
"""Sources that a quality officer records by hand."""


def not_past(form: Any, name: str) -> None:
    """Say on the field that a day that lies behind is none to plan for."""
    day = form.cleaned_data.get(name)
    if day and day < clock.today():
        text = _("%(day)s is past. Give today or a later day.")
        form.add_error(name, forms.ValidationError(text, params={"day": day.strftime("%d/%m/%Y")}))


def judges_of(nonconformity: Any) -> Any:
    """Inspectors, officers and managers of the QMS or of the raising side who took no part so far."""
    sides = (nonconformity.unit_id, nonconformity.raised_by_unit_id)
    above = inside_ancestors(sides)
    places = inside_subtree(above)
    roles = RoleAssignment.objects.standing_on(clock.today()).filter(
        role__in=[Role.INSPECTOR, Role.OFFICER, Role.MANAGER], unit_id__in=places
    )
    people = User.objects.people().filter(pk__in=roles.values("user_id"))
    return people.exclude(pk__in=took_part(nonconformity))


class NonconformityForm(RecordForm):
    """One from a source other than a finding."""

    edition = edition_field()
    clauses = clauses_field()
    files: Any = FilesField(label=_("Files"), required=False)

    class Meta(RecordForm.Meta):
        model = Nonconformity
        fields = ("unit", "source", "grade", "fact", "requirement", "evidence", "due_on")
        field_classes = {"unit": UnitChoice}

    field_order = (
        "unit", "source", "grade", "fact", "requirement", "edition", "clauses", "evidence", "files", "due_on",
    )  # fmt: skip

    def restrict(self) -> None:
        self.fields["unit"].queryset = Unit.objects.visible_to(self.user).valid_on(clock.today())
        self.fields["source"].choices = [(source.value, source.label) for source in BY_HAND]
        self.fields["due_on"].help_text = _("Leave empty for 30 days.")
        self.initial.setdefault("edition", usual_edition())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        not_past(self, "due_on")
        clean_cited(self, cleaned)
        return cleaned


class AcceptForm(StepForm):
    """Accepting, and perhaps naming who deals with it."""

    handler = PersonChoice(
        label=_("Who deals with it"), required=False, help_text=_("Leave empty to deal with it yourself.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["handler"].queryset = people_of(self.record.unit_id)


class HandlerForm(StepForm):
    """Naming who deals with it."""

    handler = PersonChoice(label=_("Who deals with it"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["handler"].queryset = people_of(self.record.unit_id)


class SettleForm(StepForm):
    """How a dispute ends."""

    settled_as = forms.ChoiceField(
        label=_("Settled as"),
        widget=forms.RadioSelect,
        choices=[
            (NonconformityStatus.ACCEPTED.value, _("It stands: accepted")),
            (NonconformityStatus.WITHDRAWN.value, _("It does not stand: withdrawn")),
        ],
    )
    grade = forms.ChoiceField(label=_("Grade, if it stands"), choices=GRADES)
    becomes = forms.ChoiceField(
        label=_("Its finding, if it does not stand"),
        required=False,
        choices=[("", _("ends with it")), *((one.value, one.label) for one in Grade.answered_by_unit())],
        help_text=_("The unit answers an observation or an opportunity itself."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.record.finding_id is None:
            del self.fields["becomes"]

    def operation_values(self) -> dict[str, Any]:
        """The grade that goes with how it was settled; the other one says nothing."""
        values = super().operation_values()
        becomes = values.pop("becomes", "")
        stands = values["settled_as"] == NonconformityStatus.ACCEPTED
        return values | {"grade": values["grade"] if stands else becomes}


class ContainForm(StepForm):
    """The correction with its date, or why none is possible."""

    correction = TextField(label=_("What was put right at once"), required=False)
    correction_on = DayField(label=_("Corrected on"), required=False)
    no_correction_reason = TextField(
        label=_("Why no correction is possible"),
        required=False,
        rows=3,
        help_text=_("Only if nothing can be put right."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        correction, day = cleaned.get("correction"), cleaned.get("correction_on")
        if correction and not day and "correction_on" not in self.errors:
            self.add_error("correction_on", _("Give the day on which it was put right."))
        if day and not correction:
            self.add_error("correction", _("Say what was put right on that day."))
        if day and day > clock.today():
            text = _("%(day)s has not come yet. Give the day on which it was done.")
            self.add_error("correction_on", forms.ValidationError(text, params={"day": day.strftime("%d/%m/%Y")}))
        return cleaned


class ProposeForm(StepForm):
    """What a plan says beside its causes and actions."""

    similar_cases = forms.ChoiceField(
        label=_("Similar cases elsewhere"), choices=SimilarCases.choices, widget=forms.RadioSelect
    )
    similar_note = TextField(
        label=_("Where you looked, and what was done"),
        required=False,
        rows=3,
    )
    criterion = TextField(
        label=_("Effectiveness criterion"),
        rows=3,
        help_text=_("What will show that it does not come back, such as: no overdue dossier without a slip."),
    )
    check_on = DayField(label=_("Day of the effectiveness check"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.record.awaits_plan:  # the criterion is begun with; the rest is answered anew
            self.initial = {**self.initial, "similar_cases": "", "similar_note": "", "check_on": None}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        not_past(self, "check_on")
        found = cleaned.get("similar_cases") in (SimilarCases.FOUND, SimilarCases.POSSIBLE)
        if found and not cleaned.get("similar_note"):
            self.add_error("similar_note", _("Say where, and what was done there."))
        return cleaned


class ApproveForm(StepForm):
    """Approving a plan names who will judge its effect."""

    verifier = PersonChoice(
        label=_("Who will verify the effect"),
        help_text=_("Nobody who found a cause, proposed the plan, approves it, or owns an action."),
    )
    due_on = DayField(label=_("Nonconformity due"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["verifier"].queryset = judges_of(self.record).exclude(pk=self.user.pk)
        due, judged = self.record.due_on, self.record.check_on
        if due and judged and judged > due:
            words = {"due": due.strftime("%d/%m/%Y"), "day": judged.strftime("%d/%m/%Y")}
            self.fields["due_on"].help_text = _("It is due on %(due)s, but its effect is judged on %(day)s.") % words
            self.initial["due_on"] = judged

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        day, raised = cleaned.get("due_on"), self.record.raised_on
        if day and day != self.record.due_on and day < max(raised, clock.today()):
            not_past(self, "due_on")
        return cleaned


class ChangePlanForm(StepForm):
    """Why the plan changes; criterion and day of the check may change with it."""

    criterion = TextField(label=_("Effectiveness criterion"), rows=3)
    check_on = DayField(label=_("Day of the effectiveness check"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("check_on") != self.record.check_on:
            not_past(self, "check_on")
        return cleaned


class DisputeForm(StepForm):
    """Why the unit disputes it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = _("Why the unit disputes it")
