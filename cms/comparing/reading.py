"""Stored sections as a person reads them: facts, paragraphs and tables, led by the blocks they were written in."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cache
from typing import Any

from django.utils.translation import gettext as _
from wagtail import blocks

from cms.blocks import DocumentBody
from cms.comparing.rich import paragraphs
from cms.comparing.sides import Column, Fact, Paragraph, Row, Section, Table
from cms.comparing.values import decimal, is_whole, leaves, plain, shown
from cms.comparing.words import Words, seen, words_of

ORDER = (
    "purpose",
    "scope",
    "references",
    "definitions",
    "administrative",
    "contents",
    "objectives",
    "forms",
    "records",
)
"""The usual order of sections, whatever the order of writing; steps stand among the contents."""

HOURS_A_DAY = 8
UNIT = "duration_unit"


@cache
def _body_block() -> DocumentBody:
    return DocumentBody()


def read(body: Any) -> list[Section]:
    """The sections of a body, in their usual order."""
    found = [_section(entry) for entry in body or [] if entry]
    return sorted(found, key=lambda section: _place("contents" if section.kind == "steps" else section.kind))


def _place(kind: str) -> int:
    return ORDER.index(kind) if kind in ORDER else len(ORDER)


def _section(entry: Any) -> Section:
    if not isinstance(entry, dict) or not isinstance(entry.get("type"), str):
        return Section("other", _("Other content"), paragraphs=_loose(entry), raw=entry)
    kind, value = entry["type"], entry.get("value")
    block = _body_block().child_blocks.get(kind)
    title = _("Steps") if kind == "steps" else str(block.label) if block else seen(kind)
    section = Section(kind, title, identity=str(entry.get("id") or ""), raw=_without_ids(value))
    _gather(section, block, value, kind, title)
    if section.paragraphs and section.paragraphs[0].shown_as == "heading":
        section.heading = str(section.paragraphs[0].words)
    return section


def _gather(section: Section, block: Any, value: Any, name: str, label: str) -> None:
    """What the value holds goes where it belongs; a value that does not fit its block is read as loose words."""
    if isinstance(block, blocks.RichTextBlock) and isinstance(value, str):
        found = [Paragraph(kind, words_of(text)) for kind, text in paragraphs(value)]
        section.paragraphs += [paragraph for paragraph in found if paragraph.words]
    elif isinstance(block, blocks.ListBlock) and isinstance(value, list):
        section.tables.append(_table(block, value, name, label))
    elif isinstance(block, blocks.StructBlock) and isinstance(value, dict):
        _gather_struct(section, block, value)
    elif block is None or isinstance(block, blocks.RichTextBlock | blocks.ListBlock | blocks.StructBlock):
        section.paragraphs += _loose(value)
    elif name == "heading":
        section.paragraphs += [Paragraph("heading", found) for found in [words_of(plain(value))] if found]
    else:
        lang = "" if is_whole(block) else "vi"
        section.facts.append(Fact(label, words_of(shown(block, value)), is_whole(block), lang=lang))


def _gather_struct(section: Section, block: Any, value: dict[str, Any]) -> None:
    for name, child in block.child_blocks.items():
        _gather(section, child, value.get(name), name, str(child.label))
        if _is_timed(child):
            section.facts.append(_total_time(_rows_of(value.get(name))))
    for name in sorted(value.keys() - block.child_blocks.keys()):
        section.paragraphs += _loose(value[name])


def _loose(value: Any) -> list[Paragraph]:
    """Words that no block explains: markup in them is read as it stands."""
    return [Paragraph("text", words) for words in map(words_of, leaves(value)) if words]


def _table(block: Any, items: list[Any], name: str, title: str) -> Table:
    child = block.child_block
    if not isinstance(child, blocks.StructBlock):
        column = Column(name, str(child.label) or title, is_whole(child))
        rows = [Row((words_of(shown(child, value)),), identity) for identity, value in _items(items)]
        return Table(name, title, (column,), tuple(rows))
    columns = [
        Column(key, str(field.label), is_whole(field)) for key, field in child.child_blocks.items() if key != UNIT
    ]
    rows = [Row(tuple(_cells(child, value, columns)), identity) for identity, value in _items(items)]
    return Table(name, title, tuple(columns), tuple(rows))


def _cells(struct: Any, value: Any, columns: list[Column]) -> Iterator[Words]:
    """The cells of a row; what the row holds besides goes with its first cell, so that nothing is lost."""
    known = value if isinstance(value, dict) else {}
    more = known.keys() - struct.child_blocks.keys() if known else None
    beside = leaves(value) if more is None else leaves([known[name] for name in sorted(more)])
    for place, column in enumerate(columns):
        text = shown(struct.child_blocks[column.name], known.get(column.name))
        if text and column.name == "duration" and UNIT in struct.child_blocks:
            text = f"{text} {shown(struct.child_blocks[UNIT], known.get(UNIT) or 'day')}"
        yield words_of("\n".join([text, *beside]) if place == 0 else text)


def _items(items: Iterable[Any]) -> Iterator[tuple[str, Any]]:
    """Identity and value of each item of a list, stored with its identity or without."""
    for item in items:
        if isinstance(item, dict) and item.get("type") == "item" and "value" in item:
            yield str(item.get("id") or ""), item["value"]
        else:
            yield "", item


def _rows_of(value: Any) -> list[dict[str, Any]]:
    return [row for _identity, row in _items(value if isinstance(value, list) else []) if isinstance(row, dict)]


def _is_timed(block: Any) -> bool:
    return isinstance(block, blocks.ListBlock) and UNIT in getattr(block.child_block, "child_blocks", {})


def _total_time(rows: list[dict[str, Any]]) -> Fact:
    """The times of all steps together, in working days."""
    total = Decimal(0)
    for row in rows:
        time = decimal(row.get("duration")) or Decimal(0)
        total += time / HOURS_A_DAY if row.get(UNIT) == "hour" else time
    shown_total = plain(round(total, 3)) if total else ""
    return Fact(_("Time of all steps"), words_of(shown_total), unit=_("working days"), short=_("time"))


def _without_ids(value: Any, depth: int = 0) -> Any:
    """The stored value without the marks by which blocks are known; two of them equal mean nothing at all differs."""
    if depth > 30:
        return str(type(value))
    if isinstance(value, dict):
        wrapped = "value" in value and "type" in value
        return {key: _without_ids(inner, depth + 1) for key, inner in value.items() if not (wrapped and key == "id")}
    return [_without_ids(inner, depth + 1) for inner in value] if isinstance(value, list) else value
