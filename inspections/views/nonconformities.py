"""Nonconformities: list, record as a story, a new one, steps."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inspections.enums import NonconformityStatus
from inspections.forms import nonconformity as forms
from inspections.forms.effect import JudgeForm, NotEffectiveForm, NotYetProvenForm
from inspections.guards import report_is_awaited
from inspections.models import Nonconformity, NonconformityClause, NonconformityFile
from inspections.operations import nonconformity as operations
from inspections.printed_register import follow_up_entries
from inspections.raising import prefilled, side_of, source_of
from inspections.reports.nonconformities import NonconformityReport, records_nonconformities
from inspections.reports.plan_rounds import rounds_of
from inspections.reports.story import story_of
from inspections.rules.nonconformities import know_part
from inspections.views.causes import CauseStep
from inspections.views.nonconformity_boards import LOOKS
from inspections.views.plans import plan_of
from inspections.workflows import NONCONFORMITY
from qms import clock
from qms.history.timeline import may_hang_on
from qms.models.people import User
from qms.policy import Refused, denied
from qms.prepared import by_key
from qms.printing import FOLLOW_UP_REGISTER
from qms.views.editing import CreateView
from qms.views.followed_lists import FollowedList
from qms.views.printed_lists import PrintedList
from qms.views.reach import links_to
from qms.views.record import RecordView
from qms.views.steps import StepSpec, StepView
from qms.workflow import Step

STEPS = {
    "accept": StepSpec(
        operations.accept,
        forms.AcceptForm,
        effects=[gettext_lazy("Its finding counts as answered."), gettext_lazy("The lead is told.")],
    ),
    "dispute": StepSpec(
        operations.dispute,
        forms.DisputeForm,
        effects=[gettext_lazy("The head of the body that raised it settles the dispute.")],
    ),
    "settle": StepSpec(
        operations.settle, forms.SettleForm, effects=[gettext_lazy("The unit and who raised it are told.")]
    ),
    "name_handler": StepSpec(
        operations.name_handler, forms.HandlerForm, effects=[gettext_lazy("The person named is told.")]
    ),
    "contain": StepSpec(
        operations.contain,
        forms.ContainForm,
        intro=gettext_lazy("What was put right at once; causes and actions come after it."),
        files=NonconformityFile,
        files_purpose="correction",
    ),
    "propose": StepSpec(
        operations.propose_plan,
        forms.ProposeForm,
        effects=[gettext_lazy("The lead or a quality officer approves the plan; they are told.")],
    ),
    "approve": StepSpec(
        operations.approve_plan,
        forms.ApproveForm,
        effects=[gettext_lazy("Every action of the plan is assigned to its owner, who is told.")],
    ),
    "refuse": StepSpec(operations.refuse_plan, effects=[gettext_lazy("Who proposed the plan is told why.")]),
    "change_plan": StepSpec(
        operations.change_plan, forms.ChangePlanForm, effects=[gettext_lazy("The plan must be approved again.")]
    ),
    "implemented": StepSpec(operations.report_implemented, effects=[gettext_lazy("The verifier is told.")]),
    "effective": StepSpec(
        operations.confirm_effective,
        JudgeForm,
        effects=[gettext_lazy("The nonconformity is closed.")],
        files=NonconformityFile,
        files_purpose="effect",
    ),
    "not_effective": StepSpec(
        operations.report_not_effective,
        NotEffectiveForm,
        effects=[gettext_lazy("A new round begins at the correction; this one stays readable.")],
    ),
    "not_yet_proven": StepSpec(operations.report_not_yet_proven, NotYetProvenForm),
    "ask_withdrawal": StepSpec(
        operations.ask_withdrawal, effects=[gettext_lazy("A second person confirms the withdrawal.")]
    ),
    "withdraw": StepSpec(operations.withdraw, effects=[gettext_lazy("Nothing more is owed on it.")]),
    "reopen": StepSpec(
        operations.reopen_nonconformity,
        effects=[gettext_lazy("A new round begins at the correction; this one stays readable.")],
    ),
}


CRITERION = (("criterion", gettext_lazy("Effectiveness criterion")), ("check_on", gettext_lazy("To be judged from")))
ABOUT: dict[str, tuple[tuple[str, Any], ...]] = {
    "settle": (("dispute", gettext_lazy("Why the unit disputes it")),),
    "approve": (
        ("correction", gettext_lazy("Correction")),
        ("similar_note", gettext_lazy("Similar cases elsewhere")),
        *CRITERION,
    ),
    "refuse": CRITERION,
    "effective": CRITERION,
    "not_effective": CRITERION,
    "not_yet_proven": CRITERION,
    "withdraw": (("withdrawal_asked_by", gettext_lazy("Withdrawal asked for by")),),
}
"""What of the record stands beside a step's form."""


NAMED = ("raised_by", "lead", "handler", "verifier", "proposed_by", "approved_by", "withdrawal_asked_by")
"""Who is named on the record."""


class NonconformityList(PrintedList, FollowedList):
    """All nonconformities within reach; they leave as the follow-up register too."""

    report = NonconformityReport
    looks = LOOKS
    printed_form = FOLLOW_UP_REGISTER
    print_labels = ((gettext_lazy("Register (Word)"), "docx"), (gettext_lazy("Register (PDF)"), "pdf"))

    def printed_title(self, report: Any) -> str:
        return _("Nonconformities")

    def printed_name(self, report: Any) -> str:
        return _("Follow-up register")

    def entries(self, records: Sequence[Any], as_of: dt.date | None) -> Sequence[Any]:
        return follow_up_entries(records)

    def more(self, report: Any, context: dict[str, Any]) -> dict[str, Any]:
        """Against which day rows are late."""
        late = {"today": context["as_of"] or clock.today(), "open_states": NonconformityStatus.open_states()}
        return super().more(report, context) | late


class NonconformityRecord(RecordView):
    """One nonconformity, from the fact to the proof that it stays away."""

    model = Nonconformity
    related = ("unit", "raised_by_unit", "finding", "inspection")
    workflow = NONCONFORMITY
    template_name = "inspections/nonconformity.html"
    step_url_name = "nonconformity_step"
    fact_fields = (
        "unit", "source", "grade", "raised_on", "raised_by", "raised_by_unit", "lead", "handler", "due_on", "closed_on",
        "external_ref", "source_file", "source_row",
    )  # fmt: skip
    offered: Sequence[Step] = ()

    def get_record(self, uid: Any) -> Any:
        """The record with everybody named on it, in one more query instead of a join for each."""
        record = super().get_record(uid)
        keys = {getattr(record, f"{name}_id") for name in NAMED} - {None}
        people = by_key(User, keys)
        for name in NAMED:
            setattr(record, name, people.get(getattr(record, f"{name}_id")))
        return record

    def title(self, record: Any) -> str:
        return record.fact if len(record.fact) <= 120 else f"{record.fact[:119].rstrip()}…"

    def facts(self, record: Any) -> list[tuple[str, Any]]:
        pairs = super().facts(record)
        self.source = source_of(record, self.request.user)
        if self.source[0]:
            pairs.insert(2, (_("Source record"), self.source[0]))
        if record.original_grade and record.original_grade != record.grade:
            pairs.insert(3, (_("First grade"), record.get_original_grade_display()))
        if record.status == NonconformityStatus.RECORDED and record.answer_due_on:
            until = record.answer_due_on.strftime("%d/%m/%Y")
            if report_is_awaited(record):
                until = _("5 working days after the report is sent")
            pairs.append((_("To be accepted or disputed until"), until))
        return pairs

    def steps(self, record: Any) -> list[Step]:
        if record.status == NonconformityStatus.EFFECTIVENESS_CHECK:
            know_part(record)
        steps = super().steps(record)
        self.offered = steps
        return steps

    def to_confirm(self, plan: dict[str, Any]) -> list[Step]:
        """Confirming the first cause that waits for this person: a step on the way, though not of the record itself."""
        waiting = [told["confirm_url"] for told in plan["causes"] if told["confirm_url"]]
        return [Step(CauseStep.steps["confirm"], plan, url=url, may=True) for url in waiting[:1]]  # type: ignore[arg-type]

    def links(self, record: Any) -> list[tuple[str, str]]:
        related = [record.finding, record.inspection, record.unit]
        links = links_to(self.request.user, related)
        said, url = self.source
        return [*([(_("Source record: %(record)s") % {"record": said}, url)] if url else []), *links]

    def print_urls(self, record: Any) -> list[tuple[str, str]]:
        address = lambda kind: reverse("nonconformity_print", args=[record.uid, kind])  # noqa: E731 - short
        return [("PDF", address("pdf")), ("Word", address("docx"))]

    def more(self, record: Any) -> dict[str, Any]:
        rounds = rounds_of(record, self.as_of)
        user = None if self.as_of else self.request.user
        plan = plan_of(record, rounds, user)
        return {
            "steps": [*self.to_confirm(plan), *self.offered],
            "clauses": self.clauses(record),
            "files": self.files(record),
            "plan": plan,
            "earlier": [plan_of(record, [one], None) for one in reversed(rounds[:-1])],
            "plan_refused": plan_refused(record),
            "withdrawal_why": withdrawal_why(record),
            "overdue": self.is_overdue(record),
            "story": story_of(record, rounds, self.as_of),
        }

    def is_overdue(self, record: Any) -> bool:
        """Whether it is open past its day."""
        return bool(
            record.due_on and record.due_on < clock.today() and record.status in NonconformityStatus.open_states()
        )

    def clauses(self, record: Any) -> list[str]:
        """The cited clauses with their edition."""
        rows = self.standing(record, NonconformityClause, "clause__edition")
        return [f"{one.clause} ({one.clause.edition})" if one.clause_id else one.written_as for one in rows]

    def files(self, record: Any) -> list[dict[str, Any]]:
        """Files with what they show."""
        return [
            {
                "url": one.get_absolute_url(),
                "name": one.name,
                "size": one.file.size,
                "type": one.file.media_type,
                "note": PURPOSES.get(one.purpose, ""),
            }
            for one in self.standing(record, NonconformityFile, "file")
        ]

    def standing(self, record: Any, model: Any, *related: str) -> list[Any]:
        """Rows that hang on the record and were not taken away."""
        if not may_hang_on(record, model):
            return []
        return list(model.objects.filter(record=record, ended_at=None).select_related(*related).order_by("pk"))


def withdrawal_why(record: Any) -> str:
    """Why its withdrawal was asked for last; nothing where it was not."""
    if record.withdrawal_asked_by_id is None:
        return ""
    asked = record.history.filter(operation="nonconformity.ask_withdrawal").order_by("-sequence")
    return asked.values_list("history_change_reason", flat=True).first() or ""


def plan_refused(record: Any) -> Any:
    """The history row that refused the plan, as long as none was proposed since; None where none was."""
    if record.status != NonconformityStatus.CONTAINED:
        return None
    turns = record.history.exclude(operation__in=["nonconformity.name_handler", "nonconformity.ask_withdrawal"])
    last = turns.select_related("history_user").order_by("-sequence").first()
    return last if last is not None and last.operation == "nonconformity.refuse" else None


PURPOSES = {
    "evidence": gettext_lazy("evidence"),
    "correction": gettext_lazy("shows the correction"),
    "effect": gettext_lazy("shows the effect"),
}


class NonconformityStep(StepView):
    """Steps of a nonconformity."""

    model = Nonconformity
    related = ("unit", "raised_by_unit", "verifier", "finding", "inspection")
    workflow = NONCONFORMITY
    steps = STEPS
    template_name = "inspections/nonconformity_step.html"

    def context(self, form: Any) -> dict[str, Any]:
        """The step's page, with what one must know to decide it."""
        record = self.record
        decides_plan = self.name in ("propose", "approve", "refuse", "implemented")
        told = [(label, getattr(record, name)) for name, label in ABOUT.get(self.name, ())]
        if self.name == "withdraw":
            told.append((_("Reason"), withdrawal_why(record)))
        open_end = {"to_label": ""} if self.name == "settle" else {}  # where it leads is what the step asks
        return (
            super().context(form)
            | open_end
            | {
                "told": [(label, value) for label, value in told if value],
                "plan": plan_of(record, rounds_of(record), None) if decides_plan else None,
            }
        )


class NonconformityNew(CreateView):
    """Record one from a source other than a finding; `?from=` fills in what another record says."""

    model = Nonconformity
    form_class = forms.NonconformityForm
    title = gettext_lazy("Record a nonconformity")
    submit_label = gettext_lazy("Record")
    intro = gettext_lazy("The unit's manager is told, and accepts or disputes it within 5 working days.")

    def blank(self) -> Any:
        return prefilled(self.request.GET.get("from", ""), self.request.user)

    def check(self) -> None:
        if not records_nonconformities(self.request.user):
            raise Refused(
                denied(
                    _("A nonconformity is recorded by the lead of the inspection, or by a quality officer."),
                    _("the lead, a quality officer"),
                )
            )

    def save(self, form: Any) -> Any:
        record = form.instance
        record.raised_by_unit_id = side_of(self.request.user, record.unit_id)
        values = {"clauses": form.cleaned_data["clauses"], "files": form.cleaned_data["files"]}
        return operations.record_nonconformity(record, by=self.request.user, **values)

    def success(self, result: Any) -> str:
        return _("Recorded: %(number)s.") % {"number": result}

    def cancel_url(self) -> str:
        return reverse("nonconformities")
