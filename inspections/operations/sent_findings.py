"""Findings that a phone recorded without a network: each once, by the number that the phone gave it."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from inspections.asking import LONGEST_TEXT
from inspections.enums import Grade
from inspections.models import ChecklistLine, Finding, FindingClause, Inspection
from inspections.operations.finding import record_findings
from inspections.operations.inspection import inspected_units
from inspections.phone_clock import PhoneClock
from qms import clock
from qms.enums import ReferenceOrigin
from qms.models.organisation import Unit
from qms.models.standards import Clause
from qms.policy import Refused
from qms.workflow import StepRefused

TEXTS = ("statement", "requirement", "evidence")


@dataclass(frozen=True)
class SentFinding:
    """A finding as a phone sent it; `uid` becomes the finding's own. `unit` is a code, `line` may be None."""

    uid: uuid.UUID
    line: uuid.UUID | None
    unit: str
    grade: str
    statement: str
    requirement: str = ""
    evidence: str = ""
    clauses: Sequence[uuid.UUID] = ()
    made_at: dt.datetime | None = None


@dataclass
class TakenFinding:
    """What became of it: saved, same or refused."""

    uid: uuid.UUID
    outcome: str
    number: str = ""
    reasons: list[str] = field(default_factory=list)


def take_findings(
    inspection: Inspection, sent: Sequence[SentFinding], *, by: Any, phone: PhoneClock
) -> list[TakenFinding]:
    """Record what is new, set-wise, inside the operation of the caller; what is wrong with one stops no other."""
    if not sent:
        return []
    unique = {one.uid: one for one in reversed(sent)}
    taken = _known(inspection, unique, by)
    fresh = [one for one in sent if unique[one.uid] is one and one.uid not in taken]
    places = _Places(inspection, fresh)
    ready = []
    for one in fresh:
        faults = places.faults(one)
        if faults:
            taken[one.uid] = TakenFinding(one.uid, "refused", reasons=faults)
        else:
            ready.append(one)
    taken |= _record(inspection, ready, places, by, phone)
    return [taken[one.uid] for one in sent]


def _known(inspection: Inspection, sent: dict[uuid.UUID, SentFinding], by: Any) -> dict[uuid.UUID, TakenFinding]:
    """What stands already: said to whoever recorded it here; to anybody else its number only cannot be used."""
    found = {}
    for row in Finding.objects.filter(uid__in=sent).order_by():
        if row.inspection_id == inspection.pk and row.recorded_by_id == by.pk:
            found[row.uid] = TakenFinding(row.uid, "same", row.number)
        else:
            reasons = [_("This finding cannot be taken under its number: record it again.")]
            found[row.uid] = TakenFinding(row.uid, "refused", reasons=reasons)
    return found


def _record(
    inspection: Inspection, ready: Sequence[SentFinding], places: "_Places", by: Any, phone: PhoneClock
) -> dict[uuid.UUID, TakenFinding]:
    if not ready:
        return {}
    drafts = [places.draft(one, by, phone.moment(one.made_at)) for one in ready]
    references = [places.references(one) for one in ready]
    try:
        created = record_findings(drafts, by=by, references=references)
    except Refused as refused:
        return {one.uid: TakenFinding(one.uid, "refused", reasons=[str(refused)]) for one in ready}
    except StepRefused as refused:
        return {one.uid: TakenFinding(one.uid, "refused", reasons=refused.reasons) for one in ready}
    return {row.uid: TakenFinding(row.uid, "saved", row.number) for row in created}


class _Places:
    """The lines, units and clauses that sent findings name: each kind read once."""

    def __init__(self, inspection: Inspection, sent: Sequence[SentFinding]) -> None:
        self.inspection = inspection
        lines = ChecklistLine.objects.filter(
            uid__in={one.line for one in sent if one.line}, session__inspection=inspection
        )
        self.lines = {line.uid: line for line in lines.select_related("clause", "session__unit")}
        units = [*inspected_units(inspection), *(line.session.unit for line in self.lines.values())]
        self.units: dict[str, Unit] = {unit.code: unit for unit in units} if sent else {}
        editions = {line.clause.edition_id for line in self.lines.values() if line.clause is not None}
        wanted = {uid for one in sent for uid in one.clauses}
        citable = Q(edition_id=inspection.edition_id) | Q(edition_id__in=editions)
        rows = Clause.objects.filter(citable, uid__in=wanted).order_by() if wanted else ()
        self.clauses = {clause.uid: clause for clause in rows}

    def faults(self, one: SentFinding) -> list[str]:
        """Everything that is wrong with it, in sentences."""
        faults = []
        if one.line is not None and one.line not in self.lines:
            faults.append(_("This line is not in the checklist any more."))
        elif self.unit_of(one) is None:
            faults.append(_("%(code)s is not a unit of this inspection.") % {"code": one.unit[:40]})
        if one.grade not in Grade.values:
            faults.append(_("Choose a grade."))
        if any(uid not in self.clauses for uid in one.clauses):
            faults.append(_("A cited clause is not in the edition of this inspection."))
        return faults + _faults_of_texts(one)

    def unit_of(self, one: SentFinding) -> Unit | None:
        """The unit named, or that of the line's session where none is."""
        if not one.unit and one.line in self.lines:
            return self.lines[one.line].session.unit
        return self.units.get(one.unit)

    def draft(self, one: SentFinding, by: Any, moment: dt.datetime) -> Finding:
        """The unsaved finding, with what only the server says."""
        finding = Finding(
            uid=one.uid,
            inspection=self.inspection,
            line=self.lines[one.line] if one.line is not None else None,
            unit=self.unit_of(one),
            raised_by_unit_id=self.inspection.raised_by_unit_id,
            grade=one.grade,
            recorded_by=by,
            recorded_on=clock.day_of(moment),
            **{name: getattr(one, name).strip() for name in TEXTS},
        )
        finding.happened_at(moment)
        return finding

    def references(self, one: SentFinding) -> list[FindingClause]:
        """The clauses cited; where none is, the line's own."""
        cited = [self.clauses[uid] for uid in dict.fromkeys(one.clauses)]
        line = self.lines[one.line] if one.line is not None else None
        if not cited and line is not None and line.clause is not None:
            cited = [line.clause]
        return [FindingClause(clause=clause, origin=ReferenceOrigin.HAND) for clause in cited]


def _faults_of_texts(one: SentFinding) -> list[str]:
    faults = []
    if not one.statement.strip():
        faults.append(_("Say what was found."))
    if one.grade in Grade.nonconforming() and not (one.requirement.strip() and one.evidence.strip()):
        faults.append(_("A nonconformity needs its requirement and its evidence."))
    if any(len(getattr(one, name)) > LONGEST_TEXT for name in TEXTS):
        faults.append(_("A text is longer than 20,000 characters: shorten it."))
    return faults
