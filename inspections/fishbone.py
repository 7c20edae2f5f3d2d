"""The Ishikawa diagram, drawn by the server: spine, six bones, what stands on each; black lines that print anywhere.

The picture shows the first lines of each branch; the whole texts always stand in the list beside it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

WIDTH, HEAD, MARGIN = 720, 140, 10  # as wide as the column of a record's page: nothing of it is cut off
LINE, SIZE = 17, 14
LETTERS = 17  # characters that fit beside a bone
HEAD_LETTERS = 17
MOST_LINES, MOST_HEAD = 10, 7
SLANT = 36  # how far a bone leans


@dataclass(frozen=True)
class Bone:
    """A branch: its name and the lines that are drawn of what stands on it."""

    label: str
    lines: Sequence[str]


def wrapped(text: str, letters: int, most: int) -> list[str]:
    """Lines of at most so many letters; an ellipsis ends what did not fit."""
    lines: list[str] = []
    for paragraph in text.splitlines():
        lines.extend(_lines(paragraph, letters))
    if len(lines) <= most:
        return lines
    return [*lines[: most - 1], f"{lines[most - 1][: letters - 1]}…"]


def _lines(paragraph: str, letters: int) -> list[str]:
    lines, here = [], ""
    for word in paragraph.split():
        for piece in [word[at : at + letters] for at in range(0, len(word), letters)]:
            if here and len(here) + 1 + len(piece) > letters:
                lines.append(here)
                here = piece
            else:
                here = f"{here} {piece}".strip()
    return [*lines, here] if here else lines


def fishbone(branches: Sequence[tuple[str, str]], effect: str, *, title: str, name: str) -> str:
    """The diagram as SVG. `branches`: label and text, in turns above and below; `name`: unique on the page."""
    bones = [Bone(label, wrapped(text, LETTERS, MOST_LINES)) for label, text in branches]
    above, below = bones[::2], bones[1::2]
    head = wrapped(effect, HEAD_LETTERS, MOST_HEAD)
    beside = len(head) * LINE // 2 + LINE
    upper, lower = (max(_depth(side), beside) for side in (above, below))
    spine, height = MARGIN + upper, MARGIN * 2 + upper + lower
    said = "; ".join(f"{bone.label}: {' '.join(bone.lines)}" for bone in bones if bone.lines)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        f'role="img" aria-labelledby="{name}-title {name}-desc" font-family="Liberation Serif, serif" '
        f'font-size="{SIZE}" fill="currentColor" stroke="none">',
        f'<title id="{name}-title">{escape(title)}</title><desc id="{name}-desc">{escape(f"{effect}. {said}")}</desc>',
        *_spine(spine, head),
        *(_bone(bone, place, spine, upper, up=True) for place, bone in enumerate(above)),
        *(_bone(bone, place, spine, lower, up=False) for place, bone in enumerate(below)),
        "</svg>",
    ]
    return "".join(parts)


def _depth(side: Sequence[Bone]) -> int:
    """How far the bones of a side reach: room for the longest text and the branch's name."""
    return max([len(bone.lines) for bone in side], default=0) * LINE + LINE * 3


def _spine(y: int, lines: Sequence[str]) -> list[str]:
    """The line to the head, its arrow, and what is explained in a box."""
    left = WIDTH - HEAD - MARGIN
    top = y - len(lines) * LINE // 2 - 6
    words = [_text(left + 8, top + 4 + LINE * number, one) for number, one in enumerate(lines, 1)]
    return [
        f'<path d="M{MARGIN} {y}H{left - 8}" stroke="currentColor" stroke-width="3" fill="none"/>',
        f'<path d="M{left} {y}l-12 -6v12z"/>',
        f'<rect x="{left}" y="{top}" width="{HEAD}" height="{len(lines) * LINE + 16}" rx="4" fill="none" '
        'stroke="currentColor" stroke-width="2"/>',
        *words,
    ]


def _bone(bone: Bone, place: int, spine: int, depth: int, *, up: bool) -> str:
    """One bone, its name at the far end and its text along it."""
    step = (WIDTH - HEAD - MARGIN * 2 - SLANT) // 3
    foot = MARGIN + SLANT + step * (place + 1) - 24
    tip_x, tip_y = foot - SLANT, spine - depth + LINE + 6 if up else spine + depth - LINE - 6
    left = foot - step + 8
    label_y = tip_y - 6 if up else tip_y + LINE
    first = tip_y + LINE if up else spine + LINE + 4
    words = [_text(left, first + LINE * number, one) for number, one in enumerate(bone.lines)]
    line = f'<path d="M{foot} {spine}L{tip_x} {tip_y}" stroke="currentColor" stroke-width="2" fill="none"/>'
    return line + _text(left, label_y, bone.label, bold=True) + "".join(words)


def _text(x: float, y: float, words: str, *, bold: bool = False) -> str:
    weight = ' font-weight="bold"' if bold else ""
    return f'<text x="{x}" y="{y}"{weight}>{escape(words)}</text>'
