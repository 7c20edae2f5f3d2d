"""References from one edition to the next: preview, carry over, take back, how it stands."""

from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from qms.enums import RunStatus
from qms.management.base import BAD_INPUT, FINDING, ProductCommand
from qms.models.clause_moves import ClauseDecision, TransitionRun
from qms.models.organisation import Unit
from qms.models.reach import UnitPath
from qms.models.standards import Edition
from qms.models.transition import TransitionProgramme
from qms.operations import transition_runs
from qms.registry import registry
from qms.transition.digest import digest_stands
from qms.transition.plan import Plan, plan


class Command(ProductCommand):
    """`transition plan|apply|undo|status --from 9001:2008 --to 9001:2015 [--unit CODE]`."""

    help = "Preview, apply or undo what follows from one edition to another; the last line counts it."

    def add_own_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("act", choices=["plan", "apply", "undo", "status"])
        parser.add_argument("--from", dest="before", required=True, metavar="9001:2008", help="the edition to leave")
        parser.add_argument("--to", dest="after", required=True, metavar="9001:2015", help="the new edition")
        parser.add_argument("--unit", metavar="CODE", help="only the holders at or below this unit")
        parser.add_argument("--run", metavar="UID", help="undo: this run")
        parser.add_argument("--decision", metavar="UID", help="undo: this decision")
        parser.add_argument("--reason", default="", help="undo: why")

    def run(self, *, by: Any, act: str, before: str, after: str, unit: str | None, **options: Any) -> int | None:
        place = _unit(unit) if unit else None
        programme = _programme(_edition(before), _edition(after), place, opened=act != "plan")
        changed, code = getattr(self, f"_{act}")(programme, place, by, options)
        self._count(plan(programme, place), changed)
        return code

    def _plan(self, programme: TransitionProgramme, unit: Unit | None, by: Any, options: Any) -> tuple[int, None]:
        self._tell(plan(programme, unit))
        return 0, None

    def _apply(self, programme: TransitionProgramme, unit: Unit | None, by: Any, options: Any) -> tuple[int, None]:
        outcome = transition_runs.apply(programme, unit, by=by)
        if outcome.run is not None:
            self.stdout.write(f"run {outcome.run.uid} sha256 {outcome.run.digest}")
        if outcome.kept:
            self.stdout.write(_("Kept, since later work rests on them: %(count)d.") % {"count": outcome.kept})
        if outcome.held:
            text = _("Left as somebody undid or took them away: %(count)d.")
            self.stdout.write(text % {"count": outcome.held})
        return outcome.changed, None

    def _undo(self, programme: TransitionProgramme, unit: Unit | None, by: Any, options: Any) -> tuple[int, None]:
        chosen = [name for name in ("run", "decision") if options[name]]
        if len(chosen) + (unit is not None) != 1:
            raise CommandError(_("Say what to undo: one of --run, --decision and --unit."), returncode=BAD_INPUT)
        reason = options["reason"]
        if options["run"]:
            found = _one(TransitionRun.objects.filter(programme=programme), options["run"])
            outcome = transition_runs.undo_run(found, by=by, reason=reason)
        elif options["decision"]:
            found = _one(ClauseDecision.objects.filter(programme=programme), options["decision"])
            outcome = transition_runs.undo_decision(found, by=by, reason=reason)
        else:
            assert unit is not None  # noqa: S101 - one of the three was named
            outcome = transition_runs.undo_holder(programme, unit, by=by, reason=reason)
        return outcome.changed, None

    def _status(
        self, programme: TransitionProgramme, unit: Unit | None, by: Any, options: Any
    ) -> tuple[int, int | None]:
        """How each holder stands, and every run; a run whose ledger no longer bears it out is a finding."""
        broken = 0
        for one in TransitionRun.objects.filter(programme=programme).select_related("unit").order_by("pk"):
            stands = one.status == RunStatus.RUNNING or digest_stands(one)
            broken += not stands
            state = one.status if stands else "BROKEN"
            self.stdout.write(f"{one.began_at:%Y-%m-%d} {one.kind} {one.unit.code} {one.uid} {state}")
        for unit_id, totals in (found := plan(programme, unit)).by_holder().items():
            code = next(case.holder.unit.code for case in found.cases if case.holder.unit_id == unit_id)
            self.stdout.write(f"{code} settled={totals.settled} ready={totals.ready} asks={totals.asks}")
        return 0, FINDING if broken else None

    def _tell(self, found: Plan) -> None:
        for label, totals in found.by_kind().items():
            kind = registry.moving_kinds[label].title
            self.stdout.write(f"{kind}: references={totals.references} ready={totals.ready} asks={totals.asks}")
        for case in found.cases:
            targets = ", ".join(one.number for one in (case.targets if case.targets is not None else case.suggested))
            where = " ".join(filter(None, [case.holder.unit.code, case.kind, case.part, case.record_number]))
            state = "?" if case.targets is None else "="
            self.stdout.write(f"{case.clause.number} {case.group} {state} [{targets}] {where} {case.count}")

    def _count(self, found: Plan, changed: int) -> None:
        one = found.totals
        self.stdout.write(
            f"references={one.references} automatic={one.automatic} to_confirm={one.to_confirm} "
            f"to_decide={one.to_decide} changed={changed}"
        )


def _edition(text: str) -> Edition:
    code, _colon, year = text.rpartition(":")
    found = Edition.objects.filter(standard__code=code, year=year).select_related("standard").first()
    if found is None:
        sentence = _("There is no edition '%(name)s'; write it as 9001:2015.") % {"name": text}
        raise CommandError(sentence, returncode=BAD_INPUT)
    return found


def _unit(code: str) -> Unit:
    found = Unit.objects.filter(code=code).first()
    if found is None:
        raise CommandError(_("There is no unit '%(code)s'.") % {"code": code}, returncode=BAD_INPUT)
    return found


def _programme(before: Edition, after: Edition, unit: Unit | None, *, opened: bool) -> TransitionProgramme:
    """The programme between the two editions; of several the one led nearest above the unit.

    Where none need be `opened`, one that nobody has saved shows what it would find.
    """
    rows = TransitionProgramme.objects.filter(from_edition=before, to_edition=after)
    rows = rows.select_related("unit", "from_edition__standard", "to_edition__standard")
    if unit is not None:
        line = list(UnitPath.objects.filter(unit=unit).order_by("depth").values_list("ancestor_id", flat=True))
        found = sorted(rows.filter(unit_id__in=line), key=lambda one: line.index(one.unit_id))[:1]
    else:
        found = list(rows.order_by("pk"))
    if len(found) == 1:
        return found[0]
    if found:
        codes = ", ".join(one.unit.code for one in found)
        sentence = _("Several units lead such a programme: %(codes)s. Name one with --unit.") % {"codes": codes}
        raise CommandError(sentence, returncode=BAD_INPUT)
    if not opened:
        return TransitionProgramme(from_edition=before, to_edition=after)
    names = {"before": before.code, "after": after.code}
    sentence = _("No programme leads from %(before)s to %(after)s there; open one first.") % names
    raise CommandError(sentence, returncode=BAD_INPUT)


def _one(rows: Any, uid: str) -> Any:
    try:
        found = rows.filter(uid=UUID(uid)).first()
    except ValueError:
        found = None
    if found is None:
        sentence = _("'%(uid)s' is not in this programme.") % {"uid": uid}
        raise CommandError(sentence, returncode=BAD_INPUT)
    return found
