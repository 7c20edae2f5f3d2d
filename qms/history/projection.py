"""Derived many-to-many rows (Wagtail's groups follow roles) may be written while an operation projects them."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_projecting: ContextVar[bool] = ContextVar("qms_projecting", default=False)


def is_projecting() -> bool:
    """Whether an operation is writing derived links right now."""
    return _projecting.get()


@contextmanager
def projecting() -> Iterator[None]:
    """Allow derived many-to-many rows inside; their source is a tracked record, so history is complete."""
    token = _projecting.set(True)
    try:
        yield
    finally:
        _projecting.reset(token)
