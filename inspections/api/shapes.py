"""What the phone sends and what it is answered, as shapes that are checked and published in the schema."""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from django.utils.translation import gettext as _
from pydantic import AwareDatetime, BaseModel, Field, ValidationError, WrapValidator

MOST_ANSWERS = 1000
MOST_FINDINGS = 200
LARGEST_VERSION = 2**31 - 1
LONGEST = 100_000  # characters of any one text; what is too long for its field is refused by name


@dataclass
class Unread:
    """One item of many that is not in the form asked for: it is refused alone, and the others are taken."""

    uid: uuid.UUID
    line: uuid.UUID | None
    reasons: list[str]


def _alone(value: Any, read: Any) -> Any:
    """Read an item, or keep it apart with what is wrong with it; without a uid nothing can be said about it."""
    try:
        return read(value)
    except ValidationError as error:
        if not isinstance(value, dict):
            raise
        uid, line = _uuid(value.get("uid")), _uuid(value.get("line"))
        if uid is None:
            raise
        names = ", ".join(dict.fromkeys(str(fault["loc"][0]) for fault in error.errors() if fault["loc"]))
        return Unread(uid, line, [_("What was sent cannot be read: %(fields)s.") % {"fields": names}])


def _uuid(text: Any) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except (ValueError, TypeError, AttributeError):
        return None


Text = Annotated[str, Field(max_length=LONGEST)]
Score = Annotated[str, Field(max_length=40)] | int | float | None


class AnswerContent(BaseModel):
    """An answer as it was typed: judged by the server as by the phone."""

    result: Text = ""
    value: dict[str, Any] = {}
    note: Text = ""
    score: Score = None
    made_at: AwareDatetime | None = None


class AnswerIn(AnswerContent):
    """A change of one line; `uid` is the change's own."""

    uid: uuid.UUID
    line: uuid.UUID
    base_version: Annotated[int, Field(ge=0, le=LARGEST_VERSION)] | None = None


class FindingIn(BaseModel):
    """A finding recorded on the phone; `uid` becomes its own."""

    uid: uuid.UUID
    line: uuid.UUID | None = None
    unit: Annotated[str, Field(max_length=60)] = ""
    grade: Annotated[str, Field(max_length=20)]
    statement: Text
    requirement: Text = ""
    evidence: Text = ""
    clauses: Annotated[list[uuid.UUID], Field(max_length=30)] = []
    made_at: AwareDatetime | None = None


class SyncIn(BaseModel):
    """Everything that waits on a phone for one inspection."""

    person: uuid.UUID
    sent_at: AwareDatetime | None = None
    answers: Annotated[list[Annotated[AnswerIn, WrapValidator(_alone)]], Field(max_length=MOST_ANSWERS)] = []
    findings: Annotated[list[Annotated[FindingIn, WrapValidator(_alone)]], Field(max_length=MOST_FINDINGS)] = []


class ChoiceIn(BaseModel):
    """Which of two answers stands."""

    person: uuid.UUID
    keep: Literal["sent", "standing"]


class OneAnswerIn(AnswerContent):
    """An answer to one line, sent by itself."""

    person: uuid.UUID | None = None
    sent_at: AwareDatetime | None = None


class PhotoIn(BaseModel):
    """What a phone says of a photo beside its bytes: to which line or finding it belongs, one of them."""

    person: uuid.UUID
    sha256: Annotated[str, Field(min_length=64, max_length=64)]
    name: Annotated[str, Field(max_length=300)] = ""
    line: uuid.UUID | None = None
    finding: uuid.UUID | None = None
    made_at: AwareDatetime | None = None
    sent_at: AwareDatetime | None = None


class Standing(BaseModel):
    """The answer that stands on a line."""

    version: int
    result: str
    value: dict[str, Any]
    note: str
    score: float | None
    answered_by: str
    answered_at: dt.datetime | None


class AnswerOut(BaseModel):
    """What became of one change."""

    uid: uuid.UUID
    line: uuid.UUID | None
    outcome: Literal["saved", "same", "conflict", "refused"]
    version: int | None
    reasons: list[str]
    standing: Standing | None
    conflict: uuid.UUID | None


class FindingOut(BaseModel):
    """What became of one finding."""

    uid: uuid.UUID
    outcome: Literal["saved", "same", "refused"]
    number: str
    reasons: list[str]


class SyncOut(BaseModel):
    """What became of everything sent."""

    received_at: dt.datetime
    skew_seconds: int
    answers: list[AnswerOut]
    findings: list[FindingOut]


class LineOut(Standing):
    """A line with the answer that stands on it."""

    line: uuid.UUID


class PhotoOut(BaseModel):
    """A photo that was taken, or had been."""

    uid: uuid.UUID
    sha256: str
    outcome: Literal["saved", "same"]


class Me(BaseModel):
    """Who is signed in, with the token that changes ask for."""

    person: uuid.UUID
    name: str
    csrf: str
    language: str
    now: dt.datetime


class InspectionRow(BaseModel):
    """An inspection that the person can take along."""

    uid: uuid.UUID
    number: str
    title: str
    status: str
    status_label: str
    unit: str
    starts_on: dt.date
    ends_on: dt.date
    lines: int
    answered: int
