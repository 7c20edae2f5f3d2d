"""An inspection as it is taken along on a phone: the shape that the schema publishes."""

import datetime as dt
import uuid
from typing import Any

from pydantic import BaseModel

from inspections.api.shapes import Standing


class UnitShape(BaseModel):
    """A unit by its code."""

    code: str
    name: str


class NamedFile(BaseModel):
    """A photo or file of a line."""

    uid: uuid.UUID
    name: str


class FindingOfLine(BaseModel):
    """A finding that came of a line."""

    uid: uuid.UUID
    number: str
    grade: str


class ConflictShape(BaseModel):
    """An answer that was sent while the one on the line came to stand."""

    uid: uuid.UUID
    sent_by: str
    made_at: dt.datetime
    result: str
    value: dict[str, Any]
    note: str
    score: float | None


class ChoiceShape(BaseModel):
    """One of the answers of a question; whether it conforms, where it is judged."""

    label: str
    conforms: bool | None


class LineShape(Standing):
    """A question with its answer."""

    uid: uuid.UUID
    section: str
    key: str
    clause: str
    question: str
    guidance: str
    demands: list[str]
    type: str
    choices: list[ChoiceShape]
    conforms_when_no: bool
    least: float | None
    most: float | None
    measure: str
    shown_after: str
    shown_when: list[Any]
    evidence_when: list[Any]
    max_score: float | None
    photos: list[NamedFile]
    findings: list[FindingOfLine]
    conflict: ConflictShape | None


class SessionShape(BaseModel):
    """A session with its checklist."""

    uid: uuid.UUID
    unit: UnitShape
    topic: str
    day: dt.date
    from_time: dt.time | None
    to_time: dt.time | None
    place: str
    inspectors: list[str]
    mine: bool
    documents: list[str]
    lines: list[LineShape]


class InspectionShape(BaseModel):
    """The inspection itself."""

    uid: uuid.UUID
    number: str
    title: str
    status: str
    can_answer: bool
    starts_on: dt.date
    ends_on: dt.date
    edition: str
    units: list[UnitShape]


class GradeShape(BaseModel):
    """A grade with its rule of thumb."""

    value: str
    label: str
    rule: str


class ResultShape(BaseModel):
    """A result by its word."""

    value: str
    label: str


class ClauseShape(BaseModel):
    """A clause that findings may cite."""

    uid: uuid.UUID
    number: str
    title: str


class Package(BaseModel):
    """All that is needed to inspect without a network."""

    person: uuid.UUID
    taken_at: dt.datetime
    inspection: InspectionShape
    sessions: list[SessionShape]
    grades: list[GradeShape]
    results: list[ResultShape]
    clauses: list[ClauseShape]
