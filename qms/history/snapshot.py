"""One consistent view of the database for long reads, while others go on writing."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections, transaction

ALIAS = "snapshot"


@contextmanager
def consistent_reads() -> Iterator[str]:
    """Give the alias under which every read inside sees one moment: `Model.objects.using(alias)`, `connections[alias]`.

    Nobody waits for it and it waits for nobody; writing through it is refused by the database. Inside a transaction
    the caller's own connection answers, so that what was just written is seen. Nested use shares the outer view.
    """
    if connections["default"].in_atomic_block:
        yield "default"
        return
    if connections[ALIAS].in_atomic_block:
        yield ALIAS
        return
    try:
        with transaction.atomic(using=ALIAS):
            _begin()
            yield ALIAS
    finally:
        connections[ALIAS].close()


def _begin() -> None:
    """Take the view now: both databases would take it with the first read only."""
    with connections[ALIAS].cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM django_migrations")
