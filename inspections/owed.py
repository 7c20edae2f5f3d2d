"""What units and verifiers owe by a day in inspections, findings and nonconformities, as reminders see it."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import Min
from django.urls import reverse

from inspections.enums import EvidenceStatus, FindingStatus, Grade, InspectionStatus
from inspections.enums import NonconformityStatus as N
from inspections.evidence_workflow import EXCHANGED
from inspections.models import EvidenceRequest, Finding, Inspection, Nonconformity
from qms import clock
from qms.batches import batched
from qms.models.system import RecordSpan
from qms.registry import Owed

CHUNK = 500
ACTED_ON = [N.ACCEPTED, N.CONTAINED, N.PLAN_PROPOSED, N.IN_PROGRESS]
UNSENT = [InspectionStatus.IN_PROGRESS, InspectionStatus.REPORT_DRAFTED]
"""States of an inspection in which its report is awaited: the unit's days to answer do not run yet."""


def _some(rows: Any) -> Iterable[list[Any]]:
    """The rows by key, 500 with one query."""
    for keys in batched(list(rows.order_by("pk").values_list("pk", flat=True)), CHUNK):
        yield list(rows.model.objects.filter(pk__in=keys).order_by("pk"))


def answers_owed(first: dt.date, last: dt.date) -> Iterable[Owed]:
    """Nonconformities that the unit's manager accepts or disputes."""
    rows = Nonconformity.objects.filter(status=N.RECORDED, ended_at=None, answer_due_on__range=(first, last))
    for some in _some(rows.exclude(inspection__status__in=UNSENT)):
        for record in some:
            yield Owed(record, record.unit_id, record.answer_due_on, None, record.raised_on, record.fact, part="answer")


def nonconformities_owed(first: dt.date, last: dt.date) -> Iterable[Owed]:
    """Nonconformities to be put right, analysed and implemented, by whom the manager named or the manager."""
    rows = Nonconformity.objects.filter(status__in=ACTED_ON, ended_at=None, due_on__range=(first, last))
    for some in _some(rows):
        for record in some:
            given = record.accepted_on or record.raised_on
            yield Owed(record, record.unit_id, record.due_on, record.handler_id, given, record.fact)


def effects_owed(first: dt.date, last: dt.date) -> Iterable[Owed]:
    """Checks of effect: they can be done from their day on, so only lateness is told here."""
    rows = Nonconformity.objects.filter(status=N.EFFECTIVENESS_CHECK, ended_at=None, check_on__range=(first, last))
    for some in _some(rows):
        begun = _since([record.pk for record in some])
        for record in some:
            yield Owed(
                record, record.unit_id, record.check_on, record.verifier_id, begun.get(record.pk), record.fact,
                part="effect", begins="late",
            )  # fmt: skip


def _since(keys: list[int]) -> dict[int, dt.date]:
    """The day on which each nonconformity's present check of effect opened."""
    kind = Nonconformity._meta.label_lower
    spans = RecordSpan.objects.filter(kind=kind, record_id__in=keys, status=N.EFFECTIVENESS_CHECK, valid_to=None)
    rows = spans.order_by().values_list("record_id").annotate(first=Min("valid_from"))
    return {record: clock.day_of(moment) for record, moment in rows}


def findings_owed(first: dt.date, last: dt.date) -> Iterable[Owed]:
    """Observations and opportunities that the unit answers."""
    rows = Finding.objects.filter(
        status=FindingStatus.CONFIRMED,
        grade__in=Grade.answered_by_unit(),
        ended_at=None,
        answer_due_on__range=(first, last),
    )
    for some in _some(rows):
        for record in some:
            yield Owed(record, record.unit_id, record.answer_due_on, None, record.confirmed_on, record.statement)


def evidence_owed(first: dt.date, last: dt.date) -> Iterable[Owed]:
    """Evidence asked of a unit: one reminder for an inspection, a unit and a day, however many lines."""
    rows = EvidenceRequest.objects.filter(
        status__in=EvidenceStatus.missing(),
        due_on__range=(first, last),
        ended_at=None,
        line__ended_at=None,
        line__session__ended_at=None,
        line__session__inspection__status__in=EXCHANGED,
    )
    columns = ("line__session__inspection_id", "line__session__unit_id", "due_on")
    grouped = list(rows.order_by(*columns).values_list(*columns).annotate(asked=Min("asked_on")))
    for some in batched(grouped, CHUNK):
        inspections = Inspection.objects.in_bulk([row[0] for row in some])
        for inspection_id, unit_id, due_on, asked in some:
            record = inspections[inspection_id]
            url = reverse("evidence", args=[record.uid])
            yield Owed(record, unit_id, due_on, None, asked, record.title, part=f"evidence-{unit_id}", url=url)


OWED = [answers_owed, nonconformities_owed, effects_owed, findings_owed, evidence_owed]
