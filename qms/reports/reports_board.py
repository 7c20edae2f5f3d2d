"""The page over all units in words: cells, figures of each quarter, a line through time, workbook."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from html import escape
from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from django.utils.formats import localize
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, gettext_lazy, pgettext
from django.utils.translation import gettext as _

from qms.consolidating.board import Board, Column, Line, Told
from qms.consolidating.frozen import said_state
from qms.consolidating.states import LOOKS, Judged, Standing
from qms.enums import UnitKind
from qms.objective_figures import plain
from qms.reporting_enums import LineKind
from qms.reports.consolidations import share
from qms.reports.objective_chart import Point, chart

SPRITE = "vendor/icons.svg"
DIGITS = 32  # of a uid without dashes
NOBODY = "00000000-0000-0000-0000-000000000000"
RETURNED = str(Standing.RETURNED)
GROUPED = 1000  # from which a number is written with separators
JOINED = gettext_lazy(
    "A quarter holds the quarterly reports of it and, in the second and the fourth, the half-yearly reports that end "
    "with it. Late: submitted after the day on which it was due. Missing: that day has passed and nothing is in. A "
    "correction of an accepted report is not late by its own day."
)
REACHED = (Standing.ACCEPTED, Standing.SUBMITTED)


def short(state: str) -> str:
    """A state in one or two short words, for a cell."""
    return {
        "accepted": pgettext("cell of reports", "accepted"),
        "submitted": pgettext("cell of reports", "submitted"),
        "returned": pgettext("cell of reports", "returned"),
        "open": pgettext("cell of reports", "not yet due"),
        "missing": pgettext("cell of reports", "missing"),
        "excused": pgettext("cell of reports", "not owed"),
    }[str(state)]


@cache
def _inner(state: str, late: bool, language: str) -> str:
    """Sign and words of a state; the same few for every cell."""
    sign = format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        static(SPRITE),
        LOOKS[Standing(state)][1],
    )
    delay = late and state != Standing.MISSING
    said = format_html("<small>{}</small>", pgettext("cell of reports", "late")) if delay else ""
    return str(format_html("{}<span>{}{}</span>", sign, short(state), said))


def rows_of(lines: Iterable[Line], columns: Sequence[Column], as_of: Any = None) -> list[tuple[Line, str]]:
    """Each line with its row as HTML: made here, since a grid has thousands of cells that are all alike."""
    labels = [escape(column.quarter.label) for column in columns]
    empty = [f'<td class="rb-none" data-label="{label}"><span aria-hidden="true">–</span></td>' for label in labels]
    root, language = reverse("periodic_report", args=[NOBODY]), get_language() or ""
    before, after = root.split(NOBODY)
    address = f"{reverse('periodic_reports')}?unit="
    day = f"&amp;as_of={as_of.isoformat()}" if as_of else ""
    frames: dict[Any, tuple[str, str]] = {}
    rows: list[tuple[Line, str]] = []
    for line in lines:
        unit = line.holder
        parts = [
            f'<tr><td class="row-title"><div><a href="{address}{unit.unit_id}{day}">{escape(unit.name)}</a> '
            f'<span class="text-secondary">{escape(unit.code)}</span></div></td>'
        ]
        for place, (_period, judged) in enumerate(line.cells):
            if judged is None:
                parts.append(empty[place])
                continue
            state, late, counts, newest = judged
            report = counts or (newest if newest is not None and newest.status == RETURNED else None)
            key = (place, state, late, report is None)
            if key not in frames:
                frames[key] = _frame(judged, labels[place], language, None if report is None else (before, after))
            start, end = frames[key]
            if report is None:
                parts.append(start)
                continue
            uid = report.uid
            if len(uid) == DIGITS:  # one database keeps it as plain digits, addresses have it with dashes
                uid = f"{uid[:8]}-{uid[8:12]}-{uid[12:16]}-{uid[16:20]}-{uid[20:]}"
            parts.append(start + uid + end)
        parts.append("</tr>\n")
        rows.append((line, mark_safe("".join(parts))))  # noqa: S308 - escaped above, the rest is ours
    return rows


def _frame(judged: Judged, label: str, language: str, address: tuple[str, str] | None) -> tuple[str, str]:
    """A cell before and after the uid of the report that it leads to; the same for all cells of a look."""
    inner = _inner(judged.state, judged.late, language)
    shade = "late" if judged.late and judged.state in REACHED else judged.state
    start = f'<td class="rb-{shade}" data-label="{label}">'
    if address is None:
        return f'{start}<span class="rb-cell">{inner}</span></td>', ""
    return f'{start}<a class="rb-cell" href="{address[0]}', f'{address[1]}">{inner}</a></td>'


@dataclass(frozen=True)
class TrendRow:
    """One quarter of the line that is followed."""

    label: str
    numerator: str
    denominator: str
    rate: str
    reports: int


@dataclass(frozen=True)
class Trend:
    """The line through time: drawn, and as a table."""

    title: str
    is_share: bool
    rows: list[TrendRow]
    drawing: str

    @property
    def drawn_rows(self) -> str:
        """The rows of its table as HTML."""
        shown = ("numerator", "denominator", "rate", "reports") if self.is_share else ("numerator", "reports")
        rows = [
            f'<tr><th scope="row">{escape(row.label)}</th>'
            f"{numbers_of([str(getattr(row, name)) or '–' for name in shown])}</tr>"
            for row in self.rows
        ]
        return mark_safe("".join(rows))  # noqa: S308 - escaped


def numbers_of(texts: Iterable[Any]) -> str:
    """Cells of numbers."""
    cells = [f'<td class="num">{escape(str(text))}</td>' for text in texts]
    return mark_safe("".join(cells))  # noqa: S308 - escaped


def heads(columns: Sequence[Column]) -> str:
    """The quarters above the table of figures."""
    labels = [escape(column.quarter.label) for column in columns]
    return mark_safe("".join(f'<th scope="col">{label}</th>' for label in labels))  # noqa: S308 - escaped


def short_heads(columns: Sequence[Column]) -> str:
    """The quarters above the grid, below their years."""
    quarters = [(escape(column.quarter.label), column.quarter.number) for column in columns]
    cells = [f'<th scope="col"><abbr title="{label}">Q{number}</abbr></th>' for label, number in quarters]
    return mark_safe("".join(cells))  # noqa: S308 - escaped


def said_trend(title: str, kind: str, told: Sequence[Told]) -> Trend:
    """The chart and its table."""
    is_share = kind == LineKind.RATIO
    rates = [share(one.numerator, one.denominator) if is_share else one.numerator for one in told]
    rows = [
        TrendRow(
            one.quarter.label, plain(one.numerator), plain(one.denominator) if is_share else "",
            f"{plain(rate)}\N{NO-BREAK SPACE}%" if is_share and rate is not None else "", one.reports,
        )
        for one, rate in zip(told, rates, strict=True)
    ]  # fmt: skip
    points = [
        Point(one.quarter.label, one.quarter.ends, None if rate is None else Decimal(rate), None, None)
        for one, rate in zip(told, rates, strict=True)
    ]
    text = "; ".join(f"{row.label}: {row.rate or row.numerator or '–'}" for row in rows)
    drawing = chart(points, title=title, text=text, name="trend")
    return Trend(title, is_share, rows, mark_safe(drawing))  # noqa: S308 - drawn and escaped by us


class ReportsBoardExport:
    """The page as a form for paper, or CSV: each state in words, below the lines the figures of each quarter."""

    name = "reports-board"
    model = None

    def __init__(self, board: Board, totals: Sequence[Column], filters: Sequence[str] = ()) -> None:
        self.board, self.columns, self.filters = board, totals, filters
        self.title = f"{board.superior.name}: {_('All units by quarters')}"
        self.form_unit = board.superior

    def filter_said(self, request: Any) -> Sequence[str]:
        """What was asked for, in words."""
        return self.filters

    def export_columns(self) -> list[tuple[str, str, int]]:
        """Headers, kinds and widths."""
        head = [(_("Code"), "text", 11), (_("Unit"), "text", 53), (_("Kind of unit"), "text", 14)]
        return head + [(column.quarter.label, "text", 15) for column in self.columns]

    def cells(self, lines: Iterable[Line], as_of: Any) -> Iterator[list[Any]]:
        """A row for each unit, then one for each figure."""
        kinds = dict(UnitKind.choices)
        for line in lines:
            said = [said_state(cell.judged.state, cell.judged.late) if cell.judged else "" for cell in line.cells]
            yield [line.holder.code, line.holder.name, str(kinds.get(line.holder.kind, "")), *said]
        for name, label in total_labels():
            yield ["", label, "", *(str(getattr(column.counts, name)) for column in self.columns)]


def total_labels() -> list[tuple[str, str]]:
    """The figures of a quarter, in their order."""
    said = {
        "owed": pgettext("figures of reports", "Owed"), "received": pgettext("figures of reports", "In"),
        "on_time": pgettext("figures of reports", "In time"), "late": pgettext("figures of reports", "Came late"),
        "returned": pgettext("figures of reports", "Returned"), "missing": pgettext("figures of reports", "Missing"),
        "open": pgettext("figures of reports", "Not yet due"), "excused": pgettext("figures of reports", "Not owed"),
    }  # fmt: skip
    return list(said.items())


def totals_of(columns: Sequence[Column]) -> list[tuple[str, str]]:
    """The figures of each quarter as rows of a table; what is nowhere is left out, beside the first five."""
    found = [(label, [getattr(one.counts, name) for one in columns]) for name, label in total_labels()]
    rows = [row for place, row in enumerate(found) if place < 6 or any(row[1])]
    return [
        (label, numbers_of(count if count < GROUPED else localize(count) for count in counts)) for label, counts in rows
    ]
