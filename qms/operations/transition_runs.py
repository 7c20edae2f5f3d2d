"""Carrying references over to another edition, and taking them back: restartable runs, each portion whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from qms import clock, policy
from qms.enums import RunKind, RunStatus, TransitionStatus
from qms.events import announce
from qms.history.recording import ReasonMissing, operation
from qms.models.clause_moves import ClauseDecision, ClauseMove, TransitionRun
from qms.models.organisation import Unit
from qms.models.reach import UnitPath
from qms.models.transition import TransitionProgramme
from qms.operations.carrying_over import Ground, carry_over
from qms.operations.clause_decisions import end_decision
from qms.operations.ending_references import EndingReferences
from qms.operations.taking_back import Undoing, take_back
from qms.operations.transition_work import RunWork, in_chunks
from qms.registry import registry
from qms.rules.transition_moves import Scope
from qms.transition.choosing import load_choices
from qms.transition.digest import digest_of
from qms.transition.holders import taking_part
from qms.transition.ledger import programmes_between, read_lines
from qms.transition.plan import moving_references
from qms.transition.resting import Rest
from qms.transition.table import load_table
from qms.workflow import StepRefused

MOST_TOLD = 100
"""Of what stands in the way of an undoing no more is told at once."""


@dataclass(frozen=True)
class Outcome:
    """What a run did. Without work there is no run. `kept`: moves no longer wanted on which later work rests;
    `held`: moves left out because they were undone, or the reference was taken away by hand."""

    run: TransitionRun | None
    changed: int = 0
    kept: int = 0
    held: int = 0


def apply(programme: TransitionProgramme, unit: Unit | None = None, *, by: Any, most: int | None = None) -> Outcome:
    """Write what is automatic and what is decided, for the holders at or below `unit`; never confirms by itself.

    Again is no change. Each portion is a transaction of its own; a run that was cut off is taken up again. With `most`
    it stops after about so many moves and leaves its run running, for the next call to go on.
    """
    unit = unit or programme.unit
    policy.require(by, "qms.run_transition", Scope(programme, unit))
    if programme.status != TransitionStatus.RUNNING:
        raise StepRefused([_("References are carried over while the programme is running: approve it first.")])
    table = load_table(programme.from_edition_id, programme.to_edition_id)
    ground = Ground(table, load_choices(programme, table), taking_part(programme, unit), {})
    work = RunWork(programme, unit, RunKind.APPLY, by)
    reason = _("Carried over from %(old)s to %(new)s.") % _editions(programme)
    for label, kind in registry.moving_kinds.items():
        rows = moving_references(kind, programme, ground.part, narrow=True)
        rows = rows.filter(clause_id__in=ground.clauses(label)).order_by("pk")
        for keys in in_chunks(rows.values_list("pk", flat=True)):
            carry_over(work, ground, label, keys, by=by, reason=reason)
            if most is not None and work.changed >= most:
                return Outcome(work.run, work.changed, work.kept, work.held)
    _finish_left_behind(work)
    return _finished(work)


def _finish_left_behind(work: RunWork) -> None:
    """Runs that were cut off in a part of this unit have nothing left to do: they come to their end with it."""
    left = TransitionRun.objects.filter(programme=work.programme, kind=RunKind.APPLY, status=RunStatus.RUNNING)
    below = UnitPath.objects.filter(ancestor=work.unit).exclude(unit=work.unit)
    for run in left.filter(unit_id__in=below.values("unit_id")).order_by("pk"):
        finish_run(RunWork(work.programme, run.unit, RunKind.APPLY, work.by), by=work.by)


def undo_run(run: TransitionRun, *, by: Any, reason: str) -> Outcome:
    """Take back what a run moved and still stands. Raises StepRefused with what rests on it."""
    policy.require(by, "qms.run_transition", run)
    if run.kind == RunKind.UNDO:
        raise StepRefused([_("An undoing is not undone: decide again instead.")])
    if run.status == RunStatus.RUNNING:
        raise StepRefused([_("This run was cut off: carry over again first, so that it comes to its end.")])
    work = RunWork(run.programme, run.unit, RunKind.UNDO, by, {"undoes": run})
    outcome = _undo(work, Undoing(work.programme_ids, run=run), by=by, reason=reason)
    if outcome.run is None:
        raise StepRefused([_("Nothing of this run stands any more.")])
    return outcome


def undo_decision(decision: ClauseDecision, *, by: Any, reason: str) -> Outcome:
    """End a decision and take back what it moved. Raises StepRefused with what rests on it."""
    policy.require(by, "qms.decide_clause", decision)
    work = RunWork(decision.programme, decision.unit, RunKind.UNDO, by, {"undoes_decision": decision})
    undoing = Undoing(work.programme_ids, decision=decision)
    _refuse_where_work_rests(undoing)
    standing = ClauseDecision.objects.filter(pk=decision.pk, ended_at=None).first()
    if standing is not None:
        end_decision(standing, by=by, reason=reason)
    return _undo(work, undoing, by=by, reason=reason)


def undo_holder(programme: TransitionProgramme, unit: Unit, *, by: Any, reason: str) -> Outcome:
    """Take back everything that was moved in the holders at or below a unit. StepRefused tells what rests on it."""
    policy.require(by, "qms.run_transition", Scope(programme, unit))
    work = RunWork(programme, unit, RunKind.UNDO, by, {"undoes": None, "undoes_decision": None})
    undoing = Undoing(work.programme_ids, holder_ids=_holder_ids(programme, unit))
    outcome = _undo(work, undoing, by=by, reason=reason)
    if outcome.run is None:
        raise StepRefused([_("Nothing was carried over here that could be undone.")])
    return outcome


def resting_on_run(run: TransitionRun) -> list[Rest]:
    """Later work that rests on what a run moved."""
    return _resting(Undoing(programmes_between(run.programme), run=run))


def resting_on_decision(decision: ClauseDecision) -> list[Rest]:
    """Later work that rests on what a decision moved."""
    return _resting(Undoing(programmes_between(decision.programme), decision=decision))


def resting_on_holder(programme: TransitionProgramme, unit: Unit) -> list[Rest]:
    """Later work that rests on what was moved in the holders at or below a unit."""
    return _resting(Undoing(programmes_between(programme), holder_ids=_holder_ids(programme, unit)))


def _holder_ids(programme: TransitionProgramme, unit: Unit) -> list[int]:
    """All holders there, also those that have left the programme since."""
    below = UnitPath.objects.filter(ancestor=unit).values("unit_id")
    return list(programme.holders.filter(unit_id__in=below).values_list("unit_id", flat=True))


def _undo(work: RunWork, undoing: Undoing, *, by: Any, reason: str) -> Outcome:
    if not (reason or "").strip():
        raise ReasonMissing
    _refuse_where_work_rests(undoing)
    for label in registry.moving_kinds:
        lines = undoing.lines().filter(kind=label).order_by("pk")
        for keys in in_chunks(lines.values_list("pk", flat=True)):
            take_back(work, undoing, label, keys, by=by, reason=reason)
    return _finished(work)


def _refuse_where_work_rests(undoing: Undoing) -> None:
    rests = _resting(undoing)
    if rests:
        head = _("It is not undone: later work rests on it.")
        raise StepRefused([head, *dict.fromkeys(rest.text for rest in rests)])


def _resting(undoing: Undoing) -> list[Rest]:
    found: list[Rest] = []
    for label, kind in registry.moving_kinds.items():
        lines = undoing.lines().filter(kind=label, act=1).order_by("pk")
        for keys in in_chunks(lines.values_list("pk", flat=True)):
            found += EndingReferences(kind.model, _ending(undoing, label, keys)).resting()
            if len(found) >= MOST_TOLD:
                return found[:MOST_TOLD]
    return found


def _ending(undoing: Undoing, label: str, keys: Sequence[int]) -> list[Any]:
    lines = list(read_lines(undoing.lines().filter(kind=label, pk__in=keys)))
    before = undoing.before(label, lines)
    return [one for one in lines if one.key not in before or before[one.key].act < 0]


def _finished(work: RunWork) -> Outcome:
    if work.run is None:
        return Outcome(None, 0, work.kept, work.held)
    run = finish_run(work, by=work.by)
    return Outcome(run, work.changed, work.kept, work.held)


@operation("finish_transition_run")
def finish_run(work: RunWork, *, by: Any) -> TransitionRun:
    """Bring a run to its end: what it did in numbers, and the digest over its moves."""
    run = TransitionRun.objects.locked().get(pk=work.begun().pk)
    run.status = RunStatus.DONE
    run.ended_at = clock.now()
    run.counts = run.counts | counts_of(run) | {"kept": work.kept, "held": work.held}
    run.digest = digest_of(run)
    run.save()
    announce("transition_work_done", by=by)
    return run


def counts_of(run: TransitionRun) -> dict[str, int]:
    """What a run did: moves, references made, references that were cited already, moves taken back."""
    moved, back, none = Q(act=1), Q(act=-1), Q(to_clause_id=None)
    own = ClauseMove.objects.filter(run=run)
    counts = own.aggregate(
        n_moved=Count("pk", filter=moved),
        n_made=Count("pk", filter=moved & Q(made=True)),
        n_linked=Count("pk", filter=moved & Q(made=False) & ~none),
        n_none=Count("pk", filter=moved & none),
        n_taken_back=Count("pk", filter=back),
        n_ended=Count("pk", filter=back & Q(made=True)),
    )
    references = own.order_by().values("kind", "old_id").distinct().count()
    return {name.removeprefix("n_"): number for name, number in counts.items()} | {"references": references}


def _editions(programme: TransitionProgramme) -> dict[str, str]:
    return {"old": programme.from_edition.code, "new": programme.to_edition.code}
