"""The burn-down of a programme, drawn by the server: steps left by day, deadlines as lines; black, prints anywhere."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT = 720, 260
LEFT, RIGHT, TOP, BOTTOM = 56, 16, 30, 34
SIZE = 13
ROOM = 70  # from one label of a deadline to the next
DayAt = Callable[[dt.date], float]
LeftAt = Callable[[int], float]


@dataclass(frozen=True)
class Mark:
    """A day on the chart with its words, such as a deadline."""

    day: dt.date
    label: str


def burn_down(
    points: Sequence[tuple[dt.date, int]], total: int, marks: Sequence[Mark], *, title: str, text: str, name: str
) -> str:
    """The chart as SVG: a stair from `total` down, a straight line to the last mark, a line for each mark.

    `points`: a day and how many steps are left from it on, oldest first; `text` says the same in words.
    """
    first = points[0][0]
    last = max([points[-1][0], *(mark.day for mark in marks)])
    span = max((last - first).days, 1)

    def x(day: dt.date) -> float:
        return round(LEFT + (WIDTH - LEFT - RIGHT) * (day - first).days / span, 1)

    def y(left: int) -> float:
        return round(TOP + (HEIGHT - TOP - BOTTOM) * (1 - left / max(total, 1)), 1)

    ends = max((mark.day for mark in marks), default=last)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
        f'role="img" aria-labelledby="{name}-title {name}-desc" font-family="Liberation Sans, sans-serif" '
        f'font-size="{SIZE}" fill="currentColor" stroke="none">',
        f'<title id="{name}-title">{escape(title)}</title><desc id="{name}-desc">{escape(text)}</desc>',
        _axes(total, first, last, x, y),
        f'<path d="M{x(first)} {y(total)}L{x(ends)} {y(0)}" stroke="currentColor" stroke-dasharray="2 4" fill="none"/>',
        _stair(points, x, y),
        *_marks(marks, x),
        "</svg>",
    ]
    return "".join(parts)


def _axes(total: int, first: dt.date, last: dt.date, x: DayAt, y: LeftAt) -> str:
    bottom, right = y(0), WIDTH - RIGHT
    lines = [f'<path d="M{LEFT} {TOP}V{bottom}H{right}" stroke="currentColor" fill="none"/>']
    for left in sorted({0, total // 2, total}):
        lines.append(f'<text x="{LEFT - 6}" y="{y(left) + 4}" text-anchor="end">{left}</text>')
    years = [dt.date(year, 1, 1) for year in range(first.year + 1, last.year + 1)]
    for day in years:
        lines.append(f'<path d="M{x(day)} {bottom}v5" stroke="currentColor" fill="none"/>')
        lines.append(f'<text x="{x(day)}" y="{bottom + 18}" text-anchor="middle">{day:%m/%Y}</text>')
    if not years or x(years[0]) - LEFT > ROOM:
        lines.append(f'<text x="{LEFT}" y="{bottom + 18}">{first:%m/%Y}</text>')
    return "".join(lines)


def _stair(points: Sequence[tuple[dt.date, int]], x: DayAt, y: LeftAt) -> str:
    path = [f"M{x(points[0][0])} {y(points[0][1])}"]
    for day, left in points[1:]:
        path.append(f"H{x(day)}V{y(left)}")
    return f'<path d="{"".join(path)}" stroke="currentColor" stroke-width="2.5" fill="none"/>'


def _marks(marks: Sequence[Mark], x: DayAt) -> list[str]:
    """A dashed line for each deadline, its day above it where there is room."""
    drawn, taken = [], -float(ROOM)
    for mark in sorted(marks, key=lambda one: one.day):
        at = x(mark.day)
        drawn.append(
            f'<path d="M{at} {TOP - 6}V{HEIGHT - BOTTOM}" stroke="currentColor" stroke-dasharray="6 3" fill="none"/>'
        )
        if at - taken >= ROOM:
            end = ' text-anchor="end"' if at > WIDTH - 80 else ' text-anchor="middle"'
            drawn.append(f'<text x="{at}" y="{TOP - 12}"{end}>{escape(mark.label)}</text>')
            taken = at
    return drawn
