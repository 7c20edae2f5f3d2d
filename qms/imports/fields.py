"""The columns of a register, declared once: how people call them, how cells are read, and how a record says them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.conf import settings
from django.utils.functional import lazy
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from qms.importing.columns import Column, Register
from qms.importing.problems import Problem
from qms.importing.values import parse_clauses, parse_date, parse_number, parse_text, parse_word
from qms.policy import Text

TEXT, DAY, WHOLE, CHOICE, UNIT, PERSON, CLAUSES = "text", "day", "whole", "choice", "unit", "person", "clauses"
EXPORTED_AS = {DAY: "date", WHOLE: "integer"}


def names(text: str) -> tuple[str, ...]:
    """Names written with bars between them."""
    return tuple(text.split(" | ")) if text else ()


@dataclass(frozen=True)
class Field:
    """One column. `vi` and `en` are its names with bars between them; the first is its title.

    `says` gives what a record says in it, as it leaves; `attr` is where a value goes, empty where the kind itself
    writes it. Cells that name nothing within reach are wrong, or kept as written (`kept_as`) where the kind can.
    """

    name: str
    vi: str
    en: str
    says: Callable[[Any], Any]
    reads: str = TEXT
    attr: str = ""
    choices: Any = None
    words: Mapping[str, str] = field(default_factory=dict)
    required: bool = False
    longest: int = 0
    least: int = 0
    most: int = 0
    width: int = 22
    note: Text = ""
    example: str | int = ""
    kept_as: str = ""

    @property
    def title(self) -> str:
        """What the column is called in the reader's language: a name by which it is read again."""
        text = names(self.en if get_language() == "en" else self.vi)[0]
        return text[0].upper() + text[1:]

    @property
    def exported_as(self) -> str:
        """The kind of its cells in a workbook."""
        return EXPORTED_AS.get(self.reads, "text")

    def label(self, value: Any) -> str:
        """A choice in the reader's language."""
        return str(self.choices(value).label) if self.choices is not None and value in self.choices.values else ""

    def column(self) -> Column:
        """The column as the reader of files takes it."""
        return Column(
            self.name, names(self.vi), names(self.en), self.required, self.parser(), self.words_by_value() or None
        )

    def words_by_value(self) -> dict[str, tuple[str, ...]]:
        """By choice: its labels in every language, and what else it is called."""
        if self.choices is None:
            return {}
        found: dict[str, tuple[str, ...]] = {}
        for value in self.choices.values:
            labels = tuple(dict.fromkeys(in_each_language(self.choices(value).label)))
            found[str(value)] = (*labels, *names(self.words.get(value, "")))
        return found

    def parser(self) -> Any:
        if self.reads == DAY:
            return parse_date
        if self.reads == CLAUSES:
            return parse_clauses
        if self.reads == WHOLE:
            return partial(parse_whole, least=self.least, most=self.most)
        if self.reads == CHOICE:
            return partial(parse_choice, field=self)
        return parse_text


def parse_choice(value: Any, *, field: Field) -> Any:
    """One of the choices by its words, None or a Problem."""
    return parse_word(value, field.words_by_value(), field.title)


def parse_whole(value: Any, *, least: int, most: int) -> Any:
    """A whole number within its limits, None or a Problem."""
    number = parse_number(value)
    if number is None or isinstance(number, Problem):
        return number
    if number != int(number) or not least <= number <= most:
        text = _("“%(value)s” does not fit. Write a whole number from %(least)s to %(most)s.")
        return Problem("not_in_range", text % {"value": value, "least": least, "most": most})
    return int(number)


def in_each_language(text: Any) -> Iterable[str]:
    """A lazy text in every language of the product."""
    for language, _name in settings.LANGUAGES:
        with override(language):
            yield str(text)


def register_of(
    kind: str, label: Text, fields: Iterable[Field], recognises: tuple[tuple[str, ...], ...], keeps: tuple[str, ...]
) -> Register:
    """The columns by which a register is recognised."""
    return Register(kind, tuple(one.column() for one in fields), recognises, label, keeps=keeps)


def lazy_title(field: Field) -> Any:
    """The title as it will be in the language of who reads it."""
    return lazy(lambda: field.title, str)()
