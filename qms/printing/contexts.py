"""What a printed form needs to know: plain texts, days and moments, filled by the reports layer.

Texts arrive in the document's language (titles of grades, states and roles included); labels, dates and the layout
are the form's. An empty text prints as "not recorded", so nothing has to be invented. Moments are aware datetimes
and print in local time.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

Language = Literal["vi", "en"]
InspectionKind = Literal["internal_audit", "superior_check", "external"]


@dataclass(frozen=True, kw_only=True)
class Letterhead:
    """Upper block of an administrative document; bodies print in capitals."""

    unit: str  # the body that issues
    superior: str = ""  # the body above it
    number: str = ""  # after "Số:", as registered
    place: str = ""
    day: date | None = None


@dataclass(frozen=True, kw_only=True)
class PrintMark:
    """What the footer and the marks say about this copy."""

    status: str  # state of the record when printed, in words
    printed_at: datetime
    url: str = ""  # short, absolute address that opens the record; also drawn as a code
    brought_in: str = ""  # source of a brought-in record: file, row, day; empty for a record made here
    content_hash: str = ""  # seal of a locked report


@dataclass(frozen=True, kw_only=True)
class Signature:
    """One signature block: signed electronically when `signed_at` is given, else room for a pen."""

    heading: str  # who signs: "Trưởng đoàn", or "KT. Cục trưởng\\nPhó Cục trưởng"; prints in capitals
    name: str = ""
    meaning: str = ""  # what signing meant: "phê duyệt"
    signed_at: datetime | None = None
    hash: str = ""  # printed short


@dataclass(frozen=True, kw_only=True)
class Cause:
    text: str
    method: str = ""  # 5 whys, Ishikawa
    confirmed_by: str = ""
    evidence: str = ""
    drawing: str = ""  # an SVG of ours; the PDF shows it, Word has the same texts in `text`


@dataclass(frozen=True, kw_only=True)
class ActionRow:
    action: str
    owner: str = ""
    due: date | None = None
    original_due: date | None = None  # printed beside `due` when an extension moved it
    done: date | None = None
    verified: str = ""  # by whom and when, or the state in words
    moves: tuple[str, ...] = ()  # each request for more time, granted or refused, in words


@dataclass(frozen=True, kw_only=True)
class EffectRow:
    """One judgement of effect."""

    round: int
    day: date | None = None
    judge: str = ""
    sample: str = ""  # examined of how many, how many failed
    evidence: str = ""
    verdict: str = ""


@dataclass(frozen=True, kw_only=True)
class EarlierRound:
    """A round of causes and actions that was not the last one."""

    title: str
    causes: tuple[Cause, ...] = ()
    actions: tuple[ActionRow, ...] = ()
    ended: str = ""


@dataclass(frozen=True, kw_only=True)
class StoryChapter:
    title: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class CorrectiveActionRequest:
    """Form 1: one nonconformity from its description to the proof that it stays away."""

    letterhead: Letterhead
    mark: PrintMark
    language: Language = "vi"
    # what it is about
    unit: str = ""
    source: str = ""
    inspection: str = ""
    raised_on: date | None = None
    # 1 description
    requirement: str = ""
    fact: str = ""
    evidence: str = ""
    clauses: tuple[str, ...] = ()
    grade: str = ""
    first_grade: str = ""  # where it was regraded
    dispute: str = ""
    settlement: str = ""
    # 2 correction
    correction: str = ""
    correction_on: date | None = None
    # 3 causes
    similar_cases: str = ""
    causes: tuple[Cause, ...] = ()
    # 4 corrective actions
    actions: tuple[ActionRow, ...] = ()
    # 5 check of implementation
    implementation_check: str = ""
    # 6 effectiveness
    criterion: str = ""
    check_on: date | None = None
    effectiveness_evidence: str = ""
    conclusion: str = ""
    closed_on: date | None = None
    checks: tuple[EffectRow, ...] = ()
    earlier_rounds: tuple[str, ...] = ()  # each round that was not effective, in words
    # annexes
    rounds: tuple[EarlierRound, ...] = ()
    story: tuple[StoryChapter, ...] = ()
    signatures: tuple[Signature, ...] = ()  # the one who answers for the form stands last
    recipients: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class TeamMember:
    name: str
    role: str = ""
    unit: str = ""


@dataclass(frozen=True, kw_only=True)
class SessionRow:
    when: str  # day and hours in words
    unit: str
    subject: str = ""  # clauses or documents
    inspectors: str = ""
    outcome: str = ""  # held, or why not


@dataclass(frozen=True, kw_only=True)
class FindingRow:
    number: str
    unit: str
    grade: str
    text: str
    clauses: str = ""
    status: str = ""
    nonconformity: str = ""  # its number and state


@dataclass(frozen=True, kw_only=True)
class MeetingRow:
    """The opening or the closing meeting, with who was there."""

    meeting: str
    when: str
    place: str = ""
    chaired_by: str = ""
    attendance: tuple[str, ...] = ()  # each "name, position, unit"
    minutes: str = ""


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """How much of what was planned was examined."""

    clauses: str = ""  # "12/14 (86%)"
    missed: str = ""  # planned clauses that were not covered
    lines: str = ""  # "118/120 (98%)"
    not_applicable: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ScoreRow:
    unit: str
    score: str
    most: str
    share: str


@dataclass(frozen=True, kw_only=True)
class LastTime:
    """One unit beside its last inspection; each text already in words."""

    unit: str
    inspection: str
    day: date | None = None
    then: str = ""
    now: str = ""
    closed: str = ""
    open: tuple[str, ...] = ()  # numbers of what is still open
    again: str = ""


@dataclass(frozen=True, kw_only=True)
class UnitComment:
    unit: str
    text: str
    day: date | None = None


@dataclass(frozen=True, kw_only=True)
class Overrule:
    """Independence overruled for one session: the report must print the reason."""

    person: str
    session: str
    obstacle: str
    reason: str
    decided_by: str
    decided_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class InspectionReport:
    """Form 2: the report of an internal audit, or of a superior's check."""

    letterhead: Letterhead
    mark: PrintMark
    kind: InspectionKind
    language: Language = "vi"
    copy: Literal["", "draft", "comment", "superseded"] = ""  # what this copy is, where it is not the report itself
    version: str = ""
    inspection: str = ""
    purpose: str = ""
    scope: str = ""
    criteria: str = ""
    mode: str = ""  # on site or on file
    starts_on: date | None = None
    ends_on: date | None = None
    units: tuple[str, ...] = ()
    team: tuple[TeamMember, ...] = ()
    sessions: tuple[SessionRow, ...] = ()
    grades: tuple[str, ...] = ()  # columns of the count, in order; a grade met only in findings is added
    findings: tuple[FindingRow, ...] = ()
    not_examined: tuple[str, ...] = ()  # each line not examined, with its reason
    overrules: tuple[Overrule, ...] = ()
    meetings: tuple[MeetingRow, ...] = ()
    coverage: Coverage | None = None
    scores: tuple[ScoreRow, ...] = ()
    last_time: tuple[LastTime, ...] = ()
    strengths: str = ""
    unit_comment: str = ""
    unit_comments: tuple[UnitComment, ...] = ()  # of several units; instead of `unit_comment`
    conclusion: str = ""
    signatures: tuple[Signature, ...] = ()
    recipients: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ProgrammeRow:
    unit: str
    subject: str = ""
    months: Mapping[int, str] = field(default_factory=dict)  # 1..12 -> short mark, such as "x"
    lead: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class ProgrammeGrid:
    """Form 3: the inspection programme of a year, units by months."""

    letterhead: Letterhead
    mark: PrintMark
    year: int
    language: Language = "vi"
    version: str = ""
    basis: str = ""
    purpose: str = ""
    criteria: str = ""
    rows: tuple[ProgrammeRow, ...] = ()
    legend: str = ""
    signatures: tuple[Signature, ...] = ()
    recipients: tuple[str, ...] = ()
