"""Forms of management reviews: planning, correcting, and what each step asks."""

import datetime as dt
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from qms import clock
from qms.enums import Role
from qms.forms.cited_clauses import usual_edition
from qms.forms.fields import DayField, PersonChoice, TextField, UnitChoice, people_of
from qms.forms.records import RecordForm
from qms.forms.steps import StepForm
from qms.models.management_reviews import ManagementReview
from qms.models.organisation import QMSHolding, Unit
from qms.models.people import RoleAssignment, User
from qms.models.reach import inside_ancestors, inside_subtree
from qms.models.standards import Edition
from qms.operations.management_reviews import chair_faults, period_faults
from qms.reporting_enums import ReviewOutput, ReviewStatus
from qms.reviewing.agendas import agendas

LONG = 20_000
USUAL_DUE = dt.timedelta(days=90)


def reviewing_units(user: Any) -> QuerySet:
    """Units that hold a QMS today and whose reviews the person prepares."""
    kept = user.authority.units_as(Role.OFFICER, Role.TOP)
    holders = QMSHolding.objects.filter(valid_to=None).values("unit_id")
    rows = Unit.objects.filter(pk__in=inside_subtree(kept)).filter(pk__in=holders)
    return rows.valid_on(clock.today()).order_by("sort_key")


def editions_with_agenda(kept: int | None = None) -> QuerySet:
    """Editions for which an agenda is shipped."""
    known = Q(pk=kept)
    for code, year in agendas():
        known |= Q(standard__code=code, year=year)
    return Edition.objects.filter(known).select_related("standard").order_by("standard__code", "-year")


def top_of(units: Any, kept: int | None = None) -> QuerySet:
    """Top management of these units (keys or a query of keys), and who is named already."""
    above = inside_ancestors(units)
    roles = RoleAssignment.objects.standing_on(clock.today()).filter(role=Role.TOP, unit_id__in=above)
    return User.objects.people().filter(Q(pk__in=roles.values("user_id")) | Q(pk=kept)).order_by("sort_key")


def working_in(units: Any, kept: int | None = None) -> QuerySet:
    """People who work in these units today, and who is named already."""
    found = User.objects.people().working_in(inside_subtree(units), clock.today())
    return User.objects.people().filter(Q(pk__in=found.values("pk")) | Q(pk=kept)).order_by("sort_key")


class ReviewForm(RecordForm):
    """A new review: for whom, by which edition, over which period, when and with whom."""

    class Meta(RecordForm.Meta):
        model = ManagementReview
        fields: tuple[str, ...] = (
            "unit", "edition", "title", "period_from", "period_to", "meeting_on", "place", "chair", "secretary",
        )  # fmt: skip
        field_classes = {"unit": UnitChoice, "chair": PersonChoice, "secretary": PersonChoice}
        help_texts = {
            "edition": _("Its clauses give the agenda."),
            "period_from": _("Figures are gathered over this period."),
        }

    def restrict(self) -> None:
        units = reviewing_units(self.user)
        self.fields["unit"].queryset = units
        keys = units.order_by().values("pk")
        self.fields["edition"].queryset = editions_with_agenda()
        self.fields["chair"].queryset = top_of(keys)
        self.fields["secretary"].queryset = working_in(keys)
        year = clock.today().year
        usual = {
            "edition": usual_edition(),
            "title": str(_("Management review of the year %(year)d")) % {"year": year},
            "period_from": dt.date(year, 1, 1),
            "period_to": dt.date(year, 12, 31),
        }
        for name, value in usual.items():
            if not self.initial.get(name):
                self.initial[name] = value
        self._choose_the_only_ones(units)

    def _choose_the_only_ones(self, units: QuerySet) -> None:
        for name, rows in (("unit", units), ("chair", self.fields["chair"].queryset)):
            found = list(rows[:2])
            if len(found) == 1 and not self.initial.get(name):
                self.initial[name] = found[0].pk

    def clean(self) -> dict[str, Any]:
        """What the operation would refuse is said on the field."""
        cleaned = super().clean() or self.cleaned_data
        told = {name: cleaned.get(name) for name in ("period_from", "period_to", "meeting_on")}
        if all(told.values()):
            for fault in period_faults(ManagementReview(**told)):
                self.add_error("meeting_on" if cleaned["period_to"] >= cleaned["period_from"] else "period_to", fault)
        unit, chair = cleaned.get("unit") or getattr(self.instance, "unit", None), cleaned.get("chair")
        if unit is not None and chair is not None:
            for fault in chair_faults(ManagementReview(unit=unit, chair=chair)):
                self.add_error("chair", fault)
        return cleaned


class ReviewEditForm(ReviewForm):
    """A correction with its reason; edition and period only while it is planned."""

    reason = TextField(label=_("Reason"), rows=3, max_length=4000)

    class Meta(ReviewForm.Meta):
        fields = ("edition", "title", "period_from", "period_to", "meeting_on", "place", "chair", "secretary")

    def restrict(self) -> None:
        review = self.instance
        unit = [review.unit_id]
        self.fields["edition"].queryset = editions_with_agenda(review.edition_id)
        self.fields["chair"].queryset = top_of(unit, review.chair_id)
        self.fields["secretary"].queryset = working_in(unit, review.secretary_id)
        if review.status != ReviewStatus.PLANNED:
            for name in ("edition", "period_from", "period_to"):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """The period that stands counts where it is not asked for."""
        for name in ("period_from", "period_to"):
            if name not in self.fields:
                self.cleaned_data[name] = getattr(self.instance, name)
        return super().clean()


class FreezeForm(StepForm):
    """As of which day the figures stand."""

    frozen_on = DayField(
        label=_("Figures as of"),
        help_text=_("Today, or an earlier day: then the records count as they stood at its end."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["frozen_on"] = clock.today()


class MinutesForm(StepForm):
    """Who was there, what was said, what was concluded."""

    present = TextField(label=_("Who was present"), rows=4, max_length=LONG, help_text=_("One person a line."))
    absent = TextField(label=_("Who was absent"), rows=2, max_length=LONG, required=False)
    discussion = TextField(label=_("What was said"), rows=6, max_length=LONG, required=False)
    conclusion = TextField(label=_("Conclusion"), rows=6, max_length=LONG)


class HoldForm(MinutesForm):
    """The day of the meeting, and its minutes."""

    meeting_on = DayField(label=_("Day of the meeting"))

    field_order = ("meeting_on", "present", "absent", "discussion", "conclusion")


class SignForm(StepForm):
    """Under which number the minutes are kept."""

    minutes_number = forms.CharField(
        label=_("Number of the minutes"),
        max_length=60,
        required=False,
        help_text=_("As it stands on the paper, such as 12/BB-SLĐTBXH; may stay empty."),
    )


class InputForm(StepForm):
    """The report on an item; while the minutes are written also what the meeting said of it."""

    text = TextField(label=_("Report"), rows=6, max_length=LONG, required=False)
    opinion = TextField(label=_("Opinion of the meeting"), rows=4, max_length=LONG, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.record.review.status != ReviewStatus.HELD:
            del self.fields["opinion"]


class DecisionForm(StepForm):
    """A decision: about what, who does it, by when."""

    kind = forms.ChoiceField(label=_("About"), choices=ReviewOutput.choices)
    text = forms.CharField(label=_("Decision"), max_length=300)
    details = TextField(label=_("Details"), required=False, max_length=4000)
    unit = UnitChoice(label=_("Unit"))
    owner = PersonChoice(label=_("Responsible"))
    due_on = DayField(label=_("Due"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        review = getattr(self.record, "review", self.record)
        inside = inside_subtree([review.unit_id])
        self.fields["unit"].queryset = Unit.objects.filter(pk__in=inside).valid_on(clock.today()).order_by("sort_key")
        self.fields["owner"].queryset = people_of(review.unit_id).order_by("sort_key")
        self.initial.setdefault("due_on", review.meeting_on + USUAL_DUE)
        if self.initial.get("unit") is None:
            self.initial["unit"] = review.unit
