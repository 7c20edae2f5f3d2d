"""What one row of a register says about a record, and what is to be written for it."""

import hashlib
import json
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from qms.importing.cells import as_text
from qms.importing.reading import RowReading

COPIED = frozenset({"number", "statement", "evidence", "correction"})
"""Columns whose words stand on the record itself; the others are kept as written."""

Citation = tuple[int | None, str]
"""A clause's key, or how it is written."""


@dataclass
class RowPlan:
    """`said` holds model values that the sheet states; what it does not state is left alone or defaulted."""

    row: RowReading
    said: dict[str, Any] = field(default_factory=dict)
    citations: list[Citation] = field(default_factory=list)
    cites: bool = False
    reference: str = ""
    audit: str = ""
    audit_kind: str = ""
    record: Any = None
    changes: dict[str, Any] = field(default_factory=dict)
    new_citations: list[Citation] = field(default_factory=list)
    dropped: list[Any] = field(default_factory=list)
    own: bool = False
    """The row names the record by the product's own number."""

    @cached_property
    def source_text(self) -> dict[str, str]:
        """Dates, names and words as written; a row without a number of its own also by what it is known again."""
        raw = self.row.raw
        text = {name: as_text(value) for name, value in raw.items() if name not in COPIED and value is not None}
        if self.row.key.startswith("row:"):
            text["row_key"] = self.row.key
        return text

    @cached_property
    def source_hash(self) -> str:
        """The hash of everything that the row says."""
        told = {"said": self.said, "citations": self.citations, "text": self.source_text, "ref": self.reference}
        return hashlib.sha256(json.dumps(told, sort_keys=True, default=str).encode()).hexdigest()

    def compare(self, record: Any, cited: dict[Citation, Any]) -> None:
        """Note what differs from the record; its state only while nobody has moved it here."""
        self.record = record
        kept = {"status", "closed_on"} if record.moved_here else set()
        self.changes = {
            name: value for name, value in self.said.items() if name not in kept and getattr(record, name) != value
        }
        if not self.own and record.source_text != self.source_text:
            self.changes["source_text"] = self.source_text
        if self.cites:
            wanted = set(self.citations)
            self.new_citations = [one for one in self.citations if one not in cited]
            self.dropped = [reference for one, reference in cited.items() if one not in wanted]

    @property
    def differs(self) -> bool:
        """Whether anything is to be written."""
        return bool(self.changes or self.new_citations or self.dropped)
