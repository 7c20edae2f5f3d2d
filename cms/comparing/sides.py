"""What is compared: one issue, and what is read from it."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from cms.comparing.words import Words


@dataclass(frozen=True)
class Side:
    """One of the two issues: its numbers and titles, its body as stored, its files by name and hash, further facts."""

    title_vi: str = ""
    title_en: str = ""
    issue_number: str = ""
    amendment_number: str = ""
    effective_on: dt.date | None = None
    body: list[dict[str, Any]] = field(default_factory=list)
    files: list[tuple[str, str]] = field(default_factory=list)
    facts: list[tuple[Any, Any]] = field(default_factory=list)

    @property
    def name(self) -> str:
        """01.00, as issues are called."""
        return ".".join(number for number in (self.issue_number, self.amendment_number) if number)


@dataclass(frozen=True)
class Fact:
    """A value with its name. A number, day or choice is replaced whole; `usual` ones differ between any two issues."""

    label: str
    words: Words
    whole: bool = True
    usual: bool = False
    lang: str = ""
    unit: str = ""
    short: str = ""

    @property
    def value(self) -> str:
        """The value with its unit."""
        return f"{self.words} {self.unit}".strip() if self.words else ""


@dataclass(frozen=True)
class Paragraph:
    """Words of running text, and how they stand: text, heading or item."""

    shown_as: str
    words: Words


@dataclass(frozen=True)
class Column:
    """A column of a table; days, numbers and choices are replaced whole and are in the reader's own language."""

    name: str
    label: str
    whole: bool = False


@dataclass(frozen=True)
class Row:
    """A row of a table; the first column that is filled says which row it is."""

    cells: tuple[Words, ...]
    identity: str = ""

    @property
    def key(self) -> tuple[str, ...]:
        """The words by which a person knows the row again."""
        return next((cell.words for cell in self.cells if cell), ())


@dataclass(frozen=True)
class Table:
    """Rows under the same columns."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


@dataclass
class Section:
    """A block of the body, read."""

    kind: str
    title: str
    identity: str = ""
    heading: str = ""
    facts: list[Fact] = field(default_factory=list)
    paragraphs: list[Paragraph] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    raw: Any = None

    @property
    def words(self) -> tuple[str, ...]:
        """All words, in order."""
        found = [paragraph.words for paragraph in self.paragraphs] + [fact.words for fact in self.facts]
        found += [cell for table in self.tables for row in table.rows for cell in row.cells]
        return tuple(word for words in found for word in words.words)
