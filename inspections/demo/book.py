"""Collects the tales of all records, numbers them, and writes them layer by layer, so that keys exist when named."""

from collections import defaultdict
from typing import Any

from inspections.models import (
    Attendance,
    Cause,
    CauseCategory,
    ChecklistLine,
    CorrectiveAction,
    Finding,
    FindingClause,
    InspectedUnit,
    Inspection,
    Meeting,
    Nonconformity,
    NonconformityClause,
    Programme,
    ProgrammeClause,
    ProgrammeLine,
    Session,
    SessionClause,
    SessionDocument,
    SessionInspector,
    TeamMember,
)
from qms.history.past import Chapter, Tale, insert, write_past
from qms.models.actions import Action, ActionExtension, ActionHelper
from qms.models.participation import Participation
from qms.models.system import Notice, Signature
from qms.numbering import next_numbers

LAYERS = (
    Programme,
    ProgrammeLine,
    ProgrammeClause,
    Inspection,
    InspectedUnit,
    TeamMember,
    Meeting,
    Attendance,
    Session,
    SessionInspector,
    SessionClause,
    SessionDocument,
    ChecklistLine,
    Action,
    ActionHelper,
    ActionExtension,
    Finding,
    FindingClause,
    Nonconformity,
    NonconformityClause,
    CauseCategory,
    Cause,
    CorrectiveAction,
)
"""Models in the order in which rows may name each other."""

NUMBERED = {
    Programme: lambda first: ("programme", first["unit"], first["year"]),
    Inspection: lambda first: (first["kind"], first["raised_by_unit"], first["starts_on"].year),
    Finding: lambda first: ("finding", first["raised_by_unit"], first["recorded_on"].year),
    Nonconformity: lambda first: ("nonconformity", first["unit"], first["raised_on"].year),
    Action: lambda first: ("action", first["raised_by_unit"], first["written_on"].year),
}
"""What counts each kind of record: the same as in the operations that record one."""


class Book:
    """The records of the demonstration before they are written."""

    def __init__(self) -> None:
        self.tales: dict[type, list[Tale]] = defaultdict(list)
        self.named: list[tuple[Any, str, Any]] = []
        self.notices: list[tuple[str, Any, Any, Any, dict[str, str]]] = []

    def tell(self, model: type, at: Any, by: Any, operation: str, **first: Any) -> Tale:
        """Begin the tale of a record; more chapters are added to what comes back."""
        tale = Tale(model(), [Chapter(at, by, operation, first)])
        self.tales[model].append(tale)
        return tale

    def name(self, tale: Tale, capacity: str, user: Any) -> None:
        """Somebody is named on a record by a row of its own (team, helper), or by a column of it."""
        if user is not None:
            self.named.append((tale.record, capacity, user))

    def notice(self, kind: str, tale: Tale, to: Any, at: Any, **details: str) -> None:
        """Somebody was told about a record."""
        self.notices.append((kind, tale.record, to, at, details))

    def write(self) -> dict[str, int]:
        """Write everything. Returns how many records of each model."""
        self._number()
        for model in LAYERS:
            write_past(self.tales[model])
        self._sign()
        self._write_named()
        self._write_notices()
        return {model.__name__: len(self.tales[model]) for model in LAYERS if self.tales[model]}

    def _number(self) -> None:
        for model, place in NUMBERED.items():
            groups: dict[tuple[str, int, int], list[Tale]] = defaultdict(list)
            units = {}
            for tale in self.tales[model]:
                kind, unit, year = place(tale.chapters[0].changes)
                groups[(kind, unit.pk, year)].append(tale)
                units[unit.pk] = unit
            for (kind, unit_id, year), tales in groups.items():
                tales.sort(key=lambda tale: tale.chapters[0].at)
                numbers = next_numbers(kind, units[unit_id], len(tales), year)
                for tale, number in zip(tales, numbers, strict=True):
                    tale.record.number = number
                    tale.chapters[0].changes.pop("written_on", None)

    def _sign(self) -> None:
        """Write the signature of every signed step, over the hash of what was shown."""
        signatures = []
        for model in (Programme, Inspection, Nonconformity):
            for tale in self.tales[model]:
                for chapter in tale.chapters:
                    if chapter.signed:
                        signatures.append(_signature(tale.record, chapter))
        write_past(signatures)

    def _write_named(self) -> None:
        kinds = [model for model in LAYERS if hasattr(model, "participants")]
        rows = {(user.pk, record._meta.label_lower, record.pk, capacity) for record, capacity, user in self.named}
        for model in kinds:
            for tale in self.tales[model]:
                rows.update(_by_column(tale.record))
        insert(
            [
                Participation(user_id=user_id, kind=kind, record_id=record_id, capacity=capacity, named_at=None)
                for user_id, kind, record_id, capacity in sorted(rows)
            ]
        )

    def _write_notices(self) -> None:
        insert(
            [
                Notice(
                    user=to,
                    kind=kind,
                    record_kind=record._meta.label_lower,
                    record_uid=record.uid,
                    number=record.number,
                    url=record.get_absolute_url(),
                    details=details,
                    created_at=at,
                )
                for kind, record, to, at, details in sorted(self.notices, key=lambda notice: notice[3])
            ]
        )


COLUMNS = {
    Programme: {},
    Inspection: {"lead": "lead_id"},
    Action: {"owner": "owner_id", "assigner": "assigned_by_id", "approver": "approver_id"},
    Finding: {"recorder": "recorded_by_id"},
    Nonconformity: {
        "raiser": "raised_by_id",
        "lead": "lead_id",
        "handler": "handler_id",
        "verifier": "verifier_id",
        "approver": "approved_by_id",
    },
}
"""Who is named on a record by its own columns, as its participants() says; a test compares the two."""


def _by_column(record: Any) -> list[tuple[int, str, int, str]]:
    columns = COLUMNS[type(record)]
    kind = record._meta.label_lower
    return [
        (getattr(record, column), kind, record.pk, capacity)
        for capacity, column in columns.items()
        if getattr(record, column)
    ]


def _signature(record: Any, chapter: Chapter) -> Tale:
    values = {
        "kind": record._meta.label_lower,
        "record_uid": record.uid,
        "step": chapter.operation.partition(".")[2],
        "signer": chapter.by,
        "name": chapter.by.get_full_name(),
        "title_vi": chapter.by.position_vi,
        "title_en": chapter.by.position_en,
        "meaning": chapter.signed,
        "signed_at": chapter.at,
        "content_hash": chapter.shown,
    }
    return Tale(Signature(), [Chapter(chapter.at, chapter.by, chapter.operation, values)])
