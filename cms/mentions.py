"""Where a draft names what: codes, legal texts, editions and clauses, each with the section that names it first."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from cms.citations import LEGAL, clauses_named, codes_inside, editions_named, leading_code
from cms.durations import items, values

T = TypeVar("T")
MARKUP = re.compile(r"<[^<>]*>")
APART = " | "
"""Between the cells of a section: nothing is read across two of them."""


@dataclass
class Mentions:
    """What the text names, to the section in which it does; the forms that the document lists as its own."""

    codes: dict[str, str] = field(default_factory=dict)
    legal: dict[str, str] = field(default_factory=dict)
    editions: dict[str, str] = field(default_factory=dict)
    clauses: dict[tuple[str, str], str] = field(default_factory=dict)
    own_forms: set[str] = field(default_factory=set)


def mentions(body: Iterable[Mapping[str, Any]]) -> Mentions:
    """Everything that the sections name, in their order."""
    body = list(body)
    found = Mentions()
    for value in values(body, "forms"):
        found.own_forms |= {key(row.get("code")) for row in items(value)} - {""}
    for block in body:
        name, text = str(block.get("type")), words(block.get("value"))
        found.codes |= _new(_codes(name, block.get("value"), text), name, found.codes)
        found.legal |= _new(LEGAL.findall(text), name, found.legal)
        found.editions |= _new(editions_named(text), name, found.editions)
        found.clauses |= _new(sorted(clauses_named(text)), name, found.clauses)
    found.codes = {code: name for code, name in found.codes.items() if code not in found.legal}
    return found


def _new(named: Iterable[T], section: str, standing: Mapping[T, str]) -> dict[T, str]:
    """What no earlier section has named."""
    return {one: section for one in named if one not in standing}


def _codes(name: str, value: Any, text: str) -> list[str]:
    leading = [leading_code(str(line)) for line in items(value)] if name == "references" else []
    return [code for code in leading if code and not LEGAL.search(code)] + codes_inside(text)


def key(code: Any) -> str:
    """Codes are one whatever their case and spaces."""
    return "".join(str(code or "").split()).casefold()


def words(value: Any) -> str:
    """All text of a stored section, without markup and without the identifiers of its rows."""
    if isinstance(value, Mapping):
        return APART.join(words(part) for name, part in value.items() if name not in ("id", "type"))
    if isinstance(value, list):
        return APART.join(words(part) for part in value)
    return MARKUP.sub(" ", value) if isinstance(value, str) else ""
