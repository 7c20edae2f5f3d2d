"""Reads a file as a register: how it is understood, and its rows, all at once or in chunks."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from qms.importing.column_parsers import parsers_of
from qms.importing.headers import recognise_workbook
from qms.importing.hidden_sheets import hidden_understood
from qms.importing.own_sheets import without_own
from qms.importing.problems import NotThisRegister
from qms.importing.questions import Question
from qms.importing.row_keys import RowKeys
from qms.importing.row_reading import RowReader, RowReading
from qms.importing.said import Said
from qms.importing.survey import survey
from qms.importing.table_rows import table_rows
from qms.importing.understanding import (
    block_fields,
    fields_of,
    questions_about,
    sheet_understood,
    word_values,
    words_understood,
)
from qms.importing.workbook import read_workbook

__all__ = ["OpenedRegister", "ReadRegister", "RowReading", "open_register", "read_register", "stream_rows"]

CHUNK = 1_000
Progress = Callable[[str, int, int], Any]
"""(phase in words, done, total): the `step` of a job's progress fits."""


class OpenedRegister:
    """A file that is understood and whose rows can be walked over, in chunks and with flat memory."""

    def __init__(
        self,
        register: Any,
        sheets: list[Any],
        said: Said,
        progress: Progress | None = None,
        hidden: Sequence[str] = (),
    ) -> None:
        self.register, self.said, self.progress, self.hidden = register, said, progress, list(hidden)
        self.recognitions, self.left_out = recognise_workbook(without_own(sheets, said), register, said)
        for sheet, _sentence in self.left_out:
            sheet.forget()
        self.expected = sum(len(one.sheet.rows) for one in self.recognitions)
        self.survey = survey(self.recognitions, (), lambda done: self.tell(_("Looking at the columns"), done))

    def tell(self, phase: str, done: int) -> None:
        if self.progress is not None:
            self.progress(phase, done, max(self.expected, done))

    @property
    def total(self) -> int:
        """How many rows there are before cells with several questions are taken apart."""
        return self.survey.rows

    def rows(self) -> Iterator[RowReading]:
        """Each row; walk again for another round."""
        keys, self.expected = RowKeys(self.survey.numbers), self.total
        done = 0
        for recognition, one in zip(self.recognitions, self.survey.sheets, strict=True):
            parsers = parsers_of(recognition, one, self.survey, self.said)
            reader = RowReader(recognition, parsers, split=self.said.split)
            for row, section in table_rows(recognition, self.fill_down(one)):
                for reading in reader.read(row, section):
                    reading.key = keys.key(reading, partial(reader.identity, row, reading))
                    yield reading
                done += 1
                if done % CHUNK == 0:
                    self.tell(_("Reading the rows"), done)
        self.tell(_("Reading the rows"), done)

    def fill_down(self, one: Any) -> tuple[str, ...]:
        return tuple(block_fields(one)) if self.said.fill_down else ()

    def chunks(self, size: int = CHUNK) -> Iterator[list[RowReading]]:
        """The rows in lists of at most `size`; each list may be dropped before the next is made."""
        chunk: list[RowReading] = []
        for row in self.rows():
            chunk.append(row)
            if len(chunk) >= size:
                yield chunk
                chunk = []
        if chunk:
            yield chunk

    def part(self, rows: list[RowReading]) -> "ReadRegister":
        """Some of the rows with all that is known of the file."""
        return ReadRegister(rows, self.recognitions, self.left_out, self)

    def understood(self) -> dict[str, dict[str, Any]]:
        """How each sheet was understood; of those left out, why."""
        found = {
            one.sheet.name: sheet_understood(one, seen.rows)
            for one, seen in zip(self.recognitions, self.survey.sheets, strict=True)
        }
        found |= {sheet.name: left_out(sentence) for sheet, sentence in self.left_out}
        return found | {name: hidden_understood() for name in self.hidden}

    def words(self) -> dict[str, list[dict[str, Any]]]:
        """What the words of grade, status, result and the like are read as."""
        return words_understood(self.register, self.survey, self.said)

    def word_values(self) -> dict[str, list[dict[str, str]]]:
        """What such words may be said to mean: {field: [{value, label}]}."""
        return word_values(self.register)

    def fields(self) -> list[dict[str, Any]]:
        """What a column may be: [{name, label, required}]."""
        return fields_of(self.register)

    @property
    def questions(self) -> list[Question]:
        """What only a person can say."""
        return questions_about(self.recognitions, self.survey, self.said)


def left_out(sentence: str) -> dict[str, Any]:
    return {
        "header": None,
        "header_rows": 0,
        "rows": 0,
        "left_out": str(sentence),
        "columns": [],
        "unmatched": [],
    }


@dataclass
class ReadRegister:
    """Rows of a file, how each sheet was understood, which sheets were left out and why."""

    rows: list[RowReading]
    recognitions: list[Any]
    left_out: list[Any]
    opened: Any = None

    def columns(self) -> dict[str, str]:
        """Columns met in the file: {field: header}."""
        met: dict[str, str] = {}
        for recognition in self.recognitions:
            for name, index in recognition.mapping.items():
                met.setdefault(name, recognition.headers.get(index, name))
        for row in self.rows:
            for name in row.raw:
                met.setdefault(name, name)
        return met

    def understood(self) -> dict[str, dict[str, Any]]:
        """{sheet: {header, header_rows, rows, left_out, columns: [{index, letter, header, field, confidence, said,
        samples}], unmatched: [titles]}}."""
        return self.opened.understood() if self.opened else {}

    def words(self) -> dict[str, list[dict[str, Any]]]:
        """{field: [{word, folded, count, value}]}."""
        return self.opened.words() if self.opened else {}

    def word_values(self) -> dict[str, list[dict[str, str]]]:
        """{field: [{value, label}]}."""
        return self.opened.word_values() if self.opened else {}

    def fields(self) -> list[dict[str, Any]]:
        """[{name, label, required}]."""
        return self.opened.fields() if self.opened else []

    @property
    def questions(self) -> list[Question]:
        """What only a person can say."""
        return self.opened.questions if self.opened else []


def open_register(
    file: Any,
    name: str | None,
    register: Any,
    *,
    sheet: str | None = None,
    said: Any = None,
    mends: dict[str, Any] | None = None,
    progress: Progress | None = None,
) -> OpenedRegister:
    """Understand a file; raise NotAWorkbook or NotThisRegister with a sentence where it is no such register.

    `said` is what a person said of it (Said.of), `mends` is {"Sheet!C7": text} put over its cells before anything
    is parsed.
    """
    said = Said.of(said)
    hidden: list[str] = []
    sheets = read_workbook(file, name, sheet=sheet, chosen_sheets=said.sheets, mends=mends, hidden=hidden)
    try:
        return OpenedRegister(register, sheets, said, progress, hidden)
    except NotThisRegister as refusal:
        refusal.hidden = hidden
        raise


def read_register(
    file: Any,
    name: str | None,
    register: Any,
    *,
    sheet: str | None = None,
    said: Any = None,
    mends: dict[str, Any] | None = None,
    progress: Progress | None = None,
) -> ReadRegister:
    """Read a whole file at once; see `open_register`."""
    opened = open_register(file, name, register, sheet=sheet, said=said, mends=mends, progress=progress)
    return opened.part(list(opened.rows()))


def stream_rows(
    file: Any,
    name: str | None,
    register: Any,
    *,
    sheet: str | None = None,
    said: Any = None,
    mends: dict[str, Any] | None = None,
    progress: Progress | None = None,
    size: int = CHUNK,
) -> Iterator[list[RowReading]]:
    """Yield lists of at most `size` rows; see `open_register` for what else is known of the file."""
    opened = open_register(file, name, register, sheet=sheet, said=said, mends=mends, progress=progress)
    yield from opened.chunks(size)
