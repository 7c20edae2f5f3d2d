"""Forms of meetings of a steering committee: calling, correcting, conclusions in rows, and what each step asks."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from qms.forms.fields import DayField, FilesField, PeopleChoice, PersonChoice, TextField, UnitChoice, people_of
from qms.forms.objectives import kept_units
from qms.forms.records import RecordForm
from qms.forms.risks import owners_over
from qms.forms.steps import StepForm
from qms.forms.typed_rows import Known, OfferedRow, rows_valid
from qms.forms.work_plans import offered_for, usual_unit
from qms.models.people import User
from qms.models.plans import CommitteeMeeting
from qms.operations.committee_meetings import MOST, ConclusionDraft
from qms.reporting_enums import MeetingStatus

SPARE_ROWS = 4
SUBJECT = pgettext_lazy("of a meeting", "Subject")


class MeetingForm(RecordForm):
    """A meeting to come, or one that was held."""

    invited = PeopleChoice(
        label=_("Also told"),
        required=False,
        help_text=_("The chair and the owners of open conclusions are told anyway."),
    )
    files: Any = FilesField(label=_("Files"), required=False)

    class Meta(RecordForm.Meta):
        model = CommitteeMeeting
        fields = ("unit", "committee", "title", "held_on", "place", "chair", "agenda")
        field_classes = {"unit": UnitChoice, "chair": PersonChoice}

    def restrict(self) -> None:
        units = kept_units(self.user)
        self.fields["unit"].queryset = units
        people = owners_over(units.order_by().values("pk"))
        self.fields["title"].label = SUBJECT
        self.fields["chair"].queryset = people
        self.fields["invited"].queryset = people
        if not self.initial.get("committee"):
            self.initial["committee"] = gettext("Steering committee of the administrative reform")
        if not self.initial.get("unit"):
            self.initial["unit"] = usual_unit(self.user, units)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        chair, unit = cleaned.get("chair"), cleaned.get("unit")
        if chair and unit and not people_of(unit.pk).filter(pk=chair.pk).exists():
            text = _("%(person)s does not work in %(unit)s, nor above or below it.")
            self.add_error("chair", forms.ValidationError(text, params={"person": chair, "unit": unit}))
        return cleaned


class MeetingEditForm(RecordForm):
    """What may be corrected; minutes once it was held."""

    class Meta(RecordForm.Meta):
        model = CommitteeMeeting
        fields = ("committee", "title", "held_on", "place", "chair", "agenda", "present", "absent", "minutes")
        field_classes = {"chair": PersonChoice}

    def restrict(self) -> None:
        people = people_of(self.instance.unit_id).values("pk")
        known = User.objects.filter(Q(pk__in=people) | Q(pk=self.instance.chair_id))
        self.fields["title"].label = SUBJECT
        self.fields["chair"].queryset = known.order_by("sort_key")
        if self.instance.status == MeetingStatus.PLANNED:
            for name in ("present", "absent", "minutes"):
                del self.fields[name]
        else:
            self.fields["minutes"].required = True


class ConclusionRow(OfferedRow):
    """One conclusion."""

    SAYS = "text"

    text = TextField(label=_("Conclusion"), rows=2, max_length=2000, required=False)
    unit = Known(label=_("Unit"), required=False)
    owner = Known(label=_("Owner"), required=False)
    due_on = DayField(label=_("Due"), required=False)
    away = forms.BooleanField(label=_("Take this row away"), required=False)

    def __init__(self, *args: Any, held_on: Any, **kwargs: Any) -> None:
        self.held_on = held_on
        super().__init__(*args, **kwargs)

    def check(self, cleaned: dict[str, Any]) -> None:
        owner, due = cleaned.get("owner"), cleaned.get("due_on")
        if not cleaned.get("text") and (owner or due or cleaned.get("unit")) and "text" not in self.errors:
            self.add_error("text", gettext("Write the conclusion, or empty the row."))
        if due and not owner and "owner" not in self.errors:
            self.add_error("owner", gettext("Say who, or take the day away."))
        if owner and not due and "due_on" not in self.errors:
            self.add_error("due_on", gettext("Say by when, or take the owner away."))
        if due and due < self.held_on:
            text = gettext("%(day)s is before the meeting.")
            self.add_error("due_on", text % {"day": f"{due:%d/%m/%Y}"})

    def draft(self) -> ConclusionDraft:
        """The conclusion as the operation takes it."""
        return ConclusionDraft(**{name: self.cleaned_data[name] for name in ("text", "unit", "owner", "due_on", "uid")})


ConclusionRows = forms.formset_factory(
    ConclusionRow, extra=SPARE_ROWS, max_num=MOST + SPARE_ROWS, absolute_max=MOST + SPARE_ROWS
)


class ConclusionsForm(RecordForm):
    """All conclusions, in rows; what was typed stays until everything is right."""

    class Meta(RecordForm.Meta):
        model = CommitteeMeeting
        fields = ()

    def restrict(self) -> None:
        meeting = self.instance
        standing = list(meeting.conclusions.filter(ended_at=None))
        units = [one.unit_id for one in standing if one.unit_id]
        offered = offered_for(meeting.unit, units, [one.owner_id for one in standing if one.owner_id])
        rows = [
            {"uid": one.uid, "text": one.text, "unit": one.unit_id, "owner": one.owner_id, "due_on": one.due_on}
            for one in standing
        ]
        data = self.data if self.is_bound else None
        given = {"offered": offered, "held_on": meeting.held_on}
        self.rows = ConclusionRows(data, initial=rows, prefix="conclusions", form_kwargs=given)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        rows_valid(self.rows, lambda: self.add_error(None, gettext("Look at the rows below: something is missing.")))
        return cleaned

    def conclusions(self) -> list[ConclusionDraft]:
        """The rows that say something."""
        return [row.draft() for row in self.rows if row.is_given]


class HoldForm(StepForm):
    """Who was there and what was said."""

    present = TextField(label=_("Who was present"), rows=3, required=False, max_length=4000)
    absent = TextField(label=_("Who was absent"), rows=2, required=False, max_length=4000)
    minutes = TextField(label=_("Minutes"), rows=8, max_length=20_000)


class ConcludeForm(StepForm):
    """Under which number the notice goes out."""

    notice_number = forms.CharField(label=_("Number of the notice of conclusions"), max_length=60)
