"""What one row of a master list says about a document and its issue, and what is to be written for it."""

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

from qms.enums import DocumentKind, ExternalStatus, IssueStatus
from qms.importing.cells import as_text
from qms.importing.reading import RowReading
from qms.imports.document_columns import OUTSIDE
from qms.imports.document_words import DRAFT, REPLACED, WITHDRAWN

COPIED = frozenset({"number", "title", "title_en"})
"""Columns whose words stand on the record itself; the others are also kept as written."""

KEPT_AS_WRITTEN = ("reviewer", "approver", "retention", "remarks")
"""Columns whose words stand nowhere else."""

Citation = tuple[int | None, str]
"""A clause's key, or how it is written."""


@dataclass
class DocumentPlan:
    """`said`: what the sheet states of the document; `issue`: what it states of its issue, numbers as digits."""

    row: RowReading
    number: str = ""
    kind: str = ""
    guess: Any = None
    unit_id: int = 0
    said: dict[str, Any] = field(default_factory=dict)
    issue: dict[str, Any] = field(default_factory=dict)
    standing: str = ""
    outside: str = ""
    cites: bool = False
    citations: list[Citation] = field(default_factory=list)
    earlier: list[Any] = field(default_factory=list)
    """Rows of the same document's earlier issues, oldest first."""
    head: Any = None
    """The row of the latest issue, for a row of an earlier one."""
    record: Any = None
    changes: dict[str, Any] = field(default_factory=dict)
    standing_issue: Any = None
    issue_changes: dict[str, Any] = field(default_factory=dict)
    new_issue: bool = False
    new_citations: list[Citation] = field(default_factory=list)
    dropped: list[Any] = field(default_factory=list)

    @property
    def is_external(self) -> bool:
        """Whether it comes from outside: a law, a standard."""
        return self.kind == DocumentKind.EXTERNAL

    @property
    def effective_on(self) -> Any:
        """The day of effect; where only a day of issue is given, that day."""
        return self.issue.get("effective_on") or self.issue.get("signed_on")

    @property
    def order(self) -> tuple[int, str, int]:
        """By which issues follow one another."""
        return order_of(self.issue.get("issue_number", ""), self.issue.get("amendment_number", ""))

    @property
    def status(self) -> str:
        """In which state the issue arrives."""
        if self.is_external:
            return IssueStatus.APPROVED if self.effective_on else IssueStatus.DRAFT
        if self.standing in (WITHDRAWN, REPLACED):
            return IssueStatus.WITHDRAWN
        approved = "issue_number" in self.issue and self.effective_on and self.standing != DRAFT
        return IssueStatus.APPROVED if approved else IssueStatus.DRAFT

    @property
    def external_status(self) -> str:
        """Its status outside: of its own column, else of the only one that speaks of a standing."""
        word = self.outside or ("" if "external_status" in self.row.raw else self.standing)
        return str(OUTSIDE.get(word, "")) if self.is_external else ""

    @property
    def document_values(self) -> dict[str, Any]:
        """What the sheet states of the document, by the model's names."""
        values = dict(self.said)
        if self.is_external:
            if day := self.issue.get("signed_on"):
                values["issued_on"] = day
            if self.external_status:
                values["external_status"] = self.external_status
            if self.external_status != ExternalStatus.REPLACED:
                values.pop("replaced_by", None)
        else:
            for name in ("issued_by", "replaced_by", "status_checked_on"):
                values.pop(name, None)
        return values

    @property
    def source_text(self) -> dict[str, str]:
        """Dates, names and words as written."""
        return {name: as_text(raw) for name, raw in self.row.raw.items() if name not in COPIED and raw is not None}

    def says_more_than(self, known: dict[str, str]) -> bool:
        """Whether words differ that are kept as written only."""
        there = {name: as_text(self.row.raw[name]) for name in KEPT_AS_WRITTEN if name in self.row.raw}
        return any(text != known.get(name, "") for name, text in there.items())

    @property
    def source_hash(self) -> str:
        """The hash of everything that the row says."""
        told: dict[str, Any] = {"said": self.said, "issue": self.issue, "text": self.source_text, "number": self.number}
        told["citations"] = self.citations
        return hashlib.sha256(json.dumps(told, sort_keys=True, default=str).encode()).hexdigest()

    @property
    def differs(self) -> bool:
        """Whether anything is to be written."""
        return bool(self.changes or self.issue_changes or self.new_issue or self.new_citations or self.dropped)


def order_of(issue: str, amendment: str) -> tuple[int, str, int]:
    """Issues in their order: counted ones by their number, lettered ones by the letter; amendments within."""
    counted = int(amendment) if amendment.isdecimal() else 0
    return (int(issue), "", counted) if issue.isdecimal() else (0, issue, counted)
