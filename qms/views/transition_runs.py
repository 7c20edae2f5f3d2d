"""Carrying references over in portions, the list and the page of runs, taking a run or a holder's moves back."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from qms import policy
from qms.enums import RunKind, RunStatus, TransitionStatus
from qms.forms.steps import StepForm
from qms.models.clause_moves import ClauseMove, TransitionRun
from qms.operations import transition_runs as operations
from qms.reports.transition_moves import TransitionRunReport
from qms.rules.transition_moves import Scope
from qms.transition.digest import digest_stands
from qms.transition.ledger import programmes_between, standing_lines
from qms.transition.plan import plan
from qms.transition.resting import Rest
from qms.views.clause_decisions import OfProgramme
from qms.views.facts import spoken
from qms.views.moved_lines import seen_units, standing_of, told_lines
from qms.views.record import RecordView
from qms.views.steps import StepSpec
from qms.views.transition_queue import PartView, by_kind, unit_form
from qms.views.undoing import UndoStep, attempt_in_portions, said_no, undone_said
from qms.workflow import Step

PORTION = 20_000  # moves in one request
CHECKED = 5_000  # moves up to which the digest is compared whenever the page is opened

STEPS = {
    "undo": StepSpec(
        operations.undo_run,
        label=gettext_lazy("Undo the run"),
        permission="qms.run_transition",
        reason=True,
        versioned=False,
        tone="danger",
        intro=gettext_lazy("What this run added is taken back; what was there before stays."),
        effects=[gettext_lazy("It stays undone until somebody decides again; the history keeps both.")],
    )
}


class TransitionApply(PartView):
    """What the next run carries over, and the button that does it; a long run goes on portion by portion."""

    def get(self, request: HttpRequest, uid: Any) -> HttpResponse:
        """The totals of what is ready."""
        return self.show([])

    def post(self, request: HttpRequest, uid: Any) -> HttpResponse:
        """Carry a portion over; the run's page goes on with the rest."""
        unit = self.part.unit or self.programme.unit
        outcome, reasons, status = said_no(
            lambda: operations.apply(self.programme, unit, by=request.user, most=PORTION)
        )
        if status != 200:
            return self.show(reasons, status)
        if outcome.run is None:
            messages.info(
                request, _("Nothing changed: everything that is automatic or decided was carried over already.")
            )
            return HttpResponseRedirect(f"{reverse('transition_apply', args=[self.programme.uid])}?unit={unit.uid}")
        if outcome.run.status == RunStatus.DONE:
            messages.success(request, carried_said(outcome))
        return HttpResponseRedirect(outcome.run.get_absolute_url())

    def show(self, reasons: list[str], status: int = 200) -> HttpResponse:
        """The page."""
        planned = self.part.planned()
        unit = self.part.unit or self.programme.unit
        decision = policy.may(self.request.user, "qms.run_transition", Scope(self.programme, unit))
        reasons = [*reasons, *([] if decision else [str(decision.reason)])]
        if self.programme.status == TransitionStatus.DRAFT:
            reasons.append(_("References are carried over while the programme is running: approve it first."))
        context = self.context() | {
            "filter": unit_form(self.part, self.request.GET),
            "totals": planned.totals,
            "kinds": [line for line in by_kind(planned) if line.totals.ready],
            "reasons": reasons,
            "who": str(decision.who),
        }
        return render(self.request, "qms/transition/apply.html", context, status=status)


def carried_said(outcome: operations.Outcome) -> str:
    """What a run did, in words."""
    text = ngettext("%(number)d move was made.", "%(number)d moves were made.", outcome.changed)
    text = text % {"number": outcome.changed}
    if outcome.kept:
        kept = ngettext(
            "%(number)d that is no longer wanted stays, because later work rests on it.",
            "%(number)d that are no longer wanted stay, because later work rests on them.",
            outcome.kept,
        )
        text = f"{text} {kept % {'number': outcome.kept}}"
    if outcome.held:
        held = ngettext(
            "%(number)d was left out: it was undone, or taken away by hand.",
            "%(number)d were left out: they were undone, or taken away by hand.",
            outcome.held,
        )
        text = f"{text} {held % {'number': outcome.held}}"
    return text


class TransitionRunList(OfProgramme):
    """Runs of a programme within reach."""

    of = TransitionRunReport


class TransitionRunRecord(RecordView):
    """One run: how far it is, what it did in numbers, its moves, its digest."""

    beside_specs = STEPS
    model = TransitionRun
    related = (
        "programme__from_edition__standard", "programme__to_edition__standard", "unit", "made_by", "undoes",
        "undoes_decision__from_clause",
    )  # fmt: skip
    template_name = "qms/transition/run.html"
    fact_fields = ("began_at", "ended_at", "reason")

    def title(self, record: Any) -> str:
        return f"{record.get_kind_display()}: {record.unit}, {spoken(record.began_at)}"

    def status(self, record: Any) -> dict[str, str]:
        done = record.status == RunStatus.DONE
        tone, icon = ("success", "circle-check") if done else ("warning", "clock")
        return {"label": str(record.get_status_display()), "tone": tone, "icon": icon}

    def facts(self, record: Any) -> list[tuple[str, Any]]:
        who = [(_("Holds for"), record.unit), (_("Carried out by"), record.made_by)]
        return [*who, *super().facts(record), *counts_said(record.counts or {})]

    def steps(self, record: Any) -> list[Step]:
        """A run that carried over is undone; an undoing is not."""
        if self.as_of is not None or record.kind == RunKind.UNDO or record.status == RunStatus.RUNNING:
            return []
        return [self.beside(record, "undo")]

    def links(self, record: Any) -> list[tuple[str, str]]:
        user, found = self.request.user, []
        for one, label in ((record.undoes, _("The run that it undoes")), (record.undoes_decision, _("The decision"))):
            if one is not None and type(one).objects.visible_to(user).filter(pk=one.pk).exists():
                found.append((label, one.get_absolute_url()))
        undone = TransitionRun.objects.visible_to(user).filter(undoes=record)
        found += [(_("Undone by"), one.get_absolute_url()) for one in undone.order_by("pk")]
        programme = record.programme
        return [
            *found,
            (_("Runs"), reverse("transition_runs", args=[programme.uid])),
            (programme.title, programme.get_absolute_url()),
        ]

    def more(self, record: Any) -> dict[str, Any]:
        moves = ClauseMove.objects.filter(run=record)
        running = record.status == RunStatus.RUNNING and record.kind == RunKind.APPLY
        return {
            "moved": told_lines(moves, self.request.user, record.programme),
            "progress": self.progress(record, moves) if running else None,
            "digest": self.digest(record, moves),
            "standing": standing_of(record.programme, run=record).count() if record.kind == RunKind.APPLY else None,
        }

    def progress(self, record: Any, moves: Any) -> dict[str, Any]:
        """How far a run is that is not at its end, and whether this person may go on."""
        made = moves.values("old_id", "kind").distinct().count()
        left = plan(record.programme, record.unit).totals.ready
        return {
            "made": made,
            "left": left,
            "all": made + left,
            "may": bool(policy.may(self.request.user, "qms.run_transition", record)),
            "url": reverse("transition_apply", args=[record.programme.uid]),
        }

    def digest(self, record: Any, moves: Any) -> dict[str, Any] | None:
        """The digest, and whether the ledger still says the same; of a long run only when asked for."""
        if not record.digest:
            return None
        few = moves.count() <= CHECKED
        checked = few or "check" in self.request.GET
        return {"text": record.digest, "stands": digest_stands(record) if checked else None}


COUNTS = (
    ("references", gettext_lazy("References to clauses")),
    ("made", gettext_lazy("References added")),
    ("linked", gettext_lazy("Cited already")),
    ("none", gettext_lazy("Decided to cite none")),
    ("taken_back", gettext_lazy("Moves taken back")),
    ("ended", gettext_lazy("References ended")),
    ("kept", gettext_lazy("Kept because work rests on them")),
    ("held", gettext_lazy("Passed over")),
)


def counts_said(counts: dict[str, int]) -> list[tuple[str, Any]]:
    """What a run did, in numbers; what is zero is left out."""
    return [(str(label), counts[name]) for name, label in COUNTS if counts.get(name)]


class TransitionRunStep(UndoStep):
    """Undoing a run."""

    model = TransitionRun
    related = ("programme__from_edition__standard", "programme__to_edition__standard", "unit")
    steps = STEPS

    def resting(self) -> list[Rest]:
        return operations.resting_on_run(self.record)

    def standing(self) -> int:
        return standing_of(self.record.programme, run=self.record).count()


class HolderUndo(PartView):
    """Taking everything back that was moved in the holders at or below a unit."""

    def get(self, request: HttpRequest, uid: Any) -> HttpResponse:
        """What would be taken back, and what rests on it."""
        return self.show(self.form())

    def post(self, request: HttpRequest, uid: Any) -> HttpResponse:
        """Take it back."""
        form = self.form(request.POST)
        if not form.is_valid():
            return self.show(form)
        unit, reason = self.unit, form.cleaned_data["reason"]
        outcome, status = attempt_in_portions(
            form, None, lambda: operations.undo_holder(self.programme, unit, by=request.user, reason=reason)
        )
        if status != 200:
            return self.show(form, status)
        messages.success(request, undone_said(outcome))
        return HttpResponseRedirect(outcome.run.get_absolute_url())

    @property
    def unit(self) -> Any:
        """The unit that was chosen."""
        return self.part.unit or self.programme.unit

    def form(self, *data: Any) -> StepForm:
        """The reason."""
        return StepForm(*data, record=self.programme, user=self.request.user, step=STEPS["undo"])

    def show(self, form: StepForm, status: int = 200) -> HttpResponse:
        """The page."""
        decision = policy.may(self.request.user, "qms.run_transition", Scope(self.programme, self.unit))
        seen = set(seen_units(self.request.user, self.programme).values_list("unit_id", flat=True))
        lines = standing_lines(programmes_between(self.programme)).filter(holder_id__in=seen & set(self.part.unit_ids))
        reasons = [] if decision else [str(decision.reason)]
        label = _("Undo for a holder")
        context = self.context() | {
            "filter": unit_form(self.part, self.request.GET),
            "form": form,
            "title": label,
            "step_label": label,
            "submit_label": label,
            "record_title": self.programme.title,
            "record_url": self.programme.get_absolute_url(),
            "cancel_url": self.programme.get_absolute_url(),
            "intro": _("Everything that was carried over here is taken back; what was there before stays."),
            "tone": "danger",
            "standing": lines.count(),
            "rests": operations.resting_on_holder(self.programme, self.unit) if decision else [],
            "reasons": reasons,
            "who": str(decision.who),
        }
        return render(self.request, "qms/transition/undo.html", context, status=status)
