"""Trainings: list, page, planning, correcting, people in rows, steps, files, prints."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from qms import policy
from qms.forms import trainings as forms
from qms.forms.attaching import AttachForm
from qms.forms.fields import MOST_DIGITS
from qms.forms.objectives import kept_units
from qms.history.timeline import Entry
from qms.models.training import Training, TrainingFile, TrainingPerson
from qms.operations import trained_people
from qms.operations import trainings as operations
from qms.operations.print_templates import form_for
from qms.policy import Refused, denied
from qms.printing import TRAINING_RECORD, TRAINING_REGISTER
from qms.reporting_enums import TrainingStatus
from qms.reports.decisions import standing_then
from qms.reports.printed_trainings import money, training_entries, training_paper
from qms.reports.trainings import TrainedReport, TrainingReport, prepares_trainings, standard_said
from qms.rules.trainings import KEEPERS
from qms.training_needs import Need, needs_of
from qms.training_workflow import TRAINING
from qms.views.attached_files import files_of
from qms.views.decision_rows import told_together
from qms.views.editing import CreateView, EditView
from qms.views.exports import export_report
from qms.views.printed_lists import PrintedList
from qms.views.printing import answer, found
from qms.views.reach import asked_day, get_visible, links_to, signed_in
from qms.views.record import RecordView
from qms.views.rows import RowStepView
from qms.views.steps import StepSpec, StepView
from qms.views.training_needs import require_keeper
from qms.workflow import Step

BESIDE = partial(StepSpec, tone="secondary", permission="qms.prepare_training")
STEPS = {
    "hold": StepSpec(
        operations.hold_training,
        forms.HoldForm,
        effects=[
            gettext_lazy("Who is competent holds the competence of its standard from that day."),
            gettext_lazy("Each person is told their result. Results can be recorded and corrected until it is judged."),
        ],
        files=TrainingFile,
    ),
    "judge": StepSpec(
        operations.judge_training,
        forms.JudgeForm,
        template_name="qms/trainings/judge.html",
        effects=[gettext_lazy("People, results and words of the training change no more.")],
    ),
    "cancel": StepSpec(operations.cancel_training, effects=[gettext_lazy("Who was to come is told.")]),
    "attach": BESIDE(operations.attach_training_files, AttachForm, label=gettext_lazy("Attach files"), versioned=False),
}
FILE_STEPS = {
    "end": BESIDE(operations.end_training_file, label=gettext_lazy("Take this file away"), reason=True, tone="danger")
}
OPEN = (TrainingStatus.PLANNED, TrainingStatus.HELD)


class TrainingList(PrintedList):
    """All trainings within reach; narrowed to a year it prints as the year's plan."""

    report = TrainingReport
    printed_form = TRAINING_REGISTER

    def entries(self, records: Sequence[Any], as_of: Any) -> Sequence[Any]:
        return training_entries(records)

    def printed_title(self, report: Any) -> str:
        year = self.request.GET.get("year", "")
        return _("Training plan of %(year)s") % {"year": year} if year.isdigit() else str(report.title)

    def more(self, report: Any, context: dict[str, Any]) -> dict[str, Any]:
        user = self.request.user
        if prepares_trainings(user):
            return {"other_list": (_("Training needed"), f"{reverse('trainings_needed')}{context['as_of_query']}")}
        return {"other_list": (_("Competences"), f"{reverse('competences')}{context['as_of_query']}")}


class TrainingRecord(RecordView):
    """One training: what it was about, its people and what each took from it, how effective it was."""

    beside_specs = STEPS
    model = Training
    related = ("unit", "document", "standard", "edition__standard", "prepared_by", "judged_by")
    workflow = TRAINING
    template_name = "qms/trainings/record.html"
    fact_fields = (
        "unit", "reason", "document", "standard", "edition", "valid_to", "planned_on", "held_on", "hours", "place",
        "trainer", "content", "cost", "decision_number", "prepared_by", "effect", "judged_by", "judged_on",
    )  # fmt: skip

    def facts(self, record: Any) -> list[tuple[str, Any]]:
        """With the cost as money is written."""
        cost = str(Training._meta.get_field("cost").verbose_name)
        shown = super().facts(record)
        return [(name, money(record.cost) if name.lower() == cost.lower() else value) for name, value in shown]

    def timeline(self, record: Any, as_of: Any) -> list[Entry]:
        """What was written in one act is told in one entry."""
        return told_together(super().timeline(record, as_of))

    def steps(self, record: Any) -> list[Step]:
        """The lifecycle's steps, and attaching files; cancelling stands last."""
        steps = super().steps(record)
        if record.status != TrainingStatus.CANCELLED:
            steps.append(self.beside(record, "attach"))
        return sorted(steps, key=lambda step: getattr(step.transition, "name", "") == "cancel")

    def record_actions(self, record: Any) -> list[tuple[Any, str]]:
        actions = super().record_actions(record)
        if self.rows_url(record):
            held = record.status == TrainingStatus.HELD
            label = _("People and results") if held else _("People")
            actions.insert(0, (_("Edit"), reverse("training_edit", args=[record.uid])))
            actions.insert(0, (label, self.rows_url(record)))
        return actions

    def rows_url(self, record: Any) -> str:
        """Where this person writes people and results now; nothing where they do not."""
        may = record.status in OPEN and self.as_of is None
        if not may or not policy.may(self.request.user, "qms.prepare_training", record):
            return ""
        return reverse("training_people", args=[record.uid])

    def links(self, record: Any) -> list[tuple[str, str]]:
        document = [(str(record.document), record.document.get_absolute_url())] if record.document else []
        unit = links_to(self.request.user, [record.unit])
        lists = ((_("Trainings"), "trainings"), (_("Competences"), "competences"))
        return [*unit, *document, *((label, reverse(name)) for label, name in lists)]

    def print_urls(self, record: Any) -> list[tuple[str, str]]:
        kinds = (("Word", "docx"), ("PDF", "pdf"))
        papers = [(label, reverse("training_print", args=[record.uid, kind])) for label, kind in kinds]
        return [*papers, (_("Excel"), reverse("training_export", args=[record.uid]))]

    def more(self, record: Any) -> dict[str, Any]:
        rows = standing_then(TrainingPerson, self.as_of).filter(training_id=record.pk)
        rows = rows.select_related("user", "competence").order_by("user__sort_key", "pk")
        return {
            "people": list(rows),
            "files": files_of(self, record, "qms.prepare_training", "training_file_step"),
            "is_held": record.held_on is not None,
            "rows_url": "" if rows else self.rows_url(record),
        }


class TrainingStep(StepView):
    """Steps of a training."""

    model = Training
    related = ("unit", "standard", "edition")
    workflow = TRAINING
    steps = STEPS

    def context(self, form: Any) -> dict[str, Any]:
        """What is judged and given: the people with their results, and until when a competence holds."""
        context = super().context(form)
        if self.kwargs["step"] == "hold":
            context["effects"] = [given_said(self.record), *self.spec.effects[1:]]
        if self.kwargs["step"] == "judge":
            rows = self.record.people.filter(ended_at=None).select_related("user", "competence")
            context["people"] = rows.order_by("user__sort_key", "pk")
        return context


def given_said(training: Any) -> str:
    """What whoever passes will hold."""
    if training.standard is None:
        return _("It gives no competence: no standard is named.")
    name = standard_said(training)
    if training.valid_to is None:
        return _("Who is competent holds the competence in %(standard)s from that day, without an end.") % {
            "standard": name
        }
    told = {"standard": name, "day": f"{training.valid_to:%d/%m/%Y}"}
    return _("Who is competent holds the competence in %(standard)s from that day until %(day)s.") % told


class TrainingFileStep(RowStepView):
    """Taking a wrong file away; reached through its training."""

    model = TrainingFile
    parent = "record"
    related = ("record__unit",)
    steps = FILE_STEPS


class TrainingNew(CreateView):
    """Plan a training; from a need it is filled in."""

    model = Training
    form_class = forms.TrainingForm
    title = gettext_lazy("Plan a training")
    submit_label = gettext_lazy("Save and tell them")
    need: Need | None = None

    def check(self) -> None:
        require_keeper(self.request.user)

    def blank(self) -> Any:
        training = Training(prepared_by=signed_in(self.request), reason="need")
        self.need = self.asked_need()
        if self.need is not None:
            training.title, training.reason = self.need.title[:300], str(self.need.reason)
            training.unit, training.document = self.need.unit, self.need.document
            training.standard, training.edition = self.need.standard, self.need.edition
        return training

    def asked_need(self) -> Need | None:
        """The need named in the address, as it stands now; None where there is none or it is another's."""
        reason, key, unit = (self.request.GET.get(name, "") for name in ("need", "key", "unit"))
        if not (reason and key and unit.isdecimal() and len(unit) <= MOST_DIGITS):
            return None
        kept = kept_units(self.request.user).filter(pk=int(unit)).first()
        needs = needs_of(kept, reason) if kept is not None else []
        return next((one for one in needs if one.key == key), None)

    def form(self, *data: Any) -> Any:
        initial = {"people": [one.pk for one in self.need.open_people]} if self.need else {}
        return self.form_class(*data, instance=self.record, user=self.request.user, initial=initial)

    def save(self, form: Any) -> Any:
        given = {name: form.cleaned_data[name] for name in ("people", "files")}
        return operations.plan_training(form.instance, by=self.request.user, **given)

    def cancel_url(self) -> str:
        return reverse("trainings_needed") if self.need else reverse("trainings")


class TrainingEdit(EditView):
    """Correct it until it is judged."""

    model = Training
    related = ("unit", "document", "standard", "edition")
    form_class = forms.TrainingEditForm
    permission = "qms.prepare_training"
    title = gettext_lazy("Edit the training")
    operation = staticmethod(operations.edit_training)

    def check(self) -> None:
        super().check()
        for fault in operations.open_faults(self.record):
            raise Refused(denied(fault, KEEPERS))


class TrainingPeople(EditView):
    """All people, in rows; results once it was held."""

    model = Training
    related = ("unit",)
    form_class = forms.TrainedPeopleForm
    permission = "qms.prepare_training"
    title = gettext_lazy("People of the training")
    intro = gettext_lazy("Save to get more empty rows.")

    def check(self) -> None:
        super().check()
        for fault in trained_people.rows_faults(self.record):
            raise Refused(denied(fault, KEEPERS))

    def context(self, form: Any) -> dict[str, Any]:
        title = f"{self.record.number} {self.record.title}"
        return super().context(form) | {"formsets": [{"title": title, "formset": form.rows}]}

    def save(self, form: Any) -> Any:
        trained_people.write_trained_people(self.record, by=self.request.user, people=form.drafts())
        return self.record


@require_safe
def training_print(request: HttpRequest, uid: Any, kind: str) -> HttpResponseBase:
    """The list of people and results as Word or PDF."""
    related = ("unit__parent", "document", "standard", "edition__standard", "prepared_by", "judged_by")
    training = found(request, Training, uid, kind, *related)
    as_of = asked_day(request)
    form = form_for(TRAINING_RECORD, training.unit_id)
    return answer(request, training, form, lambda one: training_paper(one, as_of), kind)


@require_safe
def training_export(request: HttpRequest, uid: Any) -> HttpResponseBase:
    """People and results as a workbook."""
    training = get_visible(Training, request.user, uid, "unit")
    as_of = asked_day(request)
    report = TrainedReport(training)
    rows = report.queryset(request.user, as_of).order_by(*report.order)
    return export_report(request, report, rows, "xlsx", as_of)
