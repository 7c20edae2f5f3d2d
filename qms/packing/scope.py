"""Of whom, for whom and of which day an evidence pack is."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.db.models import Q

from qms import clock
from qms.models.reach import UnitPath
from qms.reaching import reached_rows

BATCH = 500  # keys in one question


def batches(keys: Iterable[Any], size: int = BATCH) -> Iterator[list[Any]]:
    """The keys in portions."""
    source = iter(keys)
    while batch := list(islice(source, size)):
        yield batch


@dataclass(frozen=True)
class PackScope:
    """The holder, the edition it is told by, who asks, the day (None: today), the view of the database that answers.

    `year`: only what proves the criteria of the edition in that year, by qms.par.
    """

    holder: Any
    edition: Any
    user: Any
    day: dt.date | None = None
    alias: str = "default"
    units: frozenset[int] = field(default_factory=frozenset)
    year: int | None = None

    @property
    def in_force_on(self) -> dt.date:
        """The day on which what is in force is asked for: today, or the last day of the year."""
        return clock.today() if self.year is None else min(dt.date(self.year, 12, 31), clock.today())

    def within(self, model: Any, *conditions: Q, unit: str = "unit_id") -> list[int]:
        """Keys of the records of the holder's own units that the asker reaches."""
        rows = reached_rows(self.user, model).using(self.alias).filter(*conditions, **{f"{unit}__in": self.units})
        return sorted(rows.order_by().values_list("pk", flat=True))

    def rows(self, model: Any) -> Any:
        """All rows of a model, in this view."""
        return model._base_manager.using(self.alias).order_by()

    def rows_of(self, model: Any, path: str, keys: Sequence[Any]) -> Iterator[Any]:
        """Querysets of the rows whose `path` leads to one of the keys, in portions."""
        for batch in batches(keys):
            yield self.rows(model).filter(**{f"{path}__in": batch})


def units_of(holder: Any, alias: str) -> frozenset[int]:
    """Keys of the units of the holder's system."""
    paths = UnitPath.objects.using(alias).filter(ancestor_id=holder.pk, inside=True)
    return frozenset(paths.values_list("unit_id", flat=True))
