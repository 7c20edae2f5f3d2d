"""A document's body as plain pieces that a typesetter can draw: no markup, no style, only what stands there."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Run:
    """Text of one look; a line break is "\\n"."""

    text: str
    bold: bool = False
    italic: bool = False


Runs = tuple[Run, ...]


@dataclass(frozen=True)
class Heading:
    level: int  # 1 to 3
    runs: Runs


@dataclass(frozen=True)
class Paragraph:
    runs: Runs


@dataclass(frozen=True)
class Listing:
    """A list; each item is a row of blocks, so that lists may lie inside."""

    ordered: bool
    items: tuple[tuple["Block", ...], ...]


@dataclass(frozen=True)
class Terms:
    """Terms with their meanings; a term without a meaning, or the other way round, leaves the other empty."""

    rows: tuple[tuple[Runs, Runs], ...]


@dataclass(frozen=True)
class Table:
    """Rows of cells, all equally long. The first `heads` rows repeat on each page.

    A cell is a row of blocks; None stands where the cell at its left reaches over this column as well.
    """

    rows: tuple[tuple["Cell", ...], ...]
    heads: int = 0
    caption: Runs = ()


Block = Heading | Paragraph | Listing | Terms | Table
Cell = tuple[Block, ...] | None


def plain(runs: Runs) -> str:
    """The words alone."""
    return "".join(run.text for run in runs)


def cell_text(cell: Cell) -> str:
    """The words of a cell, a line for each block that has any of its own."""
    return "\n".join(block_text(block) for block in cell or ())


def block_text(block: Block) -> str:
    """The words of a block, lists and tables included."""
    match block:
        case Heading(runs=runs) | Paragraph(runs=runs):
            return plain(runs)
        case Listing(items=items):
            return "\n".join(cell_text(item) for item in items)
        case Terms(rows=rows):
            return "\n".join(f"{plain(term)}: {plain(meaning)}" for term, meaning in rows)
        case Table(rows=rows):
            return "\n".join(cell_text(cell) for row in rows for cell in row)


def headings(blocks: tuple[Block, ...]) -> list[Heading]:
    """The headings in their order: what a list of contents shows."""
    return [block for block in blocks if isinstance(block, Heading)]


def as_data(block: Block, widths: Any) -> dict:
    """The block as JSON values; `widths(table)` gives the columns' widths in millimetres."""
    match block:
        case Heading(level=level, runs=runs):
            return {"kind": "heading", "level": level, "runs": runs_data(runs)}
        case Paragraph(runs=runs):
            return {"kind": "paragraph", "runs": runs_data(runs)}
        case Listing(ordered=ordered, items=items):
            return {"kind": "list", "ordered": ordered, "items": [_cell(item, widths) for item in items]}
        case Terms(rows=rows):
            return {"kind": "terms", "rows": [[runs_data(term), runs_data(meaning)] for term, meaning in rows]}
        case Table(rows=rows, heads=heads, caption=caption):
            return {
                "kind": "table",
                "caption": runs_data(caption),
                "heads": heads,
                "widths": widths(block),
                "rows": [list(_cells(row, widths)) for row in rows],
            }


def _cells(row: tuple[Cell, ...], widths: Any) -> Iterator[dict]:
    """The cells of a row with how many columns each takes and in which it begins."""
    for place, cell in enumerate(row):
        if cell is not None:
            further = next((i for i, after in enumerate(row[place + 1 :]) if after is not None), len(row) - place - 1)
            yield {"column": place, "span": 1 + further, "blocks": _cell(cell, widths)}


def _cell(cell: tuple[Block, ...], widths: Any) -> list[dict]:
    return [as_data(block, widths) for block in cell]


def runs_data(runs: Runs) -> list[dict]:
    return [{"text": run.text, "bold": run.bold, "italic": run.italic} for run in runs]
