"""Rows of a large sheet on disk instead of in memory, to be walked over again and again."""

import pickle  # noqa: S403 - only what this process wrote itself into a file without a name
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

HEAD = 200
"""Rows that are kept at hand for looking at the header."""
IN_MEMORY = 2_000
"""Rows of a sheet that is small enough to be held as it is."""
BLOCK = 500
IN_MEMORY_BYTES = 4 * 1024 * 1024


@dataclass(slots=True)
class Row:
    """One row; `number` is the one that the spreadsheet program shows."""

    number: int
    cells: list

    def cell(self, column):
        """The value at a column counted from 0, or None."""
        return self.cells[column] if 0 <= column < len(self.cells) else None


class Spool:
    """Rows in a file without a name, which is gone with them. Walks may not run side by side."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self.file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY_BYTES)  # noqa: SIM115 - closed with the spool
        self.head: list[Row] = []
        self.count = 0
        rows = iter(rows)
        while block := list(islice(rows, BLOCK)):
            if not self.head:
                self.head = block[:HEAD]
            self.count += len(block)
            pickle.dump([(row.number, row.cells) for row in block], self.file, pickle.HIGHEST_PROTOCOL)

    def __del__(self) -> None:
        self.file.close()

    def __iter__(self) -> Iterator[Row]:
        place = 0
        for _block in range(0, self.count, BLOCK):
            self.file.seek(place)
            block = pickle.load(self.file)  # noqa: S301 - written above
            place = self.file.tell()
            for number, cells in block:
                yield Row(number, cells)

    def __len__(self) -> int:
        return self.count

    def __getitem__(self, place: Any) -> Any:
        if isinstance(place, slice):
            return list(islice(self, place.start, place.stop, place.step))
        return next(islice(self, place, None))


def held(rows: Iterable[Row]) -> Any:
    """The rows as a list, or as a Spool where they are many."""
    rows = iter(rows)
    first = list(islice(rows, IN_MEMORY + 1))
    if len(first) <= IN_MEMORY:
        return first
    return Spool(chained(first, rows))


def chained(first: list[Row], rest: Iterator[Row]) -> Iterator[Row]:
    """The first rows, let go as they are passed on, then the rest."""
    first.reverse()
    while first:
        yield first.pop()
    yield from rest
