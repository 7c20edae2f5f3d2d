"""How wide the columns of a document's table are: enough for the longest word, the rest by how much they hold."""

import re

from qms.printing.blocks import Table, cell_text

CHARACTER_MM = 2.15  # an average one at 11 points
PADDING_MM = 3.2
NARROWEST_MM = 10.5
LONGEST_WORD = 14  # longer ones may break
HEAVIEST = 160  # characters; a longer cell does not make its column any wider


def column_widths(table: Table, width_mm: float) -> list[float]:
    """Widths in millimetres that add up to the given one."""
    columns = list(zip(*table.rows, strict=True))
    # A cell over several columns takes what they have.
    spanning = {(y, x - 1) for y, row in enumerate(table.rows) for x, cell in enumerate(row) if cell is None and x}
    texts = [
        ["" if (y, x) in spanning else cell_text(cell) for y, cell in enumerate(column)]
        for x, column in enumerate(columns)
    ]
    least = [_millimetres(max(map(_longest_word, column))) for column in texts]
    wanted = [_millimetres(max(map(_longest_line, column))) for column in texts]
    if sum(least) >= width_mm:
        return [round(width_mm * own / sum(least), 2) for own in least]
    return [round(own, 2) for own in _shared(least, wanted, texts, width_mm)]


def _shared(least: list[float], wanted: list[float], texts: list[list[str]], width_mm: float) -> list[float]:
    """Give the room that is left to the columns that want more, by how much they hold."""
    weights = [max(min(len(text), HEAVIEST) for text in column) for column in texts]
    widths = list(least)
    for _ in range(len(widths)):
        open_ones = [i for i, own in enumerate(widths) if own < wanted[i] - 0.01]
        room = width_mm - sum(widths)
        if not open_ones or room < 0.01:
            break
        total = sum(weights[i] for i in open_ones)
        for i in open_ones:
            widths[i] = min(wanted[i], widths[i] + room * weights[i] / total)
    room = width_mm - sum(widths)
    return [own + room * own / sum(widths) for own in widths]


def _millimetres(characters: int) -> float:
    return max(characters * CHARACTER_MM + PADDING_MM, NARROWEST_MM)


def _longest_word(text: str) -> int:
    return min(max(map(len, re.split(r"\s", text))), LONGEST_WORD)


def _longest_line(text: str) -> int:
    return min(max(map(len, text.split("\n"))), HEAVIEST)
