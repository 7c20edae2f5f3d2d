"""Forms of yearly plans: the plan, its tasks in rows, and what each step asks."""

import datetime as dt
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from qms import clock
from qms.forms.fields import DayField, FilesField, TextField, UnitChoice
from qms.forms.objectives import kept_units
from qms.forms.records import RecordForm
from qms.forms.risks import KEEPING
from qms.forms.steps import StepForm
from qms.forms.typed_rows import Known, Offered, OfferedRow, rows_valid
from qms.models.organisation import Unit
from qms.models.people import User
from qms.models.plans import WorkPlan
from qms.models.reach import UnitPath
from qms.operations.plan_tasks import MOST, TaskDraft, standing_tasks
from qms.operations.work_plans import same_fault
from qms.reporting_enums import TaskGroup

SPARE_ROWS = 5
YEARS_BEFORE, YEARS_AHEAD = 3, 2
GROUPS = [("", "---------"), *TaskGroup.choices]


def usual_unit(user: Any, units: Any) -> int | None:
    """The first of the units in which the person's role stands, else the first of all."""
    held: int | None = units.filter(pk__in=user.authority.units_as(*KEEPING)).values_list("pk", flat=True).first()
    return held or units.values_list("pk", flat=True).first()


class WorkPlanForm(RecordForm):
    """Whose plan, for which year, what it is about."""

    files: Any = FilesField(label=_("Files"), required=False)

    class Meta(RecordForm.Meta):
        model = WorkPlan
        fields = ("unit", "year", "kind", "title", "note")
        field_classes = {"unit": UnitChoice}

    def restrict(self) -> None:
        units = kept_units(self.user)
        self.fields["unit"].queryset = units
        this = clock.today().year
        years = [(year, str(year)) for year in range(this - YEARS_BEFORE, this + YEARS_AHEAD + 1)]
        self.fields["year"] = forms.TypedChoiceField(choices=years, coerce=int, label=_("Year"))
        self.initial["year"] = self.initial.get("year") or this
        if not self.initial.get("unit"):
            self.initial["unit"] = usual_unit(self.user, units)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if {"unit", "year", "kind"} <= cleaned.keys():
            fault = same_fault(WorkPlan(**{name: cleaned[name] for name in ("unit", "year", "kind")}))
            if fault:
                self.add_error("year", fault)
        return cleaned


class WorkPlanEditForm(RecordForm):
    """The words of a draft."""

    class Meta(RecordForm.Meta):
        model = WorkPlan
        fields = ("title", "note")


def offered_for(unit: Unit, more_units: Any = (), more_people: Any = ()) -> Offered:
    """Units of its own QMS and right below it, people who work there, and whatever stands in a row already."""
    paths = UnitPath.objects.filter(Q(inside=True) | Q(depth=1), ancestor_id=unit.pk).values("unit_id")
    standing = Unit.objects.filter(pk__in=paths).valid_on(clock.today()).values("pk")
    units = Unit.objects.filter(Q(pk__in=standing) | Q(pk__in=list(more_units))).order_by("sort_key")
    people = User.objects.people().working_in(standing, clock.today()).values("pk")
    known = User.objects.filter(Q(pk__in=people) | Q(pk__in=list(more_people))).order_by("sort_key")
    return Offered(units, known)


class TaskRow(OfferedRow):
    """One task."""

    SAYS = "title"

    group = forms.ChoiceField(label=_("Field"), choices=GROUPS, required=False)
    title = forms.CharField(label=_("Task"), max_length=300, required=False)
    result = forms.CharField(label=_("What comes out"), max_length=300, required=False)
    unit = Known(label=_("Led by"), required=False)
    owner = Known(label=_("Owner"), required=False)
    starts_on = DayField(label=_("From"), required=False)
    due_on = DayField(label=_("Due"), required=False)
    resources = forms.CharField(label=_("With what"), max_length=300, required=False)
    away = forms.BooleanField(label=_("Take this row away"), required=False)

    def __init__(self, *args: Any, year: int, **kwargs: Any) -> None:
        self.year = year
        super().__init__(*args, **kwargs)

    def check(self, cleaned: dict[str, Any]) -> None:
        given = [name for name in ("result", "unit", "owner", "starts_on", "due_on", "resources") if cleaned.get(name)]
        if not cleaned.get("title"):
            if given and "title" not in self.errors:
                self.add_error("title", gettext("Say what the task is, or empty the row."))
            return
        for name in ("group", "unit", "owner", "due_on"):
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, gettext("Fill this in."))
        self._check_days(cleaned)

    def _check_days(self, cleaned: dict[str, Any]) -> None:
        due, begins = cleaned.get("due_on"), cleaned.get("starts_on")
        if due and due.year != self.year:
            text = gettext("%(day)s is not in %(year)d.")
            self.add_error("due_on", text % {"day": f"{due:%d/%m/%Y}", "year": self.year})
        if due and begins and begins > due:
            self.add_error("starts_on", gettext("It begins after it is due."))

    def draft(self) -> TaskDraft:
        """The task as the operation takes it."""
        names = ("group", "title", "result", "unit", "owner", "starts_on", "due_on", "resources", "uid")
        return TaskDraft(**{name: self.cleaned_data[name] for name in names})


TaskRows = forms.formset_factory(TaskRow, extra=SPARE_ROWS, max_num=MOST + SPARE_ROWS, absolute_max=MOST + SPARE_ROWS)


class PlanTasksForm(RecordForm):
    """All tasks of a draft, in rows; what was typed stays until everything is right."""

    class Meta(RecordForm.Meta):
        model = WorkPlan
        fields = ()

    def restrict(self) -> None:
        plan = self.instance
        standing = list(standing_tasks(plan))
        offered = offered_for(plan.unit, [one.unit_id for one in standing], [one.owner_id for one in standing])
        rows = [
            {name: getattr(one, name) for name in ("uid", "group", "title", "result", "starts_on", "due_on")}
            | {"unit": one.unit_id, "owner": one.owner_id, "resources": one.resources}
            for one in standing
        ]
        data = self.data if self.is_bound else None
        self.rows = TaskRows(data, initial=rows, prefix="tasks", form_kwargs={"offered": offered, "year": plan.year})

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        rows_valid(self.rows, lambda: self.add_error(None, gettext("Look at the rows below: something is missing.")))
        return cleaned

    def tasks(self) -> list[TaskDraft]:
        """The rows that say something."""
        return [row.draft() for row in self.rows if row.is_given]


class ApproveForm(StepForm):
    """By which Decision."""

    decision_number = forms.CharField(label=_("Number of the Decision"), max_length=60)


class CloseForm(StepForm):
    """What the year came to."""

    conclusion = TextField(label=_("What the year came to"), rows=5, max_length=4000)


class BringOverForm(StepForm):
    """By when what is left over is due now."""

    due_on = DayField(label=_("Due"), help_text=_("The same day for all; it is changed with the tasks of the draft."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["due_on"] = max(dt.date(self.record.year, 3, 31), min(clock.today(), self._last))

    @property
    def _last(self) -> dt.date:
        return dt.date(self.record.year, 12, 31)

    def clean_due_on(self) -> dt.date:
        """A day of the plan's year."""
        day: dt.date = self.cleaned_data["due_on"]
        if day.year != self.record.year:
            text = gettext("%(day)s is not in %(year)d.")
            raise forms.ValidationError(text % {"day": f"{day:%d/%m/%Y}", "year": self.record.year})
        return day


class AddTaskForm(StepForm):
    """A task that was not thought of when the plan was approved."""

    group = forms.ChoiceField(label=_("Field"), choices=GROUPS)
    title = forms.CharField(label=_("Task"), max_length=300)
    result = forms.CharField(label=_("What comes out"), max_length=300, required=False)
    unit = Known(label=_("Led by"))
    owner = Known(label=_("Owner"))
    due_on = DayField(label=_("Due"))
    resources = forms.CharField(label=_("With what"), max_length=300, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = offered_for(self.record.unit)
        self.fields["unit"].offer(offered.units, offered.unit_choices)
        self.fields["owner"].offer(offered.people, offered.person_choices)
        for name in ("title", "unit", "owner"):
            self.initial.pop(name, None)
        self.initial["unit"] = self.record.unit_id

    def operation_values(self) -> dict[str, Any]:
        names = ("group", "title", "result", "unit", "owner", "due_on", "resources")
        return {"task": TaskDraft(**{name: self.cleaned_data[name] for name in names})}
