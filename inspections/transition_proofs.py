"""What inspections say about a move between editions: the audit that proves a step, and evidence clause by clause."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inspections.clause_results import Looked, concluded, latest, looked_at
from inspections.enums import InspectionKind, NonconformityStatus
from inspections.models import Inspection, NonconformityClause
from inspections.programme_clauses import ClauseTree, clause_tree
from qms.enums import ClauseJudgement, StepState
from qms.models.clause_work import ClauseWork
from qms.models.organisation import Unit
from qms.models.reach import UnitPath
from qms.models.standards import Clause
from qms.registry import ClauseEvidence, Proved, StepProof
from qms.transition.carry import Standing
from qms.transition.clause_evidence import units_of

NAMED = 5  # inspections that the proof names


@dataclass
class Audited:
    """What concluded internal audits asked of one holder: clauses with the day, and the audits that asked them."""

    since: dt.date
    asked: dict[str, dt.date] = field(default_factory=dict)
    audits: dict[int, str] = field(default_factory=dict)
    first: dt.date | None = None


def prove_audit(step: Any, holders: Iterable[Any]) -> dict[int, Proved]:
    """Concluded internal audits since the holder began, that together cover each clause that applies to it.

    A clause that was planned but not examined is not covered. Set-wise: the queries do not grow with the holders.
    """
    listed = list(holders)
    edition_id = step.programme.to_edition_id
    tree = clause_tree(edition_id)
    wanted = _applicable(tree, listed)
    audited = _audited(listed, edition_id, tree)
    return {
        holder.pk: proved
        for holder in listed
        if (proved := _proved(holder, audited[holder.pk], wanted[holder.pk])) is not None
    }


def _applicable(tree: ClauseTree, holders: Sequence[Any]) -> dict[int, set[str]]:
    """Numbers of the clauses that each holder has to have audited."""
    leaves = {clause.number for clause in tree.leaves}
    rows = ClauseWork.objects.filter(
        holder__in=[holder.pk for holder in holders], judgement=ClauseJudgement.NOT_APPLICABLE
    )
    without: dict[int, set[str]] = defaultdict(set)
    for holder, number in rows.values_list("holder_id", "clause__number"):
        without[holder].add(number)
    return {holder.pk: leaves - without[holder.pk] for holder in holders}


def _audited(holders: Sequence[Any], edition_id: int, tree: ClauseTree) -> dict[int, Audited]:
    """What was asked where, spread to the clauses below and to the holders whose QMS the unit belongs to."""
    found = {holder.pk: Audited(holder.began_on) for holder in holders}
    by_unit: dict[int, list[int]] = defaultdict(list)
    of_unit = {holder.unit_id: holder.pk for holder in holders}
    paths = UnitPath.objects.filter(ancestor_id__in=list(of_unit), inside=True)
    for ancestor, unit in paths.values_list("ancestor_id", "unit_id"):
        by_unit[unit].append(of_unit[ancestor])
    since = min((holder.began_on for holder in holders), default=dt.date.max)
    audits = concluded().filter(kind=InspectionKind.INTERNAL, edition_id=edition_id, starts_on__gte=since)
    about = {key: told for key, *told in audits.values_list("pk", "number", "starts_on", "ends_on")}
    below = {clause.number: tree.covered([clause.number]) for clause in tree.clauses}
    for row in looked_at(audits, editions=[edition_id]):
        for key in by_unit[row.unit_id]:
            name, starts, ends = about[row.inspection_id]
            _note(found[key], row, name, starts, ends, below[row.number])
    return found


def _note(audited: Audited, row: Looked, name: str, starts: dt.date, ends: dt.date, leaves: Iterable[str]) -> None:
    if starts < audited.since or not row.was_examined:
        return
    audited.audits[row.inspection_id] = name
    audited.first = min(audited.first or ends, ends)
    for number in leaves:
        audited.asked[number] = min(audited.asked.get(number, ends), ends)


def _proved(holder: Any, audited: Audited, wanted: set[str]) -> Proved | None:
    done = wanted & set(audited.asked)
    if not audited.audits:
        return None
    names = sorted(audited.audits.values())
    told = ", ".join(names[:NAMED])
    if len(names) > NAMED:
        told = _("%(numbers)s and %(more)d more") % {"numbers": told, "more": len(names) - NAMED}
    missing = sorted(
        wanted - done, key=lambda number: [int(part) if part.isdecimal() else 0 for part in number.split(".")]
    )
    whole = bool(wanted) and not missing
    text = _("Audited by %(inspections)s") % {"inspections": told}
    if missing:
        shown = ", ".join(missing[:NAMED]) + (", …" if len(missing) > NAMED else "")
        text = _("Audited by %(inspections)s; not yet: %(clauses)s") % {"inspections": told, "clauses": shown}
    return Proved(
        state=str(StepState.PROVED if whole else StepState.IN_HAND),
        on=max(audited.asked[number] for number in done) if whole else audited.first,
        text=text,
        url=f"{reverse('inspections')}?unit={holder.unit_id}",
        done=len(done),
        all=len(wanted),
    )


AUDIT = StepProof(
    gettext_lazy("Internal audit under the new edition"),
    gettext_lazy("Concluded internal audits together cover every clause of the new edition that applies."),
    prove_audit,
)


def inspection_evidence(holder: Any, editions: Collection[Any]) -> Iterable[ClauseEvidence]:
    """What the last concluded inspection of each unit found, clause by clause, and nonconformities that are open."""
    units = units_of(holder)
    rows = looked_at(concluded(), editions=editions, units=units)
    about = Inspection.objects.in_bulk({row.inspection_id for row in rows})
    names = Unit.objects.in_bulk({row.unit_id for row in rows})
    editions_of = _editions_of(rows)
    for row in latest(rows, {key: one.ends_on for key, one in about.items()}):
        inspection = about[row.inspection_id]
        yield ClauseEvidence(
            clause_id=row.clause_id,
            edition_id=editions_of[row.clause_id],
            text=_told(row, inspection, names[row.unit_id]),
            url=inspection.get_absolute_url(),
            on=inspection.ends_on,
            result=row.stands,
        )
    yield from _open_nonconformities(units, editions)


def _editions_of(rows: Iterable[Looked]) -> dict[int, int]:
    return dict(Clause.objects.filter(pk__in={row.clause_id for row in rows}).values_list("pk", "edition_id"))


def _told(row: Looked, inspection: Inspection, unit: Unit) -> str:
    words = {"inspection": f"{inspection.number}, {unit.name}", "result": ""}
    if row.findings:
        words["result"] = ", ".join(f"{one.number} {Standing(one.grade).label}" for one in row.findings)
        if all(one.is_closed for one in row.findings):
            return _("%(inspection)s: %(result)s, closed since") % words
        return _("%(inspection)s: %(result)s") % words
    words["result"] = str(Standing(row.result).label) if row.result else _("Recorded")
    return _("%(inspection)s: %(result)s") % words


def _open_nonconformities(units: Any, editions: Collection[Any]) -> Iterable[ClauseEvidence]:
    rows = NonconformityClause.objects.filter(
        ended_at=None,
        clause__edition__in=editions,
        record__unit_id__in=units,
        record__ended_at=None,
        record__status__in=NonconformityStatus.open_states(),
    )
    for row in rows.select_related("record", "clause").order_by("record__number", "pk"):
        record: Any = row.record
        clause: Any = row.clause
        text = _("%(number)s is open: %(fact)s") % {"number": record.number, "fact": record.fact[:120]}
        yield ClauseEvidence(
            clause.pk, clause.edition_id, text, record.get_absolute_url(), record.raised_on, record.grade
        )
