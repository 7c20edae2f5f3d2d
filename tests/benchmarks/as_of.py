"""A unit's list and a count as of a day, against the same today: every record of the table with ten history rows."""

# ruff: noqa: S608 - the names are our own, and so are the values

import datetime as dt
import time
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test import Client

from inspections.models import Nonconformity
from qms import clock
from qms.history.spans import span_model
from qms.history.standing import know_authority, standing
from qms.history.triggers import install_triggers
from qms.models import User
from tests.benchmarks.measure import queries

ROWS_EACH = 10
LIST, COUNT = 6.0, 3.0
RUNS = 12
STEP = 36  # days between two changes of a record


def measure(made: Any, client: Client, cpu_pair: Any) -> list[tuple[str, float, float, float, str]]:
    """Rows of the table: CPU of this process, and wall time where the database works by itself."""
    fill_history()
    day = (clock.today() - dt.timedelta(days=ROWS_EACH * STEP // 2)).isoformat()
    today = f"/nonconformities/?unit={made.section.pk}"
    then = f"{today}&as_of={day}"
    asked = f"{queries(lambda: client.get(then))} queries, {queries(lambda: client.get(today))} today"
    count = counting(made, dt.date.fromisoformat(day))
    pairs = (("unit's list as of a day", lambda _: client.get(then), lambda _: client.get(today), LIST, asked),
             ("count as of a day", lambda _: count(True), lambda _: count(False), COUNT, ""))  # fmt: skip
    rows = []
    for what, past, now, allowed, note in pairs:
        rows.append((what, *cpu_pair(past, now, RUNS), allowed, note))
        rows.append((f"{what}, wall", *wall_pair(past, now), allowed, ""))
    return rows


def counting(made: Any, day: dt.date) -> Callable[[bool], int]:
    """Counts a unit's records within reach, as of the day or today."""
    person = User.objects.get(pk=made.officer1.pk)
    know_authority(person)

    def count(past: bool) -> int:
        if not past:
            return Nonconformity.objects.visible_to(person).filter(unit=made.section).count()
        with standing(day):
            return Nonconformity.objects.visible_to(person).filter(unit=made.section).count()

    return count


def wall_pair(past: Callable[[int], Any], now: Callable[[int], Any]) -> tuple[float, float]:
    """Milliseconds by the clock (medians), taken in turn."""
    seen: tuple[list[float], list[float]] = ([], [])
    for run in range(RUNS):
        for call, times in zip((past, now), seen, strict=True):
            began = time.perf_counter()
            call(run)
            times.append((time.perf_counter() - began) * 1000)
    return sorted(seen[0])[RUNS // 2], sorted(seen[1])[RUNS // 2]


def fill_history() -> None:
    """Ten history rows and spans for every nonconformity that has none, a change each 36 days, by the database."""
    history, spans = Nonconformity.history.model._meta, span_model()._meta
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":  # asked for each of a million rows, it would take as many minutes
            cursor.execute(f'DROP TRIGGER IF EXISTS "{history.db_table}_no_replace"')
        for number in range(1, ROWS_EACH + 1):
            cursor.execute(*_history_rows(history.db_table, number))
            cursor.execute(*_span_rows(history.db_table, spans.db_table, number))
        cursor.execute("ANALYZE")
    install_triggers()


def _at(number: int) -> dt.datetime:
    return clock.now() - dt.timedelta(days=(ROWS_EACH - number + 1) * STEP)


def _history_rows(table: str, number: int) -> tuple[str, list[Any]]:
    own = [field.column for field in Nonconformity._meta.concrete_fields]
    kept = [field.column for field in Nonconformity.history.model._meta.concrete_fields if field.column in own]
    names = ", ".join(f'"{name}"' for name in kept)
    status = "CASE WHEN %s < 10 THEN 'raised' ELSE status END"
    told = ", ".join(status if name == "status" else f'"{name}"' for name in kept)
    sql = (
        f'INSERT INTO "{table}" ({names}, history_type, sequence, previous_hash, row_hash, chain_text, chain_format,'
        " operation, history_date, history_change_reason)"
        f" SELECT {told}, '~', %s, '', '', '', 1, 'benchmark', %s, '' FROM inspections_nonconformity n"
        f' WHERE NOT EXISTS (SELECT 1 FROM "{table}" h WHERE h.id = n.id AND h.sequence >= %s)'
    )
    moment = connection.ops.adapt_datetimefield_value(_at(number))
    return sql, [number, number, moment, number]


def _span_rows(table: str, spans: str, number: int) -> tuple[str, list[Any]]:
    label = Nonconformity._meta.label_lower
    ends = _at(number + 1) if number < ROWS_EACH else None
    sql = (
        f'INSERT INTO "{spans}" (kind, record_id, history_id, unit_id, raised_by_unit_id, status, owner_id, due,'
        " through_id, valid_from, valid_to)"
        " SELECT %s, id, history_id, unit_id, raised_by_unit_id, status, handler_id, due_on, inspection_id,"
        " history_date,"
        + (" CAST(NULL AS timestamp with time zone)" if connection.vendor == "postgresql" and ends is None else " %s")
        + f" FROM \"{table}\" WHERE sequence = %s AND operation = 'benchmark'"
    )
    moment = connection.ops.adapt_datetimefield_value(ends) if ends else None
    if connection.vendor == "postgresql" and ends is None:
        return sql, [label, number]
    return sql, [label, moment, number]
