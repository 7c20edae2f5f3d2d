"""What history costs a save and many rows: chain, spans and trail against simple-history alone, the same columns."""

import datetime as dt
import gc
import itertools
import statistics
import time
from collections.abc import Callable
from typing import Any

from django.db import connection, models, transaction
from simple_history.models import HistoricalRecords
from simple_history.utils import bulk_create_with_history

from inspections.models import Nonconformity
from qms.history import bulk
from qms.history.recording import recording

SAVE_ALLOWED, BULK_ALLOWED = 1.6, 0.5
RUNS = 200
OURS = {"id", "version", "head_hash", "search_text"}
"""Columns that only the product's own way of keeping history, or its search, needs."""

numbers = itertools.count(1)
Row = tuple[str, float, float, float, str]


def _plain_columns() -> dict[str, models.Field]:
    columns = {}
    for field in Nonconformity._meta.concrete_fields:
        if field.name in OURS:
            continue
        path, args, kwargs = field.deconstruct()[1:]
        if field.remote_field:
            kwargs |= {"related_name": "+", "db_constraint": True}
        columns[field.name] = type(field)(*args, **kwargs)
    return columns


def plain_model() -> Any:
    """The columns and indexes of a nonconformity with simple-history and nothing else."""
    indexes = [models.Index(fields=one.fields, name=f"plain_{one.name}") for one in Nonconformity._meta.indexes]
    meta = type("Meta", (), {"app_label": "qms", "db_table": "benchmark_plain", "indexes": indexes})
    body = _plain_columns() | {
        "__module__": __name__,
        "Meta": meta,
        "uid": models.UUIDField(unique=True),
        "history": HistoricalRecords(table_name="benchmark_plain_history", user_related_name="+"),
        "__str__": lambda self: self.fact,
    }
    return type("PlainRecord", (models.Model,), body)


def _values(made: Any) -> dict[str, Any]:
    number = next(numbers)
    return {
        "number": f"KPH-BENCH-{number:07}", "unit_id": made.division.pk, "raised_by_unit_id": made.department.pk,
        "source": "own_report", "grade": "minor", "requirement": "8.5.1 Kiểm soát sản xuất và cung cấp dịch vụ",
        "fact": f"Hồ sơ {number} trả chậm hai ngày, không có phiếu xin lỗi.", "evidence": "Hồ sơ 12 và 31 tháng 6",
        "raised_by_id": made.officer1.pk, "raised_on": dt.date(2020, 7, 15),
    }  # fmt: skip


def measure(made: Any, rows: int) -> list[Row]:
    """A save that changes a record, a new record, and many rows by the bulk path; wall and CPU of this process."""
    plain = plain_model()
    with connection.schema_editor() as editor:
        editor.create_model(plain)
        editor.create_model(plain.history.model)
    with recording(by=made.officer1, operation="benchmark", reason="measured"):
        results = [*_saves(made, plain), *_created(made, plain), *_many(made, plain, rows)]
    return results


def _saves(made: Any, plain: Any) -> list[Row]:
    ours, theirs = Nonconformity(**_values(made)), plain(**_filled(made))
    ours.save(), theirs.save()

    def save(record: Any) -> Callable[[int], Any]:
        def once(number: int) -> None:
            record.fact = f"Hồ sơ {number} trả chậm hai ngày, không có phiếu xin lỗi."
            with transaction.atomic():
                record.save()

        return once

    return _table("save", *_pair(save(ours), save(theirs), RUNS), SAVE_ALLOWED)


def _created(made: Any, plain: Any) -> list[Row]:
    def new(model: Any, values: Callable[[Any], dict[str, Any]]) -> Callable[[int], Any]:
        def once(_number: int) -> None:
            with transaction.atomic():
                model(**values(made)).save()

        return once

    return _table("new record", *_pair(new(Nonconformity, _values), new(plain, _filled), RUNS), SAVE_ALLOWED)


def _filled(made: Any) -> dict[str, Any]:
    """Values for the plain model: what the product's record holds by itself."""
    record = Nonconformity(**_values(made))
    return {field.attname: getattr(record, field.attname) for field in record._meta.concrete_fields if
            field.name not in OURS}  # fmt: skip


def _many(made: Any, plain: Any, rows: int) -> list[Row]:
    """Each way takes turns with the other, so that a noisy machine hits both alike; rows are made outside the time."""
    runs = 3

    def ours(_number: int) -> Any:
        records = [Nonconformity(**_values(made)) for _ in range(rows)]
        return lambda: bulk.create(records)

    def theirs(_number: int) -> Any:
        records = [plain(**_filled(made)) for _ in range(rows)]
        return lambda: bulk_create_with_history(records, plain, batch_size=1000)

    return _table(f"{rows} rows at once", *_pair(ours, theirs, runs, prepared=True), BULK_ALLOWED)


def _pair(product: Any, floor: Any, runs: int, *, prepared: bool = False) -> tuple[Any, Any]:
    """Medians of (wall, CPU) in milliseconds of two calls taken in turn."""
    seen: tuple[list[Any], list[Any]] = ([], [])
    for run in range(runs + 1):
        for call, times in zip((product, floor), seen, strict=True):
            work = call(run) if prepared else (lambda call=call, run=run: call(run))
            gc.collect() if prepared else None
            gc.disable()
            wall, cpu = time.perf_counter(), time.process_time()
            work()
            times.append(((time.perf_counter() - wall) * 1000, (time.process_time() - cpu) * 1000))
            gc.enable()
    return tuple(  # type: ignore[return-value]
        tuple(statistics.median(one[part] for one in times[1:]) for part in (0, 1)) for times in seen
    )


def _table(what: str, product: Any, floor: Any, allowed: float) -> list[Row]:
    return [
        (f"{what}, {part}", product[number], floor[number], allowed, "") for number, part in enumerate(("wall", "CPU"))
    ]
