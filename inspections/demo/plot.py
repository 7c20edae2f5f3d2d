"""What is told of each visit, finding and nonconformity: the shape of the demonstration's data."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from inspections.enums import InspectionKind, InspectionMode, InspectionStatus, NonconformityStatus


@dataclass(frozen=True)
class Told:
    """A finding: which of fixtures/demo/findings.yaml, in which unit, and how far what follows from it has come.

    `until` is a state of a nonconformity, or for observations and opportunities a word: open, improving, improved,
    declined. `action` is the state of its action where the nonconformity is in progress; `due` when it is due;
    `extended` how a request for more time stands; `check` the day of the effectiveness check.
    """

    code: str
    unit: str
    until: str = NonconformityStatus.CLOSED
    action: str = ""
    due: dt.date | None = None
    extended: str = ""
    check: dt.date | None = None
    verifier: str = ""


@dataclass(frozen=True)
class Meeting:
    """A session: unit, day, first hour, who asks, which clauses of the visit's edition, which document."""

    unit: str
    day: dt.date
    hour: int
    inspectors: Sequence[str]
    clauses: Sequence[str]
    document: str = ""


@dataclass(frozen=True)
class Visit:
    """An inspection: who sends whom where, when, on which edition, and how far it has come."""

    sender: str
    cast: str
    edition: str
    first: dt.date
    last: dt.date
    lead: str
    team: Sequence[str]
    meetings: Sequence[Meeting]
    findings: Sequence[Told] = ()
    until: str = InspectionStatus.CLOSED
    kind: str = InspectionKind.INTERNAL
    mode: str = InspectionMode.ON_SITE
    concluded: dt.date | None = None
    title: str = ""


@dataclass(frozen=True)
class Loose:
    """A nonconformity from another source than a finding."""

    cast: str
    code: str
    unit: str
    source: str
    raised: dt.date
    until: str
    action: str = ""
    due: dt.date | None = None
    check: dt.date | None = None
