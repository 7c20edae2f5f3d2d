"""What a person said about a file while looking at its preview: which column is what, which word means what."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from qms.importing.text import fold

DAY_FIRST, YEAR, SPLIT, FILL_DOWN = "day_first", "year", "split", "fill_down"
FIRST_YEAR, LAST_YEAR = 1950, 2100


@dataclass(frozen=True)
class Said:
    """The plain form is kept with the staged file; see `Said.of`."""

    columns: Mapping[str, Mapping[str, int | None]] = field(default_factory=dict)
    header: Mapping[str, int] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    answers: Mapping[str, Any] = field(default_factory=dict)
    sheets: frozenset[str] = frozenset()

    @classmethod
    def of(cls, plain: Any) -> "Said":
        """From {"columns": {sheet: {field: index | null}}, "header": {sheet: row}, "words": {field: {word: value}},
        "answers": {name: value}, "sheets": [names]}; whatever has another shape says nothing."""
        if isinstance(plain, cls):
            return plain
        plain = plain if isinstance(plain, dict) else {}
        return cls(
            columns={sheet: dict(indexes(one)) for sheet, one in entries(plain, "columns")},
            header={sheet: int(row) for sheet, row in entries(plain, "header") if is_whole(row)},
            words={name: dict(meanings(one)) for name, one in entries(plain, "words")},
            answers=dict(entries(plain, "answers")),
            sheets=frozenset(str(name) for name in plain.get("sheets") or ()),
        )

    def is_about(self, sheet: str) -> bool:
        """Whether the person chose this sheet or said how it is to be read."""
        return sheet in self.sheets or sheet in self.header or sheet in self.columns

    @property
    def year(self) -> int | None:
        """The year of dates that are written without one."""
        year = self.answers.get(YEAR)
        return int(str(year)) if is_whole(year) and FIRST_YEAR <= int(str(year)) <= LAST_YEAR else None

    @property
    def day_first(self) -> bool | None:
        """Whether 6/7 is the sixth of July, where nothing in the file tells."""
        return truth(self.answers.get(DAY_FIRST))

    @property
    def split(self) -> bool:
        """Whether several questions in a cell become several rows."""
        return truth(self.answers.get(SPLIT)) is True

    @property
    def fill_down(self) -> bool:
        """Whether an empty cell of a column that names each block once means the same as the one above."""
        return truth(self.answers.get(FILL_DOWN)) is True


def entries(plain: dict[str, Any], key: str) -> Iterator[tuple[str, Any]]:
    """Items of a mapping in the plain form."""
    found = plain.get(key)
    return ((str(name), one) for name, one in found.items()) if isinstance(found, dict) else iter(())


def indexes(columns: Any) -> Iterator[tuple[str, int | None]]:
    """Field and column counted from 0; None means that no column is this field."""
    for name, index in columns.items() if isinstance(columns, dict) else ():
        if index is None or index == "":
            yield str(name), None
        elif is_whole(index) and int(str(index)) >= 0:
            yield str(name), int(str(index))


def meanings(words: Any) -> Iterator[tuple[str, str]]:
    """Folded word and value; an empty value says that the word means nothing."""
    for word, value in words.items() if isinstance(words, dict) else ():
        yield fold(word), "" if value is None else str(value)


def is_whole(value: Any) -> bool:
    return not isinstance(value, bool) and (isinstance(value, int) or (isinstance(value, str) and value.isdecimal()))


def truth(value: Any) -> bool | None:
    """True and false as forms and JSON send them."""
    return {"true": True, "1": True, "on": True, "false": False, "0": False}.get(str(value).lower())
