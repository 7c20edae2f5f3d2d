"""Rows of the tables that compare a holder with an edition, or two audits with each other."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class GapEntry:
    """A row of the gap assessment (bảng đánh giá khoảng cách): one clause; a heading has its title only."""

    number: str
    title: str
    carried: str = ""
    judgement: str = ""
    statement: str = ""
    evidence: str = ""
    actions: str = ""
    owners: str = ""
    due: str = ""


@dataclass(frozen=True, kw_only=True)
class ComparedEntry:
    """A row of the comparison of two audits: one clause of the new edition with what stood under the old ones."""

    number: str
    title: str
    old_clauses: str = ""
    before: str = ""
    after: str = ""
    verdict: str = ""
    note: str = ""
