"""Deciding what becomes of references to an old clause: many decisions at once, all or none."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from qms import clock, policy
from qms.correspondences.versions import current_version
from qms.enums import MoveGroup
from qms.history import bulk
from qms.history.recording import operation, recording
from qms.models.clause_moves import ClauseDecision, DecisionTarget
from qms.models.organisation import Unit
from qms.models.participation import Participation
from qms.models.reach import UnitPath, participation_rows
from qms.models.standards import Clause
from qms.models.transition import TransitionProgramme
from qms.registry import registry
from qms.transition.choosing import Choices, agrees, load_choices
from qms.transition.holders import holders_of
from qms.transition.table import Table, load_table
from qms.workflow import StepRefused


@dataclass(frozen=True)
class ClauseDraft:
    """One decision as somebody means it: which new clauses references to `from_clause` cite too; none is allowed.

    It holds for `unit` and every holder below it: for all kinds of records, one kind, one part of it, or one record.
    """

    programme: TransitionProgramme
    unit: Unit
    from_clause: Clause
    targets: Sequence[Clause] = field(default_factory=tuple)
    kind: str = ""
    part: str = ""
    record_id: int | None = None
    reason: str = ""

    @property
    def unit_id(self) -> int:
        """The unit's key, as the rule asks for it."""
        return int(self.unit.pk)

    @property
    def scope(self) -> tuple[Any, ...]:
        """What at most one standing decision holds for."""
        own = None if self.record_id is not None else self.unit_id
        return self.programme.pk, own, self.kind, self.part if own else "", self.record_id, self.from_clause.pk


@dataclass(frozen=True)
class _Ground:
    """What drafts of one programme are judged against."""

    table: Table
    choices: Choices
    lines: dict[int, list[int]]
    records: dict[tuple[str, int], tuple[str, int, str]]
    """Kind and key of records that move: number, unit and part of the kind."""
    over_holders: set[int]
    version: int


@operation("decide_clauses")
def decide(drafts: Sequence[ClauseDraft], *, by: Any) -> list[ClauseDecision]:
    """Decide for many cases at once, all or none. Raises StepRefused with every reason.

    A standing decision of the same scope ends; what it moved follows at the next run. A reason is demanded where a
    decision overrules one that it would inherit, the table's suggestion, or what is automatic.
    """
    for scope in {(one.programme.pk, one.unit_id): one for one in drafts}.values():
        policy.require(by, "qms.decide_clause", scope)
    _lock({one.programme.pk for one in drafts})
    grounds = _grounds(drafts)
    faults = [fault for draft in drafts for fault in _faults(draft, grounds[draft.programme.pk])]
    if len({draft.scope for draft in drafts}) < len(drafts):
        faults.append(_("The same case is decided twice here."))
    if faults:
        raise StepRefused(list(dict.fromkeys(faults)))
    return _write(drafts, grounds, by)


def needs_reason(drafts: Sequence[ClauseDraft]) -> list[str]:
    """For each draft a sentence why it needs a reason, or nothing."""
    grounds = _grounds(drafts)
    return [_why_reason(draft, grounds[draft.programme.pk]) for draft in drafts]


@operation("end_clause_decision", reason_required=True)
def end_decision(decision: ClauseDecision, *, by: Any) -> ClauseDecision:
    """End a decision: it decides nothing any more. What it moved stays until that is undone or decided again."""
    decision = ClauseDecision.objects.locked().get(pk=decision.pk)
    policy.require(by, "qms.decide_clause", decision)
    if decision.ended_at is not None:
        raise StepRefused([_("This decision has ended already.")])
    decision.ended_at = clock.now()
    decision.save()
    return decision


def _lock(programme_ids: set[int]) -> None:
    """Two people who decide the same case at once decide one after the other."""
    list(TransitionProgramme.objects.locked().filter(pk__in=programme_ids).order_by("pk").values_list("pk"))


def _grounds(drafts: Sequence[ClauseDraft]) -> dict[int, _Ground]:
    found: dict[int, _Ground] = {}
    units = {draft.unit_id for draft in drafts}
    records = _records(drafts)
    lines = _lines(units | {unit_id for _number, unit_id, _part in records.values()})
    for draft in drafts:
        if draft.programme.pk not in found:
            found[draft.programme.pk] = _ground(draft.programme, units, lines, records)
    return found


def _ground(
    programme: TransitionProgramme, units: set[int], lines: dict[int, list[int]], records: dict[Any, Any]
) -> _Ground:
    one, two = programme.from_edition_id, programme.to_edition_id
    table = load_table(one, two)
    over = UnitPath.objects.filter(ancestor_id__in=units, unit_id__in=holders_of(programme).values("unit_id"))
    over_holders = set(over.values_list("ancestor_id", flat=True))
    version = current_version(one, two) or 1
    return _Ground(table, load_choices(programme, table), lines, records, over_holders, version)


def _lines(unit_ids: set[int]) -> dict[int, list[int]]:
    """The units from each of these upwards by reporting line, nearest first."""
    found: dict[int, list[int]] = {}
    paths = UnitPath.objects.filter(unit_id__in=unit_ids).order_by("depth")
    for unit_id, ancestor_id in paths.values_list("unit_id", "ancestor_id"):
        found.setdefault(unit_id, []).append(ancestor_id)
    return found


def _records(drafts: Sequence[ClauseDraft]) -> dict[tuple[str, int], tuple[str, int, str]]:
    """Records that drafts are about alone, those that move: number, unit and part of the kind."""
    wanted: dict[str, set[int]] = {}
    for draft in drafts:
        if draft.record_id is not None and draft.kind in registry.moving_kinds:
            wanted.setdefault(draft.kind, set()).add(draft.record_id)
    found: dict[tuple[str, int], tuple[str, int, str]] = {}
    for label, keys in wanted.items():
        kind = registry.moving_kinds[label]
        rows = kind.moving().filter(**{f"{kind.record}__in": keys})
        paths = [kind.record, kind.number, kind.unit, *([kind.part] if kind.part else [])]
        for key, number, unit_id, *part in rows.values_list(*paths).distinct():
            found[(label, key)] = (str(number), unit_id, part[0] if part else "")
    return found


def _faults(draft: ClauseDraft, ground: _Ground) -> list[str]:
    names = {"clause": draft.from_clause.number, "unit": draft.unit}
    if draft.from_clause.pk not in ground.table.old:
        return [_("Clause %(clause)s is not of the edition that is left.") % names]
    foreign = [one.number for one in draft.targets if one.pk not in ground.table.new]
    faults = []
    if foreign:
        text = _("%(clause)s: %(targets)s is not of the new edition.")
        faults.append(text % (names | {"targets": ", ".join(foreign)}))
    if (draft.kind and draft.kind not in registry.moving_kinds) or (not draft.kind and (draft.part or draft.record_id)):
        faults.append(_("%(clause)s: no such kind of record moves.") % names)
    if draft.record_id is not None and not _is_of_unit(draft, ground):
        faults.append(_("%(clause)s: this record does not belong to %(unit)s, or does not move.") % names)
    if draft.unit_id not in ground.over_holders:
        faults.append(_("%(clause)s: no QMS holder at or below %(unit)s takes part in the programme.") % names)
    why = _why_reason(draft, ground)
    if why and not draft.reason.strip():
        faults.append(why)
    return faults


def _is_of_unit(draft: ClauseDraft, ground: _Ground) -> bool:
    _number, unit_id, _part = ground.records.get((draft.kind, draft.record_id or 0), ("", 0, ""))
    return draft.unit_id in ground.lines.get(unit_id, ())


def _why_reason(draft: ClauseDraft, ground: _Ground) -> str:
    """Why a reason is needed: it overrules what would be inherited, what is automatic, or the suggestion."""
    names = {"clause": draft.from_clause.number}
    targets = {one.pk for one in draft.targets}
    passage = ground.table.passages.get(draft.from_clause.pk)
    if passage is None:
        return ""
    inherited = _inherited(draft, ground)
    if inherited is not None:
        text = _("%(clause)s: say why this differs from what %(unit)s decided.")
        differs = inherited.target_ids != targets
        return text % (names | {"unit": inherited.decision.unit}) if differs else ""
    if passage.group == MoveGroup.AUTOMATIC:
        return _("%(clause)s carries over by itself: say why it is decided otherwise.") % names
    if agrees(passage, targets):
        return ""
    return _("%(clause)s: say why this differs from what the table suggests.") % names


def _inherited(draft: ClauseDraft, ground: _Ground) -> Any:
    """The decision that would fit if this draft, and the one it replaces, were not there."""
    line = ground.lines.get(draft.unit_id, [draft.unit_id])
    _number, _unit_id, part = ground.records.get((draft.kind, draft.record_id or 0), ("", 0, draft.part))
    fitting = ground.choices.fitting_all(line, draft.kind, part, draft.from_clause.pk, draft.record_id)
    wider = [one for one in fitting if not _same_scope(one.decision, draft)]
    return wider[0] if wider else None


def _same_scope(decision: ClauseDecision, draft: ClauseDraft) -> bool:
    if decision.record_id is not None or draft.record_id is not None:
        return decision.record_id == draft.record_id
    return (decision.unit_id, decision.kind, decision.part) == (draft.unit_id, draft.kind, draft.part)


def _write(drafts: Sequence[ClauseDraft], grounds: dict[int, _Ground], by: Any) -> list[ClauseDecision]:
    now = clock.now()
    _end_replaced(drafts, now, by)
    made = [
        ClauseDecision(
            programme=draft.programme,
            unit=draft.unit,
            kind=draft.kind,
            part=draft.part,
            record_id=draft.record_id,
            record_number=_number_of(draft, grounds[draft.programme.pk]),
            from_clause=draft.from_clause,
            reason=draft.reason.strip(),
            decided_by=by,
            decided_at=now,
            correspondence_version=grounds[draft.programme.pk].version,
        )
        for draft in drafts
    ]
    return _keep(made, drafts, by)


def _number_of(draft: ClauseDraft, ground: _Ground) -> str:
    return ground.records[(draft.kind, draft.record_id)][0][:60] if draft.record_id is not None else ""


def _keep(made: list[ClauseDecision], drafts: Sequence[ClauseDraft], by: Any) -> list[ClauseDecision]:
    """Write decisions with their targets; each reason stands in the history of its decision."""
    by_reason: dict[str, list[ClauseDecision]] = {}
    for decision in made:
        by_reason.setdefault(decision.reason, []).append(decision)
    for reason, alike in by_reason.items():
        with recording(by=by, operation="decide_clauses", reason=reason):
            bulk.create(alike)
    Participation.objects.bulk_create([row for decision in made for row in participation_rows(decision)])
    pairs = [(one, clause) for one, draft in zip(made, drafts, strict=True) for clause in dict.fromkeys(draft.targets)]
    bulk.create([DecisionTarget(decision=one, clause=clause) for one, clause in pairs])
    return made


def _end_replaced(drafts: Sequence[ClauseDraft], now: Any, by: Any) -> None:
    scopes = {draft.scope for draft in drafts}
    programmes = {draft.programme.pk for draft in drafts}
    clauses = {draft.from_clause.pk for draft in drafts}
    standing = ClauseDecision.objects.filter(programme_id__in=programmes, from_clause_id__in=clauses, ended_at=None)
    replaced = [one for one in standing if _scope_of(one) in scopes]
    for decision in replaced:
        decision.ended_at = now
    with recording(by=by, operation="decide_clauses", reason=_("A newer decision took its place.")):
        bulk.update(replaced, ["ended_at"])


def _scope_of(one: ClauseDecision) -> tuple[Any, ...]:
    own = None if one.record_id is not None else one.unit_id
    return one.programme_id, own, one.kind, one.part if own else "", one.record_id, one.from_clause_id
