"""Forms of trainings: planning, correcting, people in rows, and what each step asks."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from qms import clock
from qms.forms.fields import DayField, FilesField, PeopleChoice, TextField, UnitChoice, people_of
from qms.forms.objectives import kept_units
from qms.forms.records import RecordForm
from qms.forms.risks import known_documents, owners_over
from qms.forms.steps import StepForm
from qms.forms.typed_rows import Known, TypedRow, rows_valid
from qms.models.people import User
from qms.models.standards import Edition
from qms.models.training import Training
from qms.operations.trained_people import MOST, PersonDraft, trained
from qms.operations.trainings import edition_faults
from qms.reporting_enums import TrainingResult, TrainingStatus

SPARE_ROWS = 5
RESULTS = [("", "---------"), *TrainingResult.choices]
DETAILS = (
    "title", "reason", "document", "standard", "edition", "valid_to", "planned_on", "hours", "place", "trainer",
    "content", "cost", "decision_number",
)  # fmt: skip
OWN_RESULT = _("Your own result is recorded by another keeper of trainings.")
HELP = {
    "standard": _("Who passes holds a competence in it; empty where it gives none."),
    "edition": _("Empty: the competence holds for every edition of the standard."),
    "valid_to": _("Empty: without an end."),
}


def _prepare(form: RecordForm) -> None:
    """What both forms of a training share: documents of one's system, editions by code, help."""
    form.fields["title"].label = pgettext_lazy("of a training", "Subject")
    form.fields["document"].queryset = known_documents(form.user, form.instance.document_id)
    form.fields["edition"].queryset = Edition.objects.select_related("standard").order_by("standard__code", "year")
    form.fields["edition"].label_from_instance = lambda one: f"{one.code} - {one}"
    for name, text in HELP.items():
        form.fields[name].help_text = text


def _check_edition(form: RecordForm, cleaned: dict[str, Any]) -> None:
    """An edition of another standard, or an end without a standard, is told at its field."""
    edition = cleaned.get("edition")
    standard = cleaned.get("standard") or (edition.standard if edition else None)
    given = Training(standard=standard, edition=edition, valid_to=cleaned.get("valid_to"))
    for fault in edition_faults(given):
        form.add_error("edition" if edition else "standard", fault)


class TrainingForm(RecordForm):
    """A training to come, or one that was held."""

    people = PeopleChoice(label=_("People"), required=False, help_text=_("They are told. More can be added later."))
    files: Any = FilesField(label=_("Files"), required=False)

    class Meta(RecordForm.Meta):
        model = Training
        fields = ("unit", *DETAILS)
        field_classes = {"unit": UnitChoice}

    def restrict(self) -> None:
        units = kept_units(self.user)
        self.fields["unit"].queryset = units
        self.fields["people"].queryset = owners_over(units.order_by().values("pk"))
        _prepare(self)
        if not self.initial.get("unit"):
            top = list(units[:1])
            self.initial["unit"] = top[0].pk if top else None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        _check_edition(self, cleaned)
        unit, people = cleaned.get("unit"), cleaned.get("people")
        if unit and people:
            around = set(people_of(unit.pk).values_list("pk", flat=True))
            away = [str(one) for one in people if one.pk not in around]
            if away:
                text = gettext("%(people)s: not of %(unit)s, nor above or below it.")
                self.add_error("people", text % {"people": ", ".join(away), "unit": unit})
        return cleaned


class TrainingEditForm(RecordForm):
    """What may be corrected until it is judged."""

    class Meta(RecordForm.Meta):
        model = Training
        fields = DETAILS

    def restrict(self) -> None:
        _prepare(self)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        _check_edition(self, cleaned)
        return cleaned


class PersonRow(TypedRow):
    """One person of the training."""

    SAYS = "user"

    user = Known(label=pgettext_lazy("in a list", "Person"), required=False)
    result = forms.ChoiceField(label=_("Result"), choices=RESULTS, required=False)
    note = forms.CharField(label=pgettext_lazy("remark", "Note"), max_length=300, required=False)
    away = forms.BooleanField(label=_("Take this row away"), required=False)

    def __init__(
        self, *args: Any, people: dict[str, User], choices: Any, is_held: bool, by: Any = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].offer(people, choices)
        if not is_held:
            del self.fields["result"]
        elif by is not None and self.initial.get("user") and by.authority.is_one_of(self.initial["user"]):
            self.fields["result"].disabled = True
            self.fields["result"].help_text = OWN_RESULT

    def check(self, cleaned: dict[str, Any]) -> None:
        says = cleaned.get("note") or cleaned.get("result")
        if says and not cleaned.get("user") and "user" not in self.errors:
            self.add_error("user", gettext("Choose the person, or empty the row."))

    def draft(self) -> PersonDraft:
        """The person as the operation takes them."""
        given = self.cleaned_data
        return PersonDraft(given["user"], given.get("result", ""), given.get("note", ""), given.get("uid"))


PersonRows = forms.formset_factory(
    PersonRow, extra=SPARE_ROWS, max_num=MOST + SPARE_ROWS, absolute_max=MOST + SPARE_ROWS
)


class TrainedPeopleForm(RecordForm):
    """All people in rows; what was typed stays until everything is right."""

    class Meta(RecordForm.Meta):
        model = Training
        fields = ()

    def restrict(self) -> None:
        training = self.instance
        standing = list(trained(training))
        known = people_of(training.unit_id).order_by().values("pk")
        kept = Q(pk__in=known) | Q(pk__in=[row.user_id for row in standing])
        people = {str(one.pk): one for one in User.objects.filter(kept).order_by("sort_key", "pk")}
        choices = [(key, f"{one} ({one.position})" if one.position else str(one)) for key, one in people.items()]
        rows = [{"uid": row.uid, "user": row.user_id, "result": row.result, "note": row.note} for row in standing]
        given = {
            "people": people,
            "choices": choices,
            "is_held": training.status == TrainingStatus.HELD,
            "by": self.user,
        }
        data = self.data if self.is_bound else None
        self.rows = PersonRows(data, initial=rows, prefix="people", form_kwargs=given)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        rows_valid(self.rows, lambda: self.add_error(None, gettext("Look at the rows below: something is missing.")))
        return cleaned

    def drafts(self) -> list[PersonDraft]:
        """The rows that name somebody."""
        return [row.draft() for row in self.rows if row.is_given]


class HoldForm(StepForm):
    """When it was held, and what each person took from it."""

    held_on = DayField(label=_("Held on"))
    hours = forms.DecimalField(label=_("Hours"), max_digits=5, decimal_places=1, min_value=0, required=False)
    place = forms.CharField(label=_("Place"), max_length=200, required=False)
    trainer = forms.CharField(label=_("Trainer"), max_length=200, required=False)

    RESULT = "result_"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["held_on"] = min(self.record.planned_on, clock.today())
        self.rows = list(trained(self.record).select_related("user"))
        for row in self.rows:
            label = gettext("Result: %(person)s") % {"person": row.user}
            own = self.user.authority.is_one_of(row.user_id)
            field = forms.ChoiceField(label=label, choices=RESULTS, required=False, disabled=own)
            field.help_text = OWN_RESULT if own else ""
            self.fields[f"{self.RESULT}{row.uid}"] = field

    def operation_values(self) -> dict[str, Any]:
        """Results by person beside what the training itself holds."""
        given = super().operation_values()
        results = {row.uid: (given.pop(f"{self.RESULT}{row.uid}", ""), row.note) for row in self.rows}
        return given | {"results": results}


class JudgeForm(StepForm):
    """How effective it was."""

    effect = TextField(
        label=_("How effective it was, and how that was judged"),
        rows=5,
        max_length=4000,
        help_text=_("By a test, by watching the work, by fewer faults some months later."),
    )
