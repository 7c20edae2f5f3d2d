"""Decisions on clauses: list and page of one programme's, ending and undoing."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from qms import clock
from qms.models.clause_moves import ClauseDecision, ClauseMove
from qms.models.transition import TransitionProgramme
from qms.operations import clause_decisions as operations
from qms.operations import transition_runs as runs
from qms.reports.transition_moves import ClauseDecisionReport, tell_targets
from qms.transition.choosing import to_look_at_again
from qms.transition.resting import Rest
from qms.transition.table import load_table
from qms.views.moved_lines import standing_of, told_lines
from qms.views.reach import get_visible
from qms.views.record import RecordView
from qms.views.register import RegisterView
from qms.views.steps import StepSpec
from qms.views.undoing import UndoStep
from qms.workflow import Step

STEPS = {
    "undo": StepSpec(
        runs.undo_decision,
        label=gettext_lazy("Undo the decision"),
        permission="qms.decide_clause",
        reason=True,
        versioned=False,
        tone="danger",
        intro=gettext_lazy("The decision ends, and what it moved is taken back."),
        effects=[gettext_lazy("It stays undone until somebody decides again; the history keeps both.")],
    ),
    "end": StepSpec(
        operations.end_decision,
        label=gettext_lazy("End the decision"),
        permission="qms.decide_clause",
        reason=True,
        versioned=False,
        tone="secondary",
        effects=[gettext_lazy("It decides nothing any more. What it moved stays.")],
    ),
}


class OfProgramme(RegisterView):
    """Base: a list of one programme within reach."""

    of: Any = None

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if request.user.is_authenticated:
            self.programme = get_visible(TransitionProgramme, request.user, kwargs["uid"])

    def get_report(self) -> Any:
        return self.of(self.programme)

    def more(self, report: Any, context: dict[str, Any]) -> dict[str, Any]:
        return {"other_list": (self.programme.title, self.programme.get_absolute_url())}


class ClauseDecisionList(OfProgramme):
    """Decisions of a programme within reach."""

    of = ClauseDecisionReport

    def more(self, report: Any, context: dict[str, Any]) -> dict[str, Any]:
        """Says above the list how many are to be looked at again."""
        again = report.again()
        seen = ClauseDecision.objects.visible_to(self.request.user).filter(pk__in=again).count() if again else 0
        text = ngettext(
            "%(number)d decision was made before the correspondence was corrected: look at it again.",
            "%(number)d decisions were made before the correspondence was corrected: look at them again.",
            seen,
        )
        intro = f"{report.intro} {text % {'number': seen}}" if seen else report.intro
        return super().more(report, context) | {"intro": intro}


class ClauseDecisionRecord(RecordView):
    """One decision: what it says, for whom, what it moved."""

    beside_specs = STEPS
    model = ClauseDecision
    related = (
        "programme__from_edition__standard",
        "programme__to_edition__standard",
        "unit",
        "from_clause",
        "decided_by",
    )
    template_name = "qms/transition/decision.html"
    fact_fields = ("decided_by", "decided_at", "reason")

    def title(self, record: Any) -> str:
        tell_targets([record])
        return f"{record.from_clause.number} → {record.targets_said}"

    def status(self, record: Any) -> dict[str, str]:
        if record.ended_at:
            return {"label": _("Ended"), "tone": "neutral", "icon": "ban"}
        return {"label": _("Stands"), "tone": "success", "icon": "circle-check"}

    def facts(self, record: Any) -> list[tuple[str, Any]]:
        tell_targets([record])
        edition = record.programme.from_edition.code, record.programme.to_edition.code
        return [
            (_("Old clause"), f"{record.from_clause} ({edition[0]})"),
            (_("Also cites"), f"{record.targets_said} ({edition[1]})"),
            (_("For which records"), record.scope_said),
            (_("Holds for"), record.unit),
            *super().facts(record),
        ]

    def steps(self, record: Any) -> list[Step]:
        """Undoing takes back what it moved; ending leaves that."""
        if self.as_of is not None:
            return []
        names = ["undo"] if record.ended_at else ["end", "undo"]
        return [self.beside(record, name) for name in names]

    def links(self, record: Any) -> list[tuple[str, str]]:
        uid = record.programme.uid
        return [
            (record.programme.title, record.programme.get_absolute_url()),
            (_("Decisions on clauses"), reverse("clause_decisions", args=[uid])),
            (_("Queue of clauses"), reverse("transition_queue", args=[uid])),
        ]

    def moves(self, record: Any) -> Any:
        """The moves that stand; as of a day those that had been made by its end."""
        if self.as_of is None:
            return standing_of(record.programme, decision=record)
        return ClauseMove.objects.filter(decision_id=record.pk, act=1, run__began_at__lt=clock.end_of(self.as_of))

    def more(self, record: Any) -> dict[str, Any]:
        programme = record.programme
        table = load_table(programme.from_edition_id, programme.to_edition_id)
        again = not record.ended_at and record.pk in {one.pk for one in to_look_at_again(programme)}
        return {
            "rows": table.passage(record.from_clause_id).rows,
            "moved": told_lines(self.moves(record), self.request.user, programme),
            "again": again,
            "decide_url": f"{reverse('transition_queue', args=[programme.uid])}?unit={record.unit.uid}&show=decided",
            "correspondence_url": reverse(
                "correspondence", args=[programme.from_edition.uid, programme.to_edition.uid]
            ),
        }


class ClauseDecisionStep(UndoStep):
    """Ending and undoing a decision."""

    model = ClauseDecision
    related = ("programme__from_edition__standard", "programme__to_edition__standard", "unit", "from_clause")
    steps = STEPS

    def resting(self) -> list[Rest]:
        return runs.resting_on_decision(self.record)

    def standing(self) -> int:
        return standing_of(self.record.programme, decision=self.record).count()
