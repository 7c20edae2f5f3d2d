"""Walking over very many rows: what lives as long as the walk is not looked through again and again."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

BETWEEN = (50_000, 20, 50)
"""New objects before the collector looks at the youngest, then how seldom at older ones."""


@contextmanager
def long_walk() -> Iterator[None]:
    """Collect garbage seldom inside: rows hold no circles, and a look at everything costs a sixth of the time."""
    before = gc.get_threshold()
    gc.set_threshold(*BETWEEN)
    try:
        yield
    finally:
        gc.set_threshold(*before)
