"""Rows of who must read what: two querysets of meetings joined into one statement, each pair of issue and person once.

Lists use them as they use a queryset: filter, order_by, slices, count, iterator.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import Q, QuerySet

from qms.folding import fold
from qms.models.documents import Document, Issue
from qms.models.organisation import Unit
from qms.models.people import User

OPEN = "(confirmed_day IS NULL OR (year > 0 AND confirmed_day < begins))"
"""Not confirmed, or not since the year's round began."""

HIT = ("issue_key", "user_id", "unit_id", "year", "begins", "due_day", "confirmed_day")

COLUMNS = (
    "issue_key, user_id, MIN(unit_id) AS unit_id, MAX(year) AS year, MIN(due_day) AS due_day, "
    f"MIN(CASE WHEN {OPEN} THEN due_day END) AS open_day, MAX(confirmed_day) AS confirmed_day"
)

ORDERS = {
    "number": ("document_number", "issue_key"),
    "title": ("document_title", "issue_key"),
    "person": ("person_order", "user_id"),
    "unit": ("unit_order", "unit_id"),
    "due_on": (None, f"COALESCE(MIN(CASE WHEN {OPEN} THEN due_day END), MIN(due_day))"),
    "confirmed_on": (None, "MAX(confirmed_day)"),
    "id": (None, "issue_key"),
    "user": (None, "user_id"),
}
"""By the name of an order: what of the meetings it needs beside HIT, and what decides between equals, or is it."""


@dataclass
class State:
    """How one reading stands: `due_on` of what is open, else of what was done."""

    due_on: dt.date
    confirmed_on: dt.date | None
    is_open: bool
    state: str
    """todo, overdue or done."""


@dataclass
class Reading:
    """That a person must read an issue. `due_on` of what is open, or of what was done; `round` counts years."""

    issue: Issue
    person: User
    unit: Unit
    due_on: dt.date
    confirmed_on: dt.date | None
    is_open: bool
    round: int
    state: str
    """todo, overdue or done."""

    @property
    def document(self) -> Document:
        """The document of the issue."""
        return self.issue.document

    def get_absolute_url(self) -> str:
        """Where it is read."""
        return self.issue.get_absolute_url()


class Readings:
    """Lazy rows; every method returns new ones. `in_state`: open, todo, overdue or done."""

    model = Issue

    def __init__(self, day: dt.date, arms: Sequence[QuerySet]) -> None:
        self.day, self.arms = day, list(arms)
        self.state, self.order = "", ("number", "person")
        self.low, self.high = 0, None
        self.db = arms[0].db

    def _with(self, **changed: Any) -> "Readings":
        made = copy(self)
        made.__dict__.update(changed)
        return made

    @property
    def query(self) -> SimpleNamespace:
        """What tables ask of a queryset: its order."""
        return SimpleNamespace(order_by=self.order)

    def all(self) -> "Readings":
        """The same rows."""
        return self._with()

    def filter(self, *conditions: Q, **values: Any) -> "Readings":
        """Narrow by the names that `qms.reading` gives the meetings."""
        if not conditions and not values:
            return self
        return self._with(arms=[arm.filter(*conditions, **values) for arm in self.arms])

    def search(self, text: str) -> "Readings":
        """Rows whose document or person holds every word."""
        rows = self
        for word in fold(text).split()[:8]:
            rows = rows.filter(Q(document_words__contains=word) | Q(person_words__contains=word))
        return rows

    def in_state(self, state: str) -> "Readings":
        """Narrow to what is open, still in time (todo), overdue or done."""
        return self._with(state=state)

    def order_by(self, *names: str) -> "Readings":
        """Order by names of ORDERS, each with - for the other way."""
        return self._with(order=tuple(str(name) for name in names if str(name).lstrip("-") in ORDERS))

    def values(self, *names: str) -> "Readings":
        """The same: rows are cheap to count."""
        return self

    def __getitem__(self, asked: slice) -> "Readings":
        low, high = asked.start or 0, asked.stop
        return self._with(low=self.low + low, high=None if high is None else self.low + high)

    def count(self) -> int:
        """How many, within the slice."""
        sql, params = self._grouped("1 AS one", ordered=False)
        counted = f"SELECT COUNT(*) FROM ({sql}) counted"  # noqa: S608 - made of this module's names
        return int(self._run(counted, params)[0][0]) if sql else 0

    def exists(self) -> bool:
        """Whether there is any."""
        return bool(self[:1].count())

    def tallies(self) -> dict[int, tuple[int, int]]:
        """By key of the issue: how many have confirmed, of how many."""
        sql, params = self._grouped(f"issue_key, MAX(CASE WHEN {OPEN} THEN 1 ELSE 0 END) AS is_open", ordered=False)
        if not sql:
            return {}
        told = f"SELECT issue_key, COUNT(*), SUM(is_open) FROM ({sql}) told GROUP BY issue_key"  # noqa: S608
        rows = self._run(told, params)
        return {issue: (int(count) - int(still_open), int(count)) for issue, count, still_open in rows}

    def first(self) -> Reading | None:
        """The first row, or None."""
        return next(iter(self[:1]), None)

    def states(self) -> list[State]:
        """How each stands, without its records: one query."""
        sql, params = self._grouped(COLUMNS)
        return [self._state(row) for row in self._run(sql, params)] if sql else []

    def keys(self) -> list[tuple[int, int]]:
        """(issue, person) keys, without their records."""
        sql, params = self._grouped("issue_key, user_id")
        return [(row[0], row[1]) for row in self._run(sql, params)] if sql else []

    def __iter__(self) -> Iterator[Reading]:
        sql, params = self._grouped(COLUMNS)
        return iter(self._read(self._run(sql, params)) if sql else [])

    def iterator(self, chunk_size: int = 2000) -> Iterator[Reading]:
        """Every row; their records are fetched in batches."""
        sql, params = self._grouped(COLUMNS)
        rows = self._run(sql, params) if sql else []
        for start in range(0, len(rows), chunk_size):
            yield from self._read(rows[start : start + chunk_size])

    def _run(self, sql: str, params: Sequence[Any]) -> list[Any]:
        with connections[self.db].cursor() as cursor:
            cursor.execute(sql, params)
            return cursor.fetchall()

    def _hits(self, columns: Iterable[str]) -> tuple[str, list[Any]]:
        """All meetings in one statement."""
        parts, params = [], []
        for arm in self.arms:
            if self.state in ("open", "todo", "overdue"):  # leaves most rows out early; OPEN decides of the yearly
                arm = arm.filter(perhaps_open=True)
            try:
                sql, given = arm.order_by().values(*dict.fromkeys(columns)).query.get_compiler(self.db).as_sql()
            except EmptyResultSet:
                continue
            parts.append(sql)
            params += given
        return " UNION ALL ".join(parts), params

    def _grouped(self, columns: str, *, ordered: bool = True) -> tuple[str, list[Any]]:
        """One row for each issue and person; empty where nothing can be found."""
        order, needed = self._ordered() if ordered else ("", [])
        hits, params = self._hits([*HIT, *needed])
        if not hits:
            return "", []
        where, having, bounds = self._narrowing()
        sql = f"SELECT {columns} FROM ({hits}) hits{where} GROUP BY issue_key, user_id{having}{order}"  # noqa: S608
        if self.high is not None:
            sql += f" LIMIT {max(self.high - self.low, 0)} OFFSET {self.low}"
        return sql, [*params, *bounds]

    def _narrowing(self) -> tuple[str, str, list[Any]]:
        day = connections[self.db].ops.adapt_datefield_value(self.day)
        return {
            "open": (f" WHERE {OPEN}", "", []),
            "todo": (f" WHERE {OPEN}", " HAVING MIN(due_day) >= %s", [day]),
            "overdue": (f" WHERE {OPEN} AND due_day < %s", "", [day]),
            "done": ("", f" HAVING MAX(CASE WHEN {OPEN} THEN 1 ELSE 0 END) = 0", []),
        }.get(self.state, ("", "", []))

    def _ordered(self) -> tuple[str, list[str]]:
        terms, needed = [], []
        for name in (*self.order, "id", "user"):
            column, last = ORDERS[name.lstrip("-")]
            way = " DESC" if name.startswith("-") else ""
            if column:
                needed.append(column)
                terms.append(f"MIN({column}){way}")
            terms.append((last if last in ("issue_key", "user_id") or not column else f"MIN({last})") + way)
        return f" ORDER BY {', '.join(dict.fromkeys(terms))}", needed

    def _read(self, rows: Sequence[Any]) -> list[Reading]:
        """The records of a page's rows, one query for each kind."""
        issues = Issue.objects.defer("body", "body_html", "body_text").select_related("document__unit")
        found = {one.pk: one for one in issues.filter(pk__in={row[0] for row in rows})}
        people = {one.pk: one for one in User.objects.filter(pk__in={row[1] for row in rows})}
        units = {one.pk: one for one in Unit.objects.filter(pk__in={row[2] for row in rows})}
        return [self._told(row, found[row[0]], people[row[1]], units[row[2]]) for row in rows]

    def _state(self, row: Sequence[Any]) -> State:
        due, still_due = _day(row[4]), _day(row[5])
        state = "done" if still_due is None else "overdue" if still_due < self.day else "todo"
        shown = still_due or due
        assert shown is not None, "each meeting has a due day"
        return State(shown, _day(row[6]), still_due is not None, state)

    def _told(self, row: Sequence[Any], issue: Issue, person: User, unit: Unit) -> Reading:
        said = self._state(row)
        return Reading(issue, person, unit, said.due_on, said.confirmed_on, said.is_open, row[3], said.state)


def _day(value: Any) -> dt.date | None:
    """SQLite gives days as text."""
    return dt.date.fromisoformat(value) if isinstance(value, str) else value
