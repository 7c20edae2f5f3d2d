"""Reading the whole database as it had been recorded by the end of a day.

Inside `standing(day)` every query sees, in the place of each tracked table, the rows that stood then: names, units,
the tree and the states of related records come from their own history, whoever asks for them. The clock stands at
the end of the day, and nothing tracked can be written.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import connections

from qms import clock
from qms.history import standing_tables

ALIASES = ("default", "snapshot")
NAMED = re.compile(r'"(\w+)"')
WRITES = re.compile(
    r'\s*(?:INSERT\s+(?:OR\s+\w+\s+)?INTO|REPLACE\s+INTO|UPDATE|DELETE\s+FROM)\s+"(\w+)"', re.IGNORECASE
)


class PastIsClosed(RuntimeError):
    """Something tracked was about to be written while a past day is shown; a programming fault, refused."""


class Standing:
    """One reading of a past day: where it ends, the clock that ran outside, the tables that were asked for."""

    def __init__(self, day: dt.date) -> None:
        self.day = day
        self.end = clock.end_of(day)
        self.outer = clock.held_at()
        self.asked: set[str] = set()
        self.by_record = False
        self._paths: str | None = None
        self._told: dict[str, str] = {}

    def told(self, sql: str, vendor: str) -> str:
        """The query, preceded by what the tables that it names held then."""
        known = standing_tables.definitions(vendor)
        parts = []
        for table in dict.fromkeys(NAMED.findall(sql)):
            if table == standing_tables.PATHS:
                parts.append(self.paths(vendor))
            elif table in known:
                self.asked.add(table)
                parts.append(self._definition(table, known[table], vendor))
        told = ", ".join(part for part in parts if part)
        return f"WITH {told} {sql}" if told else sql

    def _definition(self, table: str, text: str, vendor: str) -> str:
        if table not in self._told:
            self._told[table] = text.replace(standing_tables.END, standing_tables.moment(self.end, vendor))
        return standing_tables.by_record(self._told[table], vendor) if self.by_record else self._told[table]

    def paths(self, vendor: str) -> str:
        """The closure of the tree that stood then, where it differs from today's."""
        if self._paths is None:
            from qms.history.standing_paths import paths_then  # noqa: PLC0415 - the tree stands on history

            self._paths = ""  # what is asked while it is worked out names no paths
            self._paths = paths_then(vendor)
        return self._paths


_standing: ContextVar[Standing | None] = ContextVar("qms_standing", default=None)


def day_shown() -> dt.date | None:
    """The past day that is being shown, None for today."""
    standing = _standing.get()
    return standing.day if standing else None


def tables_asked() -> frozenset[str]:
    """The tables that were read as of the day so far."""
    standing = _standing.get()
    return frozenset(standing.asked) if standing else frozenset()


@contextmanager
def standing(day: dt.date) -> Iterator[Standing]:
    """Read as of the day inside. Only for reading: what is tracked cannot be written."""
    reading = Standing(day)
    token = _standing.set(reading)
    try:
        with ExitStack() as stack:
            stack.enter_context(clock.at(reading.end - dt.timedelta(microseconds=1)))
            for alias in ALIASES:
                stack.enter_context(_reading(connections[alias]))
            yield reading
    finally:
        _standing.reset(token)


def know_authority(user: Any) -> None:
    """Read what the person may today, before the past is read: today's roles decide who may look."""
    authority = user.authority
    for part in (authority.principals, authority.counted_as_one, authority.assignments):
        len(part)


@contextmanager
def _reading(connection: Any) -> Iterator[None]:
    """The connection's queries told as of the day; every selected column is named in GROUP BY, keys prove nothing."""
    standing_tables.prepare(connection)
    grouped = connection.features.allows_group_by_selected_pks
    connection.features.allows_group_by_selected_pks = False
    try:
        with connection.execute_wrapper(_told):
            yield
    finally:
        connection.features.allows_group_by_selected_pks = grouped


def _told(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
    reading = _standing.get()
    if reading is not None and isinstance(sql, str):
        if sql.startswith(("SELECT", "(")):
            sql = reading.told(sql, context["connection"].vendor)
            if "FOR UPDATE" in sql:
                raise PastIsClosed(f"Nothing is locked for a change while {reading.day} is shown.")
        elif (found := WRITES.match(sql)) and found[1] in standing_tables.definitions(context["connection"].vendor):
            raise PastIsClosed(f"{found[1]}: nothing is written while {reading.day} is shown.")
    return execute(sql, params, many, context)


@contextmanager
def newest_first() -> Iterator[None]:
    """Inside, rows are looked for in the order of their keys: for a page of many that match, ordered so."""
    reading = _standing.get()
    if reading is None:
        yield
        return
    reading.by_record = True
    try:
        yield
    finally:
        reading.by_record = False


@contextmanager
def present() -> Iterator[None]:
    """Today again, inside a reading of a past day: for events about the reading itself and for counting what came."""
    reading = _standing.get()
    if reading is None:
        yield
        return
    token = _standing.set(None)
    try:
        with clock.at(reading.outer):
            yield
    finally:
        _standing.reset(token)


def moment_of_reading() -> dt.datetime:
    """When somebody reads, whatever day is shown: what files and papers say of themselves."""
    with present():
        return clock.now()
