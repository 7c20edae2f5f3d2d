"""How a document is drawn: a procedure under its seven headings, other kinds under their own."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import StreamValue

from cms.administrative import parts_of
from cms.durations import NOTHING, number, shown, step_days
from qms.enums import DocumentKind

HEADINGS: dict[str, Any] = {
    "purpose": _("Purpose"),
    "scope": _("Scope"),
    "references": _("References"),
    "definitions": _("Definitions and abbreviations"),
    "administrative": _("Administrative procedure"),
    "contents": _("Contents"),
    "steps": _("How the work is handled"),
    "objectives": _("Quality objectives"),
    "forms": _("Forms"),
    "records": _("Records kept"),
}
"""What a section is called where it has no heading of its own."""

PROCEDURE = ("purpose", "scope", "references", "definitions", "contents", "forms", "records")
"""The seven headings of a procedure, in their order."""
IN_CONTENTS = frozenset({"administrative", "contents", "steps", "objectives"})
OF_PROCEDURE = frozenset({"purpose", "administrative", "steps"})
"""Sections by which a procedure is known when nobody says what kind a document is of."""
TYPED_NUMBER = re.compile(r"\d+(?:\.\d+)+\.?\s|\d+[.)]\s")


@dataclass
class Part:
    """A piece of a section, drawn by `template` with `value`."""

    template: str
    value: Any
    title: Any = ""
    number: str = ""

    @property
    def heading(self) -> str:
        return numbered(self.number, self.title)


@dataclass
class Section:
    """A heading and what stands under it."""

    title: Any = ""
    number: str = ""
    parts: list[Part] = field(default_factory=list)

    @property
    def heading(self) -> str:
        return numbered(self.number, self.title)


def numbered(number: str, title: Any) -> str:
    """The heading with its number; one that its author numbered by hand stays as it is."""
    title = str(title)
    return f"{number}. {title}" if number and title and not TYPED_NUMBER.match(title) else title


def layout(value: StreamValue, kind: str = "") -> list[Section]:
    """The sections as a document of the kind shows them; without a kind, the sections themselves tell."""
    blocks = list(value)
    if not kind:
        known = OF_PROCEDURE & {block.block_type for block in blocks}
        kind = DocumentKind.PROCEDURE if known else ""
    return _procedure(blocks) if kind == DocumentKind.PROCEDURE else _free(blocks)


def _procedure(blocks: list[Any]) -> list[Section]:
    """Seven headings whatever the order of writing; the parts of the contents are numbered below theirs."""
    sections: list[Section] = []
    for name in PROCEDURE:
        parts = _contents(blocks) if name == "contents" else _untitled(_parts(blocks, {name}))
        if parts:
            place = str(len(sections) + 1)
            sections.append(Section(HEADINGS[name], place, _count(parts, f"{place}.")))
    return sections


def _contents(blocks: list[Any]) -> list[Part]:
    """Text and tables as they were written; a table alone needs no title.

    An administrative procedure goes first and its steps are next, so that they stand at 5.7 as in the framework model.
    """
    names = [{"administrative"}, {"steps"}, IN_CONTENTS] if _parts(blocks, {"administrative"}) else [IN_CONTENTS]
    ordered = sorted(blocks, key=lambda block: next((n for n, own in enumerate(names) if block.block_type in own), 0))
    parts = _parts(ordered, IN_CONTENTS)
    alone = len(parts) == 1 and parts[0].template != "cms/blocks/text.html"
    return _untitled(parts) if alone else parts


def _untitled(parts: list[Part]) -> list[Part]:
    for part in parts:
        part.title = ""
    return parts


def _free(blocks: list[Any]) -> list[Section]:
    """In the order of writing; text with a heading opens a section, text without one goes on with it."""
    sections: list[Section] = []
    for block in blocks:
        parts = list(_drawn(block, blocks))
        title = HEADINGS[block.block_type]
        if block.block_type != "administrative":
            title, parts[0].title = parts[0].title, ""
        if title or not sections:
            sections.append(Section(title))
        sections[-1].parts += parts
    titled = [section for section in sections if section.title]
    for place, section in enumerate(titled if len(titled) > 1 else [], 1):
        section.number = str(place)
        _count(section.parts, f"{place}.")
    return sections


def _count(parts: list[Part], prefix: str) -> list[Part]:
    for place, part in enumerate((part for part in parts if part.title), 1):
        part.number = f"{prefix}{place}"
    return parts


def _parts(blocks: list[Any], names: Iterable[str]) -> list[Part]:
    return [part for block in blocks if block.block_type in names for part in _drawn(block, blocks)]


def _drawn(block: Any, blocks: list[Any]) -> Iterator[Part]:
    name, value = block.block_type, block.value
    if name == "administrative":
        yield from (Part(*part) for part in parts_of(value))
    elif name == "contents":
        yield Part("cms/blocks/text.html", value["text"], value["heading"])
    elif name == "steps":
        yield Part("cms/blocks/steps.html", _table(value, blocks), HEADINGS[name])
    elif name == "records":
        shown = {column for column in ("code", "keeper", "disposal") if any(row[column] for row in value)}
        yield Part("cms/blocks/records.html", {"rows": value, "shown": shown}, HEADINGS[name])
    elif name in ("purpose", "scope"):
        yield Part("cms/blocks/text.html", value, HEADINGS[name])
    else:
        yield Part(f"cms/blocks/{name}.html", value, HEADINGS[name])


def _table(value: Mapping[str, Any], blocks: list[Any]) -> dict[str, Any]:
    """The step table with what it adds up to; the limit of an administrative procedure stands in its own part."""
    above = [number(one.value["time_limit_days"]) for one in blocks if one.block_type == "administrative"]
    limit = None if any(days is not None for days in above) else value["time_limit_days"]
    total = sum((step_days(step) for step in value["steps"]), NOTHING)
    return {"steps": value["steps"], "time_limit_days": limit, "total": shown(total) if total else ""}
