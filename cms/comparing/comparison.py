"""What came out: states, sections, rows and cells, ready for a template."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import TextChoices
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from cms.comparing.sides import Column, Side


class State(TextChoices):
    """What happened to a section, row, paragraph, fact or file."""

    UNCHANGED = "unchanged", _("Unchanged")
    CHANGED = "changed", _("Changed")
    ADDED = "added", _("Added")
    REMOVED = "removed", _("Removed")
    MOVED = "moved", _("Moved")

    @property
    def tone(self) -> str:
        """The tone of its tag."""
        return {"changed": "warning", "added": "success", "removed": "danger", "moved": "info"}.get(
            self.value, "neutral"
        )


@dataclass(frozen=True)
class FactComparison:
    """A value before and after. `usual`: it differs between any two issues."""

    label: str
    html: SafeString
    state: State
    before: str = ""
    after: str = ""
    unit: str = ""
    usual: bool = False
    lang: str = ""
    short: str = ""


@dataclass(frozen=True)
class ParagraphComparison:
    """A paragraph, heading or item of running text."""

    shown_as: str
    html: SafeString
    state: State
    edited: bool = False
    cut: int = 0
    put: int = 0


@dataclass(frozen=True)
class CellComparison:
    """A cell under its column."""

    column: Column
    html: SafeString
    changed: bool = False


@dataclass(frozen=True)
class RowComparison:
    """A row; a moved one may have been edited as well. Numbers count from 1 on each side."""

    state: State
    cells: tuple[CellComparison, ...]
    old_number: int | None = None
    new_number: int | None = None
    edited: bool = False
    label: Any = ""

    @property
    def name(self) -> Any:
        """What happened, in a word."""
        return self.label or self.state.label


@dataclass(frozen=True)
class TableComparison:
    """Rows of both sides, each once."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[RowComparison, ...]
    numbered: bool = True

    @property
    def changed(self) -> bool:
        return any(row.state != State.UNCHANGED for row in self.rows)

    @cached_property
    def counts(self) -> Counter[tuple[State, bool]]:
        """How many rows are in each state, edited or not."""
        return Counter((row.state, row.edited) for row in self.rows)


@dataclass(frozen=True)
class SectionComparison:
    """A section of the document, or the facts about the issue, or its files."""

    key: str
    title: str
    state: State
    facts: tuple[FactComparison, ...] = ()
    paragraphs: tuple[ParagraphComparison, ...] = ()
    tables: tuple[TableComparison, ...] = ()
    summary: str = ""
    moved: bool = False
    look_only: bool = False

    @property
    def changed(self) -> bool:
        return self.state != State.UNCHANGED


@dataclass(frozen=True)
class Comparison:
    """Two issues, section by section."""

    old: Side
    new: Side
    sections: tuple[SectionComparison, ...]

    @property
    def changed(self) -> bool:
        """Whether anything at all differs."""
        return any(section.changed for section in self.sections)

    @property
    def content_changed(self) -> bool:
        """Whether anything differs that does not differ between any two issues, as their numbers do."""
        return bool(self.summary)

    @property
    def summary(self) -> list[str]:
        """One line for each section that changed; numbers and days that always differ left out."""
        return [section.summary for section in self.sections if section.summary]

    def as_context(self) -> dict[str, Any]:
        """What `cms/compare/comparison.html` needs."""
        return {
            "old_name": self.old.name,
            "new_name": self.new.name,
            "old_day": self.old.effective_on,
            "new_day": self.new.effective_on,
            "summary": self.summary,
            "changed": [section for section in self.sections if section.changed],
            "unchanged": [section for section in self.sections if not section.changed],
        }
