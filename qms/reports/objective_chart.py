"""The figures of an objective drawn by the server: a line of values, the target as a stair; black, prints anywhere."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape

from qms.objective_figures import plain, shown

WIDTH, HEIGHT = 720, 260
LEFT, RIGHT, TOP, BOTTOM = 64, 20, 24, 40
SIZE = 13
ROOM = 58  # from one label of a period to the next
LABELLED = 10  # values written beside their points


@dataclass(frozen=True)
class Point:
    """One period: its name, its last day, the measured value, the target then, whether it was reached."""

    label: str
    day: dt.date
    value: Decimal | None
    target: Decimal | None
    met: bool | None


At = Callable[[int], float]
Level = Callable[[Decimal], float]


def chart(points: Sequence[Point], *, title: str, text: str, name: str) -> str:
    """The chart as SVG: `points` oldest first; what missed its target is an open square, what met it a full circle."""
    levels = [level for point in points for level in (point.value, point.target) if level is not None]
    low, high = _bounds(levels)
    inner = WIDTH - LEFT - RIGHT

    def x(place: int) -> float:
        return round(LEFT + inner * (place + 0.5) / max(len(points), 1), 1)

    def y(level: Decimal) -> float:
        return round(TOP + (HEIGHT - TOP - BOTTOM) * float(1 - (level - low) / (high - low)), 1)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
        f'role="img" aria-labelledby="{name}-title {name}-desc" font-family="Liberation Sans, sans-serif" '
        f'font-size="{SIZE}" fill="currentColor" stroke="none">',
        f'<title id="{name}-title">{escape(title)}</title><desc id="{name}-desc">{escape(text)}</desc>',
        _axes(low, high, y),
        _names(points, x),
        _target(points, x, y, inner),
        _values(points, x, y),
        "</svg>",
    ]
    return "".join(parts)


def _bounds(levels: Sequence[Decimal]) -> tuple[Decimal, Decimal]:
    """Lowest and highest level of the drawing, with room above and below."""
    if not levels:
        return Decimal(0), Decimal(1)
    low, high = min(levels), max(levels)
    room = (high - low) * Decimal("0.15") or abs(high) * Decimal("0.1") or Decimal(1)
    return (max(low - room, Decimal(0)) if low >= 0 else low - room), high + room


def _axes(low: Decimal, high: Decimal, y: Level) -> str:
    lines = [f'<path d="M{LEFT} {TOP}V{y(low)}H{WIDTH - RIGHT}" stroke="currentColor" fill="none"/>']
    for level in (low, (low + high) / 2, high):
        words = plain(round(level, 1) if high - low >= 1 else round(level, 3))
        lines.append(f'<text x="{LEFT - 6}" y="{y(level) + 4}" text-anchor="end">{words}</text>')
    return "".join(lines)


def _names(points: Sequence[Point], x: At) -> str:
    every = max(1, -(-len(points) * ROOM // (WIDTH - LEFT - RIGHT)))
    return "".join(
        f'<text x="{x(place)}" y="{HEIGHT - 14}" text-anchor="middle">{escape(point.label)}</text>'
        for place, point in enumerate(points)
        if place % every == 0
    )


def _target(points: Sequence[Point], x: At, y: Level, inner: int) -> str:
    """A dashed stair: the target of each period across its width."""
    half, path = inner / max(len(points), 1) / 2, []
    before: Decimal | None = None
    for place, point in enumerate(points):
        if point.target is None:
            before = None
            continue
        begin = f"{round(x(place) - half, 1)} {y(point.target)}"
        path.append(f"M{begin}" if before is None else f"L{begin}")
        path.append(f"H{round(x(place) + half, 1)}")
        before = point.target
    return f'<path d="{"".join(path)}" stroke="currentColor" stroke-dasharray="6 3" fill="none"/>' if path else ""


def _values(points: Sequence[Point], x: At, y: Level) -> str:
    measured = [(place, point) for place, point in enumerate(points) if point.value is not None]
    line = "L".join(f"{x(place)} {y(point.value)}" for place, point in measured if point.value is not None)
    drawn = [f'<path d="M{line}" stroke="currentColor" stroke-width="2.5" fill="none"/>'] if len(measured) > 1 else []
    for place, point in measured:
        drawn.append(_mark(x(place), y(point.value or Decimal(0)), point.met))
        if len(measured) <= LABELLED:
            height = y(point.value or Decimal(0)) - 10
            drawn.append(f'<text x="{x(place)}" y="{height}" text-anchor="middle">{shown(point.value)}</text>')
    return "".join(drawn)


def _mark(x: float, y: float, met: bool | None) -> str:
    if met is False:
        return (
            f'<rect x="{x - 5}" y="{y - 5}" width="10" height="10" class="chart-missed" fill="white" '
            'stroke="currentColor" stroke-width="2"/>'
        )
    return f'<circle cx="{x}" cy="{y}" r="4.5"/>'
