"""Versions of a record: each as it was, any two side by side, with what vouches for them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from qms.history import field_words
from qms.history.searching import KEPT_QUIET
from qms.history.timeline import ABOUT, Names, told_fields

LONG = 60  # characters from which a value is told word by word
LONG_FIELDS = ("body_text",)
"""Long texts that timelines leave out and versions hold."""

MARKERS: list[Callable[[Sequence[tuple[str, str]]], list[SafeString]]] = []
"""What marks the words that went and came between pairs of texts; the workshop of documents brings its own."""

CHAIN = ("sequence", "history_id", "row_hash", "previous_hash", "chain_format", "chain_text", "uid")


@dataclass(frozen=True)
class Side:
    """One field of two versions: what it says in each, and the words marked where it changed."""

    label: str
    old: str
    new: str
    marked: SafeString = SafeString("")

    @property
    def changed(self) -> bool:
        """Whether the two differ."""
        return self.old != self.new


class Version:
    """One version of a record as its history row tells it."""

    def __init__(self, model: Any, row: dict[str, Any], names: Names, fields: Sequence[Any]) -> None:
        self.model, self.row, self.names, self.fields = model, row, names, fields
        self.sequence, self.when = row["sequence"], row["history_date"]

    def value(self, one: Any) -> str:
        """A field in words, a long text whole."""
        value = self.row[one.attname]
        if isinstance(value, str) and not one.choices:
            return value
        return self.names.of(one, self.row)

    def facts(self) -> list[tuple[str, str]]:
        """(label, value) pairs of what the version says."""
        return [(label_of(one), self.value(one)) for one in self.fields if self.value(one)]


def label_of(one: Any) -> str:
    """A field's name as a heading."""
    return _("Text") if one.name in LONG_FIELDS else field_words.label_of(one)


def fields_of(model: Any) -> list[Any]:
    """The fields that versions show: those told in timelines, and long texts."""
    quiet = KEPT_QUIET.get(model._meta.label_lower, frozenset())
    told = [one for one in told_fields(model, "") if one.name not in quiet]
    return told + [one for one in model.history.model.tracked_fields if one.name in LONG_FIELDS]


class _Rows:
    """Rows and fields as names are read from."""

    def __init__(self, model: Any, rows: list[dict[str, Any]], fields: list[Any]) -> None:
        self.model, self.rows, self.fields = model, rows, fields


def versions(record: Any, sequences: Sequence[int], part: Any = None) -> dict[int, Version]:
    """Versions of a record by their number; those that are not there, or of which nothing is told, are left out."""
    model = type(record)
    fields = fields_of(model)
    columns = dict.fromkeys((*ABOUT, *CHAIN, *(one.attname for one in fields)))
    rows = list(model.history.model.objects.filter(id=record.pk, sequence__in=sequences).values(*columns))
    rows = [told for row in rows if (told := row if part is None else part(model, row)) is not None]
    names = Names([_Rows(model, rows, fields)])
    return {row["sequence"]: Version(model, row, names, fields) for row in rows}


def side_by_side(old: Version, new: Version) -> list[Side]:
    """Every field of two versions; long texts with their words marked."""
    pairs = [(label_of(one), old.value(one), new.value(one)) for one in new.fields]
    pairs = [pair for pair in pairs if pair[1] or pair[2]]
    long = [(before, after) for _label, before, after in pairs if before != after and _is_long(before, after)]
    marked = dict(zip(long, mark_words(long), strict=True))
    return [Side(label, before, after, marked.get((before, after), SafeString(""))) for label, before, after in pairs]


def _is_long(before: str, after: str) -> bool:
    return bool(before and after) and max(len(before), len(after)) > LONG


def mark_words(pairs: Sequence[tuple[str, str]]) -> list[SafeString]:
    """The new text of each pair with what changed since the old."""
    if MARKERS:
        return MARKERS[-1](pairs)
    return [mark_safe(f"<del>{escape(old)}</del> <ins>{escape(new)}</ins>") for old, new in pairs]  # noqa: S308 - escaped
