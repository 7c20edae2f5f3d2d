"""Tables that lay a section out ("5.1 | Cơ sở pháp lý") become headings, text and smaller tables again."""

import re
from collections.abc import Iterator

from cms.word.columns import kind_of_table
from cms.word.pieces import Block, Cell, Paragraph, Run, Table

NUMBER = re.compile(r"^\d{1,2}(?:\.\d{1,2}){1,3}\.?$|^[IVX]{1,5}\.?$|^\d{1,2}\.$")
PART_OF_SECTION = re.compile(r"^\d{1,2}(?:\.\d{1,2}){1,3}\.?$")


def unrolled(table: Table) -> Iterator[Block]:
    """The table itself, unless it only lays text out."""
    if len(table.rows) == 1 and len(table.rows[0]) == 1:
        for block in table.rows[0][0].blocks:
            yield from unrolled(block) if isinstance(block, Table) else [block]
    elif _lays_out(table):
        yield from _taken_apart(table)
    else:
        yield table


def _lays_out(table: Table) -> bool:
    """Two rows at least begin with the number of a section and go on with words."""
    if kind_of_table(table) is not None:
        return False
    return sum(_is_heading(row) and bool(PART_OF_SECTION.match(row[0].text)) for row in table.rows) >= 2


def _is_heading(row: list[Cell]) -> bool:
    return len(row) > 1 and bool(NUMBER.match(row[0].text)) and bool(row[1].text) and len(row[1].text) <= 200


def _taken_apart(table: Table) -> Iterator[Block]:
    held = Table()
    for number, row in enumerate(table.rows):
        if _is_heading(row):
            yield from _released(held)
            held = Table()
            yield _heading(row)
            if len(row) > 2 and _heads_columns(table, number):
                held.rows.append(_shifted(row[2:], row[1]))
            else:
                for cell in row[2:]:
                    yield from cell.blocks
            continue
        if kind_of_table(Table([row])) is not None:
            yield from _released(held)
            held = Table()
        held.rows.append(row)
    yield from _released(held)


def _heading(row: list[Cell]) -> Paragraph:
    return Paragraph([Run(f"{row[0].text.rstrip('.')}. {row[1].text}".replace("\n", " "), bold=True)])


def _heads_columns(table: Table, number: int) -> bool:
    """Whether a heading's row also names the columns below: "5.2 | Thành phần hồ sơ | Bản chính | Bản sao"."""
    return kind_of_table(Table([table.rows[number]])) is not None


def _shifted(cells: list[Cell], title: Cell) -> list[Cell]:
    return [title, *cells]


def _released(held: Table) -> Iterator[Block]:
    """Rows between two headings: a table where they have columns of a known kind, else their text."""
    if kind_of_table(held) is not None:
        yield held
        return
    plain = all(sum(bool(cell.text) for cell in row) <= 1 for row in held.rows)
    if not plain and held.rows:
        yield held
        return
    for row in held.rows:
        for cell in row:
            for block in cell.blocks:
                yield from unrolled(block) if isinstance(block, Table) else [block]
