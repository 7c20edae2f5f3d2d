"""Lists and tables in words: by what their field means, and plainly where nobody said what it means."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from qms.history.field_words import WORDS

Teller = Callable[[Any, dict[str, Any], Callable[[Any, Any], Any]], str | Iterable[str]]
"""(value, the row that holds it, (model, key) > a record that the row points at) > words, or several."""

TELLERS: dict[tuple[str, str], Teller] = {}
"""By model label and field: who tells it."""

UNTOLD = {"id", "uid", "row", "url", "link", "sha256", "size", "key", "format"}
"""Names inside tables that say nothing to people."""


def tell(label: str, field: str, teller: Teller) -> None:
    """Have a field of lists or tables told by who knows what it means."""
    TELLERS[label.lower(), field] = teller


def json_in_words(field: Any, row: dict[str, Any], record: Callable[[Any, Any], Any]) -> str:
    """The field's value on a row as a sentence."""
    value, teller = row[field.attname], TELLERS.get((field.model._meta.label_lower, field.name))
    words = teller(value, row, record) if teller else plainly(value)
    return words if isinstance(words, str) else "; ".join(filter(None, words))


def plainly(value: Any) -> str:
    """Any value without brackets and braces: one language of two, yes and no, names of keys as headings."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dict):
        return ", ".join(_pairs(value))
    if isinstance(value, list):
        return "; ".join(filter(None, map(plainly, value)))
    return "" if value is None else str(value)


def _pairs(value: dict[str, Any]) -> Iterator[str]:
    for name, inner in value.items():
        base, _separator, language = name.rpartition("_")
        if name in UNTOLD or (language == "en" and {base, f"{base}_vi"} & value.keys()):
            continue
        words = _in_language(value, base if language == "vi" else name, plainly(inner))
        if words:
            label = base if language == "vi" else name
            yield words if label in {"text", "label", "title", "name"} else f"{_heading(label)}: {words}"


def _in_language(value: dict[str, Any], base: str, words: str) -> str:
    from qms.models.standards import in_language  # noqa: PLC0415 - models stand on history

    return in_language(words, str(value.get(f"{base}_en") or ""))


def _heading(name: str) -> str:
    return str(WORDS.get(name, name.replace("_", " ")))
