"""Progress of a long transaction: said by a connection of its own, so that it is seen before the transaction ends."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

from django.db import connection


@contextmanager
def aside(step: Callable[[str, int, int], Any] | None) -> Iterator[Callable[[str, int, int], Any]]:
    """Yield a `step` that may be called inside a transaction; Stopped comes out of it as out of the job's own.

    SQLite writes by one connection at a time: there nothing is said until the transaction ends.
    """
    if step is None or connection.vendor != "postgresql":
        yield lambda *_told: None
    else:
        with ThreadPoolExecutor(1) as other:
            try:
                yield lambda *told: other.submit(step, *told).result()
            finally:
                other.submit(lambda: connection.close()).result()  # the connection of that thread
