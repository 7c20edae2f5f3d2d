"""What a register expects of its columns, declared once per kind."""

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

from qms.importing.text import fold
from qms.importing.vocabulary import VOCABULARY
from qms.importing.words import GRADES, RESULTS, STATUSES

BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")
PARTS = re.compile(r"[/\n|]+|\s+-\s+")
WHOLE, WITHOUT_BRACKETS, PART, CONTAINED = 1.0, 0.95, 0.85, 0.6
LONGEST_HEADER = 70
WORDS = {"grade": GRADES, "status": STATUSES, "result": RESULTS}


@dataclass(frozen=True)
class Column:
    """One field of a register: what people call it and how its cells are read."""

    name: str
    synonyms_vi: tuple = ()
    synonyms_en: tuple = ()
    required: bool = False
    parser: object = None
    words: object = None
    """For a column of set words: {value: the words for it}; a person may say what further words mean."""

    @cached_property
    def names(self):
        """Folded synonyms with how telling each is: the first named tell more than the last."""
        words = {fold(self.name.replace("_", " ")): WHOLE}
        for synonyms in (self.synonyms_vi, self.synonyms_en):
            for place, synonym in enumerate(synonyms):
                words.setdefault(fold(synonym), WHOLE - place / 1000)
        words.pop("", None)
        return words

    def likeness(self, header):
        """From 0 to 1: how surely a header text means this column."""
        return max((likeness(self.names, header, weight) for header, weight in variants(header)), default=0)


@lru_cache(maxsize=4096)
def variants(header):
    """The header as written, without brackets, and its parts: "Điều khoản / Clause"."""
    return tuple(each_variant(header))


def each_variant(header):
    yield fold(header), WHOLE
    bare = BRACKETS.sub(" ", header)
    if bare != header:
        yield fold(bare), WITHOUT_BRACKETS
    parts = [part for part in PARTS.split(bare) if part.strip()]
    if len(parts) > 1:
        yield from ((fold(part), PART) for part in parts)


def likeness(names, header, weight):
    if header in names:
        return names[header] * weight
    if len(header) > LONGEST_HEADER:
        return 0
    padded = f" {header} "
    found = [len(name) for name in names if len(name) > 4 and f" {name} " in padded]
    return CONTAINED * weight * (0.5 + max(found) / len(header) / 2) if found else 0


@dataclass(frozen=True)
class Register:
    """A kind of list: its columns and the least sets of columns by which it is recognised."""

    kind: str
    columns: tuple
    recognises: tuple
    label: object = ""
    left_out_sheets: tuple = ()
    keeps: tuple = ()
    lone_cells_are_titles: bool = False

    def column(self, name):
        return next(column for column in self.columns if column.name == name)

    def is_met_by(self, names):
        """Whether the columns found are enough to be such a register."""
        return any(set(least) <= set(names) for least in self.recognises)

    def has(self, name):
        """Whether there is a column of that name."""
        return any(column.name == name for column in self.columns)

    def spoken(self, names):
        """What people call these columns: the first Vietnamese and English names."""
        for name in names:
            column = self.column(name)
            yield "/".join((*column.synonyms_vi[:1], *column.synonyms_en[:1])) or name


def columns_from(kind, parsers=None, required=()):
    """The columns of a kind in the vocabulary, with the parsers given by field name."""
    parsers = parsers or {}
    return tuple(
        Column(name, vi, en, required=name in required, parser=parsers.get(name), words=WORDS.get(name))
        for name, (vi, en) in VOCABULARY[kind].items()
    )
