"""What the papers of a visit need to know: its plan, the notice to the units, the minutes of its two meetings."""

from dataclasses import dataclass
from typing import Literal

from qms.printing.contexts import InspectionKind, Language, Letterhead, PrintMark, Signature, TeamMember


@dataclass(frozen=True, kw_only=True)
class PlannedSession:
    """One line of the timetable."""

    when: str  # day and hours in words
    unit: str
    subject: str = ""  # topic, clauses, documents
    inspectors: str = ""
    representative: str = ""  # of the unit


@dataclass(frozen=True, kw_only=True)
class VisitPlan:
    """The plan of a visit in the administration's usual form."""

    letterhead: Letterhead
    mark: PrintMark
    kind: InspectionKind
    language: Language = "vi"
    part: str = ""  # the units of which this print alone tells; empty for the whole
    inspection: str = ""
    purpose: str = ""
    scope: str = ""
    criteria: str = ""
    mode: str = ""
    period: str = ""
    units: tuple[str, ...] = ()
    team: tuple[TeamMember, ...] = ()
    opening: str = ""  # day, hours and place
    closing: str = ""
    sessions: tuple[PlannedSession, ...] = ()
    signatures: tuple[Signature, ...] = ()
    recipients: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class VisitNotice(VisitPlan):
    """The letter that tells the units of the visit."""

    basis: str = ""  # the programme by which it is made
    answer_before: str = ""  # the day before which the units may object


@dataclass(frozen=True, kw_only=True)
class Attendant:
    name: str
    position: str = ""
    unit: str = ""


@dataclass(frozen=True, kw_only=True)
class MeetingMinutes:
    """The minutes of an opening or closing meeting, with its attendance list."""

    letterhead: Letterhead
    mark: PrintMark
    meeting: Literal["opening", "closing"]
    language: Language = "vi"
    part: str = ""
    inspection: str = ""
    units: tuple[str, ...] = ()
    when: str = ""
    place: str = ""
    chaired_by: str = ""
    attendance: tuple[Attendant, ...] = ()
    minutes: str = ""
    signatures: tuple[Signature, ...] = ()
    recipients: tuple[str, ...] = ()
