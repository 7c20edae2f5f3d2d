"""Reading a file as messages that can cross to another process: how it is understood, then its rows in chunks."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from qms.importing.cells import about_the_file
from qms.importing.hidden_sheets import hidden_understood
from qms.importing.mapping import Mapping, mapped
from qms.importing.problems import NotThisRegister
from qms.importing.reading import CHUNK, ReadRegister, open_register
from qms.importing.understanding import fields_of, sheet_understood
from qms.registry import registry


@dataclass(frozen=True)
class ReadingOrder:
    """What is to be read, in plain values: which bytes, as which kind, with what a person said of it."""

    kind: str
    content: bytes
    name: str
    sheet: str = ""
    said: dict[str, Any] = field(default_factory=dict)
    mends: dict[str, Any] = field(default_factory=dict)
    mapping: Mapping = field(default_factory=Mapping)
    language: str = "vi"
    size: int = CHUNK

    def messages(self, progress: Callable[..., Any] | None = None) -> Iterator[Any]:
        """How it is understood, then its rows."""
        return messages(self, progress)


@dataclass
class Opened:
    """How a file is understood, before its rows: plain values, as they are kept with the file."""

    total: int = 0
    reading: dict[str, Any] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    columns: dict[str, str] = field(default_factory=dict)


class ReadChunk(ReadRegister):
    """Some rows of a file that was opened elsewhere, with what is known of the whole."""

    def __init__(self, rows: list[Any], opened: Opened) -> None:
        super().__init__(rows, [], [])
        self.known = opened

    def columns(self) -> dict[str, str]:
        """Columns met in the file: {field: header}; those found in other columns by their own name."""
        met = dict(self.known.columns)
        for row in self.rows[:1]:
            met |= {name: name for name in row.raw if name not in met}
        return met


def messages(order: ReadingOrder, progress: Callable[..., Any] | None = None) -> Iterator[Any]:
    """Yield Opened, then lists of rows. Raises ImportRefused; NotThisRegister carries `reading` for a person."""
    kind = registry.import_kinds[order.kind]
    register = mapped(kind.get_register(), order.mapping, getattr(kind, "words", dict)())
    given: dict[str, Any] = {"said": order.said, "mends": order.mends, "progress": progress}
    try:
        opened = open_register(BytesIO(order.content), order.name, register, sheet=order.sheet or None, **given)
    except NotThisRegister as refusal:
        refusal.reading = nearly(refusal.near, register, refusal.hidden)  # type: ignore[attr-defined]
        refusal.near = []  # what it holds of the file stays in this process
        raise
    yield told(opened)
    yield from opened.chunks(order.size)


def told(opened: Any) -> Opened:
    """An opened register in plain values."""
    whole = opened.part([])
    reading = {
        "sheets": opened.understood(),
        "words": opened.words(),
        "word_values": opened.word_values(),
        "fields": opened.fields(),
        "questions": [question.plain() for question in opened.questions],
    }
    return Opened(opened.total, reading, [str(one) for one in about_the_file(whole)], whole.columns())


def nearly(near: list[Any], register: Any, hidden: Iterable[str] = ()) -> dict[str, Any]:
    """How a file came nearest to such a register, so that a person may say which column is which."""
    sheets = {one.sheet.name: sheet_understood(one) for one in near}
    sheets |= {name: hidden_understood() for name in hidden}
    return {"sheets": sheets, "words": {}, "word_values": {}, "fields": fields_of(register), "questions": []}
