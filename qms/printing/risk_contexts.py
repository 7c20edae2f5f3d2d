"""Rows of the printed lists of risks, of the context and of interested parties."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class RiskEntry:
    """A row of the register of risks and opportunities."""

    number: str  # with its kind beneath
    process: str = ""
    statement: str = ""
    effect: str = ""
    clauses: str = ""
    before: str = ""
    treatment: str = ""
    after: str = ""
    owner: str = ""
    review_due: date | None = None
    state: str = ""


@dataclass(frozen=True)
class MatrixEntry:
    """A row of the matrix: a step of likelihood with its five cells, or the words of the other scale."""

    likelihood: str
    first: str
    second: str
    third: str
    fourth: str
    fifth: str


@dataclass(frozen=True, kw_only=True)
class FactorEntry:
    """A row of the list of issues of the context."""

    kind: str
    subject: str
    statement: str
    effect: str = ""
    response: str = ""
    unit: str = ""
    reviewed_on: date | None = None
    review_due: date | None = None


@dataclass(frozen=True, kw_only=True)
class PartyEntry:
    """A row of the list of interested parties."""

    name: str
    needs: str
    requirement: str = ""
    response: str = ""
    unit: str = ""
    reviewed_on: date | None = None
    review_due: date | None = None


RiskRow = RiskEntry | MatrixEntry | FactorEntry | PartyEntry
"""Whatever these lists print."""
