"""What other apps say of nonconforming outputs."""

from collections.abc import Callable, Collection
from typing import Any

RAISED: list[Callable[[Collection[Any]], set[Any]]] = []
"""(uids of outputs): those because of which something was raised already, such as a nonconformity."""


def raised_of(uids: Collection[Any]) -> set[Any]:
    """Outputs about which nothing more needs to be proposed."""
    found: set[Any] = set()
    for asked in RAISED:
        found |= asked(uids)
    return found
