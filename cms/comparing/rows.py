"""Tables row by row: rows aligned, words compared within the cells of rows that changed."""

from collections.abc import Sequence
from dataclasses import replace

from cms.comparing.aligning import Item, Pair, align
from cms.comparing.comparison import CellComparison, RowComparison, State, TableComparison
from cms.comparing.marks import Marker
from cms.comparing.sides import Column, Row, Table
from cms.comparing.words import Words


def state_of(before: bool, after: bool, *, edited: bool, moved: bool = False) -> State:
    """What happened to a thing that was there before, or is there after, or both."""
    if not before and after:
        return State.ADDED
    if before and not after:
        return State.REMOVED
    if moved:
        return State.MOVED
    return State.CHANGED if edited else State.UNCHANGED


def compare_tables(old: Sequence[Table], new: Sequence[Table], marker: Marker) -> tuple[TableComparison, ...]:
    """The tables of a section by their names; those with no row on either side left out."""
    befores, afters = ({table.name: table for table in side} for side in (old, new))
    found = []
    for name in {**afters, **befores}:
        known = afters.get(name) or befores[name]
        before, after = (side[name].rows if name in side else () for side in (befores, afters))
        if before or after:
            compared = compare_rows(known.columns, before, after, marker)
            found.append(_narrowed(TableComparison(name, known.title, known.columns, compared)))
    return tuple(found)


def _narrowed(table: TableComparison) -> TableComparison:
    """Without the columns in which neither side has anything."""
    filled = [place for place in range(len(table.columns)) if any(row.cells[place].html for row in table.rows)]
    if not filled:
        return table
    rows = tuple(replace(row, cells=tuple(row.cells[place] for place in filled)) for row in table.rows)
    return replace(table, columns=tuple(table.columns[place] for place in filled), rows=rows)


def compare_rows(
    columns: tuple[Column, ...], old: Sequence[Row], new: Sequence[Row], marker: Marker
) -> tuple[RowComparison, ...]:
    """Every row of both sides once."""
    pairs = align([_item(row) for row in old], [_item(row) for row in new], marker.allowance)
    return tuple(_compare_row(columns, old, new, pair, marker) for pair in pairs)


def _item(row: Row) -> Item:
    content = tuple(cell.words for cell in row.cells)
    bag = frozenset().union(*(cell.bag for cell in row.cells)) if row.cells else frozenset()
    return Item(content, row.key, row.identity, bag)


def _compare_row(
    columns: tuple[Column, ...], old: Sequence[Row], new: Sequence[Row], pair: Pair, marker: Marker
) -> RowComparison:
    blank = (Words(),) * len(columns)
    befores = old[pair.old].cells if pair.old is not None else blank
    afters = new[pair.new].cells if pair.new is not None else blank
    both = pair.old is not None and pair.new is not None
    cells = tuple(
        _compare_cell(column, before, after, marker, spoken=both)
        for column, before, after in zip(columns, befores, afters, strict=True)
    )
    edited = both and any(cell.changed for cell in cells)
    state = state_of(pair.old is not None, pair.new is not None, moved=pair.moved, edited=edited)
    return RowComparison(state, cells, _number(pair.old), _number(pair.new), edited=edited)


def _number(place: int | None) -> int | None:
    return None if place is None else place + 1


def _compare_cell(column: Column, old: Words, new: Words, marker: Marker, *, spoken: bool) -> CellComparison:
    """In a row that came or went whole, the row itself says so to a screen reader."""
    marked = marker.between(old, new, whole=column.whole, spoken=spoken)
    return CellComparison(column, marked.html, marked.changed)
