"""Asking units for evidence, sending it, judging it: for many lines at once, all or none."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from inspections.enums import EvidenceStatus, InspectionMode
from inspections.evidence_workflow import EVIDENCE, EXCHANGED
from inspections.models import ChecklistFile, ChecklistLine, EvidenceFile, EvidenceRequest, Inspection
from inspections.operations.inspection import managers_of, team_of
from inspections.rules.evidence import know_team
from qms import clock, policy
from qms.history import bulk
from qms.history.recording import operation, recording
from qms.notices import notify
from qms.operations.files import attach_files
from qms.workflow import StepRefused


@dataclass(frozen=True)
class Delivery:
    """What is sent for one request: a note, prepared files (see qms.operations.files.prepare), or both."""

    request: EvidenceRequest
    note: str = ""
    files: Sequence[tuple[bytes, str, str]] = field(default_factory=list)


@operation("ask_evidence")
def ask_evidence(
    inspection: Inspection, asked: Iterable[tuple[ChecklistLine, str]], *, by: Any, due_on: dt.date
) -> list[EvidenceRequest]:
    """Ask the units for evidence on these lines, each with its text. Tells each unit's managers once.

    Lines for which a request is still open are left as they are.
    """
    policy.require(by, "inspections.ask_evidence", inspection)
    inspection = Inspection.objects.locked().get(pk=inspection.pk)
    texts = {line.pk: text.strip() for line, text in asked}
    lines = _askable(inspection, texts)
    faults = _faults(inspection, lines, texts, due_on)
    if faults:
        raise StepRefused(faults)
    common: dict[str, Any] = {"due_on": due_on, "asked_by": by, "asked_on": clock.today()}
    made = bulk.create(EvidenceRequest(line=line, text=texts[line.pk], **common) for line in lines)
    _tell_units("evidence_asked", inspection, made, by)
    return made


def _askable(inspection: Inspection, texts: dict[int, str]) -> list[ChecklistLine]:
    waiting = [state for state in EvidenceStatus if state != EvidenceStatus.ACCEPTED]
    open_ones = EvidenceRequest.objects.filter(line__in=texts, ended_at=None, status__in=waiting)
    lines = ChecklistLine.objects.filter(pk__in=texts, session__inspection=inspection, session__ended_at=None)
    lines = lines.filter(ended_at=None).exclude(pk__in=open_ones.values("line_id"))
    return list(lines.select_related("session__unit"))


def _faults(inspection: Inspection, lines: Sequence[Any], texts: dict[int, str], due_on: dt.date) -> list[str]:
    faults = []
    if inspection.mode != InspectionMode.ON_FILE:
        faults.append(_("Units are asked for evidence in inspections on file; on site, look at it there."))
    if inspection.status not in EXCHANGED:
        faults.append(_("Evidence is asked for and sent from the notice until the visit ends."))
    if not lines:
        faults.append(_("Choose at least one line for which nothing is asked yet."))
    if any(not texts[line.pk] for line in lines):
        faults.append(_("Say for each line what is asked for."))
    if due_on < clock.today():
        faults.append(_("%(day)s is past. Give today or a later day.") % {"day": due_on.strftime("%d/%m/%Y")})
    return faults


@transaction.atomic
def deliver_evidence(inspection: Inspection, deliveries: Iterable[Delivery], *, by: Any) -> list[EvidenceRequest]:
    """Send what was asked for; tells the team once, however many lines it is for."""
    sent = {delivery.request.pk: delivery for delivery in deliveries}
    if not sent or not all(one.note.strip() or one.files for one in sent.values()):
        raise StepRefused([_("Write what is sent, or attach a file.")])
    rows = _standing(inspection, sent)
    _check_all("deliver", rows, by)
    for row in rows:
        row.delivered_by, row.delivered_on = by, clock.today()
        row.delivered_note = sent[row.pk].note.strip()
    _write_all("deliver", rows, ["delivered_by", "delivered_on", "delivered_note"], by=by)
    for row in rows:
        if sent[row.pk].files:
            attach_files(EvidenceFile, row, list(sent[row.pk].files), by=by, purpose="evidence")
    units = ", ".join(sorted({row.line.session.unit.name for row in rows}))
    notify("evidence_delivered", about=inspection, to=team_of(inspection), by=by, count=len(rows), unit=units)
    return rows


@transaction.atomic
def accept_evidence(inspection: Inspection, requests: Iterable[EvidenceRequest], *, by: Any) -> list[EvidenceRequest]:
    """Accept what was sent for these requests; its files are then shown on their lines as evidence of the answer.

    What was accepted meanwhile is left as it is.
    """
    rows = _standing(inspection, {request.pk for request in requests})
    rows = [row for row in rows if row.status != EvidenceStatus.ACCEPTED]
    if not rows:
        raise StepRefused([_("Choose at least one line for which evidence was sent.")])
    _check_all("accept", rows, by)
    for row in rows:
        row.decided_by, row.decided_on = by, clock.today()
    _write_all("accept", rows, ["decided_by", "decided_on"], by=by)
    _show_on_lines(rows, by)
    return rows


@transaction.atomic
def accept_one(request: EvidenceRequest, *, by: Any, **common: Any) -> EvidenceRequest:
    """Accept what was sent for one line."""
    request = EVIDENCE.apply("accept", request, by=by, decided_by=by, decided_on=clock.today(), **common)
    _show_on_lines([request], by)
    return request


def _show_on_lines(rows: Sequence[EvidenceRequest], by: Any) -> None:
    """Link the accepted files to their lines: there they prove the answer, and are printed with it."""
    lines = {row.pk: row.line_id for row in rows}
    sent = EvidenceFile.objects.filter(record_id__in=lines, ended_at=None).order_by("pk")
    standing = ChecklistFile.objects.filter(record_id__in=lines.values(), ended_at=None)
    known = set(standing.values_list("record_id", "file_id"))
    new = [one for one in sent if (lines[one.record_id], one.file_id) not in known]
    common: dict[str, Any] = {"purpose": "evidence", "added_by": by}
    with recording(by=by, operation="evidence.accept"):
        bulk.create(
            ChecklistFile(record_id=lines[one.record_id], file_id=one.file_id, name=one.name, **common) for one in new
        )


@transaction.atomic
def ask_again(request: EvidenceRequest, *, by: Any, reason: str, due_on: dt.date, **common: Any) -> EvidenceRequest:
    """What was sent is not enough: asked again with the reason and a new day. Tells the unit's managers."""
    inspection = request.line.session.inspection
    values = {"decided_by": by, "decided_on": clock.today(), "due_on": due_on, "times_asked": request.times_asked + 1}
    request = EVIDENCE.apply("ask_again", request, by=by, reason=reason, **values, **common)
    _tell_units("evidence_asked_again", inspection, [request], by, reason=reason)
    return request


def _standing(inspection: Inspection, keys: Iterable[int]) -> list[EvidenceRequest]:
    """These requests of the inspection, locked, with lines and sessions that know the one inspection."""
    found = EvidenceRequest.objects.locked().filter(pk__in=list(keys), line__session__inspection=inspection)
    rows = list(found.filter(ended_at=None).order_by("pk"))
    asked = ChecklistLine.objects.filter(pk__in=[row.line_id for row in rows])
    lines = {line.pk: line for line in asked.select_related("session__unit")}
    for row in rows:
        row.line = lines[row.line_id]
        row.line.session.inspection = inspection
    return rows


def _check_all(name: str, rows: Sequence[EvidenceRequest], by: Any) -> None:
    """Ask the table about each; everything that stands against it is said once."""
    if not rows:
        raise StepRefused([_("What was asked for is no longer there. Open the page again.")])
    know_team(rows[0].line.session.inspection)
    reasons: dict[str, str] = {}
    for row in rows:
        step = EVIDENCE.blockers(name, row, by)
        reasons |= dict.fromkeys(step.reasons, step.who)
    if reasons:
        raise StepRefused(list(reasons), next(iter(reasons.values())))


def _write_all(name: str, rows: list[EvidenceRequest], fields: list[str], *, by: Any) -> list[EvidenceRequest]:
    for row in rows:
        row.status = EVIDENCE[name].target(row)
    with recording(by=by, operation=f"{EVIDENCE.name}.{name}"):
        return bulk.update(rows, [*fields, "status"])


def _tell_units(kind: str, inspection: Inspection, rows: Sequence[Any], by: Any, **details: Any) -> None:
    """One notice for the managers of each unit, with how many lines and until when."""
    by_unit: dict[int, list[Any]] = {}
    for row in rows:
        by_unit.setdefault(row.line.session.unit_id, []).append(row)
    for asked in by_unit.values():
        day = min(row.due_on for row in asked).strftime("%d/%m/%Y")
        people = managers_of(asked[0].line.session.unit)
        notify(kind, about=inspection, to=people, by=by, count=len(asked), day=day, **details)
