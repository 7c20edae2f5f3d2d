"""Which records are written while somebody listens: an import learns so what it became, whoever writes it."""

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Heard = dict[str, Counter[int]]
"""By model label: how many versions each record was given, in the order of first writing."""

_listening: ContextVar[Heard | None] = ContextVar("qms_heard", default=None)


@contextmanager
def listening() -> Iterator[Heard]:
    """Hear of every history row that is written inside."""
    heard: Heard = {}
    token = _listening.set(heard)
    try:
        yield heard
    finally:
        _listening.reset(token)


def tell(label: str, keys: Iterable[int]) -> None:
    """Told by what writes history rows."""
    heard = _listening.get()
    if heard is not None:
        heard.setdefault(label, Counter()).update(keys)
