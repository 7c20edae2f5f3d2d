"""Forms of objectives: proposing, correcting, taking over the directive's set, and what each step asks."""

import datetime as dt
import re
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from qms import clock
from qms.forms.cited_clauses import clauses_field, clean_cited, edition_field, usual_edition
from qms.forms.fields import DayField, FilesField, PersonChoice, TextField, UnitChoice, people_of
from qms.forms.records import RecordForm
from qms.forms.risks import KEEPING, owners_over
from qms.forms.steps import StepForm
from qms.measured_queries import choices
from qms.models.objectives import Objective
from qms.models.organisation import Unit
from qms.models.people import User
from qms.models.reach import UnitPath, inside_subtree
from qms.models.standards import Clause
from qms.objective_cells import Unreadable, figure_of
from qms.objective_figures import plain
from qms.operations.objective_sets import fitting, taken_over
from qms.operations.objectives import STANDING
from qms.performance_enums import Achievement

USUAL_CLAUSE = "6.2.1"
LINE = re.compile(r"(\d{4})\s*[:=\s]\s*(-?[\d.,\s]*\d)\s*%?")
MOST_YEARS = 20


def kept_units(user: Any) -> Any:
    """Units whose objectives the person proposes."""
    kept = inside_subtree(user.authority.units_as(*KEEPING))
    return Unit.objects.filter(pk__in=kept).valid_on(clock.today()).order_by("sort_key")


def read_decimal(text: str) -> Decimal:
    """A figure as people write it: 97,5 or 97.5, 1.234 or 1 234. Raises ValidationError."""
    try:
        return figure_of(text)
    except Unreadable as fault:
        raise forms.ValidationError(str(fault)) from None


class FigureField(forms.CharField):
    """A figure with comma or point."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        usual: dict[str, Any] = {"max_length": 24, "widget": widget}
        super().__init__(**(usual | kwargs))

    def prepare_value(self, value: Any) -> Any:
        return plain(value) if isinstance(value, Decimal) else value

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        return read_decimal(text) if text else None

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)


class TargetsField(forms.CharField):
    """A line for each year: 2020: 98."""

    def __init__(self, **kwargs: Any) -> None:
        usual: dict[str, Any] = {"max_length": 800, "widget": forms.Textarea(attrs={"rows": 4})}
        super().__init__(**(usual | kwargs))

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, dict):
            return "\n".join(f"{year}: {plain(target)}" for year, target in sorted(value.items()))
        return value

    def clean(self, value: Any) -> dict[int, Decimal]:
        lines = [line.strip() for line in re.split(r"[\n;]", super().clean(value)) if line.strip()]
        found: dict[int, Decimal] = {}
        for line in lines[: MOST_YEARS + 1]:
            year, target = self._read(line)
            if year in found:
                raise forms.ValidationError(gettext("%(year)s is given twice."), params={"year": year})
            found[year] = target
        if len(found) > MOST_YEARS:
            raise forms.ValidationError(gettext("At most %(limit)d years."), params={"limit": MOST_YEARS})
        return found

    @staticmethod
    def _read(line: str) -> tuple[int, Decimal]:
        match = LINE.fullmatch(line)
        if match is None or not 1990 <= int(match[1]) <= 2100:  # noqa: PLR2004 - years of an administration
            raise forms.ValidationError(
                gettext("«%(line)s» is no target. Write year and figure, such as 2020: 98."), params={"line": line[:60]}
            )
        return int(match[1]), read_decimal(match[2])


class ObjectiveChoice(forms.ModelChoiceField):
    """An objective by its number, unit and title."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.number} · {obj.unit.name} · {obj.title[:80]}"


FIELDS = (
    "title", "parent", "definition", "numerator", "denominator", "measure_unit", "direction", "query", "source",
    "baseline", "baseline_on", "rhythm", "starts_on", "ends_on", "owner", "plan", "resources", "judged_how", "basis",
)  # fmt: skip


class ObjectiveForm(RecordForm):
    """What is measured, against which targets, and how it is reached."""

    targets = TargetsField(
        label=_("Targets by year"), help_text=_("A line for each year, such as 2020: 98. The unit of measure is above.")
    )
    baseline = FigureField(label=_("Baseline"), required=False)
    query = forms.ChoiceField(
        label=_("Measured from the records by"),
        required=False,
        help_text=_("Empty: figures are given by hand, imported or sent by another program."),
    )
    edition = edition_field()
    clauses = clauses_field()

    class Meta(RecordForm.Meta):
        model = Objective
        fields = ("unit", *FIELDS)
        field_classes = {"unit": UnitChoice, "owner": PersonChoice, "parent": ObjectiveChoice}

    field_order = (
        "unit", "title", "parent", "definition", "numerator", "denominator", "measure_unit", "direction", "targets",
        "baseline", "baseline_on", "query", "source", "rhythm", "starts_on", "ends_on", "owner", "plan", "resources",
        "judged_how", "basis", "edition", "clauses", "files", "reason",
    )  # fmt: skip

    def restrict(self) -> None:
        units = self.restrict_unit()
        upper = UnitPath.objects.filter(unit_id__in=units).values("ancestor_id")
        parents = Objective.objects.filter(
            Q(unit_id__in=upper, status__in=STANDING, ended_at=None) & seen_above(self.user)
            | Q(pk=self.instance.parent_id)
        )
        self.fields["parent"].queryset = parents.exclude(pk=self.instance.pk).select_related("unit").order_by("number")
        self.fields["query"].choices = [("", _("by hand, import or another program")), *choices(self.instance.query)]
        self.fields["plan"].help_text = _("What is done to reach it; it is approved with the objective.")
        self.fields["measure_unit"].help_text = _("Such as %, dossiers, days, points.")

    def restrict_unit(self) -> Any:
        """Limit unit and owner; returns the keys of the units."""
        units = kept_units(self.user)
        self.fields["unit"].queryset = units
        keys = units.order_by().values("pk")
        self.fields["owner"].queryset = owners_over(keys)
        self.fields["files"] = FilesField(label=_("Files"), required=False)
        self._begin()
        found = list(units[:2])
        if len(found) == 1 and not self.initial.get("unit"):
            self.initial["unit"] = found[0].pk
        self.order_fields(self.field_order)
        return keys

    def _begin(self) -> None:
        year = clock.today().year
        self.initial.setdefault("edition", usual_edition())
        self.initial["clauses"] = self.initial.get("clauses") or USUAL_CLAUSE
        self.initial["starts_on"] = self.initial.get("starts_on") or dt.date(year, 1, 1)
        self.initial["ends_on"] = self.initial.get("ends_on") or dt.date(year, 12, 31)
        self.initial["measure_unit"] = self.initial.get("measure_unit") or "%"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        clean_cited(self, cleaned)
        self._check_days(cleaned)
        self._check_people(cleaned)
        return cleaned

    def _check_days(self, cleaned: dict[str, Any]) -> None:
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("It ends before it begins."))
            return
        if first and last and last.year - first.year >= MOST_YEARS:
            self.add_error("ends_on", _("An objective runs for at most 20 years."))
            return
        outside = [
            year for year in cleaned.get("targets") or {} if first and last and not first.year <= year <= last.year
        ]
        if outside:
            text = _("%(years)s lies outside the objective's days.")
            years = ", ".join(str(year) for year in outside)
            self.add_error("targets", forms.ValidationError(text, params={"years": years}))

    def _check_people(self, cleaned: dict[str, Any]) -> None:
        owner, unit = cleaned.get("owner"), cleaned.get("unit") or self.instance.unit_id
        key = unit.pk if isinstance(unit, Unit) else unit
        kept = owner is not None and owner.pk == self.initial.get("owner") and self.instance.pk
        if owner and key and not kept and not people_of(key).filter(pk=owner.pk).exists():
            text = _("%(person)s does not work in %(unit)s, nor above or below it.")
            self.add_error("owner", forms.ValidationError(text, params={"person": owner, "unit": unit}))


def seen_above(user: Any) -> Q:
    """Objectives that a unit's own may serve: those of its reporting line, which are told to everybody below."""
    return Q(unit_id__in=UnitPath.objects.filter(unit_id__in=user.authority.all_units).values("ancestor_id")) | Q(
        pk__in=Objective.objects.visible_to(user).order_by().values("pk")
    )


class ObjectiveEditForm(ObjectiveForm):
    """What may be corrected while it is proposed; with the reason."""

    reason = TextField(label=_("Reason"), rows=3, max_length=4000)

    class Meta(RecordForm.Meta):
        model = Objective
        fields = FIELDS
        field_classes = {"owner": PersonChoice, "parent": ObjectiveChoice}

    def restrict_unit(self) -> Any:
        people = people_of(self.instance.unit_id).values("pk")
        owners = User.objects.people().filter(Q(pk__in=people) | Q(pk=self.instance.owner_id))
        self.fields["owner"].queryset = owners.order_by("sort_key")
        standing = self.instance.targets.filter(ended_at=None)
        self.initial["targets"] = {target.year: target.value for target in standing}
        cited = list(self._cited())
        self.initial["edition"] = cited[0].clause.edition_id if cited else usual_edition()
        same = [row.clause.number for row in cited if row.clause.edition_id == self.initial["edition"]]
        self.initial["clauses"] = ", ".join(same)
        return [self.instance.unit_id]

    def _cited(self) -> Any:
        rows = self.instance.clause_references.filter(ended_at=None, clause__isnull=False)
        return rows.select_related("clause__edition").order_by("-clause__edition__year", "clause__position")

    def clean(self) -> dict[str, Any]:
        """Clauses of other editions stay as they are."""
        cleaned = super().clean()
        if "clauses" not in self.errors:
            others: list[Clause] = [row.clause for row in self._cited() if row.clause.edition != cleaned.get("edition")]
            cleaned["clauses"] = [*cleaned.get("clauses", []), *others]
        return cleaned


class JudgeForm(StepForm):
    """What it came to, and why."""

    achievement = forms.ChoiceField(label=_("Result"), choices=[("", "---------"), *Achievement.choices])
    conclusion = TextField(label=_("Conclusion"), rows=5, max_length=4000)


class PlanForm(StepForm):
    """An action of the plan: what, who, by when."""

    title = forms.CharField(label=_("What is to be done"), max_length=300)
    details = TextField(label=_("Details"), required=False, max_length=4000)
    owner = PersonChoice(label=_("Owner"))
    due_on = DayField(label=_("Due"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = people_of(self.record.unit_id)
        self.initial.update(owner=self.record.owner_id, title="", details="")


class HandForm(StepForm):
    """Who looks after it from now on."""

    owner = PersonChoice(label=_("Owner"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = people_of(self.record.unit_id).exclude(pk=self.record.owner_id)
        self.initial.pop("owner", None)


class TakeOverForm(forms.Form):
    """Whose objectives, from which year, looked after by whom; which of the set, with one's own targets."""

    fields: Any
    owner = PersonChoice(label=_("Owner"), help_text=_("Each objective may pass to another owner afterwards."))
    year = forms.IntegerField(label=_("From the year"), min_value=2018, max_value=2020)

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        self.unit = unit
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = people_of(unit.pk)
        self.fields["year"].initial = min(max(clock.today().year, 2018), 2020)
        known = taken_over(unit)
        self.open = [one for one in fitting(unit) if one.key not in known]
        self.standing = [one for one in fitting(unit) if one.key in known]
        for one in self.open:
            self.fields[f"take_{one.key}"] = forms.BooleanField(label=one.title, required=False, initial=True)
            if one.own_target:
                usual = one.targets[max(one.targets)]
                self.fields[f"own_{one.key}"] = FigureField(
                    label=_("Own target (%(unit)s)") % {"unit": one.values["measure_unit"]}, required=False,
                    help_text=_("Empty: the target of the set, %(target)s at the end.") % {"target": plain(usual)},
                )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.keys:
            raise forms.ValidationError(_("Choose at least one objective."))
        return cleaned

    @property
    def keys(self) -> list[str]:
        """Those chosen."""
        return [one.key for one in self.open if self.cleaned_data.get(f"take_{one.key}")]

    @property
    def own(self) -> dict[str, Decimal]:
        """The unit's own targets."""
        given = {one.key: self.cleaned_data.get(f"own_{one.key}") for one in self.open if one.own_target}
        return {key: value for key, value in given.items() if value is not None}
