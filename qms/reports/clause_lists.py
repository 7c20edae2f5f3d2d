"""Lists that follow the clauses of an edition: what a filter leaves with the headings above it, and its export."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from qms.reports.declaration import WIDTHS, Column


def with_headings(rows: Sequence[Any], left: Sequence[Any]) -> list[Any]:
    """The rows left, in their order, each below its headings. Rows have `clause` and `is_heading`."""
    above = {up for row in left for up in _above(row.clause.number)}
    kept = {id(row) for row in left}
    return [row for row in rows if id(row) in kept or (row.is_heading and row.clause.number in above)]


def _above(number: str) -> Iterator[str]:
    while "." in number:
        number = number.rpartition(".")[0]
        yield number


@dataclass(frozen=True)
class ClauseList:
    """What the exporters take: the rows that the filter left, headings not among them."""

    title: str
    name: str
    columns: Sequence[Column]

    def export_columns(self) -> list[tuple[str, str, int]]:
        """Headers, kinds and widths."""
        return [(str(column.header), column.kind, column.width or WIDTHS[column.kind]) for column in self.columns]

    def cells(self, rows: Iterable[Any], as_of: Any) -> Iterator[list[Any]]:
        """Values of every row."""
        for row in rows:
            if not row.is_heading:
                yield [column.value(row) for column in self.columns]
