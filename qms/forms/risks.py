"""Forms of risks and opportunities: recording, correcting, and what each step asks."""

import datetime as dt
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from qms import clock
from qms.closers import documents_issued_here
from qms.enums import Role
from qms.forms.cited_clauses import clauses_field, clean_cited, edition_field, usual_edition
from qms.forms.fields import DayField, FilesField, PersonChoice, TextField, UnitChoice, people_of
from qms.forms.records import RecordForm
from qms.forms.steps import StepForm
from qms.models.documents import Document
from qms.models.organisation import Unit
from qms.models.people import Membership, User
from qms.models.reach import inside_ancestors, inside_subtree
from qms.models.risks import Risk
from qms.risk_clauses import usual_clause
from qms.risk_levels import LIKELIHOODS, effect_title, effects, standing
from qms.risk_workflow import OF_KIND

USUAL_REVIEW = dt.timedelta(days=182)
KEEPING = (Role.OFFICER, Role.MANAGER, Role.TOP)
SECOND_SCALE = _("Of an opportunity: the benefit.")


def recording_units(user: Any) -> Any:
    """Units for which the person records risks and context: those they keep, and an inspector's own."""
    kept = inside_subtree(user.authority.units_as(*KEEPING))
    inspected = inside_subtree(user.authority.units_as(Role.INSPECTOR))
    places = Membership.objects.standing_on(clock.today()).filter(user_id__in=user.authority.person_ids)
    own = Q(pk__in=inspected) & Q(pk__in=places.values("unit_id"))
    return Unit.objects.filter(Q(pk__in=kept) | own).valid_on(clock.today()).order_by("sort_key")


def known_documents(user: Any, kept: int | None = None) -> Any:
    """Documents of the person's system that they may name as a process, and the one that is named already."""
    known = documents_issued_here(user).order_by().values("pk")
    return Document.objects.filter(Q(pk__in=known) | Q(pk=kept)).order_by("number")


def owners_over(units: Any, kept: int | None = None) -> Any:
    """People who work today in these units, or above or below them in their system, and who owns it already."""
    up = inside_ancestors(units)
    down = inside_subtree(units)
    places = Membership.objects.standing_on(clock.today()).filter(Q(unit_id__in=up) | Q(unit_id__in=down))
    return User.objects.people().filter(Q(pk__in=places.values("user_id")) | Q(pk=kept)).order_by("sort_key")


def scale_field(label: Any, words: dict[int, Any], *, required: bool = True) -> forms.TypedChoiceField:
    """One step of a scale, by its number and word."""
    choices = [("", "---------"), *((number, f"{number} – {word}") for number, word in words.items())]
    return forms.TypedChoiceField(choices=choices, coerce=int, empty_value=None, label=label, required=required)


class ScaledForm(RecordForm):
    """Both scales by their words."""

    def offer_scales(self) -> None:
        """Numbers with words instead of bare numbers."""
        self.fields["likelihood"] = scale_field(_("Likelihood"), LIKELIHOODS)
        kind = self.instance.kind
        self.fields["consequence"] = scale_field(effect_title(kind), effects(kind))
        if not self.instance.pk:
            self.fields["consequence"].label = _("Consequence")
            self.fields["consequence"].help_text = SECOND_SCALE


class RiskForm(ScaledForm):
    """A new risk or opportunity; without clauses it gets the one of its kind in the edition."""

    edition = edition_field()
    clauses = clauses_field()
    files: Any = FilesField(label=_("Files"), required=False)

    class Meta(RecordForm.Meta):
        model = Risk
        fields = (
            "kind", "unit", "document", "statement", "cause", "effect", "likelihood", "consequence", "owner",
            "review_due_on",
        )  # fmt: skip
        field_classes = {"unit": UnitChoice, "owner": PersonChoice}

    field_order = (
        "kind", "unit", "document", "statement", "cause", "effect", "likelihood", "consequence", "owner",
        "review_due_on", "edition", "clauses", "files",
    )  # fmt: skip

    def restrict(self) -> None:
        self.offer_scales()
        units = recording_units(self.user)
        self.fields["unit"].queryset = units
        self.fields["document"].queryset = known_documents(self.user)
        self.fields["owner"].queryset = owners_over(units.order_by().values("pk"))
        self.fields["review_due_on"].required = True
        self.fields["owner"].label = _("Looked after by")
        self.fields["clauses"].help_text = _(
            "Leave empty for the usual one: 6.1.2; for an opportunity under 9001:2026 6.1.3."
        )
        self.initial.setdefault("edition", usual_edition())
        if not self.initial.get("review_due_on"):
            self.initial["review_due_on"] = clock.today() + USUAL_REVIEW
        self._choose_the_only_unit(units)

    def _choose_the_only_unit(self, units: Any) -> None:
        found = list(units[:2])
        if len(found) == 1 and not self.initial.get("unit"):
            self.initial["unit"] = found[0].pk

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        check_day_ahead(self, "review_due_on")
        clean_cited(self, cleaned)
        usual = usual_clause(cleaned.get("edition"), cleaned["kind"]) if cleaned.get("kind") else None
        if not cleaned.get("clauses") and usual is not None and "clauses" not in self.errors:
            cleaned["clauses"] = [usual]
        owner, unit = cleaned.get("owner"), cleaned.get("unit")
        if owner and unit and not people_of(unit.pk).filter(pk=owner.pk).exists():
            text = _("%(person)s does not work in %(unit)s, nor above or below it.")
            self.add_error("owner", forms.ValidationError(text, params={"person": owner, "unit": unit}))
        return cleaned


class RiskEditForm(RecordForm):
    """What may be corrected; levels change by a review or a treatment, with the reason."""

    edition = edition_field()
    clauses = clauses_field()
    reason = TextField(label=_("Reason"), rows=3, max_length=4000)

    class Meta(RecordForm.Meta):
        model = Risk
        fields = ("document", "statement", "cause", "effect", "owner", "review_due_on")
        field_classes = {"owner": PersonChoice}

    field_order = ("document", "statement", "cause", "effect", "owner", "review_due_on", "edition", "clauses", "reason")

    def restrict(self) -> None:
        self.fields["document"].queryset = known_documents(self.user, self.instance.document_id)
        people = people_of(self.instance.unit_id).values("pk")
        owners = User.objects.people().filter(Q(pk__in=people) | Q(pk=self.instance.owner_id))
        self.fields["owner"].queryset = owners.order_by("sort_key")
        self.fields["owner"].label = _("Looked after by")
        cited = list(self._cited())
        self.initial["edition"] = cited[0].clause.edition_id if cited else usual_edition()
        same = [row.clause.number for row in cited if row.clause.edition_id == self.initial["edition"]]
        self.initial["clauses"] = ", ".join(same)

    def _cited(self) -> Any:
        rows = self.instance.clause_references.filter(ended_at=None, clause__isnull=False)
        return rows.select_related("clause__edition").order_by("-clause__edition__year", "clause__position")

    def clean(self) -> dict[str, Any]:
        """Clauses of other editions stay as they are."""
        cleaned = super().clean() or self.cleaned_data
        clean_cited(self, cleaned)
        if "clauses" not in self.errors:
            others = [row.clause for row in self._cited() if row.clause.edition != cleaned.get("edition")]
            cleaned["clauses"] = [*cleaned.get("clauses", []), *others]
        return cleaned


def check_day_ahead(form: Any, name: str) -> None:
    """Say on the field that the next review comes after today."""
    day = form.cleaned_data.get(name)
    if day and day <= clock.today():
        text = _("%(day)s is not after today: a review is planned ahead.")
        form.add_error(name, forms.ValidationError(text, params={"day": day.strftime("%d/%m/%Y")}))


class LevelForm(StepForm):
    """How it stands now, on both scales."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = self.record.kind
        before = {"likelihood": LIKELIHOODS, "consequence": effects(kind)}
        labels = {"likelihood": _("Likelihood now"), "consequence": effect_now(kind)}
        shown = dict(zip(before, standing(self.record), strict=True))
        fields = {name: scale_field(labels[name], words) for name, words in before.items()}
        self.fields = {**fields, **self.fields}
        self.initial.update(shown)


def effect_now(kind: str) -> Any:
    """What the second scale is called where it is asked for anew."""
    return _("Benefit now") if kind == "opportunity" else _("Consequence now")


class ReviewForm(LevelForm):
    """How it stands, what was looked at, and when it is looked at next."""

    note = TextField(label=_("What the review looked at"), rows=4, max_length=4000)
    next_due_on = DayField(label=_("Next review"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["next_due_on"] = clock.today() + USUAL_REVIEW

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        check_day_ahead(self, "next_due_on")
        return cleaned


class ReopenForm(LevelForm):
    """How it stands now, and when it is looked at next."""

    review_due_on = DayField(label=_("Next review"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["review_due_on"] = self.record.review_due_on or clock.today() + USUAL_REVIEW

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        check_day_ahead(self, "review_due_on")
        return cleaned


class TreatForm(StepForm):
    """What is done about it, in words too, and how it stands afterwards."""

    treatment = forms.ChoiceField(label=_("Treatment"))
    treatment_note = TextField(label=_("What is done, or why it is left"), rows=4, max_length=4000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = self.record.kind
        offered = [(one.value, one.label) for one in OF_KIND[kind]]
        self.fields["treatment"].choices = [("", "---------"), *offered]
        scales = {"residual_likelihood": LIKELIHOODS, "residual_consequence": effects(kind)}
        labels = {"residual_likelihood": _("Likelihood afterwards"), "residual_consequence": effect_after(kind)}
        for name, words in scales.items():
            self.fields[name] = scale_field(labels[name], words, required=False)
            self.fields[name].help_text = _("Empty where it is accepted or left: the level stays.")


def effect_after(kind: str) -> Any:
    """What the second scale is called after a treatment."""
    return _("Benefit afterwards") if kind == "opportunity" else _("Consequence afterwards")


class PlanForm(StepForm):
    """An action on it: what, who, by when."""

    title = forms.CharField(label=_("What is to be done"), max_length=300)
    details = TextField(label=_("Details"), required=False, max_length=4000)
    owner = PersonChoice(label=_("Owner"))
    due_on = DayField(label=_("Due"))
    update = forms.BooleanField(
        label=_("Done by itself once the risk is reviewed"),
        required=False,
        help_text=_("For an action such as “update the assessment of this risk”."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = people_of(self.record.unit_id)
        self.initial["owner"] = self.record.owner_id


class HandForm(StepForm):
    """Who looks after it from now on."""

    owner = PersonChoice(label=_("Looked after by"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = people_of(self.record.unit_id).exclude(pk=self.record.owner_id)
        self.initial.pop("owner", None)
