"""Lists of declared columns as they leave: what comes back is unchanged."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from django.db.models import QuerySet

from qms.imports.fields import Field, lazy_title
from qms.reports.declaration import BATCH, Column, Report


def columns_of(fields: Sequence[Field]) -> tuple[Column, ...]:
    """Columns titled by the names by which they are read again; empty texts stay empty cells."""
    return tuple(Column(lazy_title(one), said(one), one.exported_as, one.width) for one in fields)


def said(one: Field) -> Any:
    return lambda record: empty_as_none(one.says(record))


def empty_as_none(value: Any) -> Any:
    return None if value == "" else value


class DeclaredExport(Report):
    """A list read in batches, with what its rows say beside their own columns."""

    order: Sequence[str] = ("id",)

    def learn(self, records: list[Any]) -> None:
        """Read set-wise what records say beside their own columns."""

    def cells(self, rows: QuerySet, as_of: Any) -> Iterator[list[Any]]:
        records = rows.iterator(chunk_size=BATCH)
        while batch := list(islice(records, BATCH)):
            self.learn(batch)
            for record in batch:
                yield [column.value(record) for column in self.columns]
