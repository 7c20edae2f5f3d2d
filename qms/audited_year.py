"""What other apps say of the audit of holders: whether internal audits of some days covered the whole edition."""

import datetime as dt
from collections.abc import Callable, Mapping

Scope = Mapping[int, tuple[int, frozenset[str]]]
"""By key of a holder's unit: the key of the edition that it declared, and the numbers of clauses that do not apply."""

FULLY_AUDITED: list[Callable[[Scope, dt.date, dt.date], set[int]]] = []
"""(holders, first, last): those of which concluded internal audits begun in these days covered every clause."""


def fully_audited(holders: Scope, first: dt.date, last: dt.date) -> set[int]:
    """Holders that somebody vouches for; nobody where no app tells of audits."""
    found: set[int] = set()
    for asked in FULLY_AUDITED:
        found |= asked(holders, first, last)
    return found
